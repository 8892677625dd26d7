//! Points in time, drawn alike by server and browser: one zone for all.

use crate::i18n::{t, use_lang};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};
use leptos::prelude::*;
use longtail::{text::Lang, when::ZONE_HOURS};

/// How a point in time is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenStyle {
    /// `23 Nov 2026, 14:05` · `2026年11月23日 14:05`
    #[default]
    DayAndTime,
    /// `23 Nov 2026` · `2026年11月23日`
    Day,
    /// `23 Nov, 14:05` · `11月23日 14:05`
    Short,
    /// `2026-11-23 14:05`, for tables.
    Digits,
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A point in time as a text in the market's zone.
pub fn when_text(at: DateTime<Utc>, style: WhenStyle, lang: Lang) -> String {
    let local = FixedOffset::east_opt(ZONE_HOURS * 3600)
        .map_or_else(|| at.fixed_offset(), |zone| at.with_timezone(&zone));
    let (year, month, day) = (local.year(), local.month(), local.day());
    let (hour, minute) = (local.hour(), local.minute());
    let name = MONTHS[local.month0() as usize];
    match (style, lang) {
        (WhenStyle::DayAndTime, Lang::En) => format!("{day} {name} {year}, {hour:02}:{minute:02}"),
        (WhenStyle::DayAndTime, Lang::Zh) => {
            format!("{year}年{month}月{day}日 {hour:02}:{minute:02}")
        }
        (WhenStyle::Day, Lang::En) => format!("{day} {name} {year}"),
        (WhenStyle::Day, Lang::Zh) => format!("{year}年{month}月{day}日"),
        (WhenStyle::Short, Lang::En) => format!("{day} {name}, {hour:02}:{minute:02}"),
        (WhenStyle::Short, Lang::Zh) => format!("{month}月{day}日 {hour:02}:{minute:02}"),
        (WhenStyle::Digits, _) => format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}

/// A day of this year, as charts name it: 5 Mar; 3月5日.
pub fn day_text(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {}", day.day(), MONTHS[day.month0() as usize]),
        Lang::Zh => format!("{}月{}日", day.month(), day.day()),
    }
}

/// A day with its year: 5 Mar 2026; 2026年3月5日.
pub fn date_text(day: NaiveDate, lang: Lang) -> String {
    let year = day.year();
    match lang {
        Lang::En => format!("{} {year}", day_text(day, lang)),
        Lang::Zh => format!("{year}年{}", day_text(day, lang)),
    }
}

/// A point in time, machine-readable beneath.
///
/// ```ignore
/// <When at=order.placed_at/>
/// <When at=order.placed_at style=WhenStyle::Day/>
/// ```
#[component]
pub fn When(at: DateTime<Utc>, #[prop(optional)] style: WhenStyle) -> impl IntoView {
    let lang = use_lang();
    let machine = at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    view! {
        <time datetime=machine title=t::ui::market_time(lang)>{when_text(at, style, lang)}</time>
    }
}

/// The time left until a deadline. `now` is the server's, so that the first drawing is the
/// same on both sides; then it ticks.
///
/// ```ignore
/// <Countdown now=view.now until=view.expires_at on_end=move |()| resource.refetch()/>
/// ```
#[component]
pub fn Countdown(
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    /// Called once in the browser when the time is up.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let lang = use_lang();
    let left = (until - now).num_seconds().max(0);
    let seconds = RwSignal::new(left);
    #[cfg(feature = "hydrate")]
    tick(left, seconds, on_end);
    #[cfg(not(feature = "hydrate"))]
    let _ = on_end;
    let machine = move || format!("PT{}S", seconds.get());
    view! {
        <time
            class=format!("countdown {class}")
            class:is-short=move || seconds.get() < 120
            datetime=machine
            role="timer"
        >
            {move || left_text(seconds.get(), lang)}
        </time>
    }
}

fn left_text(seconds: i64, lang: Lang) -> String {
    let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
    let (minutes, rest) = (seconds / 60 % 60, seconds % 60);
    if days > 0 {
        t::ui::days_and_hours(lang, days, hours)
    } else if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes}:{rest:02}")
    }
}

/// Counts by the browser's own clock, which goes on while a tab sleeps.
#[cfg(feature = "hydrate")]
fn tick(left: i64, seconds: RwSignal<i64>, on_end: Option<Callback<()>>) {
    let elapsed = || {
        leptos::prelude::window()
            .performance()
            .map_or(0.0, |clock| clock.now())
    };
    Effect::new(move |_| {
        let start = elapsed();
        let handle = set_interval_with_handle(
            move || {
                #[allow(clippy::cast_possible_truncation)]
                let passed = ((elapsed() - start) / 1000.0) as i64;
                let now_left = (left - passed).max(0);
                let before = seconds.get_untracked();
                if before != now_left {
                    seconds.set(now_left);
                    if now_left == 0
                        && let Some(end) = on_end
                    {
                        end.run(());
                    }
                }
            },
            std::time::Duration::from_millis(500),
        );
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_market_reads_its_own_clock() {
        let at: DateTime<Utc> = "2026-11-23T18:05:00Z".parse().expect("a time");
        assert_eq!(
            when_text(at, WhenStyle::DayAndTime, Lang::En),
            "24 Nov 2026, 02:05"
        );
        assert_eq!(when_text(at, WhenStyle::Day, Lang::Zh), "2026年11月24日");
        assert_eq!(
            when_text(at, WhenStyle::Digits, Lang::En),
            "2026-11-24 02:05"
        );
    }

    #[test]
    fn a_day_has_its_year() {
        let day: NaiveDate = "2026-11-26".parse().expect("a day");
        assert_eq!(date_text(day, Lang::En), "26 Nov 2026");
        assert_eq!(date_text(day, Lang::Zh), "2026年11月26日");
    }

    #[test]
    fn time_left() {
        assert_eq!(left_text(65, Lang::En), "1:05");
        assert_eq!(left_text(3665, Lang::En), "1:01:05");
    }
}
