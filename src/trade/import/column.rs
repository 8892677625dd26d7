//! What becomes of each column of a file: nothing is left out in silence.

use serde::{Deserialize, Serialize};

/// What a column becomes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Becomes {
    /// What finds a product again.
    Key,
    /// Which product a row belongs to, or what kind of row it is.
    Belonging,
    Title,
    Description,
    Category,
    /// Whether it is on the shelf or a draft.
    Publishing,
    Options,
    Price,
    WasPrice,
    /// When the sale price counts.
    SaleTime,
    Stock,
    Sku,
    Barcode,
    Pictures,
    /// A specification, where the product's category has one for it.
    Specs,
    /// What a variant weighs and measures, and by which template it is sent: for postage.
    Measures,
    /// Part of an order of earlier days: its stage, times, amounts, payments.
    PastOrder,
    /// Not taken.
    Aside(Aside),
}

/// Why a column is not taken.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Aside {
    /// Taxes are the market's matter.
    Tax,
    /// Postage and parcels are the shop's matter, for all its goods.
    Postage,
    /// What is sold out cannot be ordered here.
    SellingOn,
    /// Search engines are told what the listing says.
    ForEngines,
    /// What the other system calls things by: its numbers, dates and switches.
    Foreign,
    /// Links between goods.
    Links,
    /// What the goods cost the shop is nobody's business.
    Cost,
    /// Who bought is not brought along.
    Buyers,
    /// Downloads and films.
    Files,
    /// Not known. The back office lets one choose what it becomes.
    Unknown,
}

/// One column of a file, with what it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnUse {
    /// As the file writes it.
    pub heading: String,
    /// As its format calls it; another where the shop has chosen what the column becomes.
    pub known_as: String,
    pub becomes: Becomes,
    /// Rows that say something in it.
    pub filled: u32,
    /// Products whose category has no specification for it.
    #[serde(default)]
    pub left: u32,
    /// The first fields that say something.
    pub examples: Vec<String>,
}

/// A format's columns. A `#` in a name stands for a number, a `*` at its end for anything.
pub type Columns = &'static [(&'static str, Becomes)];

/// What a format does with a column, by its heading in lower case. None where it does not
/// know it.
pub fn becomes(columns: Columns, heading: &str) -> Option<Becomes> {
    columns
        .iter()
        .find(|(name, _)| names(name, heading))
        .map(|(_, becomes)| *becomes)
}

fn names(pattern: &str, heading: &str) -> bool {
    let (mut pattern, mut heading) = (pattern, heading);
    while let Some(at) = pattern.find(['#', '*']) {
        let Some(rest) = heading.strip_prefix(&pattern[..at]) else {
            return false;
        };
        if pattern[at..].starts_with('*') {
            return true;
        }
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() == rest.len() {
            return false;
        }
        (pattern, heading) = (&pattern[at + 1..], after);
    }
    pattern == heading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_columns_are_one() {
        let columns: Columns = &[
            ("attribute # value(s)", Becomes::Options),
            ("meta: *", Becomes::Aside(Aside::Foreign)),
            ("sku", Becomes::Sku),
        ];
        assert_eq!(
            becomes(columns, "attribute 12 value(s)"),
            Some(Becomes::Options)
        );
        assert_eq!(becomes(columns, "attribute value(s)"), None);
        assert_eq!(
            becomes(columns, "meta: _wpcom_is_markdown"),
            Some(Becomes::Aside(Aside::Foreign))
        );
        assert_eq!(becomes(columns, "sku2"), None);
    }
}
