use super::*;
use crate::{
    id::{AccountId, CardRefundId},
    money::{
        Currency::Cny,
        ledger::{
            Holder, Posting, card_refund_begun, card_refund_returned, card_refund_settled,
            wallet_funded,
        },
    },
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use strum::VariantArray;
use uuid::Uuid;

fn failed() -> RefundOutcome {
    RefundOutcome::Failed {
        reason: "card_closed".to_owned(),
    }
}

#[test]
fn every_stage_against_every_word_of_the_gateway() {
    use CardRefundStage::{Failed, Scheduled, Sent, Settled};
    let words = [RefundOutcome::Pending, RefundOutcome::Settled, failed()];
    let table = [
        (
            Scheduled,
            [Ok(Some(Sent)), Ok(Some(Settled)), Ok(Some(Failed))],
        ),
        (Sent, [Ok(None), Ok(Some(Settled)), Ok(Some(Failed))]),
        (
            Settled,
            [Ok(None), Ok(None), Err(Contradiction { stage: Settled })],
        ),
        (
            Failed,
            [Ok(None), Err(Contradiction { stage: Failed }), Ok(None)],
        ),
    ];
    assert_eq!(table.len(), CardRefundStage::VARIANTS.len());
    for (stage, row) in table {
        for (word, expected) in words.iter().zip(row) {
            assert_eq!(stage.hear(word), expected, "{stage:?} hears {word:?}");
        }
    }
}

fn left(n: u128, left_minor: i64) -> PaymentLeft {
    PaymentLeft {
        payment: PaymentId(Uuid::from_u128(n)),
        left_minor,
    }
}

#[test]
fn no_payment_gives_back_more_than_is_left_of_it() {
    let two = [left(1, 500), left(2, 0), left(3, 300)];
    let parts = |amount| -> Vec<(u128, i64)> {
        let parts = split(amount, &two);
        let named = parts.into_iter();
        named.map(|(id, part)| (id.0.as_u128(), part)).collect()
    };
    assert_eq!(parts(0), []);
    assert_eq!(parts(-5), []);
    assert_eq!(parts(500), [(1, 500)]);
    assert_eq!(parts(501), [(1, 500), (3, 1)]);
    assert_eq!(parts(9_000), [(1, 500), (3, 300)], "the rest stays");
    assert_eq!(split(100, &[]), []);
}

#[test]
fn a_code_is_no_part_of_what_is_asked_for() {
    let asked = |code: &str| {
        let back = ReturnToCard {
            command: CommandId(Uuid::nil()),
            payment: PaymentId(Uuid::nil()),
            amount_minor: 500,
            code: code.to_owned(),
        };
        serde_json::to_string(&back).expect("written down")
    };
    assert_eq!(asked("123456"), asked(""));
}

proptest! {
    /// Whatever the gateway says, and however often: what goes back leaves the wallet once, and
    /// reaches the gateway or comes back once; no more goes back than was paid.
    #[test]
    fn nothing_goes_back_twice(
        paid in 1_i64..1_000_000,
        asks in prop::collection::vec(1_i64..400_000, 1..12),
        words in prop::collection::vec((0_usize..12, 0_usize..3), 0..80),
    ) {
        let (payer, payment) = (AccountId(Uuid::from_u128(1)), PaymentId(Uuid::from_u128(2)));
        let mut balances: BTreeMap<Holder, i64> = BTreeMap::new();
        let mut post = |posting: Posting| -> BTreeMap<Holder, i64> {
            *balances.entry(posting.debit).or_default() -= posting.amount.minor;
            *balances.entry(posting.credit).or_default() += posting.amount.minor;
            balances.clone()
        };
        post(wallet_funded(payment, payer, Money::new(paid, Cny)));
        let id = |n: usize| CardRefundId(Uuid::from_u128(100 + n as u128));
        let mut refunds: Vec<(CardRefundStage, Money)> = Vec::new();
        let mut left_minor = paid;
        for ask in asks {
            for (_, part) in split(ask, &[PaymentLeft { payment, left_minor }]) {
                let amount = Money::new(part, Cny);
                post(card_refund_begun(id(refunds.len()), payer, amount));
                left_minor -= part;
                refunds.push((CardRefundStage::Scheduled, amount));
            }
        }
        for (which, word) in words {
            let Some(at) = which.checked_rem(refunds.len()) else { continue };
            let (stage, amount) = refunds[at];
            let said = [RefundOutcome::Pending, RefundOutcome::Settled, failed()][word].clone();
            let Ok(Some(next)) = stage.hear(&said) else { continue };
            refunds[at].0 = next;
            let books = match next {
                CardRefundStage::Settled => post(card_refund_settled(id(at), amount)),
                CardRefundStage::Failed => post(card_refund_returned(id(at), payer, amount)),
                CardRefundStage::Scheduled | CardRefundStage::Sent => continue,
            };
            prop_assert!(books.iter().all(|(holder, sum)| holder.floor().is_none_or(|floor| *sum >= floor)));
            prop_assert_eq!(books.values().sum::<i64>(), 0);
        }
        let sum = |wanted: fn(CardRefundStage) -> bool| -> i64 {
            refunds.iter().filter(|(stage, _)| wanted(*stage)).map(|(_, amount)| amount.minor).sum()
        };
        let gone = sum(|stage| stage != CardRefundStage::Failed);
        prop_assert!(gone <= paid);
        let wallet = balances.get(&Holder::Wallet(payer)).copied().unwrap_or_default();
        prop_assert_eq!(wallet, paid - gone);
        let gateway = balances.get(&Holder::Gateway).copied().unwrap_or_default();
        prop_assert_eq!(-gateway, paid - sum(|stage| stage == CardRefundStage::Settled));
    }
}
