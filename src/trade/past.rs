//! Orders of earlier days, brought along from another market. They were paid and settled there: they are
//! history to look at, and move no money, no stock and no escrow here.

mod report;
mod view;

pub use report::{LargestSeller, PastFile, PastReport, PastTotals, Unread, UnreadFile};
pub use view::{MONTHS, PastGoods, PastMonth, PastOrderRow, PastOrdersPage, PastSum, last_months};

use super::import::ImportError;
use crate::money::{Currency, Money};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// The largest amount taken, in the smallest unit: so many of them as a file may have rows still add up in
/// 64 bits.
pub const MOST_MINOR: i64 = 1_000_000_000_000;
/// The longest number of an order, name of a seller or code of a product.
pub const MOST_KEY_CHARS: usize = 100;

/// Whose export it is.
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
pub enum Source {
    /// A marketplace of Brazil, whose export is a folder of tables.
    Olist,
}

impl Source {
    /// As people call it; not translated.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Olist => "Olist",
        }
    }

    /// What its amounts are in.
    pub const fn currency(self) -> Currency {
        match self {
            Self::Olist => Currency::Brl,
        }
    }
}

/// Where an order stood when it was exported. It moves no more.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PastStage {
    Placed,
    Approved,
    Invoiced,
    Processing,
    Shipped,
    Delivered,
    Cancelled,
    /// There was nothing to send.
    Unavailable,
}

/// When what happened, by the clock of the market it was bought in, which names no zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastTimes {
    pub placed_at: NaiveDateTime,
    pub approved_at: Option<NaiveDateTime>,
    /// To the carrier.
    pub handed_over_at: Option<NaiveDateTime>,
    pub delivered_at: Option<NaiveDateTime>,
    /// By when the buyer was told it would arrive.
    pub promised_at: Option<NaiveDateTime>,
}

impl PastTimes {
    /// Whether it arrived after the moment that was promised.
    pub fn is_late(&self) -> bool {
        self.delivered_at
            .zip(self.promised_at)
            .is_some_and(|(delivered, promised)| delivered > promised)
    }
}

/// One line of an order, of one seller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastLine {
    pub position: u32,
    /// What the source calls its seller.
    pub seller: String,
    /// The product's code.
    pub product: String,
    /// In the source's words; empty where it says none.
    pub category: String,
    pub goods: Money,
    pub postage: Money,
}

/// One payment for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastPayment {
    pub position: u32,
    /// In the source's words: `credit_card`, `voucher`.
    pub kind: String,
    pub instalments: u32,
    pub amount: Money,
}

/// One order as it was exported, with the lines of all its sellers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastOrder {
    /// The source's number.
    pub key: String,
    pub stage: PastStage,
    pub times: PastTimes,
    pub lines: Vec<PastLine>,
    pub payments: Vec<PastPayment>,
}

impl PastOrder {
    /// What its lines come to, in the smallest unit.
    pub fn billed_minor(&self) -> i64 {
        let amounts = self.lines.iter();
        amounts
            .map(|line| line.goods.minor + line.postage.minor)
            .sum()
    }

    /// What was paid for it, in the smallest unit.
    pub fn paid_minor(&self) -> i64 {
        self.payments.iter().map(|paid| paid.amount.minor).sum()
    }

    /// By how much what was paid is more than what its lines come to; less, below zero. None where there
    /// are no lines or no payments to compare.
    pub fn difference_minor(&self) -> Option<i64> {
        (!self.lines.is_empty() && !self.payments.is_empty())
            .then(|| self.paid_minor() - self.billed_minor())
    }

    /// Whether goods of more than one seller are in it.
    pub fn is_of_several_sellers(&self) -> bool {
        let mut sellers = self.lines.iter().map(|line| &line.seller);
        let first = sellers.next();
        sellers.any(|seller| Some(seller) != first)
    }
}

/// Why nothing of an export is taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PastError {
    #[error("there is no file “{name}” in the folder; export it too")]
    NoFile { name: String },
    #[error("{name}: {why}")]
    File { name: String, why: ImportError },
    #[error("row {row} of the file of shops names no seller and shop")]
    NoPair { row: u32 },
    #[error("there is no shop “{slug}”; open one first, or look at its address")]
    NoShop { slug: String },
    #[error("the seller “{seller}” is given to two shops; one of them is wrong")]
    TwoShops { seller: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brl(minor: i64) -> Money {
        Money::new(minor, Currency::Brl)
    }

    fn line(position: u32, seller: &str, goods: i64, postage: i64) -> PastLine {
        PastLine {
            position,
            seller: seller.into(),
            product: "p".into(),
            category: String::new(),
            goods: brl(goods),
            postage: brl(postage),
        }
    }

    fn order(lines: Vec<PastLine>, paid: &[i64]) -> PastOrder {
        let payment = |(position, amount): (u32, &i64)| PastPayment {
            position,
            kind: "voucher".into(),
            instalments: 1,
            amount: brl(*amount),
        };
        PastOrder {
            key: "o".into(),
            stage: PastStage::Delivered,
            times: PastTimes {
                placed_at: at("2018-01-20 12:00:00"),
                approved_at: None,
                handed_over_at: None,
                delivered_at: None,
                promised_at: Some(at("2018-02-15 00:00:00")),
            },
            lines,
            payments: (1..).zip(paid).map(payment).collect(),
        }
    }

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a time")
    }

    #[test]
    fn what_was_paid_is_compared_where_there_is_something_to_compare() {
        let lines = || vec![line(1, "a", 3_590, 1_520), line(2, "b", 100, 0)];
        assert_eq!(order(lines(), &[5_000, 212]).difference_minor(), Some(2));
        assert_eq!(order(lines(), &[5_000]).difference_minor(), Some(-210));
        assert_eq!(order(lines(), &[]).difference_minor(), None);
        assert_eq!(order(Vec::new(), &[5_000]).difference_minor(), None);
        assert!(order(lines(), &[]).is_of_several_sellers());
        let one = vec![line(1, "a", 1, 1), line(2, "a", 1, 1)];
        assert!(!order(one, &[]).is_of_several_sellers());
        assert!(!order(Vec::new(), &[]).is_of_several_sellers());
    }

    #[test]
    fn late_is_after_the_promised_moment() {
        let mut times = order(Vec::new(), &[]).times;
        assert!(!times.is_late());
        times.delivered_at = Some(at("2018-02-15 00:00:00"));
        assert!(!times.is_late());
        times.delivered_at = Some(at("2018-02-15 00:00:01"));
        assert!(times.is_late());
        times.promised_at = None;
        assert!(!times.is_late());
    }
}
