//! The whole market as its rules alone see it: prices, who pays for what lowers them, tax, stock,
//! checkouts over two shops, orders, parcels, escrow, refunds, also to cards, wallets, payouts,
//! deposits and fees.
//! Whatever is done, in whatever order, late, twice or against the rules: the laws hold after
//! every step. `PROPTEST_CASES=100000 cargo test --test market` asks for longer.

mod chance;
mod laws;
mod met;
mod model;
mod steps;

use chance::{any_currency, any_life};
use model::Market;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::BTreeMap;

proptest! {
    #[test]
    fn the_laws_hold_whatever_is_done(currency in any_currency(), life in any_life()) {
        let mut market = Market::new(currency);
        for (step, twice) in life {
            for _ in 0..=u8::from(twice) {
                market.take(step);
                let broken = laws::broken(&market);
                prop_assert!(broken.is_none(), "after {step:?}: {}", broken.unwrap_or_default());
            }
        }
    }
}

/// Laws about what never happens would hold for ever. The same lives each time.
#[test]
fn enough_happens_for_the_laws_to_be_broken() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..600 {
        let drawn = (any_currency(), any_life()).new_tree(&mut runner);
        let (currency, life) = drawn.expect("a life").current();
        let mut market = Market::new(currency);
        life.into_iter().for_each(|(step, _)| market.take(step));
        for (what, often) in met::all(&market) {
            *met.entry(what).or_default() += often;
        }
    }
    for (what, often) in &met {
        assert!(*often >= 3, "{what}: {often} times, of {met:?}");
    }
}
