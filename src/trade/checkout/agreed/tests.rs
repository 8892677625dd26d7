use super::*;
use crate::{
    id::ListingId,
    money::Currency::Cny,
    trade::{
        price::LinePrice,
        shipping::postage::{Measure, Tariff},
        shop::{Postage, ShopCard, ShopStage, Tier},
    },
};
use proptest::prelude::*;

/// Two shops with two things each: quantity and sum of those in the cart, and each shop's postage
/// and tax.
type State = ([Option<(u32, i64)>; 4], [(i64, i64); 2]);

fn yuan(minor: i64) -> Money {
    Money::new(minor, Cny)
}

fn variant(n: usize) -> VariantId {
    VariantId(Uuid::from_u128(10 + n as u128))
}

fn shop(n: usize) -> ShopId {
    ShopId(Uuid::from_u128(20 + n as u128))
}

fn what(n: usize) -> Bilingual {
    Bilingual::new(format!("Tea {n}"), "")
}

fn shop_name(n: usize) -> Bilingual {
    Bilingual::new(format!("Shop {n}"), "")
}

fn sends(state: &State, shop: usize) -> bool {
    state.0[2 * shop..2 * shop + 2].iter().any(Option::is_some)
}

fn agreed(state: &State) -> Agreed {
    let lines = state.0.iter().enumerate().filter_map(|(n, line)| {
        let (quantity, sum_minor) = (*line)?;
        let agreed = AgreedLine {
            quantity,
            sum_minor,
        };
        Some((variant(n), agreed))
    });
    let shops = (0..2).filter(|n| sends(state, *n)).map(|n| {
        let (postage_minor, tax_minor) = state.1[n];
        let agreed = AgreedShop {
            postage_minor,
            tax_minor,
        };
        (shop(n), agreed)
    });
    Agreed {
        lines: lines.collect(),
        shops: shops.collect(),
    }
}

fn basket(state: &State) -> Vec<ShopPart> {
    let part = |n: usize| {
        let card = ShopCard {
            id: shop(n),
            slug: "tea".into(),
            name: shop_name(n),
            tier: Tier::Bazaar,
            stage: ShopStage::Open,
            city: Bilingual::default(),
            mark: None,
        };
        let tariff = Tariff::plain(Postage {
            base: yuan(0),
            extra_item: yuan(0),
            free_over: None,
        });
        let here = 2 * n..2 * n + 2;
        let lines: Vec<CartLine> = here
            .filter_map(|n| Some(cart_line(n, state.0[n]?.0)))
            .collect();
        (card, tariff, lines)
    };
    (0..2).filter(|n| sends(state, *n)).map(part).collect()
}

fn cart_line(n: usize, quantity: u32) -> CartLine {
    CartLine {
        variant: variant(n),
        listing: ListingId(Uuid::nil()),
        listing_slug: "tea".into(),
        title: what(n),
        options: Bilingual::default(),
        picture: None,
        unit_price: yuan(1),
        quantity,
        available: quantity,
        trouble: None,
        price: LinePrice::default(),
        measure: Measure::default(),
    }
}

/// What should be told, thing by thing.
fn expected(seen: &State, now: &State) -> Vec<Difference> {
    let mut all = Vec::new();
    for n in 0..4 {
        match (seen.0[n], now.0[n]) {
            (Some((_, sum)), None) => all.push(Difference::Gone { sum: yuan(sum) }),
            (None, Some((quantity, sum))) => all.push(Difference::Added {
                what: what(n),
                quantity,
                sum: yuan(sum),
            }),
            (Some((before, _)), Some((after, sum))) if before != after => {
                all.push(Difference::Quantity {
                    what: what(n),
                    seen: before,
                    now: after,
                    sum: yuan(sum),
                });
            }
            (Some((_, before)), Some((_, after))) if before != after => {
                all.push(Difference::Price {
                    what: what(n),
                    seen: yuan(before),
                    now: yuan(after),
                });
            }
            _ => {}
        }
    }
    for n in (0..2).filter(|n| sends(now, *n)) {
        let before = if sends(seen, n) { seen.1[n] } else { (0, 0) };
        let after = now.1[n];
        if before.0 != after.0 {
            all.push(Difference::Postage {
                shop: shop_name(n),
                seen: yuan(before.0),
                now: yuan(after.0),
            });
        }
        if before.1 != after.1 {
            all.push(Difference::Tax {
                shop: shop_name(n),
                seen: yuan(before.1),
                now: yuan(after.1),
            });
        }
    }
    all
}

/// Few values, so that many of them are alike.
fn any_state() -> impl Strategy<Value = State> {
    let line = prop::option::of((1_u32..3, 1_i64..4));
    (
        prop::array::uniform4(line),
        prop::array::uniform2((0_i64..3, 0_i64..3)),
    )
}

proptest! {
    #[test]
    fn what_differs_is_told_and_nothing_else(seen in any_state(), now in any_state()) {
        let (before, after) = (agreed(&seen), agreed(&now));
        let told = before.all_differences(&after, &basket(&now), Cny);
        let expected = expected(&seen, &now);
        prop_assert_eq!(told.len(), expected.len(), "{:?}", told);
        for one in &expected {
            prop_assert!(told.contains(one), "{:?} in {:?}", one, told);
        }
        prop_assert_eq!(told.is_empty(), before == after);
        prop_assert!(after.differences(&after, &basket(&now), Cny).is_empty());
        let told = before.differences(&after, &basket(&now), Cny);
        prop_assert!(told.len() <= MOST_TOLD + 1);
        prop_assert_eq!(told.is_empty(), expected.is_empty());
    }

    #[test]
    fn what_is_written_is_read_again(
        lines in prop::collection::btree_map(any::<u128>(), (any::<u32>(), any::<i64>()), 0..20),
        shops in prop::collection::btree_map(any::<u128>(), (any::<i64>(), any::<i64>()), 0..20),
    ) {
        let line = |(id, (quantity, sum_minor))| {
            (VariantId(Uuid::from_u128(id)), AgreedLine { quantity, sum_minor })
        };
        let shop = |(id, (postage_minor, tax_minor))| {
            (ShopId(Uuid::from_u128(id)), AgreedShop { postage_minor, tax_minor })
        };
        let agreed = Agreed {
            lines: lines.into_iter().map(line).collect(),
            shops: shops.into_iter().map(shop).collect(),
        };
        prop_assert_eq!(Agreed::read(&agreed.to_string()), Some(agreed));
    }

    #[test]
    fn other_text_is_read_as_nothing_or_as_what_it_is(text in "[0-9a-f._*+-]{0,80}") {
        if let Some(agreed) = Agreed::read(&text) {
            prop_assert_eq!(agreed.to_string(), text);
        }
    }
}

#[test]
fn nothing_is_read_that_is_not_written_so() {
    let id = |n: usize| format!("{n:032x}");
    let (one, two) = (id(1), id(2));
    let good = format!("{one}.2.300_{two}.1.50*{one}.800.0");
    assert!(Agreed::read(&good).is_some());
    assert_eq!(Agreed::read("*"), Some(Agreed::default()));
    let hyphens = Uuid::from_u128(1).to_string();
    for bad in [
        String::new(),
        one.clone(),
        format!("{one}.2.300"),
        format!("{one}.2*"),
        format!("{one}.2.300.4*"),
        format!("{one}.-2.300*"),
        format!("{one}.+2.300*"),
        format!("{one}.02.300*"),
        format!("{one}.2.300*_"),
        format!("{one}.2.300**"),
        format!("{one}.2.300_{one}.2.300*"),
        format!("{two}.2.300_{one}.2.300*"),
        format!("{hyphens}.2.300*"),
        format!("{one}.2.99999999999999999999*"),
        format!(" {good}"),
    ] {
        assert_eq!(Agreed::read(&bad), None, "{bad}");
    }
    let many: Vec<String> = (0..1_000).map(|n| format!("{}.1.100", id(n))).collect();
    let long = format!("{}*", many.join("_"));
    assert!(long.len() > LONGEST);
    assert_eq!(Agreed::read(&long), None);
    assert!(Agreed::read(&format!("{}*", many[..500].join("_"))).is_some());
}

#[test]
fn what_is_too_much_to_tell_is_counted() {
    let seen = ([Some((1, 100)); 4], [(800, 0); 2]);
    let now = ([Some((2, 200)); 4], [(900, 10); 2]);
    let told = agreed(&seen).differences(&agreed(&now), &basket(&now), Cny);
    assert_eq!(told.len(), MOST_TOLD + 1);
    assert_eq!(told.last(), Some(&Difference::More { count: 2 }));
}

/// What changed in another tab is told, though an address was chosen meanwhile.
#[test]
fn another_place_agrees_to_no_other_goods() {
    let seen = ([Some((1, 100)), None, None, None], [(800, 0), (0, 0)]);
    let now = ([None, Some((1, 100)), None, None], [(900, 10), (0, 0)]);
    let mut sent = agreed(&seen);
    sent.send_as(agreed(&now));
    let told = sent.differences(&agreed(&now), &basket(&now), Cny);
    let sum = yuan(100);
    let added = Difference::Added {
        what: what(1),
        quantity: 1,
        sum,
    };
    assert_eq!(told, [added, Difference::Gone { sum }]);
}

#[test]
fn a_thing_is_named_with_its_options() {
    let mut line = cart_line(1, 1);
    assert_eq!(name_of(&line), what(1));
    line.options = Bilingual::new("500 g", "500克");
    assert_eq!(name_of(&line), Bilingual::new("Tea 1 · 500 g", ""));
}
