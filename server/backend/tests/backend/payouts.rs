//! Payouts on a real Postgres, with a bank that says what the test wants.

pub mod paid;

use chrono::Duration;
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::ShopId,
    money::{
        Money,
        ledger::Holder,
        payout::{BankOutcome, NotNow, PayoutStage, ReturnReason},
    },
    text::FieldIssue,
};
use longtail_backend::{Failure, MIGRATIONS, money::payout, platform::staff};
use paid::{NUMBER, OTHER, Paid, account, returned};
use sqlx::PgPool;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_balance_goes_to_the_bank_by_itself(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.earn().await;
    let page = paid.page().await;
    assert_eq!((page.waits, page.next_at), (Some(NotNow::NoAccount), None));
    paid.work().await;
    assert_eq!(paid.asked(), 0, "nobody has said where to");

    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.work().await;
    let payout = paid.latest().await;
    assert_eq!(payout.stage, PayoutStage::Sent);
    assert_eq!(
        (payout.amount.minor, payout.last4.as_str()),
        (10_700, "4567")
    );
    assert_eq!(paid.holds(Holder::ShopBalance(paid.tea.shop)).await, 0);
    assert_eq!(paid.holds(Holder::Payout(payout.id)).await, 10_700);
    assert_eq!(paid.page().await.waits, Some(NotNow::UnderWay));
    paid.market.audit_is_clean().await;

    paid.tell("one", &payout, BankOutcome::Settled).await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Settled);
    assert_eq!(paid.holds(Holder::Payout(payout.id)).await, 0);
    assert_eq!(paid.holds(Holder::Bank).await, 10_700);
    paid.market.audit_is_clean().await;

    // The next day what came in since follows.
    paid.earn().await;
    paid.later(Duration::hours(23)).await;
    assert_eq!(paid.asked(), 1);
    paid.later(Duration::hours(1)).await;
    assert_eq!(paid.asked(), 2);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn messages_come_twice_late_and_out_of_order(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.earn().await;
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.work().await;
    let payout = paid.latest().await;
    for id in ["one", "one", "two"] {
        paid.tell(id, &payout, BankOutcome::Settled).await;
    }
    paid.tell("late", &payout, BankOutcome::Pending).await;
    // A bank that contradicts itself moves nothing.
    paid.tell("other", &payout, returned()).await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Settled);
    assert_eq!(paid.holds(Holder::Bank).await, 10_700);
    assert_eq!(paid.notices("payout_returned").await, 0);

    let more = Money::new(99, payout.amount.currency);
    let wrong = paid
        .heard("wrong", payout.id, more, BankOutcome::Settled)
        .await;
    assert!(matches!(wrong, Err(Failure::Incident(_))), "{wrong:?}");
    let nobodys = paid.market.ctx.new_id();
    let unknown = paid.heard("who", nobodys, more, BankOutcome::Settled).await;
    assert!(matches!(unknown, Err(Failure::NotFound)), "{unknown:?}");
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_bank_that_is_down_is_asked_again_under_the_same_id(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.earn().await;
    paid.bank_says(None);
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.work().await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Scheduled);
    paid.market.audit_is_clean().await;
    // It is down for longer than any job is tried.
    for _ in 0..20 {
        paid.later(Duration::hours(7)).await;
    }
    let tried = paid.asked();
    assert!(tried > 12, "{tried}");
    let (dead, payouts): (i64, i64) = sqlx::query_as(
        "select (select count(*) from jobs where dead_at is not null), (select count(*) from payouts)",
    )
    .fetch_one(&paid.market.ctx.db)
    .await
    .expect("counts");
    assert_eq!((dead, payouts), (0, 1), "no second payout was begun");

    // The message may be quicker than the answer.
    let payout = paid.latest().await;
    paid.tell("quick", &payout, BankOutcome::Settled).await;
    paid.bank_says(Some(BankOutcome::Settled));
    paid.later(Duration::hours(7)).await;
    let asked = paid.market.test.bank.asked();
    assert!(asked.iter().all(|(id, ..)| *id == payout.id));
    assert_eq!(paid.holds(Holder::Bank).await, 10_700);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_the_bank_does_not_take_has_come_back(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.earn().await;
    paid.market.test.bank.refuse(true);
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.work().await;
    let refused = paid.latest().await;
    assert_eq!(refused.stage, PayoutStage::Returned);
    assert_eq!(paid.holds(Holder::ShopBalance(paid.tea.shop)).await, 10_700);
    paid.market.audit_is_clean().await;

    // The account is mended, and the next one arrives.
    paid.market.test.bank.refuse(false);
    paid.bank_says(Some(BankOutcome::Settled));
    paid.save(&account("Lin Xiaoyu", OTHER)).await;
    paid.later(Duration::days(9)).await;
    let next = paid.latest().await;
    assert!(next.id != refused.id && next.stage == PayoutStage::Settled);
    assert_eq!(paid.holds(Holder::Bank).await, 10_700);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_silent_bank_is_asked_how_it_ended(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.earn().await;
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.work().await;
    paid.later(Duration::minutes(1)).await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Sent);
    paid.bank_says(Some(BankOutcome::Settled));
    paid.later(Duration::minutes(1)).await;
    let payout = paid.latest().await;
    assert_eq!(payout.stage, PayoutStage::Settled);
    assert!(payout.ended_at.is_some());
    assert_eq!(paid.asked(), 1, "handed over once, asked about since");
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_came_back_is_tried_again_by_the_clock_or_when_mended(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.earn().await;
    paid.bank_says(Some(returned()));
    paid.save(&account("Lin", NUMBER)).await;
    paid.work().await;
    let first = paid.latest().await;
    assert_eq!(first.stage, PayoutStage::Returned);
    assert_eq!(first.reason, Some(ReturnReason::NameMismatch));
    assert_eq!(paid.holds(Holder::ShopBalance(paid.tea.shop)).await, 10_700);
    assert_eq!(paid.notices("payout_returned").await, 1);
    paid.market.audit_is_clean().await;

    // The clock waits for a day, then for two.
    paid.later(Duration::hours(24)).await;
    assert_eq!(paid.asked(), 2);
    paid.later(Duration::hours(24)).await;
    assert_eq!(paid.asked(), 2);
    paid.later(Duration::hours(24)).await;
    assert_eq!(paid.asked(), 3);
    assert_eq!(paid.notices("payout_returned").await, 3);
    // By now staff see it.
    let (ctx, system) = (&paid.market.ctx, Actor::System);
    let desk = || staff::desk(ctx, &system);
    let seen = desk().await.expect("a desk").payouts;
    assert_eq!((seen.len(), seen[0].failures), (1, 3));

    // The same number under the right name is not held back, and paid at once.
    paid.later(Duration::minutes(1)).await;
    paid.bank_says(Some(BankOutcome::Settled));
    paid.save(&account("Lin Xiaoyu", "")).await;
    paid.work().await;
    assert_eq!(paid.asked(), 4);
    assert_eq!(paid.latest().await.stage, PayoutStage::Settled);
    assert_eq!(paid.page().await.payouts.len(), 4);
    assert!(desk().await.expect("a desk").payouts.is_empty());
    assert_eq!(paid.holds(Holder::Bank).await, 10_700);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn another_number_waits_two_days_and_the_owner_is_told(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.work().await;
    paid.earn().await;
    paid.save(&account("Mallory", OTHER)).await;
    // The same again is no second change.
    paid.save(&account("Mallory", OTHER)).await;
    assert_eq!(paid.notices("bank_account_changed").await, 2);
    paid.later(Duration::hours(47)).await;
    assert_eq!(paid.asked(), 0);
    let waits = paid.page().await.waits;
    assert!(
        matches!(waits, Some(NotNow::AccountHeld { .. })),
        "{waits:?}"
    );
    // Another name in between does not shorten it.
    paid.save(&account("Mallory Mo", "")).await;
    paid.work().await;
    assert_eq!(paid.asked(), 0);
    paid.later(Duration::hours(1)).await;
    let asked = paid.market.test.bank.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].2, "6222021100007654321");
    let letters = paid.market.test.mail.letters();
    let told = letters
        .iter()
        .filter(|letter| letter.subject.contains("4321"));
    assert!(told.count() >= 1, "{letters:?}");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_job_that_comes_twice_begins_one_payout(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.earn().await;
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    let (ctx, shop) = (&paid.market.ctx, paid.tea.shop);
    let (one, two, three) = tokio::join!(
        payout::pay_shop(ctx, shop),
        payout::pay_shop(ctx, shop),
        payout::pay_shop(ctx, shop),
    );
    for outcome in [one, two, three] {
        outcome.expect("done");
    }
    let payout = paid.latest().await;
    let (one, two) = tokio::join!(
        payout::follow(ctx, payout.id),
        payout::follow(ctx, payout.id)
    );
    one.expect("followed");
    two.expect("followed");
    let asked = paid.market.test.bank.asked();
    assert!(asked.iter().all(|(id, ..)| *id == payout.id));
    assert_eq!(paid.page().await.payouts.len(), 1);
    paid.market.audit_is_clean().await;

    // What the code would not do, the schema refuses.
    let second = sqlx::query(
        "insert into payouts (id, shop_id, stage, currency, amount_minor, holder, number, bank, begun_at)
         select gen_random_uuid(), shop_id, 'scheduled', currency, 1, holder, number, bank, begun_at from payouts",
    )
    .execute(&ctx.db)
    .await
    .expect_err("one under way");
    assert!(
        second.to_string().contains("payouts_one_under_way"),
        "{second}"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_new_shop_keeps_a_reserve_until_its_ninetieth_day(db: PgPool) {
    let paid = Paid::new(db).await;
    paid.earn().await;
    paid.bank_says(Some(BankOutcome::Settled));
    let page = paid.page().await;
    let reserve = page.reserve.expect("a reserve");
    assert_eq!((reserve.amount.minor, page.available.minor), (1_070, 9_630));
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.work().await;
    assert_eq!(paid.latest().await.amount.minor, 9_630);
    // Its share does not melt away day by day.
    paid.later(Duration::days(1)).await;
    paid.later(Duration::days(1)).await;
    assert_eq!(paid.asked(), 1);
    assert_eq!(paid.page().await.waits, Some(NotNow::TooLittle));
    paid.later(Duration::days(89)).await;
    assert_eq!(paid.latest().await.amount.minor, 1_070);
    assert_eq!(paid.holds(Holder::Bank).await, 10_700);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_debt_pays_nothing(db: PgPool) {
    let paid = Paid::established(db).await;
    paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    paid.earn().await;
    // As a refund after the release leaves it.
    sqlx::query(
        "update ledger_accounts set floor_minor = null, balance_minor = -500 where kind = 'shop_balance'",
    )
    .execute(&paid.market.ctx.db)
    .await
    .expect("a debt");
    paid.later(Duration::days(1)).await;
    let page = paid.page().await;
    assert_eq!((page.available.minor, page.balance.minor), (0, -500));
    assert_eq!(page.waits, Some(NotNow::TooLittle));
    assert_eq!(paid.asked(), 0);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn only_the_owner_keeps_the_account(db: PgPool) {
    let paid = Paid::new(db).await;
    let (ctx, shop) = (&paid.market.ctx, paid.tea.shop);
    let member = paid.market.member("clerk").await.account().expect("one");
    let at = |shop: ShopId, role| Actor::Member {
        account: member,
        seats: vec![Seat { shop, role }],
    };
    let elsewhere = at(ctx.new_id(), ShopRole::Owner);
    for actor in [at(shop, ShopRole::Clerk), elsewhere, Actor::Stranger] {
        let draft = account("Mallory", OTHER);
        let saved = payout::save_bank_account(ctx, &actor, "tea", &draft).await;
        let seen = payout::payouts_page(ctx, &actor, "tea", 1).await;
        if actor == Actor::Stranger {
            assert!(matches!(saved, Err(Failure::SignIn)), "{saved:?}");
            assert!(matches!(seen, Err(Failure::SignIn)), "{seen:?}");
        } else {
            assert!(matches!(saved, Err(Failure::NotFound)), "{saved:?}");
            assert!(matches!(seen, Err(Failure::NotFound)), "{seen:?}");
        }
    }
    let draft = account("L", "DE89 3704 0044 0532 0130 01");
    let refused = payout::save_bank_account(ctx, &paid.tea.owner, "tea", &draft).await;
    let Err(Failure::Invalid(issues)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        issues.get("holder"),
        Some(&FieldIssue::TooShort { least: 2 })
    );
    assert!(issues.get("account_number").is_some());
    assert_eq!(paid.page().await.account, None);
}
