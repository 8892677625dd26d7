//! Money: integers of the smallest unit, never a float.

pub mod card_refund;
pub mod confirmation;
mod currency;
pub mod deposit;
pub mod escrow;
pub mod exchange;
pub mod invoice;
pub mod ledger;
pub mod payment;
pub mod payout;
pub mod reconciliation;
pub mod refund;
pub mod tax;
pub mod withdrawal;

pub use currency::Currency;

use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What can be wrong with an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MoneyError {
    #[error("the amounts are of different currencies")]
    CurrencyMismatch,
    #[error("the amount is too large")]
    Overflow,
    #[error("the amount is not a number like 12.50")]
    NotANumber,
    #[error("the amount has more decimals than the currency")]
    TooPrecise,
    #[error("the currency is not known")]
    UnknownCurrency,
}

/// An amount in a currency's smallest unit (fen, cents); may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Smallest units: 1250 is ¥12.50.
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// # Errors
    /// Refuses other currencies and amounts beyond 64 bits.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        self.minor
            .checked_add(other.minor)
            .map(|minor| Self { minor, ..self })
            .ok_or(MoneyError::Overflow)
    }

    /// # Errors
    /// Refuses amounts beyond 64 bits.
    pub fn checked_mul(self, times: u32) -> Result<Self, MoneyError> {
        self.minor
            .checked_mul(i64::from(times))
            .map(|minor| Self { minor, ..self })
            .ok_or(MoneyError::Overflow)
    }

    /// Reads what a person types: `12`, `12.5`, `1,250.00`, `¥12.50`, `US$12.50`.
    ///
    /// # Errors
    /// Says whether it is no number, too precise for the currency, or too large.
    pub fn parse(typed: &str, currency: Currency) -> Result<Self, MoneyError> {
        let text = typed.trim();
        let (negative, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let text = currency
            .without_sign(text.trim_start())
            .trim_start_matches(['¥', '￥', '$', '€', '£'])
            .trim()
            .replace([',', '，'], "");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return Err(MoneyError::NotANumber);
        }
        let decimals = currency.decimals() as usize;
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > decimals {
            return Err(MoneyError::TooPrecise);
        }
        let padded = format!("{whole}{fraction:0<decimals$}");
        let minor: i64 = padded.parse().map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// The parts a price is set in: sign of the amount, whole units with
    /// thousands grouped, and the decimals (empty where the currency has none).
    pub fn parts(self) -> (bool, String, String) {
        let unit = 10_u64.pow(self.currency.decimals());
        let minor = self.minor.unsigned_abs();
        let whole = (minor / unit).to_string();
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let fraction = match self.currency.decimals() {
            0 => String::new(),
            n => format!("{:0width$}", minor % unit, width = n as usize),
        };
        (self.minor < 0, grouped, fraction)
    }

    /// The amount without sign and grouping, as an input field shows it: `1250.00`.
    pub fn plain(self) -> String {
        let (negative, whole, fraction) = self.parts();
        let sign = if negative { "-" } else { "" };
        let whole = whole.replace(',', "");
        if fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        }
    }

    /// The amount with a sign that no other currency shares: `US$9.46`, `JP¥1,250`.
    pub fn full(self, lang: Lang) -> String {
        self.signed(self.currency.full_sign(lang))
    }

    fn signed(self, sign: &str) -> String {
        let (negative, whole, fraction) = self.parts();
        let minus = if negative { "−" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{minus}{sign}{whole}{point}{fraction}")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.signed(self.currency.sign()))
    }
}

/// A share in hundredths of a per cent: 250 is 2.5 %.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct BasisPoints(pub u16);

impl BasisPoints {
    /// The share of an amount, rounded half up; never more than the amount.
    pub fn of(self, minor: i64) -> i64 {
        let share = (i128::from(minor) * i128::from(self.0) + 5_000).div_euclid(10_000);
        share.clamp(minor.min(0).into(), minor.max(0).into()) as i64
    }
}

/// Splits `total` by `weights` so that the parts sum to `total` exactly
/// (largest remainder; ties go to the earlier part).
///
/// Where all weights are zero the total is split evenly. Returns one part per weight.
pub fn split_by_weights(total: i64, weights: &[u64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    let even = vec![1_u64; weights.len()];
    let (weights, sum) = match sum {
        0 => (even.as_slice(), weights.len() as u128),
        _ => (weights, sum),
    };
    let magnitude = u128::from(total.unsigned_abs());
    let mut parts: Vec<(usize, u128, u128)> = weights
        .iter()
        .enumerate()
        .map(|(i, w)| {
            let exact = magnitude * u128::from(*w);
            (i, exact / sum, exact % sum)
        })
        .collect();
    let given: u128 = parts.iter().map(|(_, part, _)| part).sum();
    let left = (magnitude - given) as usize;
    parts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    for part in parts.iter_mut().take(left) {
        part.1 += 1;
    }
    parts.sort_by_key(|part| part.0);
    parts
        .into_iter()
        .map(|(_, part, _)| part as i64 * total.signum())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prices_read_as_people_type_them() {
        let read = |s| Money::parse(s, Currency::Cny).map(|m| m.minor);
        assert_eq!(read("12.5"), Ok(1250));
        assert_eq!(read(" ¥1,250.00 "), Ok(125_000));
        assert_eq!(read("0.010"), Ok(1));
        assert_eq!(read("-3"), Ok(-300));
        assert_eq!(read("12.505"), Err(MoneyError::TooPrecise));
        assert_eq!(read("twelve"), Err(MoneyError::NotANumber));
        assert_eq!(read("."), Err(MoneyError::NotANumber));
        assert_eq!(
            Money::parse("1250", Currency::Jpy).map(|m| m.to_string()),
            Ok("¥1,250".into())
        );
    }

    #[test]
    fn amounts_of_several_currencies_are_told_apart_and_never_added() {
        let of = |minor, currency| Money::new(minor, currency);
        assert_eq!(of(946, Currency::Usd).full(Lang::En), "US$9.46");
        assert_eq!(of(6_800, Currency::Cny).full(Lang::En), "CN¥68.00");
        assert_eq!(of(6_800, Currency::Cny).full(Lang::Zh), "¥68.00");
        assert_eq!(of(-1_250, Currency::Jpy).full(Lang::Zh), "−JP¥1,250");
        assert_eq!(of(2_913, Currency::Kwd).full(Lang::En), "KWD\u{a0}2.913");
        assert_eq!(of(5, Currency::Bhd).to_string(), "BHD\u{a0}0.005");
        assert_eq!(
            Money::parse("2.9135", Currency::Kwd),
            Err(MoneyError::TooPrecise)
        );
        for one in Currency::ALL {
            for other in Currency::ALL {
                let sum = of(1, *one).checked_add(of(1, *other));
                match one == other {
                    true => assert_eq!(sum, Ok(of(2, *one))),
                    false => assert_eq!(sum, Err(MoneyError::CurrencyMismatch)),
                }
            }
        }
    }

    #[test]
    fn a_share_is_rounded_half_up() {
        assert_eq!(BasisPoints(250).of(1_999), 50);
        assert_eq!(BasisPoints(250).of(1_980), 50);
        assert_eq!(BasisPoints(250).of(1_979), 49);
        assert_eq!(BasisPoints(10_000).of(7), 7);
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(minor in -1_000_000_000_i64..1_000_000_000) {
            for currency in Currency::ALL.iter().copied() {
                let money = Money::new(minor, currency);
                prop_assert_eq!(Money::parse(&money.plain(), currency), Ok(money));
                prop_assert_eq!(Money::parse(&money.to_string(), currency), Ok(money));
                for lang in Lang::ALL {
                    prop_assert_eq!(Money::parse(&money.full(lang), currency), Ok(money));
                }
            }
        }

        #[test]
        fn a_split_loses_and_adds_nothing(
            total in -1_000_000_000_i64..1_000_000_000,
            weights in prop::collection::vec(0_u64..1_000_000, 1..40),
        ) {
            let parts = split_by_weights(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            let sum: u64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                if sum > 0 {
                    let exact = total as f64 * *weight as f64 / sum as f64;
                    prop_assert!((*part as f64 - exact).abs() < 1.0 + 1e-6);
                }
            }
        }
    }
}
