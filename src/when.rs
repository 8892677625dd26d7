//! The market's own time zone: what people type and read of times is in it.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};

/// The market's clock stands at UTC+8, without summer time.
pub const ZONE_HOURS: i32 = 8;

fn zone() -> Option<FixedOffset> {
    FixedOffset::east_opt(ZONE_HOURS * 3600)
}

/// Reads what a date-and-time field sends: `2026-11-30T09:00`, in the market's zone.
pub fn read_local(typed: &str) -> Option<DateTime<Utc>> {
    let typed = typed.trim();
    let local = NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M:%S"))
        .ok()?;
    Some(local.and_local_timezone(zone()?).single()?.to_utc())
}

/// The day that it is at the market.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    zone().map_or_else(
        || at.date_naive(),
        |zone| at.with_timezone(&zone).date_naive(),
    )
}

/// Writes a time as a date-and-time field takes it.
pub fn local_field(at: DateTime<Utc>) -> String {
    match zone() {
        Some(zone) => at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string(),
        None => String::new(),
    }
}

/// Writes a time as a letter has it: `2026-11-30 09:00`.
pub fn local_text(at: DateTime<Utc>) -> String {
    local_field(at).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_market_s_morning_is_the_night_before_in_greenwich() {
        let at = read_local("2026-12-01T07:30").expect("a time");
        assert_eq!(at.to_rfc3339(), "2026-11-30T23:30:00+00:00");
        assert_eq!(local_field(at), "2026-12-01T07:30");
        assert_eq!(local_text(at), "2026-12-01 07:30");
        assert_eq!(local_day(at).to_string(), "2026-12-01");
        assert_eq!(read_local("2026-12-01T07:30:00"), Some(at));
        for typed in ["", "tomorrow", "2026-13-01T00:00", "2026-12-01"] {
            assert_eq!(read_local(typed), None, "{typed}");
        }
    }
}
