//! A feed as XML: its items are read one by one into the fields of a table.

use super::{
    super::{
        product::Parsed,
        sheet::{Headings, Table, item},
    },
    COLUMNS, Item, group, read_item,
};
use chrono::{DateTime, Utc};
use csv::StringRecord;
use longtail::{
    money::Currency,
    trade::import::{ImportError, MOST_FIELD_BYTES, MOST_ROWS},
};
use quick_xml::{Reader, events::Event};

/// Elements within each other; what is deeper is no feed.
const MOST_DEPTH: usize = 64;

/// A feed being read.
struct Feed<'a> {
    table: &'a Table<'a>,
    headings: Headings,
    /// Of the item that is open.
    fields: Vec<String>,
    parsed: Parsed,
    items: Vec<Item>,
    /// Names of the elements that are open.
    open: Vec<String>,
}

/// Reads a feed in XML as it counts at a time. Only the entities that XML itself has are known: a
/// feed that declares its own is refused, so that none can grow beyond bounds.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse_xml(
    table: &Table<'_>,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Parsed, ImportError> {
    let first = ["id", "title", "price"].into_iter();
    let mut feed = Feed {
        table,
        headings: Headings::new(first, COLUMNS, table.renames)?,
        fields: Vec::new(),
        parsed: Parsed::default(),
        items: Vec::new(),
        open: Vec::new(),
    };
    let mut reader = Reader::from_str(table.text);
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        let not_xml = || ImportError::NotXml {
            line: line_at(table.text, at),
        };
        match event.map_err(|_| not_xml())? {
            Event::DocType(_) => return Err(ImportError::Entities),
            Event::Start(_) if feed.open.len() == MOST_DEPTH => return Err(not_xml()),
            Event::Start(tag) => feed.begin(local(tag.name().as_ref()))?,
            Event::End(_) => feed.end(currency, now)?,
            Event::Text(part) => feed.say(&part.decode().map_err(|_| not_xml())?, at)?,
            Event::CData(part) => feed.say(&part.decode().map_err(|_| not_xml())?, at)?,
            Event::GeneralRef(name) => {
                let name = name.decode().map_err(|_| not_xml())?;
                let letter = entity(&name).ok_or_else(not_xml)?;
                feed.say(letter.encode_utf8(&mut [0; 4]), at)?;
            }
            Event::Eof if feed.open.is_empty() => break,
            Event::Eof => return Err(not_xml()),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    let (mut parsed, headings) = (feed.parsed, feed.headings);
    parsed.headings = headings.names();
    parsed.columns = headings.uses;
    group(&mut parsed, feed.items);
    Ok(parsed)
}

impl Feed<'_> {
    /// How deep within an item we are: 0 is the item itself.
    fn depth(&self) -> Option<usize> {
        let is_item = |name: &String| matches!(name.as_str(), "item" | "entry");
        let root = self.open.iter().position(is_item)?;
        Some(self.open.len() - root - 1)
    }

    /// An element begins. One within an item has a field; a second one of the same name goes
    /// behind a comma.
    fn begin(&mut self, name: String) -> Result<(), ImportError> {
        match self.depth() {
            None => self.fields.clear(),
            Some(0) => {
                let at = match self.headings.place(&name) {
                    Some(at) => at,
                    None => self.headings.add(&name, COLUMNS, self.table.renames)?,
                };
                let width = self.headings.uses.len().max(self.fields.len());
                self.fields.resize(width, String::new());
                if !self.fields[at].is_empty() {
                    self.fields[at].push(',');
                }
            }
            Some(_) => {}
        }
        self.open.push(name);
        Ok(())
    }

    /// Text belongs to the field of the element below the item, however deep it stands.
    fn say(&mut self, said: &str, place: u64) -> Result<(), ImportError> {
        let Some(depth) = self.depth().filter(|depth| *depth > 0) else {
            return Ok(());
        };
        let name = &self.open[self.open.len() - depth];
        if let Some(at) = self.headings.place(name) {
            self.fields[at].push_str(said);
            if self.fields[at].len() > MOST_FIELD_BYTES {
                return Err(ImportError::FieldTooLong {
                    line: line_at(self.table.text, place),
                });
            }
        }
        Ok(())
    }

    /// An element ends; with an item's end the item is read.
    fn end(&mut self, currency: Currency, now: DateTime<Utc>) -> Result<(), ImportError> {
        if self.depth() == Some(0) {
            self.parsed.rows += 1;
            let row = self.parsed.rows;
            if row > MOST_ROWS {
                return Err(ImportError::TooManyRows { most: MOST_ROWS });
            }
            self.fields.resize(self.headings.uses.len(), String::new());
            let record: StringRecord = self.fields.iter().map(|field| field.trim()).collect();
            let cells = item(row, &mut self.headings, &record);
            read_item(&mut self.parsed, cells, currency, now, &mut self.items);
            if self.table.keep.is_some_and(|keep| keep.contains(&row)) {
                self.parsed.kept.push((row, self.fields.clone()));
            }
        }
        self.open.pop();
        Ok(())
    }
}

fn line_at(text: &str, at: u64) -> u32 {
    let at = usize::try_from(at).unwrap_or_default().min(text.len());
    let before = &text.as_bytes()[..at];
    1 + before.iter().filter(|b| **b == b'\n').count() as u32
}

/// `g:item_group_id` → `item_group_id`.
fn local(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).to_lowercase();
    name.rsplit(':').next().unwrap_or(&name).to_owned()
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix("#x") {
            Some(hex) => number(hex, 16),
            None => number(name.strip_prefix('#')?, 10),
        }
        .filter(|c| *c != '\0'),
    }
}
