//! How a level came about: its movements, and the level day by day.

use super::{StockLevel, count::Reason};
use crate::{
    id::{ListingId, OrderId, StockCountId, VariantId},
    text::Bilingual,
    trade::catalog::ShopHead,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Days that the chart shows.
pub const DAYS: i64 = 30;

/// The kinds of movements, as the history names them.
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
pub enum MovementKind {
    Counted,
    Reserved,
    Released,
    Allocated,
    Returned,
}

/// One change of a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementRow {
    pub at: DateTime<Utc>,
    pub kind: MovementKind,
    pub on_hand: i32,
    pub reserved: i32,
    /// On hand afterwards.
    pub after: i64,
    /// Who did it, where it was a person.
    pub by: Option<String>,
    pub reason: Option<Reason>,
    /// The order that it belongs to, once that is the shop's business.
    pub order: Option<(OrderId, String)>,
    /// The count that found it.
    pub count: Option<StockCountId>,
}

/// The movements of one variant, one page of them, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementsPage {
    pub shop: ShopHead,
    pub listing: ListingId,
    pub variant: VariantId,
    pub title: Bilingual,
    pub options: Bilingual,
    pub sku: String,
    pub level: StockLevel,
    /// Its own mark for running low; none: the shop's.
    pub own_mark: Option<u32>,
    pub shop_mark: u32,
    /// On hand at the end of each of the last [`DAYS`] days.
    pub days: Vec<(NaiveDate, i64)>,
    pub rows: Vec<MovementRow>,
    pub page: u32,
    pub pages: u32,
}

/// On hand at the end of each day up to today, reckoned back from what is on hand now by what
/// each day changed.
pub fn levels_by_day(
    now: u32,
    today: NaiveDate,
    changes: &[(NaiveDate, i64)],
) -> Vec<(NaiveDate, i64)> {
    let mut level = i64::from(now);
    let mut days: Vec<(NaiveDate, i64)> = (0..DAYS)
        .map(|back| {
            let day = today - Duration::days(back);
            let at_its_end = level;
            level -= changes
                .iter()
                .filter(|(date, _)| *date == day)
                .map(|(_, change)| change)
                .sum::<i64>();
            (day, at_its_end)
        })
        .collect();
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_reckoned_back_from_now() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 3, n).expect("a day");
        let changes = [(day(30), -2), (day(28), 10), (day(28), -1)];
        let days = levels_by_day(7, day(30), &changes);
        assert_eq!(days.len(), DAYS as usize);
        assert_eq!(days[29], (day(30), 7));
        assert_eq!(days[28], (day(29), 9));
        assert_eq!(days[27], (day(28), 9));
        assert_eq!(days[26], (day(27), 0));
        assert_eq!(days[0], (day(1), 0));
    }
}
