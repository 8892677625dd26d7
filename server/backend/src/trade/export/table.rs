//! A table being written: fields quoted where they must be, and none that a spreadsheet
//! would run.

use longtail::trade::import::guarded;

/// Rows that have not been sent yet.
pub struct Sheet {
    delimiter: char,
    /// UTF-16 with a mark, as 淘宝助理 reads it.
    wide: bool,
    begun: bool,
    text: String,
}

impl Sheet {
    pub fn new(delimiter: char) -> Self {
        Self {
            delimiter,
            wide: false,
            begun: false,
            text: String::new(),
        }
    }

    pub fn wide(delimiter: char) -> Self {
        Self {
            wide: true,
            ..Self::new(delimiter)
        }
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, fields: &[S]) {
        for (i, field) in fields.iter().enumerate() {
            if i > 0 {
                self.text.push(self.delimiter);
            }
            self.field(field.as_ref());
        }
        self.text.push_str("\r\n");
    }

    fn field(&mut self, field: &str) {
        let field = guarded(field);
        let quoted = field.contains(['"', '\n', '\r', self.delimiter])
            || field.starts_with(char::is_whitespace)
            || field.ends_with(char::is_whitespace);
        if quoted {
            self.text.push('"');
            self.text.push_str(&field.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(&field);
        }
    }

    /// Adds text as it is.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// What has been written since the last time, as bytes.
    pub fn take(&mut self) -> Vec<u8> {
        let text = std::mem::take(&mut self.text);
        if !self.wide {
            return text.into_bytes();
        }
        let mark = if self.begun { "" } else { "\u{feff}" };
        self.begun = true;
        let units = mark.encode_utf16().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }
}

/// A row that is filled by the names of its columns.
pub struct Row<'a> {
    headings: &'a [&'a str],
    fields: Vec<String>,
}

impl<'a> Row<'a> {
    pub fn new(headings: &'a [&'a str]) -> Self {
        Self {
            headings,
            fields: vec![String::new(); headings.len()],
        }
    }

    /// Fills a field; a name that is no column's fills none.
    pub fn set(&mut self, heading: &str, text: impl Into<String>) -> &mut Self {
        if let Some(at) = self.headings.iter().position(|known| *known == heading) {
            self.fields[at] = text.into();
        }
        self
    }

    pub fn write(&self, sheet: &mut Sheet) {
        sheet.row(&self.fields);
    }

    pub fn fields(&self) -> impl Iterator<Item = (&'a str, &String)> {
        self.headings.iter().copied().zip(&self.fields)
    }
}
