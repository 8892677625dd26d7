//! A CSV file as rows with named fields.

use longtail::trade::import::{ImportError, MOST_FILE_BYTES};
use std::collections::HashMap;

/// A file's rows below its headings.
pub struct Sheet {
    columns: HashMap<String, usize>,
    pub width: usize,
    pub rows: Vec<Row>,
}

/// One row. The fields are trimmed.
pub struct Row {
    /// As a spreadsheet numbers it: the headings are row 1.
    pub number: u32,
    pub fields: Vec<String>,
}

impl Sheet {
    /// Reads a file, with or without a byte order mark. Rows of another width are kept: the
    /// importer reports them.
    ///
    /// # Errors
    /// Says why nothing can be read.
    pub fn read(file: &[u8]) -> Result<Self, ImportError> {
        if file.len() > MOST_FILE_BYTES {
            return Err(ImportError::TooLarge);
        }
        let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
        let text = std::str::from_utf8(file).map_err(|error| {
            let before = &file[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|b| **b == b'\n').count();
            ImportError::NotUtf8 { line: line as u32 }
        })?;
        if text.contains('\0') {
            return Err(ImportError::NotUtf8 { line: 1 });
        }
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let unreadable = |error: &csv::Error| ImportError::Unreadable {
            line: error.position().map_or(1, |p| p.line() as u32),
        };
        let headings = reader.headers().map_err(|e| unreadable(&e))?.clone();
        let columns = headings
            .iter()
            .enumerate()
            .map(|(i, name)| (name.trim().to_lowercase(), i))
            .collect();
        let mut rows = Vec::new();
        for (i, record) in reader.records().enumerate() {
            let record = record.map_err(|e| unreadable(&e))?;
            rows.push(Row {
                number: i as u32 + 2,
                fields: record.iter().map(str::to_owned).collect(),
            });
        }
        if rows.is_empty() {
            return Err(ImportError::NoRows);
        }
        Ok(Self {
            columns,
            width: headings.len(),
            rows,
        })
    }

    /// # Errors
    /// Names the first of the columns that the file lacks.
    pub fn needs(&self, columns: &[&str]) -> Result<(), ImportError> {
        match columns.iter().find(|name| !self.has(name)) {
            Some(name) => Err(ImportError::NoColumn {
                name: (*name).to_owned(),
            }),
            None => Ok(()),
        }
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(&column.to_lowercase())
    }

    /// A field by its column's name; empty where there is none.
    pub fn field<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        self.columns
            .get(&column.to_lowercase())
            .and_then(|i| row.fields.get(*i))
            .map_or("", String::as_str)
    }

    /// The columns `name:en`, `name:zh_Hans`, … of a translated export.
    pub fn translated<'a>(&self, row: &'a Row, column: &str, language: &str) -> &'a str {
        let prefix = format!("{}:{language}", column.to_lowercase());
        self.columns
            .iter()
            .find(|(name, _)| name.starts_with(&prefix))
            .and_then(|(_, i)| row.fields.get(*i))
            .map_or("", String::as_str)
    }
}
