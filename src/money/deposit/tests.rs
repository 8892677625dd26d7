use super::{
    fee::{Fee, FeeForm, REASON_MOST},
    *,
};
use crate::{
    id::{AccountId, OrderId, ShopId},
    money::{
        Currency::Cny,
        ledger::{Holder, Posting, deposit_paid, deposit_returned},
    },
    text::FieldIssues,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a shop of its tier needs.
const OF_TIER: Money = Money::new(10_000, Cny);

fn yuan(minor: i64) -> Money {
    Money::new(minor, Cny)
}

fn form(platform: &str, buyer: &str, order: &str) -> FeeForm {
    FeeForm {
        shop: "tea".to_owned(),
        order: order.to_owned(),
        platform: platform.to_owned(),
        buyer: buyer.to_owned(),
        reason: "  Sent\nlate ".to_owned(),
    }
}

fn fee(platform: i64, buyer: i64) -> Fee {
    Fee {
        order: None,
        platform: yuan(platform),
        buyer: yuan(buyer),
        reason: "Late".to_owned(),
    }
}

#[test]
fn what_is_needed_ends_with_the_shop() {
    let needed = |stage| Deposit::of(yuan(0), OF_TIER, stage, None).needed;
    for stage in [ShopStage::Preparing, ShopStage::Open, ShopStage::Paused] {
        assert_eq!(needed(stage), OF_TIER);
    }
    assert_eq!(needed(ShopStage::Closed), yuan(0));
}

#[test]
fn what_is_missing_and_what_is_spare() {
    let of = |held| Deposit::of(yuan(held), OF_TIER, ShopStage::Open, None);
    let table = [
        (0, 10_000, 0),
        (9_999, 1, 0),
        (10_000, 0, 0),
        (12_000, 0, 2_000),
    ];
    for (held, missing, spare) in table {
        let deposit = of(held);
        assert_eq!(
            (deposit.missing(), deposit.spare()),
            (yuan(missing), yuan(spare))
        );
    }
    let closed = Deposit::of(yuan(7), OF_TIER, ShopStage::Closed, None);
    assert_eq!((closed.missing(), closed.spare()), (yuan(0), yuan(7)));
}

#[test]
fn a_closed_shop_waits_for_its_last_buyers() {
    let ended: DateTime<Utc> = "2026-03-01T01:30:00Z".parse().expect("a time");
    let fifteen = Duration::days(15);
    let last = ended + fifteen;
    let trade = |open, ended_at| Trade { open, ended_at };
    let table = [
        (trade(false, None), ended, None),
        (trade(true, None), ended, Some(Wait::Orders)),
        (trade(true, Some(ended)), last, Some(Wait::Orders)),
        (trade(false, Some(ended)), ended, Some(Wait::Until(last))),
        (
            trade(false, Some(ended)),
            last - Duration::microseconds(1),
            Some(Wait::Until(last)),
        ),
        (trade(false, Some(ended)), last, None),
    ];
    for (trade, now, wait) in table {
        assert_eq!(trade.wait(fifteen, now), wait, "{trade:?} at {now}");
    }

    let of = |held, wait| Deposit::of(yuan(held), OF_TIER, ShopStage::Closed, Some(wait));
    let until = Wait::Until(last);
    let table = [
        (0, 0, 0),
        (7, 0, 7),
        (10_000, 0, 10_000),
        (12_000, 2_000, 10_000),
    ];
    for (held, spare, stays) in table {
        let deposit = of(held, until);
        assert_eq!((deposit.missing(), deposit.spare()), (yuan(0), yuan(spare)));
        let waiting = (stays > 0).then_some((yuan(stays), until));
        assert_eq!(deposit.waiting(), waiting);
    }
    let open = Deposit::of(yuan(12_000), OF_TIER, ShopStage::Open, Some(until));
    assert_eq!(open.waiting(), None, "it needs what stays");

    assert_eq!(of(12_000, until).taken("20"), Ok(yuan(2_000)));
    assert_eq!(of(12_000, until).taken(""), Err(FieldIssue::Missing));
    for (wait, told) in [
        (until, "until 2026-03-16 09:30: write ¥20.00 or less"),
        (Wait::Orders, "under way: write ¥20.00 or less"),
    ] {
        let Err(FieldIssue::Other { text }) = of(12_000, wait).taken("20.01") else {
            panic!("nothing is told of {wait:?}");
        };
        assert!(text.en.contains(told), "{}", text.en);
        assert!(text.zh.contains("¥20.00"), "{}", text.zh);
    }
    // Nobody is asked to write nothing or less.
    for (wait, en, zh) in [
        (
            until,
            "until 2026-03-16 09:30: nothing can be taken out before",
            "2026-03-16 09:30 前投诉：届时方可取回",
        ),
        (
            Wait::Orders,
            "nothing can be taken out until",
            "期满后方可取回",
        ),
    ] {
        let Err(FieldIssue::Other { text }) = of(10_000, wait).taken("0.01") else {
            panic!("nothing is told of {wait:?}");
        };
        assert!(
            text.en.contains(en) && !text.en.contains('¥'),
            "{}",
            text.en
        );
        assert!(
            text.zh.contains(zh) && !text.zh.contains('¥'),
            "{}",
            text.zh
        );
    }
}

#[test]
fn an_amount_is_what_there_is_or_less() {
    let most = yuan(10_000);
    let typed = |text| amount(text, most).map(|sum| sum.minor);
    assert_eq!(typed("100"), Ok(10_000));
    assert_eq!(typed(" ¥0.01 "), Ok(1));
    assert_eq!(typed(" "), Err(FieldIssue::Missing));
    assert_eq!(typed("100.01"), Err(FieldIssue::TooMuch { most }));
    for wrong in ["0", "-5", "all", "0.001", "99999999999999999999"] {
        assert_eq!(typed(wrong), Err(FieldIssue::NotAnAmount), "{wrong}");
    }
}

#[test]
fn a_fee_reads_as_it_is_typed() {
    let read = form("30", "12.50", " 260301-00000001 ").checked(Cny);
    let read = read.expect("a fee");
    assert_eq!((read.platform, read.buyer), (yuan(3_000), yuan(1_250)));
    assert_eq!(read.total(), yuan(4_250));
    assert_eq!(read.order.as_deref(), Some("260301-00000001"));
    assert_eq!(read.reason, "Sent late", "on one line");
    let market_alone = form("1", "", "").checked(Cny).expect("a fee");
    assert_eq!((market_alone.buyer, market_alone.order), (yuan(0), None));
}

#[test]
fn what_is_wrong_with_a_fee_is_named_field_by_field() {
    let fields = |form: &FeeForm| -> Vec<String> {
        let issues = form.checked(Cny).expect_err("issues");
        issues.0.into_keys().collect()
    };
    assert_eq!(fields(&form("", "", "")), ["platform"]);
    assert_eq!(fields(&form("0", "0", "")), ["platform"]);
    assert_eq!(fields(&form("", "5", "")), ["order"]);
    assert_eq!(fields(&form("-1", "5", "1")), ["platform"]);
    assert_eq!(fields(&form("1", "much", "1")), ["buyer"]);
    let all = "92233720368547758.07";
    assert_eq!(fields(&form(all, all, "1")), ["buyer"], "beyond 64 bits");
    assert_eq!(fields(&FeeForm::default()), ["platform", "reason", "shop"]);
    let long = FeeForm {
        reason: "長".repeat(REASON_MOST as usize + 1),
        ..form("1", "", "")
    };
    assert_eq!(fields(&long), ["reason"]);
}

#[test]
fn a_fee_is_what_the_deposit_holds_or_less() {
    let held = yuan(1_000);
    assert_eq!(fee(600, 400).within(held), Ok(()));
    let said = |issues: Result<(), FieldIssues>| {
        let issues = issues.expect_err("too much");
        let (field, issue) = issues.0.into_iter().next().expect("an issue");
        let FieldIssue::Other { text } = issue else {
            panic!("{issue:?}");
        };
        (field, text.en)
    };
    let (field, words) = said(fee(600, 401).within(held));
    assert_eq!(field, "buyer");
    assert!(
        words.contains("¥10.00") && words.contains("¥4.00"),
        "{words}"
    );
    let (field, words) = said(fee(1_001, 0).within(held));
    assert_eq!(field, "platform");
    assert!(words.contains("write ¥10.00 or less"), "{words}");
    let (field, _) = said(fee(i64::MAX, i64::MAX).within(held));
    assert_eq!(field, "platform");
    for (fee, held) in [(fee(1, 0), yuan(0)), (fee(1_000, 1), held)] {
        let (_, words) = said(fee.within(held));
        assert!(!words.contains("write ¥0.00"), "{words}");
    }
}

/// What somebody does with a deposit, as they type it in hundredths.
#[derive(Clone, Debug)]
enum Step {
    Earn(i64),
    PayIn(i64),
    TakeOut(i64),
    Charge(i64, i64),
    Close,
}

fn any_step() -> impl Strategy<Value = Step> {
    let some = 0_i64..30_000;
    prop_oneof![
        some.clone().prop_map(Step::Earn),
        some.clone().prop_map(Step::PayIn),
        some.clone().prop_map(Step::TakeOut),
        (some.clone(), some).prop_map(|(platform, buyer)| Step::Charge(platform, buyer)),
        Just(Step::Close),
    ]
}

proptest! {
    /// Whatever is typed, in whatever order: nothing is made or lost, the deposit is what was
    /// paid in less what was taken out and charged, and stands below zero never.
    #[test]
    fn a_deposit_is_what_was_paid_in(steps in prop::collection::vec(any_step(), 1..60)) {
        let (shop, buyer) = (ShopId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        let order = (OrderId(Uuid::from_u128(3)), buyer);
        let mut balances: BTreeMap<Holder, i64> = BTreeMap::new();
        let mut stage = ShopStage::Open;
        let (mut paid, mut taken, mut charged) = (0, 0, 0);
        for step in steps {
            let of = |holder: Holder| balances.get(&holder).copied().unwrap_or(0);
            let (held, balance) = (of(Holder::Deposit(shop)), of(Holder::ShopBalance(shop)));
            let deposit = Deposit::of(yuan(held), OF_TIER, stage, None);
            let postings: Vec<Posting> = match step {
                Step::Earn(minor) => {
                    *balances.entry(Holder::ShopBalance(shop)).or_default() += minor;
                    *balances.entry(Holder::Gateway).or_default() -= minor;
                    Vec::new()
                }
                Step::PayIn(minor) => match amount(&yuan(minor).plain(), yuan(balance)) {
                    Ok(sum) => {
                        paid += sum.minor;
                        vec![deposit_paid(shop, sum)]
                    }
                    Err(_) => Vec::new(),
                },
                Step::TakeOut(minor) => match amount(&yuan(minor).plain(), deposit.spare()) {
                    Ok(sum) => {
                        taken += sum.minor;
                        vec![deposit_returned(shop, sum)]
                    }
                    Err(_) => Vec::new(),
                },
                Step::Charge(platform, to_buyer) => {
                    let form = form(&yuan(platform).plain(), &yuan(to_buyer).plain(), "1");
                    let checked = form.checked(Cny);
                    match checked.and_then(|fee| fee.within(yuan(held)).map(|()| fee)) {
                        Ok(fee) => {
                            charged += fee.total().minor;
                            fee.postings(shop, Some(order))
                        }
                        Err(_) => Vec::new(),
                    }
                }
                Step::Close => {
                    stage = ShopStage::Closed;
                    Vec::new()
                }
            };
            for posting in postings {
                prop_assert!(posting.amount.minor > 0);
                *balances.entry(posting.debit).or_default() -= posting.amount.minor;
                *balances.entry(posting.credit).or_default() += posting.amount.minor;
            }
            let held = balances.get(&Holder::Deposit(shop)).copied().unwrap_or(0);
            prop_assert_eq!(held, paid - taken - charged);
            prop_assert_eq!(balances.values().sum::<i64>(), 0);
            for (holder, balance) in &balances {
                prop_assert!(holder.floor().is_none_or(|floor| *balance >= floor), "{:?}", holder);
            }
        }
    }
}
