use super::*;
use crate::money::Currency::Cny;
use proptest::prelude::*;
use std::collections::BTreeMap;
use strum::VariantArray;

fn apply(balances: &mut BTreeMap<Holder, i64>, posting: &Posting) {
    *balances.entry(posting.debit).or_default() -= posting.amount.minor;
    *balances.entry(posting.credit).or_default() += posting.amount.minor;
}

proptest! {
    /// Orders are paid by either source and the platform, then released or returned: nothing
    /// is created or lost, escrow ends empty, and no account falls below its floor.
    #[test]
    fn money_is_conserved(orders in prop::collection::vec((1_i64..1_000_000, 0_i64..9_000, 0_i64..=100, any::<bool>(), any::<bool>()), 1..40)) {
        let mut balances = BTreeMap::new();
        let (buyer, shop) = (AccountId(Uuid::from_u128(1)), ShopId(Uuid::from_u128(2)));
        for (n, (total, promoted, commission_percent, by_wallet, released)) in orders.into_iter().enumerate() {
            let order = OrderId(Uuid::from_u128(100 + n as u128));
            let payment = PaymentId(Uuid::from_u128(10_000 + n as u128));
            let money = Money::new(total, Cny);
            let source = if by_wallet {
                apply(&mut balances, &wallet_funded(payment, buyer, money));
                Source::Wallet(buyer)
            } else {
                Source::Gateway
            };
            apply(&mut balances, &order_paid(source, payment, order, money));
            apply(&mut balances, &order_promoted(order, Money::new(promoted, Cny)));
            let worth = total + promoted;
            prop_assert_eq!(balances[&Holder::Escrow(order)], worth);
            if released {
                for posting in order_released(order, shop, Money::new(worth, Cny), worth * commission_percent / 100) {
                    prop_assert!(posting.amount.minor > 0);
                    apply(&mut balances, &posting);
                }
            } else {
                for posting in order_returned(order, buyer, money, promoted) {
                    apply(&mut balances, &posting);
                }
            }
            prop_assert_eq!(balances[&Holder::Escrow(order)], 0);
            prop_assert_eq!(balances.values().sum::<i64>(), 0);
            for (holder, balance) in &balances {
                prop_assert!(holder.floor().is_none_or(|floor| *balance >= floor));
            }
        }
    }
}

#[test]
fn every_rule_is_listed_in_its_document() {
    let mut listed: Vec<Rule> = include_str!("../../../docs/LEDGER.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next()?.parse().ok())
        .collect();
    listed.sort_by_key(|rule| *rule as u8);
    assert_eq!(listed, Rule::VARIANTS);
}
