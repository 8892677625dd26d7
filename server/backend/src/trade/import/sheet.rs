//! A table as rows whose fields are found by the names of their columns.

use super::product::Parsed;
use csv::StringRecord;
use longtail::trade::import::{
    Aside, Becomes, ColumnUse, Columns, ImportError, MOST_COLUMNS, MOST_FIELD_BYTES, MOST_ROWS,
    Trouble, becomes, unguarded,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A heading, and the column's name that it stands for.
pub type Renames = BTreeMap<String, String>;

/// How many fields of a column are shown as examples, and how much of each.
const EXAMPLES: usize = 3;
const EXAMPLE_CHARS: usize = 60;

/// The columns of a table.
pub struct Headings {
    by_name: HashMap<String, usize>,
    pub uses: Vec<ColumnUse>,
}

impl Headings {
    /// Names the columns of a file as its format does.
    ///
    /// # Errors
    /// Where there are too many to be a catalogue.
    pub fn new<'a>(
        headings: impl Iterator<Item = &'a str>,
        columns: Columns,
        renames: &Renames,
    ) -> Result<Self, ImportError> {
        let mut named = Self {
            by_name: HashMap::new(),
            uses: Vec::new(),
        };
        for heading in headings {
            named.add(heading, columns, renames)?;
        }
        Ok(named)
    }

    /// Adds a column behind the others; its place where it is there already.
    pub fn add(
        &mut self,
        heading: &str,
        columns: Columns,
        renames: &Renames,
    ) -> Result<usize, ImportError> {
        if self.uses.len() == MOST_COLUMNS {
            let most = MOST_COLUMNS as u32;
            return Err(ImportError::TooManyColumns { most });
        }
        let heading = heading.trim();
        let known_as = renames
            .get(heading)
            .map_or_else(|| heading.to_lowercase(), |name| name.to_lowercase());
        let at = self.uses.len();
        self.by_name.entry(known_as.clone()).or_insert(at);
        self.uses.push(ColumnUse {
            heading: heading.to_owned(),
            becomes: becomes(columns, &known_as).unwrap_or(Becomes::Aside(Aside::Unknown)),
            known_as,
            filled: 0,
            left: 0,
            examples: Vec::new(),
        });
        Ok(at)
    }

    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    pub fn place(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The first of several names that the file has.
    pub fn first(&self, names: &[&'static str]) -> Option<&'static str> {
        names.iter().copied().find(|name| self.has(name))
    }

    /// # Errors
    /// Names the first of the columns that the file lacks.
    pub fn needs(&self, names: &[&str]) -> Result<(), ImportError> {
        match names.iter().find(|name| !self.has(name)) {
            Some(name) => Err(ImportError::NoColumn {
                name: (*name).to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// As the file writes its columns, by their names.
    pub fn names(&self) -> HashMap<String, String> {
        let names = self
            .uses
            .iter()
            .map(|used| (used.known_as.clone(), used.heading.clone()));
        names.collect()
    }

    fn count(&mut self, fields: &StringRecord) {
        for (used, field) in self.uses.iter_mut().zip(fields) {
            if !field.is_empty() {
                used.filled += 1;
                if used.examples.len() < EXAMPLES {
                    used.examples
                        .push(field.chars().take(EXAMPLE_CHARS).collect());
                }
            }
        }
    }
}

/// One row. Its fields are trimmed.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    /// As a spreadsheet numbers it.
    pub row: u32,
    headings: &'a Headings,
    fields: &'a StringRecord,
}

impl<'a> Cells<'a> {
    /// A field by its column's name in lower case; empty where there is none.
    pub fn get(&self, name: &str) -> &'a str {
        self.headings
            .place(name)
            .and_then(|at| self.fields.get(at))
            .map_or("", unguarded)
    }

    pub fn has(&self, name: &str) -> bool {
        self.headings.has(name)
    }

    /// The first column whose name begins so: `name:en`, `weight (kg)`.
    pub fn starting(&self, prefix: &str) -> Option<(&'a str, &'a str)> {
        let used = self.headings.uses.iter();
        let at = used
            .clone()
            .position(|used| used.known_as.starts_with(prefix))?;
        let name = self.headings.uses[at].known_as.as_str();
        Some((name, self.fields.get(at).map_or("", unguarded)))
    }
}

/// How a table is written, and what it holds.
pub struct Table<'a> {
    pub text: &'a str,
    pub delimiter: char,
    pub columns: Columns,
    pub renames: &'a Renames,
    /// Lines before the headings.
    pub lines_before: u32,
    /// Blanks around fields are part of them.
    pub exact: bool,
    /// Rows whose fields are kept, to be given back with what is wrong with them.
    pub keep: Option<&'a HashSet<u32>>,
}

impl Table<'_> {
    /// Reads the table row by row. `begin` looks at the headings once; `each` reads a row.
    ///
    /// # Errors
    /// Says why nothing of it can be read.
    pub fn read(
        &self,
        begin: impl FnOnce(&Headings) -> Result<(), ImportError>,
        mut each: impl FnMut(&mut Parsed, Cells<'_>),
    ) -> Result<Parsed, ImportError> {
        let mut text = self.text;
        for _ in 0..self.lines_before {
            text = text.split_once('\n').map_or("", |(_, rest)| rest);
        }
        let lines_before = self.lines_before;
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(self.delimiter as u8)
            .trim(if self.exact {
                csv::Trim::None
            } else {
                csv::Trim::All
            })
            .from_reader(text.as_bytes());
        let unreadable = |error: &csv::Error| ImportError::Unreadable {
            line: lines_before + error.position().map_or(1, |p| p.line() as u32),
        };
        let mut fields = StringRecord::new();
        reader
            .read_record(&mut fields)
            .map_err(|e| unreadable(&e))?;
        let mut headings = Headings::new(fields.iter(), self.columns, self.renames)?;
        begin(&headings)?;
        let mut parsed = Parsed::default();
        parsed.headings = headings.names();
        let mut row = lines_before + 1;
        while reader
            .read_record(&mut fields)
            .map_err(|e| unreadable(&e))?
        {
            row += 1;
            if super::taobao::is_caption(&fields) {
                continue;
            }
            let line = || {
                fields
                    .position()
                    .map_or(row, |p| lines_before + p.line() as u32)
            };
            if fields.iter().any(|field| field.len() > MOST_FIELD_BYTES) {
                return Err(ImportError::FieldTooLong { line: line() });
            }
            parsed.rows += 1;
            if parsed.rows > MOST_ROWS {
                return Err(ImportError::TooManyRows { most: MOST_ROWS });
            }
            headings.count(&fields);
            if fields.len() != headings.uses.len() {
                let trouble = Trouble::FieldCount {
                    expected: headings.uses.len() as u32,
                    found: fields.len() as u32,
                };
                parsed.error(row, None, "", trouble);
            }
            let cells = Cells {
                row,
                headings: &headings,
                fields: &fields,
            };
            each(&mut parsed, cells);
            if self.keep.is_some_and(|keep| keep.contains(&row)) {
                let fields = fields.iter().map(str::to_owned).collect();
                parsed.kept.push((row, fields));
            }
        }
        parsed.columns = headings.uses;
        Ok(parsed)
    }
}

/// A row that did not come from a table: a feed's item.
pub fn item<'a>(row: u32, headings: &'a mut Headings, fields: &'a StringRecord) -> Cells<'a> {
    headings.count(fields);
    Cells {
        row,
        headings,
        fields,
    }
}

/// What parts the fields of a line: the sign that comes most often outside of quotes.
pub fn delimiter(line: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0_u32), ('\t', 0), (';', 0)];
    for c in line.chars().take(20_000) {
        if c == '"' {
            quoted = !quoted;
        } else if !quoted && let Some(found) = counts.iter_mut().find(|(sign, _)| *sign == c) {
            found.1 += 1;
        }
    }
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(',', |(sign, _)| sign)
}

#[cfg(test)]
mod tests {
    use super::delimiter;

    #[test]
    fn the_commonest_sign_parts_the_fields() {
        assert_eq!(delimiter("a,b,c"), ',');
        assert_eq!(delimiter("a\tb\tc, d"), '\t');
        assert_eq!(delimiter("a;b;\"c,d,e,f\""), ';');
        assert_eq!(delimiter("one"), ',');
    }
}
