//! Money: integers of the smallest unit, never a float.

pub mod confirmation;
pub mod deposit;
pub mod escrow;
pub mod invoice;
pub mod ledger;
pub mod payment;
pub mod payout;
pub mod reconciliation;
pub mod refund;
pub mod tax;
pub mod withdrawal;

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A currency with its number of decimals, as ISO 4217 gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    #[default]
    Cny,
    Usd,
    Eur,
    Gbp,
    Jpy,
}

impl Currency {
    /// Every currency a market can be run in.
    pub const ALL: [Self; 5] = [Self::Cny, Self::Usd, Self::Eur, Self::Gbp, Self::Jpy];

    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Jpy => "JPY",
        }
    }

    /// The sign written before an amount.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Cny | Self::Jpy => "¥",
            Self::Usd => "$",
            Self::Eur => "€",
            Self::Gbp => "£",
        }
    }

    /// Digits after the decimal point.
    pub const fn decimals(self) -> u32 {
        match self {
            Self::Jpy => 0,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|c| c.code().eq_ignore_ascii_case(code))
            .ok_or(MoneyError::UnknownCurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

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

    /// Reads what a person types: `12`, `12.5`, `1,250.00`, `¥12.50`.
    ///
    /// # Errors
    /// Says whether it is no number, too precise for the currency, or too large.
    pub fn parse(typed: &str, currency: Currency) -> Result<Self, MoneyError> {
        let text = typed.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let text = text
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
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (negative, whole, fraction) = self.parts();
        let sign = if negative { "−" } else { "" };
        write!(f, "{sign}{}{whole}", self.currency.sign())?;
        if !fraction.is_empty() {
            write!(f, ".{fraction}")?;
        }
        Ok(())
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
    fn a_share_is_rounded_half_up() {
        assert_eq!(BasisPoints(250).of(1_999), 50);
        assert_eq!(BasisPoints(250).of(1_980), 50);
        assert_eq!(BasisPoints(250).of(1_979), 49);
        assert_eq!(BasisPoints(10_000).of(7), 7);
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(minor in -1_000_000_000_i64..1_000_000_000) {
            for currency in Currency::ALL {
                let money = Money::new(minor, currency);
                prop_assert_eq!(Money::parse(&money.plain(), currency), Ok(money));
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
