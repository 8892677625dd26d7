//! What the market's currency is worth in others, by day: for prices to be read in, and for nothing
//! else. Nobody sorts, filters or pays by it.
//!
//! A rate is an integer: units of the other currency for one unit of the market's, in parts of 10⁸.

mod form;
#[cfg(test)]
mod tests;

pub use form::{LinesForm, RateForm, ReadLines, TypedRate};

use super::{Currency, Money};
use crate::text::Bilingual;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One whole, in the parts that rates are kept in.
pub const ONE_E8: i64 = 100_000_000;
/// The highest rate: a million of the other currency for one of the market's.
pub const MOST_E8: i64 = 1_000_000 * ONE_E8;
/// Prices are shown at a rate for so many days after its own.
pub const MOST_DAYS_OLD: i64 = 7;

/// What one unit of a currency was worth in another on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ExchangeRate {
    /// The market's own.
    pub base: Currency,
    pub quote: Currency,
    pub day: NaiveDate,
    /// Units of `quote` for one unit of `base`, in parts of 10⁸; from 1 to [`MOST_E8`].
    pub rate_e8: i64,
}

impl ExchangeRate {
    /// An amount in the other currency, rounded half up to its smallest unit (below zero by its
    /// size, so that what is taken off mirrors what it is taken from). Nothing where the amount
    /// is of another currency than the rate, or becomes too large.
    pub fn convert(&self, amount: Money) -> Option<Money> {
        if amount.currency != self.base {
            return None;
        }
        let unit = |currency: Currency| 10_i128.pow(currency.decimals());
        let size = i128::from(amount.minor.unsigned_abs());
        let parts = size
            .checked_mul(i128::from(self.rate_e8))?
            .checked_mul(unit(self.quote))?;
        let whole = i128::from(ONE_E8) * unit(self.base);
        let rounded = parts.checked_mul(2)?.checked_add(whole)? / (2 * whole);
        let minor = i64::try_from(rounded).ok()? * amount.minor.signum();
        Some(Money::new(minor, self.quote))
    }

    /// Whether prices may still be shown at it.
    pub fn is_fresh(&self, today: NaiveDate) -> bool {
        (today - self.day).num_days() <= MOST_DAYS_OLD
    }

    /// Whether it is more than double or less than half of another: more likely a slip of the
    /// fingers than of the currency.
    pub fn is_far_from(&self, other: &Self) -> bool {
        let (a, b) = (i128::from(self.rate_e8), i128::from(other.rate_e8));
        a > 2 * b || 2 * a < b
    }

    /// The rate as people write it: `0.1391`.
    pub fn plain(&self) -> String {
        let (whole, parts) = (self.rate_e8 / ONE_E8, self.rate_e8 % ONE_E8);
        let decimals = format!("{parts:08}");
        match decimals.trim_end_matches('0') {
            "" => whole.to_string(),
            decimals => format!("{whole}.{decimals}"),
        }
    }
}

/// For the document that carries it to the browser: base, quote, rate, and the day as the number
/// of days since the calendar began.
impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.day.num_days_from_ce();
        write!(f, "{} {} {} {day}", self.base, self.quote, self.rate_e8)
    }
}

/// Not as [`ExchangeRate`] writes itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a rate")]
pub struct NotARate;

impl FromStr for ExchangeRate {
    type Err = NotARate;

    fn from_str(text: &str) -> Result<Self, NotARate> {
        let mut words = text.split(' ');
        let mut word = || words.next().ok_or(NotARate);
        Ok(Self {
            base: word()?.parse().map_err(|_| NotARate)?,
            quote: word()?.parse().map_err(|_| NotARate)?,
            rate_e8: word()?.parse().map_err(|_| NotARate)?,
            day: word()?
                .parse()
                .ok()
                .and_then(NaiveDate::from_num_days_from_ce_opt)
                .ok_or(NotARate)?,
        })
    }
}

/// Why a rate is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    UnknownCurrency {
        typed: String,
    },
    /// The market's own currency is worth one of itself.
    OwnCurrency {
        own: Currency,
    },
    NotADay,
    /// The day is yet to come.
    InTheFuture,
    NotARate,
    /// Too far from the newest rate that is known, and nobody said that it is right.
    FarOff {
        from: ExchangeRate,
    },
    /// Another rate stands for the day, and is not edited.
    Taken {
        by: ExchangeRate,
    },
}

impl Trouble {
    /// The field of a form at which it is told.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::UnknownCurrency { .. } | Self::OwnCurrency { .. } => "currency",
            Self::NotADay | Self::InTheFuture | Self::Taken { .. } => "day",
            Self::NotARate | Self::FarOff { .. } => "rate",
        }
    }

    /// As a sentence, with its cure.
    pub fn words(&self) -> Bilingual {
        match self {
            Self::UnknownCurrency { typed } => Bilingual::new(
                format!("“{typed}” is no currency known here; write its code, such as USD."),
                format!("“{typed}”不是可用的货币，请填写代码，例如 USD。"),
            ),
            Self::OwnCurrency { own } => Bilingual::new(
                format!("{own} is the market's own currency and needs no rate."),
                format!("{own} 是市集自己的货币，无需汇率。"),
            ),
            Self::NotADay => Bilingual::new(
                "Write the day as year, month and day: 2026-11-26.",
                "请按年-月-日填写日期，例如 2026-11-26。",
            ),
            Self::InTheFuture => Bilingual::new(
                "This day is yet to come; a rate is of today or before.",
                "该日期尚未到来，请填写今天或之前的日期。",
            ),
            Self::NotARate => Bilingual::new(
                "Write the rate as a number above 0 and up to 1000000, with at most 8 decimals: 0.1391.",
                "请填写大于 0、不超过 1000000 的数字，最多 8 位小数，例如 0.1391。",
            ),
            Self::FarOff { from } => Bilingual::new(
                format!(
                    "This is more than double or less than half of {} on {}. If it is right, say so below.",
                    from.plain(),
                    from.day
                ),
                format!(
                    "与 {} 的汇率 {} 相差一倍以上；如确认无误，请在下方勾选。",
                    from.day,
                    from.plain()
                ),
            ),
            Self::Taken { by } => Bilingual::new(
                format!(
                    "{} stands for this day already and is not edited; enter the next day's rate.",
                    by.plain()
                ),
                format!(
                    "该日期的汇率 {} 已登记且不可修改，请登记之后日期的汇率。",
                    by.plain()
                ),
            ),
        }
    }
}

/// A line of what was pasted or imported, and why it is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTrouble {
    /// From 1.
    pub line: u64,
    pub trouble: Trouble,
}

/// What staff see of rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatesPage {
    pub base: Currency,
    pub today: NaiveDate,
    /// Every currency but the market's own, with its newest rate where there is one.
    pub currencies: Vec<(Currency, Option<ExchangeRate>)>,
}
