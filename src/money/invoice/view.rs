//! Documents as they are read.

use super::{Kind, Party, What};
use crate::{
    id::{InvoiceId, OrderId},
    money::{BasisPoints, Money},
    text::Bilingual,
    trade::catalog::ShopHead,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceRef {
    pub id: InvoiceId,
    pub kind: Kind,
    pub number: String,
    /// Who issued it, and whom it is for.
    pub seller: String,
    pub buyer: String,
    pub order: Option<(OrderId, String)>,
    /// Of an invoice for commission: the first day of its month.
    pub month: Option<NaiveDate>,
    pub total: Money,
    pub issued_at: DateTime<Utc>,
}

/// A row of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub what: What,
    pub title: Bilingual,
    pub options: Bilingual,
    pub quantity: u32,
    pub gross: Money,
    pub rate: BasisPoints,
    pub tax: Money,
}

/// What one rate comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxSum {
    pub rate: BasisPoints,
    pub net: Money,
    pub tax: Money,
    pub gross: Money,
}

/// A whole document, to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceView {
    pub head: InvoiceRef,
    pub seller: Party,
    pub buyer: Party,
    /// Of a credit note: the invoice that it gives back a part of.
    pub cancels: Option<(InvoiceId, String)>,
    /// When what was bought was paid for.
    pub supplied_at: DateTime<Utc>,
    pub lines: Vec<InvoiceLine>,
    pub tax: Money,
}

impl InvoiceView {
    /// Whether its issuer is registered for tax, or was when it was added to the price.
    pub fn is_taxed(&self) -> bool {
        !self.seller.tax_number.is_empty() || self.tax.minor != 0
    }

    /// The sums by rate, the highest first; they add up to the total.
    pub fn by_rate(&self) -> Vec<TaxSum> {
        let mut sums: Vec<TaxSum> = Vec::new();
        let money = |minor| Money::new(minor, self.head.total.currency);
        for line in &self.lines {
            let (gross, tax) = (line.gross.minor, line.tax.minor);
            match sums.iter_mut().find(|sum| sum.rate == line.rate) {
                Some(sum) => {
                    sum.gross.minor += gross;
                    sum.tax.minor += tax;
                    sum.net.minor += gross - tax;
                }
                None => sums.push(TaxSum {
                    rate: line.rate,
                    net: money(gross - tax),
                    tax: money(tax),
                    gross: money(gross),
                }),
            }
        }
        sums.sort_by_key(|sum| std::cmp::Reverse(sum.rate));
        sums
    }
}

/// A person's documents, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceList {
    pub invoices: Vec<InvoiceRef>,
    pub page: u32,
    pub pages: u32,
}

/// A shop's documents, the latest first: those it issued, and for its owners those that the
/// market issued to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopInvoices {
    pub shop: ShopHead,
    pub list: InvoiceList,
    /// Whether the shop has said who invoices in its name.
    pub named: bool,
}
