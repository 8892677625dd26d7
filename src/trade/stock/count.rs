//! Counting shelves: a shop walks along them, types what lies there, looks at what differs, and
//! says why. A line's difference is taken against what should have lain there when it was
//! counted, so that what is sold meanwhile does no harm.

mod view;

pub use view::{CountRow, CountSummary, CountView, CountsPage, Saved, ScopeView};

use crate::{
    id::{CategoryId, CommandId, StockCountId, VariantId},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
    trade::catalog::sheet::read_block,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most things in one count.
pub const MOST_LINES: usize = 5_000;
/// The most pieces of one thing.
pub const MOST_PIECES: i64 = 1_000_000;
/// The most characters of what is searched for.
pub const WORDS_MOST: u32 = 80;
/// Codes that a refusal names.
const CODES_NAMED: usize = 5;

/// Why a shelf holds something else than it should.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    Breakage,
    Loss,
    Found,
    Returned,
    #[default]
    Correction,
    /// A gift, or the shop's own use.
    OwnUse,
}

impl Reason {
    /// Every reason, in the order in which they can be chosen.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// Where a count stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CountStage {
    Open,
    Finished,
    Discarded,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum Scope {
    All,
    Category { category: CategoryId },
    Search { words: String },
}

/// The form that begins a count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeForm {
    /// `all`, `category`, `search`.
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    pub category: String,
    #[serde(default)]
    pub words: String,
}

impl ScopeForm {
    /// # Errors
    /// Names what is missing for the kind of count that is asked for.
    pub fn checked(&self) -> Result<Scope, FieldIssues> {
        match self.scope.as_str() {
            "all" => Ok(Scope::All),
            "category" => self
                .category
                .parse()
                .map(|category| Scope::Category { category })
                .map_err(|_| FieldIssues::one("category", FieldIssue::NotAChoice)),
            "search" => {
                let mut check = FieldCheck::default();
                let words = check.text("words", &self.words, 1, WORDS_MOST);
                check.finish().map(|()| Scope::Search { words })
            }
            _ => Err(FieldIssues::one("scope", FieldIssue::NotAChoice)),
        }
    }
}

/// Begin a count of a shop's shelves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeginCount {
    pub command: CommandId,
    pub shop: String,
    pub form: ScopeForm,
}

/// Put right what a count found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishCount {
    pub command: CommandId,
    pub shop: String,
    pub count: StockCountId,
    /// As chosen on the page; what is not named has the reason that it was saved with.
    pub reasons: Vec<(VariantId, String)>,
}

/// A line that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub counted: u32,
    /// On hand when it was counted.
    pub expected: u32,
}

impl Counted {
    /// Above zero where more lay there than should have.
    pub fn difference(self) -> i64 {
        i64::from(self.counted) - i64::from(self.expected)
    }
}

/// A thing as a refusal names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub title: Bilingual,
    pub options: Bilingual,
}

/// Why nothing was counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CountError {
    #[error("there is nothing to count")]
    NothingFound,
    #[error("more than {most} things are too many for one count")]
    TooMany { most: u32 },
    #[error("the count has ended")]
    Ended,
    #[error("nothing was counted yet")]
    NothingCounted,
    /// It would leave less than is promised to buyers; counted again, it may not.
    #[error("fewer would be left than are promised")]
    BelowReserved {
        row: Named,
        difference: i64,
        on_hand: u32,
        reserved: u32,
    },
    /// Somebody counted it elsewhere in between: its difference is put right already.
    #[error("it was counted elsewhere since")]
    CountedSince { row: Named },
    /// Codes that are none in this count, or stand for more than one thing.
    #[error("some codes are not known")]
    UnknownCodes { codes: String, more: u32 },
    #[error("line {line} of what was pasted cannot be read")]
    BadLine { line: u32 },
}

impl CountError {
    /// Names the first few codes.
    pub fn unknown(codes: &[String]) -> Self {
        let named = codes.len().min(CODES_NAMED);
        Self::UnknownCodes {
            codes: codes[..named].join(", "),
            more: u32::try_from(codes.len() - named).unwrap_or(u32::MAX),
        }
    }
}

/// The field that holds what was counted of a thing.
pub fn counted_field(variant: VariantId) -> String {
    format!("counted[v-{variant}]")
}

/// The field that holds what the page showed in [`counted_field`].
pub fn was_field(variant: VariantId) -> String {
    format!("was[v-{variant}]")
}

/// The field that holds why it differs.
pub fn reason_field(variant: VariantId) -> String {
    format!("reason[v-{variant}]")
}

/// What is to be written of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    Counted(u32),
    /// The number was taken away again.
    Cleared,
}

/// Reads the fields that were changed on the page. A number that stands as it was shown is left
/// alone, so that two may count different things at once.
///
/// # Errors
/// Names the fields that hold no number of pieces.
pub fn read_counts(
    counted: &[(VariantId, String)],
    was: &[(VariantId, String)],
) -> Result<BTreeMap<VariantId, Write>, FieldIssues> {
    let mut check = FieldCheck::default();
    let shown: BTreeMap<VariantId, &str> =
        was.iter().map(|(id, text)| (*id, text.trim())).collect();
    let mut writes = BTreeMap::new();
    for (variant, typed) in counted {
        let typed = typed.trim();
        if shown.get(variant).copied().unwrap_or_default() == typed {
            continue;
        }
        let write = if typed.is_empty() {
            Write::Cleared
        } else {
            let pieces = check.number(&counted_field(*variant), typed, 0, MOST_PIECES);
            Write::Counted(u32::try_from(pieces).unwrap_or_default())
        };
        writes.insert(*variant, write);
    }
    check.finish().map(|()| writes)
}

/// Reads what a spreadsheet or a scanner gives: in each line a code first and a number last. A
/// first line without a number is a heading. What stands there several times is added up.
///
/// # Errors
/// Names the first line that cannot be read.
pub fn read_codes(text: &str) -> Result<BTreeMap<String, u32>, CountError> {
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for (n, row) in read_block(text.trim()).into_iter().enumerate() {
        let line = u32::try_from(n + 1).unwrap_or(u32::MAX);
        let cells: Vec<&str> = row
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let (code, number) = match cells.as_slice() {
            [] => continue,
            [_] => return Err(CountError::BadLine { line }),
            [code, .., number] => (*code, number.parse::<i64>()),
        };
        if n == 0 && number.is_err() {
            continue;
        }
        let before = found.get(code).copied().unwrap_or_default();
        let sum = number
            .ok()
            .filter(|pieces| *pieces >= 0)
            .and_then(|pieces| pieces.checked_add(before.into()))
            .filter(|sum| *sum <= MOST_PIECES)
            .and_then(|sum| u32::try_from(sum).ok())
            .ok_or(CountError::BadLine { line })?;
        found.insert(code.to_owned(), sum);
    }
    if found.is_empty() {
        return Err(CountError::BadLine { line: 1 });
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
