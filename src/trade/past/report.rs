//! What bringing in an order history did, or would do: every row and column of every file, and the sums
//! to compare with the books of the market that was left.

use super::{PastOrder, PastStage, Source};
use crate::{
    money::{Currency, Money},
    trade::import::{ColumnUse, Encoding, RowIssue},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Sellers that are named in a report: those whose goods came to most.
const LARGEST: usize = 5;
/// What was paid may differ by so much from what the lines come to, in the smallest unit: the source rounds
/// instalments.
const TOLERANCE_MINOR: i64 = 1;

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastFile {
    pub name: String,
    pub encoding: Encoding,
    /// Rows below the headings. Each is taken or an error.
    pub rows: u32,
    pub taken: u32,
    pub error_rows: u32,
    pub columns: Vec<ColumnUse>,
    /// By row; the product that an issue names is the order here.
    pub issues: Vec<RowIssue>,
}

/// Why a file of the folder was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Unread {
    /// Who bought: history needs no people.
    Buyers,
    /// Where sellers are: the shop says it itself.
    Sellers,
    /// Not known.
    Unknown,
}

/// One file that was not opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadFile {
    pub name: String,
    pub why: Unread,
}

/// A seller whose goods came to much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LargestSeller {
    pub seller: String,
    pub goods: Money,
    /// Whether its orders are a shop's.
    pub has_shop: bool,
}

/// The orders that were taken, added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastTotals {
    pub orders: u32,
    pub lines: u32,
    pub payments: u32,
    pub sellers: u32,
    pub products: u32,
    pub stages: BTreeMap<PastStage, u32>,
    pub goods: Money,
    pub postage: Money,
    pub paid: Money,
    pub without_lines: u32,
    pub without_payments: u32,
    pub of_several_sellers: u32,
    /// Orders with lines and payments, which can be compared.
    pub comparable: u32,
    /// Of these, the ones paid to the smallest unit, or one beside it.
    pub agreeing: u32,
    pub largest_difference: Money,
    pub late: u32,
    /// The largest first.
    pub largest_sellers: Vec<LargestSeller>,
}

/// What an import of orders did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastReport {
    pub source: Source,
    /// Nothing was written.
    pub dry_run: bool,
    pub files: Vec<PastFile>,
    pub unread: Vec<UnreadFile>,
    pub totals: PastTotals,
    /// Orders that are new.
    pub created: u32,
    /// Orders of which the source says something else than before.
    pub updated: u32,
    pub unchanged: u32,
    /// Orders with a row that is wrong.
    pub left_out: u32,
    /// Sellers whose orders are a shop's, of all that are in the files.
    pub sellers_with_shop: u32,
    /// Sellers that were given to a shop and of whom nothing is known.
    pub unknown_sellers: Vec<String>,
}

impl PastFile {
    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        self.taken + self.error_rows == self.rows
    }
}

impl PastReport {
    /// Whether every row of every file and every order is accounted for.
    pub fn adds_up(&self) -> bool {
        self.files.iter().all(PastFile::adds_up)
            && self.created + self.updated + self.unchanged == self.totals.orders
    }

    /// Rows that are wrong, in all files.
    pub fn error_rows(&self) -> u32 {
        self.files.iter().map(|file| file.error_rows).sum()
    }
}

impl PastOrder {
    /// Whether what was paid differs from what its lines come to by more than rounding.
    pub fn is_paid_otherwise(&self) -> bool {
        self.difference_minor()
            .is_some_and(|difference| difference.abs() > TOLERANCE_MINOR)
    }
}

impl PastTotals {
    /// Adds orders up.
    pub fn of(orders: &[PastOrder], currency: Currency) -> Self {
        let count = |is: fn(&PastOrder) -> bool| orders.iter().filter(|o| is(o)).count() as u32;
        let lines = || orders.iter().flat_map(|order| &order.lines);
        let payments = || orders.iter().flat_map(|order| &order.payments);
        let money = |minor| Money::new(minor, currency);
        let mut stages = BTreeMap::new();
        for order in orders {
            *stages.entry(order.stage).or_default() += 1;
        }
        let differences = || orders.iter().filter_map(PastOrder::difference_minor);
        let comparable = differences().count() as u32;
        let mut by_seller: HashMap<&str, i64> = HashMap::new();
        for line in lines() {
            *by_seller.entry(&line.seller).or_default() += line.goods.minor;
        }
        let products: BTreeSet<&str> = lines().map(|line| line.product.as_str()).collect();
        Self {
            orders: orders.len() as u32,
            lines: lines().count() as u32,
            payments: payments().count() as u32,
            sellers: by_seller.len() as u32,
            products: products.len() as u32,
            stages,
            goods: money(lines().map(|line| line.goods.minor).sum()),
            postage: money(lines().map(|line| line.postage.minor).sum()),
            paid: money(payments().map(|paid| paid.amount.minor).sum()),
            without_lines: count(|order| order.lines.is_empty()),
            without_payments: count(|order| order.payments.is_empty()),
            of_several_sellers: count(PastOrder::is_of_several_sellers),
            comparable,
            agreeing: comparable - count(PastOrder::is_paid_otherwise),
            largest_difference: money(differences().map(i64::abs).max().unwrap_or_default()),
            late: count(|order| order.times.is_late()),
            largest_sellers: largest(by_seller, money),
        }
    }
}

fn largest(by_seller: HashMap<&str, i64>, money: impl Fn(i64) -> Money) -> Vec<LargestSeller> {
    let mut sellers: Vec<(&str, i64)> = by_seller.into_iter().collect();
    sellers.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let first = sellers.into_iter().take(LARGEST);
    first
        .map(|(seller, minor)| LargestSeller {
            seller: seller.to_owned(),
            goods: money(minor),
            has_shop: false,
        })
        .collect()
}
