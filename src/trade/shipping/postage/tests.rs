use super::*;
use crate::money::Currency::Cny;
use proptest::prelude::*;
use uuid::Uuid;

fn id(n: u128) -> TemplateId {
    TemplateId(Uuid::from_u128(n))
}

fn to(country: &str, region: &str) -> Place {
    Place {
        country: country.to_owned(),
        region: region.to_owned(),
    }
}

fn zone(countries: &[&str], regions: &[&str], first_minor: Option<i64>) -> Zone {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Zone {
        countries: texts(countries),
        regions: texts(regions),
        rate: first_minor.map(|first_minor| Rate {
            first_units: 1_000,
            first_minor,
            next_units: 500,
            next_minor: 200,
            free_from_minor: None,
        }),
    }
}

fn by_weight() -> Template {
    Template {
        id: id(1),
        unit: Unit::Weight,
        zones: vec![
            zone(&[], &[], None),
            zone(&["CN"], &[], Some(800)),
            zone(&["CN"], &["新疆", "Tibet"], Some(2_000)),
            zone(&["HK", "MO"], &[], Some(3_000)),
        ],
    }
}

fn tariff(templates: Vec<Template>) -> Tariff {
    let yuan = |minor| Money::new(minor, Cny);
    let plain = Postage {
        base: yuan(800),
        extra_item: yuan(200),
        free_over: Some(yuan(9_900)),
    };
    Tariff { plain, templates }
}

fn load(template: Option<u128>, weight_g: Option<u32>, quantity: u32, goods_minor: i64) -> Load {
    Load {
        measure: Measure {
            template: template.map(id),
            weight_g,
            volume_cm3: None,
        },
        quantity,
        goods_minor,
    }
}

#[test]
fn the_closest_zone_decides() {
    let template = by_weight();
    let first = |place: &Place| template.rate(place).map(|rate| rate.first_minor);
    assert_eq!(first(&to("CN", "")), Some(800));
    assert_eq!(first(&to("CN", "Zhejiang")), Some(800));
    assert_eq!(first(&to("CN", "Xinjiang")), Some(2_000));
    assert_eq!(first(&to("MO", "")), Some(3_000));
    assert_eq!(first(&to("DE", "Tibet")), None, "not sent elsewhere");
    let nowhere_named = Template {
        zones: vec![zone(&["JP"], &[], Some(1))],
        ..template
    };
    assert_eq!(nowhere_named.rate(&to("CN", "")), None);
}

#[test]
fn begun_units_count_whole() {
    let rate = Rate {
        free_from_minor: Some(5_000),
        ..zone(&[], &[], Some(800)).rate.expect("a rate")
    };
    let table = [
        (0, 800),
        (1_000, 800),
        (1_001, 1_000),
        (1_500, 1_000),
        (1_501, 1_200),
    ];
    for (grams, minor) in table {
        assert_eq!(rate.price(grams, 4_999), Ok(minor), "{grams} g");
    }
    assert_eq!(rate.price(90_000, 5_000), Ok(0));
    let dear = Rate {
        next_minor: i64::MAX,
        ..rate
    };
    assert_eq!(dear.price(u64::MAX, 0), Err(MoneyError::Overflow));
}

#[test]
fn a_shops_postage_is_the_sum_over_its_terms() {
    let tariff = tariff(vec![by_weight()]);
    let loads = [
        load(Some(1), Some(400), 3, 3_000),
        load(None, Some(400), 2, 1_000),
        load(Some(1), None, 1, 1_000),
        load(Some(9), None, 1, 1_000),
    ];
    // 1200 g at ¥8 and ¥2 more; three pieces by the plain terms, which also hold for a template
    // that is gone.
    let parts = tariff.quote(&loads, &Place::default()).expect("small");
    assert_eq!(parts, [750, 600, 250, 600]);
    assert!(
        loads
            .iter()
            .all(|load| tariff.reaches(&load.measure, &Place::default()))
    );
    let germany = to("DE", "");
    let reached: Vec<bool> = loads
        .iter()
        .map(|load| tariff.reaches(&load.measure, &germany))
        .collect();
    assert_eq!(reached, [false, true, false, true]);
    assert_eq!(tariff.free_from(&loads, &germany), None);
    assert_eq!(
        tariff.free_from(&loads[1..2], &germany),
        Some(Money::new(9_900, Cny))
    );
}

proptest! {
    /// More units never cost less; nothing is lost or added where postage is spread; and each
    /// part is a whole amount that is not below zero.
    #[test]
    fn postage_grows_with_its_load(
        loads in prop::collection::vec((0_u128..3, prop::option::of(1_u32..5_000), 1_u32..10, 1_i64..50_000), 1..8),
        first in (1_u32..2_000, 0_i64..5_000), next in (1_u32..2_000, 0_i64..5_000),
        free_from in prop::option::of(0_i64..200_000),
    ) {
        let rate = Rate {
            first_units: first.0, first_minor: first.1,
            next_units: next.0, next_minor: next.1, free_from_minor: free_from,
        };
        let zone = Zone { countries: Vec::new(), regions: Vec::new(), rate: Some(rate) };
        let template = |n, unit| Template { id: id(n), unit, zones: vec![zone.clone()] };
        let tariff = tariff(vec![template(1, Unit::Weight), template(2, Unit::Piece)]);
        let loads: Vec<Load> = loads.into_iter()
            .map(|(template, weight_g, quantity, goods)| load((template > 0).then_some(template), weight_g, quantity, goods))
            .collect();
        let place = Place::default();
        let parts = tariff.quote(&loads, &place).expect("small amounts");
        prop_assert!(parts.iter().all(|part| *part >= 0));
        for of in 0..3 {
            let same = |load: &Load| load.measure.template == (of > 0).then(|| id(of));
            let alone: Vec<Load> = loads.iter().copied().filter(same).collect();
            let sum: i64 = parts.iter().zip(&loads).filter(|(_, load)| same(load)).map(|(part, _)| part).sum();
            let price = if alone.is_empty() { 0 } else { tariff.price(&alone, &place).expect("small") };
            prop_assert_eq!(sum, price);
        }
        let more = |grams| rate.price(grams, 0).expect("small");
        for grams in [0, 1, 999, 1_000, 1_001, 12_345] {
            prop_assert!(more(grams) <= more(grams + 1));
        }
    }
}
