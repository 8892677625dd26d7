//! What is done next, drawn by weight.

use crate::{
    model::{BUYERS, SHOPS, THINGS},
    steps::{Banking, Buying, Deal, Keeping, PLATFORM, Returning, Selling, Step, Taxing, Typed},
};
use longtail::{
    money::{BasisPoints, Currency},
    trade::{price::Off, shipping::parcel::ScanKind},
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
    prop::collection::vec((any_step(), prop::bool::weighted(0.15)), 1..240)
}

fn any_step() -> impl Strategy<Value = Step> {
    // Once in a while longer than money can go back to a card.
    let hours = prop_oneof![11 => 1_i64..500, 1 => Just(4_400_i64)];
    prop_oneof![
        36 => buying().prop_map(Step::Buy),
        13 => deals().prop_map(Step::Deal),
        2 => taxing().prop_map(Step::Tax),
        41 => selling().prop_map(Step::Sell),
        7 => returning().prop_map(Step::GiveBack),
        13 => banking().prop_map(Step::Bank),
        10 => keeping().prop_map(Step::Keep),
        1 => hours.prop_map(|hours| Step::Wait { hours }),
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
    let (stale, abroad) = (prop::bool::weighted(0.1), prop::bool::weighted(0.35));
    prop_oneof![
        10 => (0..BUYERS, pieces, codes, stale, abroad).prop_map(
            |(buyer, pieces, codes, stale, abroad)| Buying::Place {
                buyer, pieces, codes, stale, abroad
            }
        ),
        1 => some().prop_map(|checkout| Buying::GiveUp { checkout }),
        7 => some().prop_map(|checkout| Buying::PayByCard { checkout }),
        5 => some().prop_map(|checkout| Buying::PayByWallet { checkout }),
        11 => (some(), prop::bool::weighted(0.9))
            .prop_map(|(payment, captured)| Buying::CardSays { payment, captured }),
        4 => (0..BUYERS, 1_i64..300_000).prop_map(|(buyer, minor)| Buying::TopUp { buyer, minor }),
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

fn taxing() -> impl Strategy<Value = Taxing> {
    let mostly = || prop::bool::weighted(0.75);
    prop_oneof![
        2 => (0..SHOPS, mostly())
            .prop_map(|(shop, registered)| Taxing::Register { shop, registered }),
        1 => mostly().prop_map(|on_top| Taxing::SayOnTop { on_top }),
    ]
}

fn selling() -> impl Strategy<Value = Selling> {
    let some_of_each = || prop::array::uniform2(0_u32..3);
    let few = prop_oneof![1 => Just([0; 2]), 2 => some_of_each()];
    let kind = prop_oneof![
        4 => Just(ScanKind::Lost),
        2 => Just(ScanKind::Sorted),
        1 => Just(ScanKind::Delivered),
    ];
    let ago = prop_oneof![3 => Just(0_i64), 1 => 1_i64..100];
    prop_oneof![
        4 => (0..THINGS, prop_oneof![0_u32..12, 12_u32..40])
            .prop_map(|(thing, on_hand)| Selling::Count { thing, on_hand }),
        2 => some().prop_map(|order| Selling::CallOff { order }),
        8 => some().prop_map(|order| Selling::Ship { order }),
        6 => (some(), some_of_each())
            .prop_map(|(order, pieces)| Selling::Pack { order, pieces }),
        9 => (some(), kind, ago)
            .prop_map(|(parcel, kind, hours)| Selling::Scan { parcel, kind, hours }),
        8 => some().prop_map(|order| Selling::Confirm { order }),
        5 => (some(), prop::bool::weighted(0.6))
            .prop_map(|(order, in_time)| Selling::Clock { order, in_time }),
        2 => (some(), any::<bool>())
            .prop_map(|(order, by_shop)| Selling::Extend { order, by_shop }),
        12 => (some(), few, typed(30_000), sum(1_500)).prop_map(
            |(order, pieces, goods, postage)| Selling::PayBack { order, pieces, goods, postage }
        ),
        5 => some().prop_map(|order| Selling::PayBackLost { order }),
    ]
}

fn returning() -> impl Strategy<Value = Returning> {
    prop_oneof![
        1 => (some(), typed(20_000))
            .prop_map(|(payment, typed)| Returning::SendBack { payment, typed }),
        2 => (some(), 0_u8..3)
            .prop_map(|(refund, word)| Returning::GatewaySays { refund, word }),
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
