//! What is done next, drawn by weight.

use crate::{
    model::{BUYERS, SHOPS, THINGS},
    steps::{Banking, Buying, Deal, Keeping, PLATFORM, Selling, Step, Typed},
};
use longtail::{
    money::{BasisPoints, Currency},
    trade::price::Off,
};
use proptest::prelude::*;

/// Of any number of decimals.
pub fn any_currency() -> impl Strategy<Value = Currency> {
    prop_oneof![
        4 => Just(Currency::Cny),
        1 => Just(Currency::Jpy),
        1 => Just(Currency::Kwd),
    ]
}

/// Each with whether it is done twice.
pub fn any_life() -> impl Strategy<Value = Vec<(Step, bool)>> {
    prop::collection::vec((any_step(), prop::bool::weighted(0.15)), 1..200)
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        32 => buying().prop_map(Step::Buy),
        11 => deals().prop_map(Step::Deal),
        30 => selling().prop_map(Step::Sell),
        14 => banking().prop_map(Step::Bank),
        10 => keeping().prop_map(Step::Keep),
        1 => (1_i64..500).prop_map(|hours| Step::Wait { hours }),
    ]
}

fn some() -> impl Strategy<Value = usize> + Clone {
    0_usize..1_000
}

fn sum(most: i64) -> impl Strategy<Value = i64> + Clone {
    prop_oneof![3 => Just(0_i64), 2 => -3_i64..50, 2 => 1_i64..most]
}

fn typed(most: i64) -> impl Strategy<Value = Typed> + Clone {
    prop_oneof![Just(Typed::All), sum(most).prop_map(Typed::Minor)]
}

fn buying() -> impl Strategy<Value = Buying> {
    let quantity = prop_oneof![1 => Just(0_u32), 1 => 1_u32..4];
    let pieces = prop::array::uniform4(quantity);
    let codes = prop::array::uniform3(prop::bool::weighted(0.75));
    prop_oneof![
        10 => (0..BUYERS, pieces, codes, prop::bool::weighted(0.1)).prop_map(
            |(buyer, pieces, codes, stale)| Buying::Place { buyer, pieces, codes, stale }
        ),
        1 => some().prop_map(|checkout| Buying::GiveUp { checkout }),
        7 => some().prop_map(|checkout| Buying::PayByCard { checkout }),
        5 => some().prop_map(|checkout| Buying::PayByWallet { checkout }),
        11 => (some(), prop::bool::weighted(0.9))
            .prop_map(|(payment, captured)| Buying::CardSays { payment, captured }),
        3 => (0..BUYERS, 1_i64..300_000).prop_map(|(buyer, minor)| Buying::TopUp { buyer, minor }),
    ]
}

fn deals() -> impl Strategy<Value = Deal> {
    let hours = (prop_oneof![6 => Just(0_i64), 1 => 1_i64..100], 1_i64..1_000);
    let share = |most| {
        (1..=most).prop_map(|bp| Off::Share {
            bp: BasisPoints(bp),
        })
    };
    let off = || {
        // Some give all but the smallest unit away.
        let amount = prop_oneof![3 => 1_i64..20_000, 2 => Just(500_000_i64)];
        let amount = amount.prop_map(|minor| Off::Amount { minor });
        prop_oneof![share(9_500_u16), amount]
    };
    let maker = prop_oneof![0..SHOPS, Just(PLATFORM)];
    let least = prop_oneof![Just(0_i64), 1_i64..20_000];
    let uses = (1_u32..9, 1_u32..4);
    let shop_share = prop_oneof![Just(0_u16), 0_u16..=10_000];
    let campaign = (
        100_i64..20_000,
        1_i64..5_000,
        1_i64..30_000,
        shop_share,
        prop::array::uniform2(any::<bool>()),
        hours.clone(),
    );
    prop_oneof![
        3 => (0..SHOPS, prop::option::of(0..THINGS), off(), hours.clone()).prop_map(
            |(shop, thing, off, hours)| Deal::Offer { shop, thing, off, hours }
        ),
        9 => (maker, off(), 1_i64..30_000, least, uses, hours).prop_map(
            |(maker, off, cap, least, uses, hours)| Deal::Coupon {
                maker, off, cap, least, uses, hours
            }
        ),
        3 => campaign.prop_map(|(every, save, cap, shop_share, joined, hours)| Deal::Campaign {
            every, save, cap, shop_share, joined, hours
        }),
        1 => some().prop_map(|deal| Deal::End { deal }),
    ]
}

fn selling() -> impl Strategy<Value = Selling> {
    let few = prop_oneof![1 => Just([0; 2]), 2 => prop::array::uniform2(0_u32..3)];
    prop_oneof![
        4 => (0..THINGS, prop_oneof![0_u32..12, 12_u32..40])
            .prop_map(|(thing, on_hand)| Selling::Count { thing, on_hand }),
        2 => some().prop_map(|order| Selling::CallOff { order }),
        7 => some().prop_map(|order| Selling::Ship { order }),
        3 => (some(), few.clone()).prop_map(|(order, pieces)| Selling::Pack { order, pieces }),
        7 => some().prop_map(|order| Selling::Confirm { order }),
        2 => some().prop_map(|order| Selling::Clock { order }),
        2 => (some(), any::<bool>())
            .prop_map(|(order, by_shop)| Selling::Extend { order, by_shop }),
        10 => (some(), few, typed(30_000), sum(1_500)).prop_map(
            |(order, pieces, goods, postage)| Selling::PayBack { order, pieces, goods, postage }
        ),
    ]
}

fn banking() -> impl Strategy<Value = Banking> {
    prop_oneof![
        6 => (0..SHOPS).prop_map(|shop| Banking::PayOut { shop }),
        6 => (0..BUYERS, typed(20_000))
            .prop_map(|(buyer, typed)| Banking::Withdraw { buyer, typed }),
        10 => (some(), 0_u8..3).prop_map(|(payout, word)| Banking::BankSays { payout, word }),
        1 => (0..SHOPS + BUYERS, 0_u8..2)
            .prop_map(|(payee, number)| Banking::NameAccount { payee, number }),
    ]
}

fn keeping() -> impl Strategy<Value = Keeping> {
    let order = prop::option::weighted(0.7, some());
    prop_oneof![
        15 => (0..SHOPS, typed(150_000))
            .prop_map(|(shop, typed)| Keeping::PayDeposit { shop, typed }),
        8 => (0..SHOPS, typed(20_000))
            .prop_map(|(shop, typed)| Keeping::TakeDeposit { shop, typed }),
        15 => (0..SHOPS, order, sum(2_000), sum(1_000)).prop_map(
            |(shop, order, to_platform, to_buyer)| Keeping::Charge {
                shop, order, to_platform, to_buyer
            }
        ),
        1 => (0..SHOPS).prop_map(|shop| Keeping::CloseShop { shop }),
    ]
}
