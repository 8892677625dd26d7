//! When a file's sale price counts.

use crate::when::ZONE_HOURS;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// From when until when a sale price counts. Without either it counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SaleTime {
    pub from: Option<DateTime<Utc>>,
    /// The first moment at which it counts no more.
    pub until: Option<DateTime<Utc>>,
}

/// Where a sale stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaleStands {
    Ahead,
    Running,
    Over,
}

impl SaleTime {
    /// Beginning and end, parted by a slash, as feeds write them. None where either cannot be
    /// read.
    pub fn between(typed: &str) -> Option<Self> {
        let (from, until) = typed.split_once('/')?;
        Some(Self {
            from: Some(sale_begins(from)?),
            until: Some(sale_ends(until)?),
        })
    }

    /// Where the sale stands at a time.
    pub fn at(&self, now: DateTime<Utc>) -> SaleStands {
        if self.until.is_some_and(|until| now >= until) {
            SaleStands::Over
        } else if self.from.is_some_and(|from| now < from) {
            SaleStands::Ahead
        } else {
            SaleStands::Running
        }
    }
}

/// The moment at which a sale begins: a day from its beginning, in the market's zone unless
/// another is named. None where it cannot be read.
///
/// ```
/// use longtail::trade::import::{sale_begins, sale_ends};
/// assert_eq!(sale_begins("2024-01-31"), sale_begins("2024-01-30T16:00Z"));
/// assert_eq!(sale_ends("2024-01-31"), sale_begins("2024-02-01 00:00:00"));
/// ```
pub fn sale_begins(typed: &str) -> Option<DateTime<Utc>> {
    let (day, time) = parts(typed)?;
    match time {
        None => there(day.and_time(NaiveTime::MIN)),
        Some(time) => moment(day, time),
    }
}

/// The moment at which a sale ends: a day with its end. None where it cannot be read.
pub fn sale_ends(typed: &str) -> Option<DateTime<Utc>> {
    let (day, time) = parts(typed)?;
    match time {
        None => there(day.succ_opt()?.and_time(NaiveTime::MIN)),
        Some(time) => moment(day, time),
    }
}

/// `2024-01-31`, and what stands behind it after a `T` or a blank.
fn parts(typed: &str) -> Option<(NaiveDate, Option<&str>)> {
    let typed = typed.trim();
    let (day, time) = match typed.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time.trim())),
        None => (typed, None),
    };
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    Some((day, time))
}

/// A time in the market's zone.
fn there(time: NaiveDateTime) -> Option<DateTime<Utc>> {
    let ahead = TimeDelta::hours(i64::from(ZONE_HOURS));
    Some(time.checked_sub_signed(ahead)?.and_utc())
}

/// `18:30`, `18:30:15` or `18:30:15.5`, with a zone behind it or in the market's.
fn moment(day: NaiveDate, time: &str) -> Option<DateTime<Utc>> {
    let of_time = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
    let (time, zone) = match time.find(|c: char| !of_time(c)) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let time = NaiveTime::parse_from_str(time, "%H:%M:%S%.f")
        .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"))
        .ok()?;
    let time = day.and_time(time);
    match zone.trim() {
        "" => there(time),
        zone => Some(time.checked_sub_signed(east(zone)?)?.and_utc()),
    }
}

/// How far a zone is ahead of UTC: `Z`, `UTC`, `+08`, `+0800` or `+08:00`.
fn east(zone: &str) -> Option<TimeDelta> {
    if zone.eq_ignore_ascii_case("z") || zone.eq_ignore_ascii_case("utc") {
        return Some(TimeDelta::zero());
    }
    let (sign, digits) = match zone.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, zone.strip_prefix('+')?),
    };
    let digits = digits.replace(':', "");
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(2);
    let hours: i64 = hours.parse().ok()?;
    let minutes: i64 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().ok()?
    };
    (hours < 24 && minutes < 60).then(|| TimeDelta::minutes(sign * (hours * 60 + minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn a_sale_counts_from_its_beginning_until_its_end() {
        let sale = SaleTime::between("2026-02-01/2026-02-28").expect("a time");
        for (now, stands) in [
            ("2026-01-31T15:59:59Z", SaleStands::Ahead),
            ("2026-01-31T16:00:00Z", SaleStands::Running),
            ("2026-02-28T15:59:59Z", SaleStands::Running),
            ("2026-02-28T16:00:00Z", SaleStands::Over),
        ] {
            assert_eq!(sale.at(at(now)), stands, "{now}");
        }
        let now = at("2026-03-01T00:00:00Z");
        assert_eq!(SaleTime::default().at(now), SaleStands::Running);
        let from = sale_begins("2026-03-02");
        let ahead = SaleTime { from, until: None };
        assert_eq!(ahead.at(now), SaleStands::Ahead);
        let until = sale_ends("2026-03-02");
        let running = SaleTime { from: None, until };
        assert_eq!(running.at(now), SaleStands::Running);
    }

    #[test]
    fn times_are_read_as_the_formats_write_them() {
        for (typed, meant) in [
            ("2024-01-31", "2024-01-30T16:00:00Z"),
            ("2024-01-31 0:00:00", "2024-01-30T16:00:00Z"),
            ("2024-01-31T18:30", "2024-01-31T10:30:00Z"),
            ("2024-01-31T18:30:15Z", "2024-01-31T18:30:15Z"),
            ("2024-01-31 18:30:15 UTC", "2024-01-31T18:30:15Z"),
            ("2024-01-31T18:30:15+08:00", "2024-01-31T10:30:15Z"),
            (" 2024-01-31T18:30+0800 ", "2024-01-31T10:30:00Z"),
            ("2024-01-31T18:30:15.5-08", "2024-02-01T02:30:15.5Z"),
        ] {
            assert_eq!(sale_begins(typed), Some(at(meant)), "{typed}");
        }
        assert_eq!(sale_ends("2024-02-29"), Some(at("2024-02-29T16:00:00Z")));
        assert_eq!(
            sale_ends("2024-02-29 18:00"),
            Some(at("2024-02-29T10:00:00Z"))
        );
        let feed = SaleTime::between("2016-02-24T11:07+0100 / 2016-02-29T23:07+0100");
        assert_eq!(
            feed,
            Some(SaleTime {
                from: Some(at("2016-02-24T10:07:00Z")),
                until: Some(at("2016-02-29T22:07:00Z")),
            })
        );
    }

    #[test]
    fn what_is_no_time_is_not_guessed_at() {
        for typed in [
            "",
            "soon",
            "31.01.2024",
            "01/31/2024",
            "2024-02-30",
            "2024-01-31T",
            "2024-01-31 25:00",
            "2024-01-31T18:30 CET",
            "2024-01-31T18:30+08:00:00",
            "2024-01-31T18:30+99",
            "2024-01-31T18:30+é1",
        ] {
            assert_eq!(
                (sale_begins(typed), sale_ends(typed)),
                (None, None),
                "{typed}"
            );
        }
        for typed in ["2024-01-31", "2024-01-31/", "/2024-01-31", "a/b", "/"] {
            assert_eq!(SaleTime::between(typed), None, "{typed}");
        }
    }
}
