//! What goods cost before: the public history of prices.

use crate::{id::VariantId, money::Money};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// A price is compared with the lowest of so many days.
pub const COMPARED_DAYS: i64 = 30;

/// From a moment on, until the next point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricePoint {
    pub at: DateTime<Utc>,
    pub price: Money,
}

/// What one variant cost since it was first offered, or the lowest of all variants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceHistory {
    /// In the order of time; the last is in force.
    pub points: Vec<PricePoint>,
}

impl PriceHistory {
    /// What was asked at a moment.
    pub fn at(&self, moment: DateTime<Utc>) -> Option<Money> {
        let before = self.points.iter().take_while(|point| point.at <= moment);
        before.last().map(|point| point.price)
    }

    /// The lowest price that was in force at any time within the last [`COMPARED_DAYS`].
    pub fn lowest(&self, now: DateTime<Utc>) -> Option<Money> {
        self.lowest_since(now - Duration::days(COMPARED_DAYS))
    }

    /// The lowest price that was in force at any time from a moment on.
    pub fn lowest_since(&self, from: DateTime<Utc>) -> Option<Money> {
        let within = self.points.iter().filter(|point| point.at > from);
        within
            .map(|point| point.price)
            .chain(self.at(from))
            .min_by_key(|price| price.minor)
    }

    /// Whether there is anything to tell: a price that never changed has no history.
    pub fn is_telling(&self) -> bool {
        self.points.len() > 1
    }
}

/// The lowest price among several histories at each moment that one of them changed.
pub fn lowest_of(histories: &[PriceHistory]) -> PriceHistory {
    let mut moments: Vec<DateTime<Utc>> = histories
        .iter()
        .flat_map(|history| history.points.iter().map(|point| point.at))
        .collect();
    moments.sort();
    moments.dedup();
    let mut points: Vec<PricePoint> = Vec::new();
    for at in moments {
        let lowest = histories
            .iter()
            .filter_map(|history| history.at(at))
            .min_by_key(|price| price.minor);
        if let Some(price) = lowest
            && points.last().is_none_or(|last| last.price != price)
        {
            points.push(PricePoint { at, price });
        }
    }
    PriceHistory { points }
}

/// The histories of a product, for its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPrices {
    /// The lowest price of the whole listing.
    pub lowest: PriceHistory,
    /// Of the variants whose price ever changed.
    pub of_variants: Vec<(VariantId, PriceHistory)>,
}

impl ProductPrices {
    /// The history to show: the chosen variant's; without a choice the listing's lowest.
    pub fn of(&self, chosen: Option<VariantId>) -> Option<&PriceHistory> {
        let history = match chosen {
            Some(id) => {
                let own = self.of_variants.iter().find(|(variant, _)| *variant == id);
                &own?.1
            }
            None => &self.lowest,
        };
        history.is_telling().then_some(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn day(n: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::days(n)
    }

    fn history(points: &[(i64, i64)]) -> PriceHistory {
        PriceHistory {
            points: points
                .iter()
                .map(|(at, minor)| PricePoint {
                    at: day(*at),
                    price: Money::new(*minor, Currency::Cny),
                })
                .collect(),
        }
    }

    fn lowest(points: &[(i64, i64)], now: i64) -> Option<i64> {
        history(points).lowest(day(now)).map(|price| price.minor)
    }

    #[test]
    fn the_lowest_of_thirty_days_counts_what_was_in_force_at_their_start() {
        assert_eq!(lowest(&[(0, 90), (50, 120), (60, 100)], 70), Some(90));
        assert_eq!(lowest(&[(0, 90), (50, 120), (60, 100)], 80), Some(100));
        assert_eq!(lowest(&[(0, 90), (50, 120), (60, 100)], 100), Some(100));
        assert_eq!(lowest(&[(95, 110)], 100), Some(110));
        assert_eq!(lowest(&[], 100), None);
    }

    #[test]
    fn several_variants_make_one_line_of_lowest_prices() {
        let all = [
            history(&[(0, 100), (10, 80)]),
            history(&[(0, 90), (20, 70), (30, 95)]),
        ];
        assert_eq!(
            lowest_of(&all),
            history(&[(0, 90), (10, 80), (20, 70), (30, 80)])
        );
    }

    #[test]
    fn a_price_that_never_changed_has_no_history() {
        let prices = ProductPrices {
            lowest: history(&[(0, 90)]),
            of_variants: Vec::new(),
        };
        assert_eq!(prices.of(None), None);
    }
}
