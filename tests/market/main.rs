//! The whole market as its rules alone see it: stock, orders, escrow, refunds, wallets, payouts.
//! Whatever is done, in whatever order, late, twice or against the rules: the laws hold after
//! every step. `PROPTEST_CASES=100000 cargo test --test market` asks for longer.

mod laws;
mod model;
mod steps;

use model::{BUYERS, Market, SHOPS, Step};
use proptest::prelude::*;

fn any_step() -> impl Strategy<Value = Step> {
    let some = 0_usize..1_000;
    let money = prop_oneof![Just(0_i64), 1_i64..50, 1_i64..30_000];
    prop_oneof![
        2 => (0..SHOPS * 2, 0_u32..12).prop_map(|(thing, on_hand)| Step::Count { thing, on_hand }),
        6 => (0..BUYERS, 0..SHOPS, 0_u32..4, 0_u32..4, prop_oneof![Just(0_u16), 0_u16..=10_000])
            .prop_map(|(buyer, shop, one, other, share)| Step::Place { buyer, shop, pieces: [one, other], share }),
        6 => some.clone().prop_map(|order| Step::PayByCard { order }),
        3 => some.clone().prop_map(|order| Step::PayByWallet { order }),
        7 => (some.clone(), prop::bool::weighted(0.8))
            .prop_map(|(payment, captured)| Step::CardSays { payment, captured }),
        2 => (0..BUYERS, 1_i64..200_000).prop_map(|(buyer, minor)| Step::TopUp { buyer, minor }),
        2 => some.clone().prop_map(|order| Step::CallOff { order }),
        5 => some.clone().prop_map(|order| Step::Ship { order }),
        3 => (some.clone(), 0_u32..3, 0_u32..3)
            .prop_map(|(order, one, other)| Step::Pack { order, pieces: [one, other] }),
        4 => some.clone().prop_map(|order| Step::Confirm { order }),
        2 => some.clone().prop_map(|order| Step::Clock { order }),
        2 => (some.clone(), any::<bool>()).prop_map(|(order, by_shop)| Step::Extend { order, by_shop }),
        6 => (some.clone(), 0_u32..4, 0_u32..4, money.clone(), money)
            .prop_map(|(order, one, other, goods, postage)| Step::PayBack {
                order, pieces: [one, other], goods, postage
            }),
        3 => (0..SHOPS).prop_map(|shop| Step::PayOut { shop }),
        4 => (some, 0_u8..3).prop_map(|(payout, word)| Step::BankSays { payout, word }),
        2 => (1_i64..300).prop_map(|hours| Step::Wait { hours }),
    ]
}

proptest! {
    #[test]
    fn the_laws_hold_whatever_is_done(
        steps in prop::collection::vec((any_step(), prop::bool::weighted(0.15)), 1..150),
    ) {
        let mut market = Market::new();
        for (step, twice) in steps {
            for _ in 0..=u8::from(twice) {
                market.take(&step);
                let broken = laws::broken(&market);
                prop_assert!(broken.is_none(), "after {step:?}: {}", broken.unwrap_or_default());
            }
        }
    }
}
