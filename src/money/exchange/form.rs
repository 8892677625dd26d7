//! Rates as people type, paste and import them.

use super::{ExchangeRate, LineTrouble, MOST_E8, Trouble};
use crate::{
    money::Currency,
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Characters that can be pasted.
const MOST_PASTED: u32 = 10_000;
/// Lines of which the trouble is told at once.
const MOST_TOLD: usize = 10;

/// One rate as it stands in a form or on a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedRate {
    /// From 1; 0 for a form.
    pub line: u64,
    pub currency: String,
    /// `2026-11-26`.
    pub day: String,
    /// `0.1391`.
    pub rate: String,
}

impl TypedRate {
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(&self, base: Currency, today: NaiveDate) -> Result<ExchangeRate, Trouble> {
        Ok(ExchangeRate {
            base,
            quote: read_currency(&self.currency, base)?,
            day: read_day(&self.day, today)?,
            rate_e8: read_rate(&self.rate)?,
        })
    }
}

fn read_currency(typed: &str, base: Currency) -> Result<Currency, Trouble> {
    let typed = typed.trim();
    match typed.parse() {
        Ok(own) if own == base => Err(Trouble::OwnCurrency { own }),
        Ok(currency) => Ok(currency),
        Err(_) => Err(Trouble::UnknownCurrency {
            typed: typed.chars().take(12).collect(),
        }),
    }
}

fn read_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, Trouble> {
    match NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d") {
        Ok(day) if day > today => Err(Trouble::InTheFuture),
        // Rates of before the currencies of today are somebody's slip.
        Ok(day) if day >= NaiveDate::from_ymd_opt(1999, 1, 1).unwrap_or_default() => Ok(day),
        _ => Err(Trouble::NotADay),
    }
}

/// Reads a number with at most eight decimals.
fn read_rate(typed: &str) -> Result<i64, Trouble> {
    let typed = typed.trim();
    let (whole, decimals) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 8 || !digits(whole) || !digits(decimals) {
        return Err(Trouble::NotARate);
    }
    format!("{whole}{decimals:0<8}")
        .parse()
        .ok()
        .filter(|rate| (1..=MOST_E8).contains(rate))
        .ok_or(Trouble::NotARate)
}

/// What a form says of a trouble.
fn issue(trouble: &Trouble) -> FieldIssue {
    FieldIssue::Other {
        text: trouble.words(),
    }
}

/// One rate as staff type it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateForm {
    pub currency: String,
    /// `2026-11-26`.
    pub day: String,
    /// Of the currency for one unit of the market's: `0.1391`.
    pub rate: String,
    /// `true`: it has truly moved so far.
    pub sure: String,
}

impl RateForm {
    pub fn is_sure(&self) -> bool {
        self.sure == "true"
    }

    /// # Errors
    /// Names the fields that cannot be taken.
    pub fn checked(&self, base: Currency, today: NaiveDate) -> Result<ExchangeRate, FieldIssues> {
        let mut check = FieldCheck::default();
        let mut note = |typed: &str, trouble: &Trouble| {
            let missing = typed.trim().is_empty();
            let what = missing.then_some(FieldIssue::Missing);
            check.issue(trouble.field(), what.unwrap_or_else(|| issue(trouble)));
        };
        let quote = read_currency(&self.currency, base)
            .map_err(|trouble| note(&self.currency, &trouble))
            .unwrap_or(base);
        let day = read_day(&self.day, today)
            .map_err(|trouble| note(&self.day, &trouble))
            .unwrap_or(today);
        let rate_e8 = read_rate(&self.rate)
            .map_err(|trouble| note(&self.rate, &trouble))
            .unwrap_or_default();
        check.finish().map(|()| ExchangeRate {
            base,
            quote,
            day,
            rate_e8,
        })
    }
}

/// Many rates of one day, a line each: `USD 0.1391`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinesForm {
    /// `2026-11-26`.
    pub day: String,
    pub lines: String,
    /// `true`: those that have moved far have truly done so.
    pub sure: String,
}

/// What was pasted, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadLines {
    pub rates: Vec<(u64, ExchangeRate)>,
    pub troubles: Vec<LineTrouble>,
}

impl LinesForm {
    pub fn is_sure(&self) -> bool {
        self.sure == "true"
    }

    /// Takes the lines apart; empty ones say nothing.
    ///
    /// # Errors
    /// Names the day where it cannot be taken, and the lines where there are none.
    pub fn read(&self, base: Currency, today: NaiveDate) -> Result<ReadLines, FieldIssues> {
        let mut check = FieldCheck::default();
        if let Err(trouble) = read_day(&self.day, today) {
            check.issue("day", issue(&trouble));
        }
        let lines = check.text("lines", &self.lines, 1, MOST_PASTED);
        check.finish()?;
        // Not the trimmed text: lines are counted from the first that was typed.
        let leading = self.lines.len() - self.lines.trim_start().len();
        let skipped = self.lines[..leading].matches('\n').count();
        let mut read = ReadLines::default();
        for (line, text) in (1 + skipped as u64..).zip(lines.lines()) {
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let (currency, rate) = text
                .split_once([' ', '\t', ':', '=', ',', ';'])
                .unwrap_or((text, ""));
            let typed = TypedRate {
                line,
                currency: currency.to_owned(),
                day: self.day.clone(),
                rate: rate
                    .trim_matches([' ', '\t', ':', '=', ',', ';'])
                    .to_owned(),
            };
            match typed.read(base, today) {
                Ok(rate) => read.rates.push((line, rate)),
                Err(trouble) => read.troubles.push(LineTrouble { line, trouble }),
            }
        }
        Ok(read)
    }

    /// What is said at the field, line by line.
    pub fn issues(troubles: &[LineTrouble]) -> FieldIssues {
        let mut text = Bilingual::default();
        for of in troubles.iter().take(MOST_TOLD) {
            let words = of.trouble.words();
            text.en += &format!("Line {}: {} ", of.line, words.en);
            text.zh += &format!("第 {} 行：{}", of.line, words.zh);
        }
        if troubles.len() > MOST_TOLD {
            let more = troubles.len() - MOST_TOLD;
            text.en += &format!("And {more} more.");
            text.zh += &format!("另有 {more} 行。");
        }
        text.en.truncate(text.en.trim_end().len());
        FieldIssues::one("lines", FieldIssue::Other { text })
    }
}
