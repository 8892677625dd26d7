//! Taxes that prices include: a rate by country, region, class and day, and the part of what was
//! paid that is tax. All of it in integers: per rate the sum is rounded once and then spread over
//! its rows, so that the rows of a document sum to its tax. Where prices are without tax, it is
//! added by the same rules (`on_top`).

mod on_top;
#[cfg(test)]
mod tests;

pub use on_top::{OnTop, PriceTax, added_to_rows};

use super::{BasisPoints, split_by_weights};
use crate::{
    id::CategoryId,
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
    trade::{
        catalog::CategoryNode,
        country::country,
        shipping::region::{Place, is_same_region},
    },
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

/// The rate of a country, or of a region of it, for a class: in force from a day on until the
/// next one begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub country: String,
    /// As staff wrote it; empty where it is the country's own.
    pub region: String,
    pub class: TaxClass,
    pub from: NaiveDate,
    pub rate: BasisPoints,
}

/// The rate in force on a day. A region's rates stand in for its country's. Where there is no
/// reduced one, the standard one counts; a place that is not known at all taxes nothing.
pub fn rate_on(rates: &[Rate], place: &Place, class: TaxClass, day: NaiveDate) -> BasisPoints {
    rates
        .iter()
        .filter(|rate| rate.country == place.country && rate.from <= day)
        .filter(|rate| rate.class == class || rate.class == TaxClass::Standard)
        .filter(|rate| rate.region.is_empty() || is_same_region(&rate.region, &place.region))
        .max_by_key(|rate| (!rate.region.is_empty(), rate.class == class, rate.from))
        .map(|rate| rate.rate)
        .unwrap_or_default()
}

/// A country with goods going to it or shops in it, and no rate of its own in force: what is sold
/// there, outside of regions that have one, is invoiced without tax.
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
        let mut own = rates.iter().filter(|rate| rate.region.is_empty());
        own.any(|rate| rate.country == country && in_force(rate))
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
    /// As addresses name it; empty for the whole country.
    pub region: String,
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
        let region = check.text("region", &self.region, 0, 80);
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
            region,
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
    /// By country, region and class, the latest first.
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
