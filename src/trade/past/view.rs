//! A shop's earlier orders as its back office shows them.

use super::{PastStage, PastTimes, Source};
use crate::{
    money::{Currency, Money},
    trade::catalog::ShopHead,
};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Months that a chart shows.
pub const MONTHS: usize = 36;

/// Pieces of one product in an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastGoods {
    pub product: String,
    /// In the source's words; empty where it says none.
    pub category: String,
    pub pieces: u32,
    pub goods: Money,
}

/// A shop's part of an order of earlier days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastOrderRow {
    pub source: Source,
    /// The source's number.
    pub key: String,
    pub stage: PastStage,
    pub times: PastTimes,
    pub goods: Vec<PastGoods>,
    /// Goods and postage of this shop.
    pub total: Money,
    pub postage: Money,
    /// Others had goods in the same order.
    pub shared: bool,
}

/// One month. What was called off does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastMonth {
    /// Its first day.
    pub month: NaiveDate,
    pub orders: u32,
    /// Goods and postage. Only for owners.
    pub sales: Option<Money>,
}

/// A shop's earlier orders in one currency, added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastSum {
    pub currency: Currency,
    pub orders: u32,
    pub delivered: u32,
    pub late: u32,
    /// From the order to the door, on average; none where nothing arrived.
    pub days_to_deliver: Option<u32>,
    /// Goods and postage of what was not called off. Only for owners.
    pub sales: Option<Money>,
    /// The last [`MONTHS`], also those without an order.
    pub months: Vec<PastMonth>,
}

impl PastSum {
    /// Hundredths of what was delivered that came late, rounded half up.
    pub fn late_percent(&self) -> Option<u32> {
        let twice = u64::from(self.late) * 200 + u64::from(self.delivered);
        let percent = twice.checked_div(u64::from(self.delivered) * 2)?;
        u32::try_from(percent).ok()
    }
}

/// The page of a shop's earlier orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastOrdersPage {
    pub shop: ShopHead,
    /// The latest first.
    pub rows: Vec<PastOrderRow>,
    pub page: u32,
    pub pages: u32,
    /// All of the shop's, whatever is looked for; one for each currency.
    pub sums: Vec<PastSum>,
}

impl PastOrdersPage {
    pub fn orders(&self) -> u32 {
        self.sums.iter().map(|sum| sum.orders).sum()
    }

    pub fn late(&self) -> u32 {
        self.sums.iter().map(|sum| sum.late).sum()
    }
}

/// The last [`MONTHS`] up to the latest that has orders, with their number and sales; also those between
/// that have none.
pub fn last_months(found: &BTreeMap<NaiveDate, (u32, i64)>) -> Vec<(NaiveDate, u32, i64)> {
    let (Some((first, _)), Some((last, _))) = (found.first_key_value(), found.last_key_value())
    else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let mut month = *last;
    while month >= *first && months.len() < MONTHS {
        let (orders, sales) = found.get(&month).copied().unwrap_or_default();
        months.push((month, orders, sales));
        let Some(before) = month.checked_sub_months(Months::new(1)) else {
            break;
        };
        month = before;
    }
    months.reverse();
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> NaiveDate {
        format!("{text}-01").parse().expect("a day")
    }

    #[test]
    fn months_without_orders_are_shown_between_those_that_have_some() {
        let found = BTreeMap::from([(month("2016-12"), (2, 50)), (month("2017-02"), (1, 7))]);
        let shown = last_months(&found);
        let expected = [
            (month("2016-12"), 2, 50),
            (month("2017-01"), 0, 0),
            (month("2017-02"), 1, 7),
        ];
        assert_eq!(shown, expected);
        assert!(last_months(&BTreeMap::new()).is_empty());
        let far = BTreeMap::from([(month("1970-01"), (1, 1)), (month("2017-02"), (1, 7))]);
        let shown = last_months(&far);
        assert_eq!(shown.len(), MONTHS);
        assert_eq!(shown.last(), Some(&(month("2017-02"), 1, 7)));
    }

    #[test]
    fn the_late_share_is_rounded_half_up() {
        let of = |late, delivered| {
            let sum = PastSum {
                currency: Currency::Brl,
                orders: 1_000,
                delivered,
                late,
                days_to_deliver: None,
                sales: None,
                months: Vec::new(),
            };
            sum.late_percent()
        };
        assert_eq!(of(0, 0), None);
        assert_eq!(of(1, 200), Some(1));
        assert_eq!(of(1, 201), Some(0));
        assert_eq!(of(200, 200), Some(100));
    }
}
