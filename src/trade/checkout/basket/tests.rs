use super::*;
use crate::{
    id::{CommandId, ListingId, TemplateId},
    money::{
        Currency::Cny,
        tax::{OnTop, Rate, TaxClass},
    },
    text::Bilingual,
    trade::{
        cart::CartView,
        checkout::Difference,
        price::{Coupon, CouponTrouble, LinePrice, Off, Span},
        shipping::postage::{Measure, Template, Unit, Zone},
        shop::{Postage, ShopStage},
    },
};
use chrono::{DateTime, Duration};
use proptest::prelude::*;
use uuid::Uuid;

const BUYER: AccountId = AccountId(Uuid::from_u128(7));

fn variant(n: u8) -> VariantId {
    VariantId(Uuid::from_u128(n.into()))
}

fn yuan(minor: i64) -> Money {
    Money::new(minor, Cny)
}

/// A basket at one shop, each thing at ¥10 and sent free.
fn basket(goods: &[(u8, u32)]) -> Vec<ShopPart> {
    let shop = ShopCard {
        id: ShopId(Uuid::nil()),
        slug: "tea".into(),
        name: Bilingual::new("Tea", ""),
        tier: Tier::Bazaar,
        stage: ShopStage::Open,
        city: Bilingual::new("", ""),
        mark: None,
    };
    let tariff = Tariff::plain(Postage {
        base: yuan(0),
        extra_item: yuan(0),
        free_over: None,
    });
    let lines = goods
        .iter()
        .map(|(n, quantity)| CartLine {
            variant: variant(*n),
            listing: ListingId(Uuid::nil()),
            listing_slug: "tea".into(),
            title: Bilingual::new("Tea", ""),
            options: Bilingual::new("", ""),
            picture: None,
            unit_price: yuan(1_000),
            quantity: *quantity,
            available: *quantity,
            trouble: None,
            price: LinePrice::default(),
            measure: Measure::default(),
        })
        .collect();
    vec![(shop, tariff, lines)]
}

fn ask(pieces: u32) -> PlaceCheckout {
    PlaceCheckout {
        command: CommandId(Uuid::nil()),
        email: "lin@longtail.example".into(),
        ship_to: PostalAddress {
            recipient: "Lin".into(),
            phone: "+86 571 5550 0101".into(),
            country: "CN".into(),
            city: "Hangzhou".into(),
            line: "12 Willow Lane".into(),
            ..PostalAddress::default()
        },
        remember_address: false,
        notes: Vec::new(),
        agreed_total_minor: i64::from(pieces) * 1_000,
        agreed: None,
    }
}

fn total_changed(seen: Money, now: Money, differences: Vec<Difference>) -> CheckoutError {
    CheckoutError::TotalChanged {
        seen,
        now,
        differences,
    }
}

fn judged(
    cmd: &PlaceCheckout,
    basket: &[ShopPart],
    counter: &mut Counter,
) -> Result<Accepted, NotAccepted> {
    judge(cmd, BUYER, basket, counter, |_| BasisPoints(100))
}

fn counter(goods: &[(u8, u32)]) -> Counter {
    let shelf = Shelf::new(goods.iter().map(|(n, on_hand)| {
        let level = StockLevel {
            on_hand: *on_hand,
            reserved: 0,
        };
        (variant(*n), level)
    }));
    Counter {
        shelf,
        deals: Deals::none(DateTime::UNIX_EPOCH, Cny),
    }
}

#[test]
fn the_shelf_knows_better_than_the_basket() {
    let mut counter = counter(&[(1, 3)]);
    let mut stale = basket(&[(1, 2)]);
    stale[0].2[0].trouble = Some(LineTrouble::SoldOut);
    assert!(judged(&ask(2), &stale, &mut counter).is_ok());
    let trouble = CheckoutError::LinesInTrouble {
        variants: vec![variant(1)],
    };
    let refused = judged(&ask(2), &basket(&[(1, 2)]), &mut counter);
    assert_eq!(refused, Err(trouble.clone().into()));
    stale[0].2[0].quantity = 1;
    stale[0].2[0].trouble = Some(LineTrouble::NotOffered);
    assert_eq!(judged(&ask(1), &stale, &mut counter), Err(trouble.into()));
    assert_eq!(counter.shelf.level(variant(1)).available(), 1);
}

#[test]
fn each_refusal_leaves_the_shelf_as_it_was() {
    let mut counter = counter(&[(1, 5)]);
    let goods = basket(&[(1, 2)]);
    let (seen, now) = (yuan(1_000), yuan(2_000));
    let changed = total_changed(seen, now, Vec::new());
    assert_eq!(
        judged(&ask(0), &[], &mut counter),
        Err(CheckoutError::CartEmpty.into())
    );
    assert_eq!(judged(&ask(1), &goods, &mut counter), Err(changed.into()));
    let faulty = PlaceCheckout {
        email: "no".into(),
        ..ask(2)
    };
    let Err(NotAccepted::Invalid(issues)) = judged(&faulty, &goods, &mut counter) else {
        panic!("the form is faulty");
    };
    assert_eq!(issues.0.keys().collect::<Vec<_>>(), ["email"]);
    assert_eq!(counter.shelf.level(variant(1)).available(), 5);
}

#[test]
fn what_does_not_go_there_is_named_and_takes_nothing_from_the_shelf() {
    let mut counter = counter(&[(1, 5)]);
    let mut goods = basket(&[(1, 2)]);
    let id = TemplateId(Uuid::nil());
    goods[0].1.templates = vec![Template {
        id,
        unit: Unit::Piece,
        zones: vec![Zone {
            countries: vec!["CN".into()],
            regions: vec!["Tibet".into()],
            rate: None,
        }],
    }];
    goods[0].2[0].measure.template = Some(id);
    let refused = CheckoutError::CannotBeSent {
        goods: vec![Bilingual::new("Tea", "")],
        country: "CN".into(),
    };
    assert_eq!(judged(&ask(2), &goods, &mut counter), Err(refused.into()));
    assert_eq!(counter.shelf.level(variant(1)).available(), 5);
    goods[0].2[0].measure.template = None;
    assert!(judged(&ask(2), &goods, &mut counter).is_ok());
}

/// A coupon of ¥3 that one person in all can use.
fn last_of_a_coupon(counter: &mut Counter) -> CouponId {
    let id = CouponId(Uuid::from_u128(9));
    let now = counter.deals.now;
    let coupon = Coupon {
        id,
        code: "TEA3".into(),
        shop: Some(ShopId(Uuid::nil())),
        off: Off::Amount { minor: 300 },
        cap_minor: None,
        least_minor: 0,
        span: Span {
            from: now,
            until: now + Duration::days(1),
        },
        limit: Some(1),
        per_person: 1,
        used: 0,
    };
    counter.deals.coupons.insert(id, coupon);
    id
}

#[test]
fn the_last_use_of_a_coupon_is_given_once_in_a_batch() {
    let mut counter = counter(&[(1, 5)]);
    let coupon = last_of_a_coupon(&mut counter);
    let other = AccountId(Uuid::from_u128(8));
    for buyer in [BUYER, other] {
        counter.deals.held.insert(buyer, vec![coupon]);
    }
    let goods = basket(&[(1, 1)]);
    let cmd = PlaceCheckout {
        agreed_total_minor: 700,
        ..ask(1)
    };
    let accepted = judged(&cmd, &goods, &mut counter).expect("accepted");
    assert_eq!((accepted.goods, accepted.total), (yuan(700), yuan(700)));
    assert_eq!(accepted.coupons.len(), 1);
    // The next one saw the same total, is told, and is asked again.
    let (seen, now) = (yuan(700), yuan(1_000));
    let changed = total_changed(seen, now, Vec::new());
    let commission = |_| BasisPoints(100);
    let refused = judge(&cmd, other, &goods, &mut counter, commission);
    assert_eq!(refused, Err(changed.into()));
    assert_eq!(counter.shelf.level(variant(1)).available(), 4);
    let prices = counter.deals.price(Some(other), &goods_in(&goods));
    let outcome = &prices.expect("prices").coupons[0].outcome;
    assert_eq!(outcome, &Err(CouponTrouble::UsedUp));
    let accepted = judge(&ask(1), other, &goods, &mut counter, commission).expect("accepted");
    assert!(accepted.coupons.is_empty());
}

#[test]
fn tax_on_top_is_agreed_to_with_the_rest_and_opens_no_coupon() {
    let mut counter = counter(&[(1, 5)]);
    let coupon = last_of_a_coupon(&mut counter);
    counter.deals.held.insert(BUYER, vec![coupon]);
    if let Some(coupon) = counter.deals.coupons.get_mut(&coupon) {
        coupon.least_minor = 2_100;
    }
    let day = counter.deals.now.date_naive();
    counter.deals.on_top = OnTop {
        day,
        countries: ["JP".to_owned()].into(),
        rates: vec![Rate {
            country: "JP".into(),
            region: String::new(),
            class: TaxClass::Standard,
            from: day,
            rate: BasisPoints(1_000),
        }],
        registered: [ShopId(Uuid::nil())].into(),
        ..OnTop::default()
    };
    let goods = basket(&[(1, 2)]);
    let mut cmd = ask(2);
    cmd.ship_to.country = "JP".into();
    let (seen, now) = (yuan(2_000), yuan(2_200));
    let changed = total_changed(seen, now, Vec::new());
    assert_eq!(judged(&cmd, &goods, &mut counter), Err(changed.into()));

    let cart = |country: &str| {
        let place = Place {
            country: country.into(),
            region: String::new(),
        };
        CartView::of(goods.clone(), &counter.deals, Some(BUYER), place).expect("small amounts")
    };
    let there = cart("JP");
    assert_eq!((there.goods, there.total), (yuan(2_000), now));
    let added: Vec<_> = there
        .taxes
        .iter()
        .map(|tax| (tax.rate.0, tax.tax))
        .collect();
    assert_eq!(added, [(1_000, yuan(200))]);
    assert_eq!(there.groups[0].taxes, there.taxes);
    let missing = CouponTrouble::LeastNotReached { missing: yuan(100) };
    assert_eq!(there.coupons[0].outcome, Err(missing));
    assert!(cart("CN").taxes.is_empty());

    cmd.agreed_total_minor = now.minor;
    cmd.agreed = Some(Agreed::of_cart(&cart("CN")));
    let tax = Difference::Tax {
        shop: Bilingual::new("Tea", ""),
        seen: yuan(0),
        now: yuan(200),
    };
    let refused = total_changed(now, now, vec![tax]);
    assert_eq!(judged(&cmd, &goods, &mut counter), Err(refused.into()));
    cmd.agreed = Some(Agreed::of_cart(&there));
    let accepted = judged(&cmd, &goods, &mut counter).expect("accepted");
    assert_eq!((accepted.goods, accepted.total), (now, now));
    assert_eq!(accepted.orders[0].commission, yuan(20));
}

#[test]
fn other_goods_at_the_same_total_are_told() {
    let mut counter = counter(&[(1, 5), (2, 5)]);
    let shown = |counter: &Counter, goods: &[(u8, u32)]| {
        let cart = CartView::of(basket(goods), &counter.deals, Some(BUYER), Place::default());
        Some(Agreed::of_cart(&cart.expect("small amounts")))
    };
    let mut cmd = ask(3);
    cmd.agreed = shown(&counter, &[(1, 3)]);
    let sum = yuan(3_000);
    let gone = Difference::Gone { sum };
    let added = Difference::Added {
        what: Bilingual::new("Tea", ""),
        quantity: 3,
        sum,
    };
    let swapped = basket(&[(2, 3)]);
    let refused = total_changed(sum, sum, vec![added, gone]);
    assert_eq!(judged(&cmd, &swapped, &mut counter), Err(refused.into()));
    assert_eq!(counter.shelf.level(variant(2)).available(), 5);
    // Whoever tells the total alone has agreed to that.
    assert!(judged(&ask(3), &swapped, &mut counter).is_ok());
    // Two changes that cancel out.
    cmd.agreed = shown(&counter, &[(1, 2), (2, 1)]);
    let refused = judged(&cmd, &basket(&[(1, 1), (2, 2)]), &mut counter);
    let Err(NotAccepted::Refused(CheckoutError::TotalChanged { differences, .. })) = refused else {
        panic!("it has changed");
    };
    let kinds = |one: &Difference| matches!(one, Difference::Quantity { .. });
    assert_eq!(
        (differences.len(), differences.iter().all(kinds)),
        (2, true)
    );
    cmd.agreed = shown(&counter, &[(1, 1), (2, 2)]);
    assert!(judged(&cmd, &basket(&[(1, 1), (2, 2)]), &mut counter).is_ok());
}

proptest! {
    /// However baskets follow each other: nothing is promised twice, and who is refused
    /// could not have been served.
    #[test]
    fn baskets_share_a_shelf(
        stock in prop::collection::vec(0_u32..20, 3),
        asked in prop::collection::vec((0_u8..3, 1_u32..6, prop::option::of(1_u32..6)), 0..40),
    ) {
        let goods: Vec<(u8, u32)> = (0..).zip(stock.iter().copied()).collect();
        let mut counter = counter(&goods);
        let mut left = stock;
        for (first, quantity, second) in asked {
            let mut wanted = vec![(first, quantity)];
            wanted.extend(second.map(|quantity| ((first + 1) % 3, quantity)));
            let pieces = wanted.iter().map(|(_, quantity)| quantity).sum();
            let fits = wanted.iter().all(|(n, quantity)| left[usize::from(*n)] >= *quantity);
            let outcome = judged(&ask(pieces), &basket(&wanted), &mut counter);
            prop_assert_eq!(outcome.is_ok(), fits);
            if fits {
                for (n, quantity) in wanted {
                    left[usize::from(n)] -= quantity;
                }
            }
        }
        for (n, left) in (0..).zip(left) {
            prop_assert_eq!(counter.shelf.level(variant(n)).available(), left);
        }
    }
}
