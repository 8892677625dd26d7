//! When it is worth telling somebody of a change.

use crate::money::Money;
use chrono::{DateTime, Duration, Utc};

/// A price has to fall by so many per cent before it is told: not for every cent.
const WORTH_TELLING_PERCENT: i64 = 5;
/// What comes and goes is told once within this time.
const BACK_AT_MOST_EVERY: Duration = Duration::hours(24);

/// What a person knows of a thing they wish for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub price: Money,
    pub in_stock: bool,
    /// The last time they were told that it is back.
    pub told_back_at: Option<DateTime<Utc>>,
}

/// What is worth telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    PriceFell { was: Money, now: Money },
    Back { price: Money },
}

impl Known {
    /// What a person knows after a look at the thing as it is now, and what to tell them.
    ///
    /// A price counts against the lowest one they know, so that one that is raised and cut back
    /// is no news. While nothing is there, its price is none either.
    pub fn learn(self, price: Money, in_stock: bool, now: DateTime<Utc>) -> (Self, Option<News>) {
        if !in_stock {
            let known = Self {
                in_stock: false,
                ..self
            };
            return (known, None);
        }
        let known = Self {
            in_stock: true,
            ..self
        };
        let fell = self.price.minor - price.minor;
        if fell > 0
            && i128::from(fell) * 100
                >= i128::from(self.price.minor) * i128::from(WORTH_TELLING_PERCENT)
        {
            let news = News::PriceFell {
                was: self.price,
                now: price,
            };
            return (Self { price, ..known }, Some(news));
        }
        let told_lately = self
            .told_back_at
            .is_some_and(|at| now < at + BACK_AT_MOST_EVERY);
        if self.in_stock || told_lately {
            return (known, None);
        }
        let known = Self {
            told_back_at: Some(now),
            ..known
        };
        (known, Some(News::Back { price }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use chrono::TimeZone;

    fn yuan(minor: i64) -> Money {
        Money::new(minor, Currency::Cny)
    }

    fn noon(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, day, 12, 0, 0)
            .single()
            .expect("a time")
    }

    fn known(price: i64, in_stock: bool) -> Known {
        Known {
            price: yuan(price),
            in_stock,
            told_back_at: None,
        }
    }

    #[test]
    fn a_real_fall_is_told_once_and_cents_are_not() {
        let (known, news) = known(10_000, true).learn(yuan(9_501), true, noon(1));
        assert_eq!(news, None, "less than five per cent");
        let (known, news) = known.learn(yuan(9_500), true, noon(1));
        assert_eq!(
            news,
            Some(News::PriceFell {
                was: yuan(10_000),
                now: yuan(9_500)
            }),
            "small falls add up"
        );
        let (known, news) = known.learn(yuan(9_500), true, noon(2));
        assert_eq!(news, None);
        let (known, _) = known.learn(yuan(12_000), true, noon(3));
        let (_, news) = known.learn(yuan(9_500), true, noon(4));
        assert_eq!(news, None, "raised and cut back is no news");
    }

    #[test]
    fn back_in_stock_is_told_but_not_every_hour() {
        let (gone, news) = known(10_000, true).learn(yuan(10_000), false, noon(1));
        assert_eq!((gone.in_stock, news), (false, None));
        let (back, news) = gone.learn(yuan(10_000), true, noon(1));
        assert_eq!(
            news,
            Some(News::Back {
                price: yuan(10_000)
            })
        );
        let (gone, _) = back.learn(yuan(10_000), false, noon(1));
        let (again, news) = gone.learn(yuan(10_000), true, noon(1) + Duration::hours(3));
        assert_eq!((again.in_stock, news), (true, None));
        let (gone, _) = again.learn(yuan(10_000), false, noon(2));
        let (_, news) = gone.learn(yuan(10_000), true, noon(2));
        assert_eq!(
            news,
            Some(News::Back {
                price: yuan(10_000)
            })
        );
    }

    #[test]
    fn back_and_cheaper_is_one_piece_of_news() {
        let (known, news) = known(10_000, false).learn(yuan(8_000), true, noon(1));
        assert!(matches!(news, Some(News::PriceFell { .. })));
        assert_eq!(known.learn(yuan(8_000), true, noon(1)).1, None);
    }

    #[test]
    fn a_sold_out_things_price_is_no_news() {
        let (known, news) = known(10_000, false).learn(yuan(5_000), false, noon(1));
        assert_eq!((known.price, news), (yuan(10_000), None));
    }
}
