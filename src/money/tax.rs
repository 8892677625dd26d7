//! Taxes that prices include: a rate by country, class and day, and the part of what was paid
//! that is tax. All of it in integers: per rate the sum is rounded once and then spread over its
//! rows, so that the rows of a document sum to its tax. Where prices are without tax, it is added
//! by the same rules (`on_top`).

mod on_top;

pub use on_top::{OnTop, added_to_rows};

use super::{BasisPoints, split_by_weights};
use crate::{
    id::CategoryId,
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
    trade::{catalog::CategoryNode, country::country},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The highest rate that can be set, in hundredths of a per cent.
pub const MOST_BP: i64 = 10_000;

/// How goods are taxed.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TaxClass {
    #[default]
    Standard,
    Reduced,
}

/// A country's rate for a class, in force from a day on until the next one begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub country: String,
    pub class: TaxClass,
    pub from: NaiveDate,
    pub rate: BasisPoints,
}

/// The rate in force on a day. A country without a reduced rate has the standard one; one that
/// is not known at all taxes nothing.
pub fn rate_on(rates: &[Rate], country: &str, class: TaxClass, day: NaiveDate) -> BasisPoints {
    let of_class = |class| {
        rates
            .iter()
            .filter(|rate| rate.country == country && rate.class == class && rate.from <= day)
            .max_by_key(|rate| rate.from)
            .map(|rate| rate.rate)
    };
    of_class(class)
        .or_else(|| of_class(TaxClass::Standard))
        .unwrap_or_default()
}

/// A country with goods going to it or shops in it, and no rate in force: what is sold there is
/// invoiced without tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateGap {
    pub country: String,
    pub is_sent_to: bool,
    pub has_sellers: bool,
}

/// The countries that have no rate on a day, of those that goods go to and that shops are in.
pub fn gaps(
    rates: &[Rate],
    day: NaiveDate,
    sent_to: &BTreeSet<String>,
    sellers: &BTreeSet<String>,
) -> Vec<RateGap> {
    let is_known = |country: &str| {
        let in_force = |rate: &Rate| rate.class == TaxClass::Standard && rate.from <= day;
        rates
            .iter()
            .any(|rate| rate.country == country && in_force(rate))
    };
    sent_to
        .union(sellers)
        .filter(|country| !is_known(country))
        .map(|country| RateGap {
            is_sent_to: sent_to.contains(country),
            has_sellers: sellers.contains(country),
            country: country.clone(),
        })
        .collect()
}

/// The tax that an amount includes, rounded half away from zero.
pub fn included(gross_minor: i64, rate: BasisPoints) -> i64 {
    let (gross, rate) = (i128::from(gross_minor.unsigned_abs()), i128::from(rate.0));
    let whole = 10_000 + rate;
    let tax = (2 * gross * rate + whole) / (2 * whole);
    tax as i64 * gross_minor.signum()
}

/// The tax of each row. Rows of one rate sum to the tax of their sum.
pub fn of_rows(rows: &[(i64, BasisPoints)]) -> Vec<i64> {
    once_a_rate(rows, included)
}

/// Reckons once for the sum of each rate, and spreads it over the rows of that rate.
fn once_a_rate(rows: &[(i64, BasisPoints)], reckon: fn(i64, BasisPoints) -> i64) -> Vec<i64> {
    let mut by_rate: BTreeMap<BasisPoints, Vec<usize>> = BTreeMap::new();
    for (n, (_, rate)) in rows.iter().enumerate() {
        by_rate.entry(*rate).or_default().push(n);
    }
    let mut taxes = vec![0; rows.len()];
    for (rate, places) in by_rate {
        let weights: Vec<u64> = places.iter().map(|n| rows[*n].0.unsigned_abs()).collect();
        let sum: i64 = places.iter().map(|n| rows[*n].0).sum();
        let parts = split_by_weights(reckon(sum, rate), &weights);
        for (place, part) in places.into_iter().zip(parts) {
            taxes[place] = part;
        }
    }
    taxes
}

/// A rate as staff type it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateForm {
    pub country: String,
    pub class: String,
    /// In per cent: `19`, `5.5`.
    pub rate: String,
    /// `2027-01-01`.
    pub from: String,
}

impl RateForm {
    /// # Errors
    /// Names the fields that cannot be taken. A rate begins tomorrow at the earliest: what was
    /// invoiced today was reckoned with the one that is in force.
    pub fn checked(&self, today: NaiveDate) -> Result<Rate, FieldIssues> {
        let mut check = FieldCheck::default();
        if country(&self.country).is_none() {
            check.issue("country", FieldIssue::NotAChoice);
        }
        let class = self.class.parse().unwrap_or_else(|_| {
            check.issue("class", FieldIssue::NotAChoice);
            TaxClass::default()
        });
        let rate = read_per_cent(&self.rate).unwrap_or_else(|issue| {
            check.issue("rate", issue);
            BasisPoints::default()
        });
        let from = NaiveDate::parse_from_str(self.from.trim(), "%Y-%m-%d").unwrap_or_else(|_| {
            check.issue("from", FieldIssue::NotAMoment);
            today
        });
        if from <= today {
            check.issue("from", FieldIssue::TooEarly);
        }
        check.finish().map(|()| Rate {
            country: self.country.clone(),
            class,
            from,
            rate,
        })
    }
}

/// Reads per cent with at most two decimals.
fn read_per_cent(typed: &str) -> Result<BasisPoints, FieldIssue> {
    let typed = typed.trim().trim_end_matches('%').trim();
    let (whole, fraction) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if typed.is_empty() {
        return Err(FieldIssue::Missing);
    }
    if whole.is_empty() || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
        return Err(FieldIssue::NotAnAmount);
    }
    format!("{whole}{fraction:0<2}")
        .parse::<i64>()
        .ok()
        .filter(|bp| *bp <= MOST_BP)
        .and_then(|bp| u16::try_from(bp).ok())
        .map(BasisPoints)
        .ok_or(FieldIssue::OutOfRange {
            least: 0,
            most: MOST_BP / 100,
        })
}

/// A rate as it is read: `19 %`, `5.5 %`.
pub fn per_cent(rate: BasisPoints) -> String {
    let (whole, rest) = (rate.0 / 100, rate.0 % 100);
    if rest == 0 {
        return format!("{whole} %");
    }
    let decimals = format!("{rest:02}");
    format!("{whole}.{} %", decimals.trim_end_matches('0'))
}

/// What staff see of taxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxPage {
    /// By country and class, the latest first.
    pub rates: Vec<Rate>,
    /// Where a rate is missing.
    pub gaps: Vec<RateGap>,
    pub today: NaiveDate,
    pub categories: Vec<CategoryNode>,
    /// Categories that say how they are taxed; all others follow their parents.
    pub classes: Vec<(CategoryId, Bilingual, TaxClass)>,
    /// The countries whose prices are without tax.
    pub on_top: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn rate(country: &str, class: TaxClass, from: &str, bp: u16) -> Rate {
        Rate {
            country: country.into(),
            class,
            from: day(from),
            rate: BasisPoints(bp),
        }
    }

    #[test]
    fn the_rate_is_the_one_in_force_that_day() {
        let rates = [
            rate("DE", TaxClass::Standard, "2007-01-01", 1900),
            rate("DE", TaxClass::Standard, "2020-07-01", 1600),
            rate("DE", TaxClass::Standard, "2021-01-01", 1900),
            rate("DE", TaxClass::Reduced, "2021-01-01", 700),
            rate("DK", TaxClass::Standard, "1992-01-01", 2500),
        ];
        let on = |country, class, text| rate_on(&rates, country, class, day(text)).0;
        assert_eq!(on("DE", TaxClass::Standard, "2020-06-30"), 1900);
        assert_eq!(on("DE", TaxClass::Standard, "2020-07-01"), 1600);
        assert_eq!(on("DE", TaxClass::Reduced, "2026-01-01"), 700);
        assert_eq!(
            on("DK", TaxClass::Reduced, "2026-01-01"),
            2500,
            "no reduced one"
        );
        assert_eq!(on("US", TaxClass::Standard, "2026-01-01"), 0, "not known");
        assert_eq!(on("DE", TaxClass::Standard, "2000-01-01"), 0);
    }

    #[test]
    fn a_country_without_a_rate_in_force_is_a_gap() {
        let rates = [
            rate("DE", TaxClass::Standard, "2021-01-01", 1900),
            rate("HK", TaxClass::Standard, "1997-07-01", 0),
            rate("US", TaxClass::Standard, "2027-01-01", 700),
            rate("VN", TaxClass::Reduced, "2020-01-01", 500),
        ];
        let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        let (sent_to, sellers) = (set(&["DE", "HK", "US", "VN"]), set(&["DE", "US", "IN"]));
        let found: Vec<_> = gaps(&rates, day("2026-11-27"), &sent_to, &sellers)
            .into_iter()
            .map(|gap| (gap.country, gap.is_sent_to, gap.has_sellers))
            .collect();
        let gap = |code: &str, sent, sells| (code.to_owned(), sent, sells);
        assert_eq!(
            found,
            [
                gap("IN", false, true),
                gap("US", true, true),
                gap("VN", true, false)
            ]
        );
    }

    #[test]
    fn included_tax_is_rounded_half_up() {
        assert_eq!(included(11_900, BasisPoints(1900)), 1_900);
        assert_eq!(included(-11_900, BasisPoints(1900)), -1_900);
        assert_eq!(included(100, BasisPoints(0)), 0);
        assert_eq!(included(3, BasisPoints(10_000)), 2, "1.5");
        assert_eq!(
            of_rows(&[(3_333, BasisPoints(1300)), (0, BasisPoints(1300))]),
            [383, 0]
        );
    }

    #[test]
    fn rates_are_typed_in_per_cent_and_begin_tomorrow() {
        let form = |rate: &str, from: &str| RateForm {
            country: "FR".into(),
            class: "reduced".into(),
            rate: rate.into(),
            from: from.into(),
        };
        let today = day("2026-11-27");
        let checked = form("5.5", "2027-01-01").checked(today).expect("a rate");
        assert_eq!((checked.rate.0, checked.class), (550, TaxClass::Reduced));
        assert_eq!(per_cent(checked.rate), "5.5 %");
        assert_eq!(per_cent(BasisPoints(1900)), "19 %");
        assert_eq!(per_cent(BasisPoints(205)), "2.05 %");
        for (form, field) in [
            (form("five", "2027-01-01"), "rate"),
            (form("100.01", "2027-01-01"), "rate"),
            (form("5.125", "2027-01-01"), "rate"),
            (form("5", "2026-11-27"), "from"),
            (form("5", "soon"), "from"),
        ] {
            let issues = form.checked(today).expect_err("not that");
            assert!(issues.get(field).is_some(), "{field}");
        }
    }

    proptest! {
        #[test]
        fn rows_sum_to_the_tax_of_their_rate(
            rows in prop::collection::vec((0_i64..1_000_000, 0_usize..3), 1..40),
        ) {
            let rates = [0, 900, 1300].map(BasisPoints);
            let rows: Vec<(i64, BasisPoints)> = rows.into_iter().map(|(gross, n)| (gross, rates[n])).collect();
            let taxes = of_rows(&rows);
            for rate in rates {
                let of_rate = || rows.iter().zip(&taxes).filter(|((_, r), _)| *r == rate);
                let gross: i64 = of_rate().map(|((gross, _), _)| gross).sum();
                let tax: i64 = of_rate().map(|(_, tax)| tax).sum();
                prop_assert_eq!(tax, included(gross, rate));
                prop_assert!(of_rate().all(|((gross, _), tax)| *tax >= 0 && tax <= gross));
            }
        }
    }
}
