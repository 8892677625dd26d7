//! Invoices: what was paid for an order, line by line with the tax in it; credit notes that give
//! parts of it back; the market's own invoices for commission; receipts of top-ups.

mod party;
#[cfg(test)]
mod tests;
mod view;

pub use party::{Billing, BillingForm, Legal, LegalForm, Party, tax_number};
pub use view::{InvoiceLine, InvoiceList, InvoiceRef, InvoiceView, ShopInvoices, TaxSum};

use super::{BasisPoints, refund::drawn, split_by_weights, tax};
use crate::id::OrderLineId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kinds of documents; each has a series of numbers of its own for each issuer.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// From a shop to a buyer, when an order is paid.
    Invoice,
    /// From a shop to a buyer, when part of it is paid back.
    CreditNote,
    /// From the market to a shop, for a month.
    Commission,
    /// From the market to a person, for what came into their wallet.
    Receipt,
}

impl Kind {
    /// A document's number as it is read: `INV-000012`.
    pub fn number_text(self, number: i64) -> String {
        let prefix = match self {
            Self::Invoice => "INV",
            Self::CreditNote => "CRN",
            Self::Commission => "FEE",
            Self::Receipt => "RCP",
        };
        format!("{prefix}-{number:06}")
    }
}

/// What a row of a document is for.
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
pub enum What {
    Goods,
    Postage,
    Commission,
    TopUp,
}

/// A line of an order as it was paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bought {
    pub line: OrderLineId,
    pub quantity: u32,
    pub goods_minor: i64,
    /// Its part of the postage.
    pub postage_minor: i64,
    pub rate: BasisPoints,
}

/// A row of a document. Of goods where it has a line, else of postage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: Option<OrderLineId>,
    pub quantity: u32,
    pub gross_minor: i64,
    pub rate: BasisPoints,
    pub tax_minor: i64,
}

/// The rows of an invoice: the goods in their order, then the postage, which is taxed as the
/// goods are that it was paid for. Rows of nothing are left out.
pub fn rows_of(bought: &[Bought]) -> Vec<Row> {
    let goods = bought
        .iter()
        .map(|line| (Some(line.line), line.quantity, line.goods_minor, line.rate));
    let mut postage: BTreeMap<BasisPoints, i64> = BTreeMap::new();
    for line in bought {
        *postage.entry(line.rate).or_default() += line.postage_minor;
    }
    let postage = postage
        .into_iter()
        .rev()
        .map(|(rate, gross)| (None, 1, gross, rate));
    let rows: Vec<_> = goods
        .chain(postage)
        .filter(|(.., gross, _)| *gross > 0)
        .collect();
    let taxes: Vec<(i64, BasisPoints)> = rows
        .iter()
        .map(|(.., gross, rate)| (*gross, *rate))
        .collect();
    rows.into_iter()
        .zip(tax::of_rows(&taxes))
        .map(|((line, quantity, gross_minor, rate), tax_minor)| Row {
            line,
            quantity,
            gross_minor,
            rate,
            tax_minor,
        })
        .collect()
}

/// What of an invoice's row was not given back yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowLeft {
    /// Its place on the invoice.
    pub position: i32,
    pub line: Option<OrderLineId>,
    pub quantity: u32,
    pub gross_minor: i64,
    pub rate: BasisPoints,
    pub tax_minor: i64,
}

/// What is paid back: of each line pieces and money, and postage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenBack {
    pub lines: Vec<(OrderLineId, u32, i64)>,
    pub postage_minor: i64,
}

/// The rows of a credit note, each with the place of the row that it gives back. Tax is drawn
/// down with the money, and the last part takes the rest: what is given back piece by piece
/// gives exactly the tax that was invoiced.
pub fn credit(left: &[RowLeft], back: &GivenBack) -> Vec<(i32, Row)> {
    let postage_left: Vec<u64> = left
        .iter()
        .map(|row| match row.line {
            None => row.gross_minor.unsigned_abs(),
            Some(_) => 0,
        })
        .collect();
    let most = postage_left.iter().sum::<u64>() as i64;
    let postage = split_by_weights(back.postage_minor.min(most), &postage_left);
    left.iter()
        .zip(postage)
        .filter_map(|(row, postage)| {
            let (quantity, gross) = match row.line {
                None => (1, postage),
                Some(line) => {
                    let of_line = back.lines.iter().filter(|(id, ..)| *id == line);
                    of_line.fold((0, 0), |(n, sum), (_, pieces, minor)| {
                        (n + pieces, sum + minor)
                    })
                }
            };
            let gross = gross.min(row.gross_minor);
            (gross > 0).then(|| {
                let given = Row {
                    line: row.line,
                    quantity: quantity.min(row.quantity),
                    gross_minor: gross,
                    rate: row.rate,
                    tax_minor: drawn(row.tax_minor, gross, row.gross_minor),
                };
                (row.position, given)
            })
        })
        .collect()
}

/// All that is left, as where an order is called off.
pub fn all_of(left: &[RowLeft]) -> Vec<(i32, Row)> {
    left.iter()
        .filter(|row| row.gross_minor > 0)
        .map(|row| {
            let whole = Row {
                line: row.line,
                quantity: row.quantity,
                gross_minor: row.gross_minor,
                rate: row.rate,
                tax_minor: row.tax_minor,
            };
            (row.position, whole)
        })
        .collect()
}
