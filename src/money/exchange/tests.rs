use super::*;
use crate::{
    money::Currency::{Cny, Eur, Gbp, Jpy, Krw, Kwd, Usd, Vnd},
    text::FieldIssue,
};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn rate(base: Currency, quote: Currency, rate_e8: i64) -> ExchangeRate {
    ExchangeRate {
        base,
        quote,
        day: day("2026-11-26"),
        rate_e8,
    }
}

fn converted(rate: ExchangeRate, minor: i64) -> Option<i64> {
    let amount = rate.convert(Money::new(minor, rate.base))?;
    assert_eq!(amount.currency, rate.quote);
    Some(amount.minor)
}

#[test]
fn amounts_are_rounded_half_up_to_the_smallest_unit_of_the_other_currency() {
    let dollars = rate(Cny, Usd, 13_910_000);
    assert_eq!(converted(dollars, 6_800), Some(946), "9.4588");
    assert_eq!(converted(dollars, -6_800), Some(-946));
    assert_eq!(converted(dollars, 0), Some(0));
    assert_eq!(converted(rate(Cny, Usd, ONE_E8 / 2), 1), Some(1), "0.5");
    assert_eq!(converted(rate(Cny, Usd, ONE_E8 / 2 - 1), 1), Some(0));
}

#[test]
fn smallest_units_of_other_sizes_are_kept_apart() {
    // ¥68.00 at 21.5 yen and at 0.0427 dinars.
    assert_eq!(converted(rate(Cny, Jpy, 2_150_000_000), 6_800), Some(1_462));
    assert_eq!(
        converted(rate(Cny, Kwd, 4_270_000), 6_800),
        Some(2_904),
        "2.9036"
    );
    assert_eq!(
        converted(rate(Jpy, Kwd, 198_600), 1_462),
        Some(2_904),
        "2.903532"
    );
    assert_eq!(
        converted(rate(Kwd, Krw, 48_000 * ONE_E8), 2_904),
        Some(139_392)
    );
    assert_eq!(converted(rate(Vnd, Kwd, 1_170), 100_000), Some(1_170));
}

#[test]
fn another_currency_or_too_much_gives_nothing() {
    let dollars = rate(Cny, Usd, 13_910_000);
    assert_eq!(dollars.convert(Money::new(100, Eur)), None);
    assert_eq!(dollars.convert(Money::new(100, Usd)), None);
    assert_eq!(converted(rate(Cny, Kwd, MOST_E8), i64::MAX), None);
    assert_eq!(converted(rate(Cny, Usd, i64::MAX), i64::MIN), None);
    assert_eq!(converted(rate(Cny, Usd, ONE_E8), i64::MAX), Some(i64::MAX));
}

#[test]
fn a_rate_is_shown_for_a_week() {
    let it = rate(Cny, Usd, 13_910_000);
    assert!(it.is_fresh(day("2026-11-26")));
    assert!(it.is_fresh(day("2026-12-03")));
    assert!(!it.is_fresh(day("2026-12-04")));
}

#[test]
fn a_slip_is_far_off() {
    let it = rate(Cny, Usd, 13_910_000);
    for (other, far) in [
        (13_900_000, false),
        (27_820_000, false),
        (27_820_001, true),
        (6_955_000, false),
        (6_954_999, true),
        (139_100_000, true),
    ] {
        assert_eq!(rate(Cny, Usd, other).is_far_from(&it), far, "{other}");
    }
}

#[test]
fn a_form_is_read_and_its_faults_are_named() {
    let today = day("2026-11-26");
    let form = |currency: &str, day: &str, rate: &str| RateForm {
        currency: currency.into(),
        day: day.into(),
        rate: rate.into(),
        sure: String::new(),
    };
    let read = form("usd", " 2026-11-26 ", "0.1391").checked(Cny, today);
    assert_eq!(read, Ok(rate(Cny, Usd, 13_910_000)));
    for (form, field) in [
        (form("CNY", "2026-11-26", "1"), "currency"),
        (form("XXX", "2026-11-26", "1"), "currency"),
        (form("USD", "2026-11-27", "1"), "day"),
        (form("USD", "26.11.2026", "1"), "day"),
        (form("USD", "0001-01-01", "1"), "day"),
        (form("USD", "2026-11-26", "0"), "rate"),
        (form("USD", "2026-11-26", "-1"), "rate"),
        (form("USD", "2026-11-26", "0,1391"), "rate"),
        (form("USD", "2026-11-26", "0.123456789"), "rate"),
        (form("USD", "2026-11-26", "1000000.00000001"), "rate"),
        (form("USD", "2026-11-26", "99999999999999999999"), "rate"),
    ] {
        let issues = form.checked(Cny, today).expect_err("a fault");
        assert_eq!(issues.0.len(), 1, "{form:?}");
        assert!(issues.get(field).is_some(), "{form:?}");
    }
    let nothing = form("", "", "").checked(Cny, today).expect_err("nothing");
    assert!(
        nothing
            .0
            .values()
            .all(|issue| *issue == FieldIssue::Missing)
    );
    assert_eq!(nothing.0.len(), 3);
}

#[test]
fn lines_are_read_and_the_faulty_ones_named() {
    let today = day("2026-11-26");
    let form = LinesForm {
        day: "2026-11-26".into(),
        lines: "\nUSD 0.1391\r\n\nEUR:\t0.1201\nUSX 1\nGBP\njpy = 21.5\nKRW 1 2\n".into(),
        sure: String::new(),
    };
    let read = form.read(Cny, today).expect("lines");
    assert_eq!(
        read.rates,
        [
            (2, rate(Cny, Usd, 13_910_000)),
            (4, rate(Cny, Eur, 12_010_000)),
            (7, rate(Cny, Jpy, 2_150_000_000)),
        ]
    );
    let faulty: Vec<_> = read.troubles.iter().map(|of| of.line).collect();
    assert_eq!(faulty, [5, 6, 8]);
    let issues = LinesForm::issues(&read.troubles);
    let Some(FieldIssue::Other { text }) = issues.get("lines") else {
        panic!("{issues:?}");
    };
    assert!(
        text.en.starts_with("Line 5: “USX” is no currency"),
        "{}",
        text.en
    );
    assert!(text.zh.contains("第 6 行："), "{}", text.zh);
    let empty = LinesForm {
        day: "tomorrow".into(),
        ..LinesForm::default()
    };
    let issues = empty.read(Cny, today).expect_err("nothing");
    assert!(issues.get("day").is_some() && issues.get("lines").is_some());
}

#[test]
fn a_rate_travels_in_a_document() {
    let it = rate(Cny, Gbp, 10_520_000);
    assert_eq!(it.to_string().parse::<ExchangeRate>(), Ok(it));
    for broken in ["", "CNY", "CNY GBP 1", "CNY GBP x 1", "CNY XXX 1 1"] {
        assert_eq!(broken.parse::<ExchangeRate>(), Err(NotARate), "{broken}");
    }
}

/// A rate between two currencies, whatever the sizes of their smallest units.
fn any_rate() -> impl Strategy<Value = ExchangeRate> {
    let currency = || (0..Currency::ALL.len()).prop_map(|n| Currency::ALL[n]);
    (currency(), currency(), 1..=MOST_E8)
        .prop_map(|(base, quote, rate_e8)| rate(base, quote, rate_e8))
}

proptest! {
    #[test]
    fn more_is_worth_no_less_and_nothing_is_worth_nothing(
        rate in any_rate(),
        a in 0_i64..1_000_000_000,
        b in 0_i64..1_000_000_000,
    ) {
        prop_assert_eq!(converted(rate, 0), Some(0));
        let (least, most) = (a.min(b), a.max(b));
        if let (Some(less), Some(more)) = (converted(rate, least), converted(rate, most)) {
            prop_assert!(0 <= less && less <= more);
            prop_assert_eq!(converted(rate, -most), Some(-more));
        }
    }

    #[test]
    fn what_is_shown_is_within_half_a_smallest_unit(rate in any_rate(), minor in 0_i64..1_000_000_000) {
        if let Some(shown) = converted(rate, minor) {
            let unit = |currency: Currency| 10_i128.pow(currency.decimals());
            let exact = i128::from(minor) * i128::from(rate.rate_e8) * unit(rate.quote);
            let whole = i128::from(ONE_E8) * unit(rate.base);
            let off = i128::from(shown) * whole - exact;
            prop_assert!(2 * off.abs() <= whole, "{off} of {whole}");
        }
    }

    #[test]
    fn a_rate_that_is_written_reads_back(rate_e8 in 1..=MOST_E8) {
        let it = rate(Cny, Usd, rate_e8);
        let typed = TypedRate {
            line: 1,
            currency: "USD".into(),
            day: "2026-11-26".into(),
            rate: it.plain(),
        };
        prop_assert_eq!(typed.read(Cny, it.day), Ok(it));
    }
}
