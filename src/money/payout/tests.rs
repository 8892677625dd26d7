use super::*;
use crate::{
    id::PayoutId,
    money::{
        Currency::Cny,
        ledger::{Posting, payout_begun, payout_returned, payout_settled},
    },
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use strum::VariantArray;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("a time")
}

fn terms() -> Terms {
    Terms {
        least: Money::new(1_000, Cny),
        every: Duration::days(1),
        reserve: BasisPoints(1_000),
        reserve_for: Duration::days(90),
        hold_for: Duration::hours(48),
    }
}

fn shop(balance: i64, open_for_days: i64) -> Standing {
    Standing {
        balance: Money::new(balance, Cny),
        paid_out_minor: 0,
        opened_at: Some(now() - Duration::days(open_for_days)),
        under_way: false,
        account: Some(None),
    }
}

fn back() -> BankOutcome {
    BankOutcome::Returned {
        reason: "name_mismatch".to_owned(),
    }
}

#[test]
fn every_stage_against_every_word_of_the_bank() {
    use PayoutStage::{Returned, Scheduled, Sent, Settled};
    let words = [BankOutcome::Pending, BankOutcome::Settled, back()];
    let table = [
        (
            Scheduled,
            [Ok(Some(Sent)), Ok(Some(Settled)), Ok(Some(Returned))],
        ),
        (Sent, [Ok(None), Ok(Some(Settled)), Ok(Some(Returned))]),
        (
            Settled,
            [Ok(None), Ok(None), Err(Contradiction { stage: Settled })],
        ),
        (
            Returned,
            [Ok(None), Err(Contradiction { stage: Returned }), Ok(None)],
        ),
    ];
    assert_eq!(table.len(), PayoutStage::VARIANTS.len());
    for (stage, row) in table {
        for (word, expected) in words.iter().zip(row) {
            assert_eq!(stage.hear(word), expected, "{stage:?} hears {word:?}");
        }
    }
}

#[test]
fn a_new_shop_keeps_a_tenth_of_all_it_earned() {
    let (new, terms) = (shop(100_000, 10), terms());
    let reserve = new.reserve(&terms, now()).expect("a reserve");
    assert_eq!(reserve.amount.minor, 10_000);
    assert_eq!(reserve.until, Some(now() + Duration::days(80)));
    assert_eq!(new.due(&terms, now()), Ok(Money::new(90_000, Cny)));
    // The next day does not take a tenth of the tenth.
    let next = Standing {
        paid_out_minor: 90_000,
        ..shop(10_000, 11)
    };
    assert_eq!(next.due(&terms, now()), Err(NotNow::TooLittle));
    // After ninety days all of it goes.
    let old = Standing {
        paid_out_minor: 90_000,
        ..shop(10_000, 90)
    };
    assert_eq!(old.reserve(&terms, now()), None);
    assert_eq!(old.due(&terms, now()), Ok(Money::new(10_000, Cny)));
}

#[test]
fn what_a_payout_waits_for() {
    let terms = terms();
    let due = |standing: Standing| standing.due(&terms, now());
    assert_eq!(due(shop(1_000, 100)), Ok(Money::new(1_000, Cny)));
    assert_eq!(due(shop(999, 100)), Err(NotNow::TooLittle));
    assert_eq!(due(shop(-5_000, 100)), Err(NotNow::TooLittle));
    assert_eq!(shop(-5_000, 1).available(&terms, now()).minor, 0);
    let until = now() + Duration::hours(1);
    let with = |account| Standing {
        account,
        ..shop(9_000, 100)
    };
    assert_eq!(due(with(None)), Err(NotNow::NoAccount));
    assert_eq!(
        due(with(Some(Some(until)))),
        Err(NotNow::AccountHeld { until })
    );
    assert!(with(Some(Some(until))).due(&terms, until).is_ok());
    let busy = Standing {
        under_way: true,
        ..shop(9_000, 100)
    };
    assert_eq!(due(busy), Err(NotNow::UnderWay));
}

#[test]
fn turns_and_pauses() {
    let day = Duration::days(1);
    assert_eq!(next_turn(now(), day, now()), now() + day);
    let late = now() + Duration::hours(3);
    assert_eq!(next_turn(now(), day, late), now() + day, "in step");
    let much_later = now() + Duration::days(9);
    assert_eq!(next_turn(now(), day, much_later), much_later + day);
    let pauses: Vec<i64> = (1..=7).map(|n| pause_after(n, day).num_days()).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16, 16, 16]);
    assert_eq!(ask_again_in(Duration::seconds(5)), Duration::minutes(1));
    assert_eq!(ask_again_in(Duration::hours(2)), Duration::hours(1));
    assert_eq!(ask_again_in(Duration::days(9)), Duration::hours(6));
    assert_eq!(
        ReturnReason::of("account_closed"),
        ReturnReason::AccountClosed
    );
    assert_eq!(ReturnReason::of("moon_phase"), ReturnReason::Other);
}

proptest! {
    /// Whatever the bank says, and however often: each payout moves its money out once and in
    /// once, nothing is created or lost, and what is set aside is what is under way.
    #[test]
    fn nobody_is_paid_twice(
        earnings in prop::collection::vec(0_i64..1_000_000, 1..20),
        words in prop::collection::vec((0_usize..40, 0_u8..3), 0..120),
        open_for in 0_i64..200,
    ) {
        let (owner, terms) = (Payee::Shop(ShopId(Uuid::from_u128(1))), terms());
        let earned: i64 = earnings.iter().sum();
        let mut balances = BTreeMap::from([(owner.holder(), 0_i64), (Holder::Gateway, 0)]);
        let mut post = |posting: Posting| -> BTreeMap<Holder, i64> {
            *balances.entry(posting.debit).or_default() -= posting.amount.minor;
            *balances.entry(posting.credit).or_default() += posting.amount.minor;
            balances.clone()
        };
        let mut payouts: Vec<(PayoutStage, Money)> = Vec::new();
        let mut balance = 0;
        let mut words = words.into_iter();
        for amount in earnings {
            balance += amount;
            let paid_out: i64 = payouts.iter()
                .filter(|(stage, _)| *stage != PayoutStage::Returned)
                .map(|(_, amount)| amount.minor).sum();
            let standing = Standing {
                paid_out_minor: paid_out,
                under_way: payouts.iter().any(|(stage, _)| stage.under_way()),
                ..shop(balance, open_for)
            };
            if let Ok(due) = standing.due(&terms, now()) {
                prop_assert!(due.minor >= terms.least.minor && due.minor <= balance);
                let id = PayoutId(Uuid::from_u128(payouts.len() as u128));
                post(payout_begun(id, owner, due));
                balance -= due.minor;
                payouts.push((PayoutStage::Scheduled, due));
            }
            for (which, word) in words.by_ref().take(6) {
                let Some(place) = which.checked_rem(payouts.len()) else { continue };
                let (stage, amount) = payouts[place];
                let said = [BankOutcome::Pending, BankOutcome::Settled, back()][usize::from(word)].clone();
                let Ok(Some(next)) = stage.hear(&said) else { continue };
                let id = PayoutId(Uuid::from_u128(place as u128));
                let books = match next {
                    PayoutStage::Settled => post(payout_settled(id, owner, amount)),
                    PayoutStage::Returned => {
                        balance += amount.minor;
                        post(payout_returned(id, owner, amount))
                    }
                    PayoutStage::Scheduled | PayoutStage::Sent => {
                        payouts[place].0 = next;
                        continue;
                    }
                };
                payouts[place].0 = next;
                prop_assert_eq!(books[&Holder::Payout(id)], 0);
                prop_assert_eq!(books.values().sum::<i64>(), 0);
            }
            prop_assert!(payouts.iter().filter(|(stage, _)| stage.under_way()).count() <= 1);
        }
        let out: i64 = payouts.iter()
            .filter(|(stage, _)| *stage != PayoutStage::Returned)
            .map(|(_, amount)| amount.minor).sum();
        prop_assert_eq!(earned, balance + out);
        prop_assert!(balance >= 0);
    }
}
