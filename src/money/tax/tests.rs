use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn rate(country: &str, class: TaxClass, from: &str, bp: u16) -> Rate {
    Rate {
        country: country.into(),
        region: String::new(),
        class,
        from: day(from),
        rate: BasisPoints(bp),
    }
}

fn place(country: &str, region: &str) -> Place {
    Place {
        country: country.into(),
        region: region.into(),
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
    let on = |country, class, text| rate_on(&rates, &place(country, ""), class, day(text)).0;
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
fn a_regions_rates_stand_in_for_its_countrys() {
    let of_region = |region: &str, class, from, bp| Rate {
        region: region.into(),
        ..rate("CA", class, from, bp)
    };
    let rates = [
        rate("CA", TaxClass::Standard, "2020-01-01", 500),
        rate("CA", TaxClass::Reduced, "2020-01-01", 0),
        of_region("Ontario", TaxClass::Standard, "2021-01-01", 1300),
        of_region("ON", TaxClass::Standard, "2027-01-01", 1400),
        of_region("Yukon", TaxClass::Reduced, "2021-01-01", 100),
    ];
    let on =
        |country, region, class, text| rate_on(&rates, &place(country, region), class, day(text)).0;
    let standard = |region, text| on("CA", region, TaxClass::Standard, text);
    assert_eq!(standard("Ontario", "2020-12-31"), 500, "not in force yet");
    for name in ["Ontario", "on", " ontario province "] {
        assert_eq!(standard(name, "2026-11-27"), 1300, "{name}");
        assert_eq!(standard(name, "2027-01-01"), 1400, "{name}");
    }
    for other in ["", "Alberta", "Yukon", "Atlantis"] {
        assert_eq!(standard(other, "2026-11-27"), 500, "{other}");
    }
    let reduced = |region| on("CA", region, TaxClass::Reduced, "2026-11-27");
    let told = ["Ontario", "Yukon", "Alberta"].map(reduced);
    assert_eq!(told, [1300, 100, 0], "no reduced one in Ontario");
    let abroad = on("US", "Ontario", TaxClass::Standard, "2026-11-27");
    assert_eq!(abroad, 0, "another country's");
}

#[test]
fn a_country_without_a_rate_in_force_is_a_gap() {
    let rates = [
        rate("DE", TaxClass::Standard, "2021-01-01", 1900),
        rate("HK", TaxClass::Standard, "1997-07-01", 0),
        rate("US", TaxClass::Standard, "2027-01-01", 700),
        rate("VN", TaxClass::Reduced, "2020-01-01", 500),
        Rate {
            region: "California".into(),
            ..rate("US", TaxClass::Standard, "2020-01-01", 725)
        },
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
        region: " Corsica ".into(),
        class: "reduced".into(),
        rate: rate.into(),
        from: from.into(),
    };
    let today = day("2026-11-27");
    let checked = form("5.5", "2027-01-01").checked(today).expect("a rate");
    assert_eq!((checked.rate.0, checked.class), (550, TaxClass::Reduced));
    assert_eq!(checked.region, "Corsica");
    assert_eq!(per_cent(checked.rate), "5.5 %");
    assert_eq!(per_cent(BasisPoints(1900)), "19 %");
    assert_eq!(per_cent(BasisPoints(205)), "2.05 %");
    let nowhere = RateForm {
        region: "x".repeat(81),
        ..form("5", "2027-01-01")
    };
    for (form, field) in [
        (nowhere, "region"),
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
