//! The first page of a shop's back office: what to do today, and how it is going.

use crate::{
    actor::ShopRole,
    id::{ListingId, VariantId},
    money::Money,
    text::Bilingual,
    trade::{order::OrderSummary, shop::ShopCard},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Days that figures are counted over, and compared with as many before.
pub const DAYS: i64 = 30;
/// Hours after payment from which an order that is not sent yet is late.
pub const LATE_HOURS: i64 = 48;

/// A figure of the last days beside that of as many days before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trend {
    pub now: i64,
    pub before: i64,
}

impl Trend {
    /// By how many per cent it has changed, rounded towards zero; nothing where there was none before.
    pub fn change_percent(self) -> Option<i64> {
        let change = i128::from(self.now) - i128::from(self.before);
        let percent = (change * 100).checked_div(i128::from(self.before))?;
        i64::try_from(percent).ok()
    }
}

/// The four figures of the last [`DAYS`] days. Money in the smallest unit of the market's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub orders: Trend,
    pub buyers: Trend,
    /// Only for owners.
    pub turnover: Option<Trend>,
    /// What an order comes to, on average. Only for owners.
    pub average: Option<Trend>,
}

/// A period's counts, as they are added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub orders: i64,
    pub buyers: i64,
    pub turnover_minor: i64,
}

impl Period {
    fn average(self) -> i64 {
        self.turnover_minor.checked_div(self.orders).unwrap_or(0)
    }
}

impl Figures {
    /// What a person of this role may see of two periods.
    pub fn of(now: Period, before: Period, role: ShopRole) -> Self {
        let trend = |f: fn(Period) -> i64| Trend {
            now: f(now),
            before: f(before),
        };
        let owner = role == ShopRole::Owner;
        Self {
            orders: trend(|p| p.orders),
            buyers: trend(|p| p.buyers),
            turnover: owner.then(|| trend(|p| p.turnover_minor)),
            average: owner.then(|| trend(Period::average)),
        }
    }
}

/// One day of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub date: NaiveDate,
    pub orders: u32,
    /// Only for owners.
    pub turnover: Option<Money>,
}

/// Something that will soon be sold out, or is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowStock {
    pub listing: ListingId,
    pub variant: VariantId,
    pub title: Bilingual,
    pub options: Bilingual,
    pub available: u32,
}

/// Everything on the first page of a back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopOverview {
    pub shop: ShopCard,
    pub role: ShopRole,
    pub to_ship: u32,
    /// Of these, the ones paid more than [`LATE_HOURS`] ago.
    pub late: u32,
    /// When the oldest of them was paid.
    pub oldest_to_ship: Option<DateTime<Utc>>,
    /// The lowest first; at most ten.
    pub low_stock: Vec<LowStock>,
    /// All that are low, also those not listed.
    pub low_stock_count: u32,
    /// What of the shop's deposit is missing, if anything is. Only for owners.
    pub deposit_missing: Option<Money>,
    pub figures: Figures,
    pub days: Vec<Day>,
    pub latest: Vec<OrderSummary>,
    pub now: DateTime<Utc>,
}

/// From when on an order that was paid is late.
pub fn late_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::hours(LATE_HOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn change_is_told_only_where_there_was_something_before() {
        let change = |now, before| Trend { now, before }.change_percent();
        assert_eq!(change(120, 100), Some(20));
        assert_eq!(change(50, 100), Some(-50));
        assert_eq!(change(2, 3), Some(-33));
        assert_eq!(change(5, 0), None);
        assert_eq!(change(i64::MAX, 1), None);
    }

    #[test]
    fn a_clerk_sees_counts_and_no_money() {
        let now = Period {
            orders: 3,
            buyers: 2,
            turnover_minor: 1_000,
        };
        let figures = Figures::of(now, Period::default(), ShopRole::Clerk);
        assert_eq!((figures.turnover, figures.average), (None, None));
        assert_eq!(figures.orders.now, 3);
        let figures = Figures::of(now, Period::default(), ShopRole::Owner);
        assert_eq!(
            figures.average,
            Some(Trend {
                now: 333,
                before: 0
            })
        );
    }
}
