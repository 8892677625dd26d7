//! One row of a table of orders, field by field: what cannot be read is noted with its column.

use crate::trade::import::{product::Parsed, sheet::Cells};
use chrono::{Datelike, NaiveDateTime};
use longtail::{
    money::Money,
    trade::{
        import::Trouble,
        past::{MOST_KEY_CHARS, MOST_MINOR, PastStage, Source},
    },
};

/// As the export writes points in time.
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// A row that is being read.
pub struct Row<'a, 'b> {
    parsed: &'a mut Parsed,
    pub cells: Cells<'b>,
    /// The key that what is wrong is noted with: the first that was read.
    pub order: &'b str,
}

impl<'a, 'b> Row<'a, 'b> {
    pub fn new(parsed: &'a mut Parsed, cells: Cells<'b>) -> Self {
        Self {
            parsed,
            cells,
            order: "",
        }
    }

    pub fn bad(&mut self, column: Option<&str>, trouble: Trouble) {
        self.parsed
            .error(self.cells.row, column, self.order, trouble);
    }

    pub fn is_error(&self) -> bool {
        self.parsed.is_error(self.cells.row)
    }

    /// Whether its first key could be read, whatever else is wrong.
    pub fn is_named(&self) -> bool {
        !self.order.is_empty()
    }

    fn bad_field(&mut self, column: &'static str) {
        let typed = self.cells.get(column).to_owned();
        self.bad(Some(column), Trouble::BadField { typed });
    }

    /// A number, name or code, which must be there.
    pub fn key(&mut self, column: &'static str) -> &'b str {
        let key = self.cells.get(column);
        if key.is_empty() {
            self.bad(Some(column), Trouble::NoCode);
        } else if key.chars().count() > MOST_KEY_CHARS {
            self.bad_field(column);
            return "";
        } else if self.order.is_empty() {
            self.order = key;
        }
        key
    }

    /// A word, which may be missing.
    pub fn word(&mut self, column: &'static str) -> &'b str {
        let word = self.cells.get(column);
        if word.chars().count() > MOST_KEY_CHARS {
            self.bad_field(column);
        }
        word
    }

    /// An amount, exact: nothing is rounded, and a comma could mean either.
    pub fn amount(&mut self, column: &'static str) -> Money {
        let currency = Source::Olist.currency();
        let typed = self.cells.get(column);
        let plain = typed.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        match Money::parse(typed, currency) {
            Ok(money) if plain && money.minor <= MOST_MINOR => money,
            _ => {
                let typed = typed.to_owned();
                self.bad(Some(column), Trouble::BadPrice { typed });
                Money::zero(currency)
            }
        }
    }

    /// A count that begins at one.
    pub fn number(&mut self, column: &'static str) -> u32 {
        let number = self.number_or_none(column);
        if number == 0 && !self.is_error() {
            self.bad_field(column);
        }
        number
    }

    /// A count; none where nothing is written.
    pub fn number_or_none(&mut self, column: &'static str) -> u32 {
        let typed = self.cells.get(column);
        match typed.parse::<u16>() {
            Ok(number) => number.into(),
            Err(_) if typed.is_empty() => 0,
            Err(_) => {
                self.bad_field(column);
                0
            }
        }
    }

    /// A point in time; none where nothing is written.
    pub fn time(&mut self, column: &'static str) -> Option<NaiveDateTime> {
        let typed = self.cells.get(column);
        if typed.is_empty() {
            return None;
        }
        let time = NaiveDateTime::parse_from_str(typed, TIME)
            .ok()
            .filter(|time| (1970..=9999).contains(&time.year()));
        if time.is_none() {
            self.bad_field(column);
        }
        time
    }

    /// A point in time, which must be there.
    pub fn needed_time(&mut self, column: &'static str) -> NaiveDateTime {
        let time = self.time(column);
        if time.is_none() && !self.is_error() {
            self.bad_field(column);
        }
        time.unwrap_or_default()
    }

    pub fn stage(&mut self, column: &'static str) -> PastStage {
        match self.cells.get(column) {
            "created" => PastStage::Placed,
            "approved" => PastStage::Approved,
            "invoiced" => PastStage::Invoiced,
            "processing" => PastStage::Processing,
            "shipped" => PastStage::Shipped,
            "delivered" => PastStage::Delivered,
            "canceled" => PastStage::Cancelled,
            "unavailable" => PastStage::Unavailable,
            _ => {
                self.bad_field(column);
                PastStage::Placed
            }
        }
    }
}
