//! What an account moves within a day without a code is added up, whichever way it goes out.

use super::{code_in_letter, paid, pay, with};
use crate::{
    common::{Market, until_waiting},
    refunds::{Wish, refund},
    withdrawals::Purse,
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CheckoutId, CommandId, PaymentId},
    money::{
        confirmation::{CodeError, Large},
        payment::{GatewayOutcome, Means, Method, NextStep, PaymentError},
        payout::BankOutcome,
        refund::RefundError,
        withdrawal::WithdrawalError,
    },
};
use longtail_backend::{Failure, MIGRATIONS, jobs, money::payment};
use sqlx::PgPool;

/// A code is asked for, because of what moved before.
fn together(error: &CodeError) -> bool {
    matches!(
        error,
        CodeError::Needed {
            large: Large::Together,
            ..
        }
    )
}

fn withdrawal_waits<T>(answer: &Result<T, Failure<WithdrawalError>>) -> bool {
    matches!(answer, Err(Failure::Refused(WithdrawalError::Code(error))) if together(error))
}

fn payment_waits(answer: &Result<NextStep, Failure<PaymentError>>) -> bool {
    matches!(answer, Err(Failure::Refused(PaymentError::Code(error))) if together(error))
}

impl Purse {
    async fn takes(&self, amount: &str) {
        let sent = self.send(&self.ask(amount)).await;
        assert!(sent.is_ok(), "{amount}: {sent:?}");
    }

    async fn waits(&self, amount: &str) {
        let asked = self.send(&self.ask(amount)).await;
        assert!(withdrawal_waits(&asked), "{amount}: {asked:?}");
    }

    fn later_by(&self, by: Duration) {
        self.market.test.clock.advance(by);
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn parts_of_a_large_sum_wait_for_a_code_which_begins_the_count_anew(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    for part in ["2000", "2000", "999.99"] {
        purse.takes(part).await;
    }
    let cmd = purse.ask("1");
    let asked = purse.send(&cmd).await;
    assert!(withdrawal_waits(&asked), "{asked:?}");
    assert_eq!(purse.wallet().await, 2_000_000 - 499_999);
    purse.later_by(Duration::seconds(1));
    purse.work().await;
    let code = code_in_letter(&purse.market.test);
    let cmd = with(&cmd, &code);
    let first = purse.send(&cmd).await.expect("confirmed");
    assert_eq!(purse.send(&cmd).await.expect("the same answer"), first);

    purse.later_by(Duration::seconds(1));
    purse.takes("4999.99").await;
    purse.waits("1").await;
    purse.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_moved_a_day_ago_or_came_back_does_not_count(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    purse.takes("4000").await;
    purse.later_by(Duration::hours(12));
    purse.takes("999.99").await;
    purse.waits("1").await;
    purse.later_by(Duration::hours(12) - Duration::seconds(1));
    purse.waits("1").await;
    purse.later_by(Duration::seconds(1));
    // Of the day that is over now, ¥999.99 are left.
    purse.takes("4000").await;
    purse.waits("1").await;

    purse.later_by(Duration::days(2));
    let reason = "account_closed".to_owned();
    let bank = &purse.market.test.bank;
    bank.answer(Some(BankOutcome::Returned { reason }));
    purse.takes("4000").await;
    purse.waits("4000").await;
    purse.work().await;
    purse.takes("4000").await;
    purse.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_moved_counts_for_a_day_to_the_microsecond(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    let market = &purse.market;
    let mo = market.member("Mo").await;
    let top_up = async |amount_minor: i64| {
        let command: CommandId = market.ctx.new_id();
        payment::top_up(&market.ctx, &mo, command, amount_minor, Method::Card).await
    };
    let least = Duration::microseconds(1);
    purse.takes("4999.99").await;
    top_up(499_999).await.expect("begun");
    purse.later_by(Duration::hours(24) - least);
    purse.waits("1").await;
    let waits = top_up(100).await;
    assert!(payment_waits(&waits), "{waits:?}");
    purse.later_by(least);
    purse.takes("1").await;
    top_up(100).await.expect("begun");
}

/// Two small sums begin, and come to their turn only after a code was spent. They are older than
/// the code, so that what begins after it does not count them: they count each other, and what moved
/// before it.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_began_before_a_code_was_spent_is_counted_with_what_moved_before(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    let ctx = &purse.market.ctx;
    purse.takes("3000").await;
    purse.later_by(Duration::seconds(1));
    let (one, two) = (purse.ask("1000"), purse.ask("1000"));
    // Whoever comes with an id waits for whoever holds it.
    let mut held = ctx.db.begin().await.expect("a transaction");
    for cmd in [&one, &two] {
        sqlx::query(
            "insert into commands (id, name, actor, content_hash, at)
             values ($1, 'withdraw', 'stranger', '', $2)",
        )
        .bind(cmd.command.0)
        .bind(ctx.now())
        .execute(&mut *held)
        .await
        .expect("held");
    }
    let code_is_spent = async {
        until_waiting(&ctx.db, 2).await;
        purse.later_by(Duration::seconds(1));
        // What comes in is counted for itself, but its code begins both counts anew.
        let command: CommandId = ctx.new_id();
        let top_up = async |code: String| {
            let method = Method::Card;
            payment::top_up(ctx, &purse.lin, command, 600_000, Means { method, code }).await
        };
        let asked = top_up(String::new()).await;
        asked.expect_err("a code is asked for");
        purse.work().await;
        let code = code_in_letter(&purse.market.test);
        top_up(code).await.expect("confirmed");
        held.rollback().await.expect("let go");
    };
    let (first, second, ()) = tokio::join!(purse.send(&one), purse.send(&two), code_is_spent);
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    assert!(withdrawal_waits(&first) || withdrawal_waits(&second));
    purse.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn of_two_at_once_one_waits(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    let (one, two) = (purse.ask("3000"), purse.ask("3000"));
    let (first, second) = tokio::join!(purse.send(&one), purse.send(&two));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    assert!(withdrawal_waits(&first) || withdrawal_waits(&second));

    // Nor do two pass that go out by different ways.
    purse.later_by(Duration::days(1));
    let phone = purse.market.listing("phone", 300_000, 5).await;
    let placed = purse.market.place(&purse.lin, &[(phone.variant, 1)]).await;
    let cmd = purse.ask("3000");
    let (taken, paid) = tokio::join!(
        purse.send(&cmd),
        card(&purse.market, &purse.lin, placed.checkout)
    );
    assert_ne!(taken.is_ok(), paid.is_ok(), "{taken:?} {paid:?}");
    assert!(withdrawal_waits(&taken) || payment_waits(&paid));
    purse.market.audit_is_clean().await;
}

/// Begins to pay by card, without a code.
async fn card(
    market: &Market,
    buyer: &Actor,
    checkout: CheckoutId,
) -> Result<NextStep, Failure<PaymentError>> {
    let command: CommandId = market.ctx.new_id();
    pay(market, buyer, command, checkout, Method::Card, "").await
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_checkout_counts_once_and_what_was_declined_not_at_all(db: PgPool) {
    let market = Market::new(db).await;
    let (lin, mo) = (market.member("Lin").await, market.member("Mo").await);
    // ¥2,000 with its postage.
    let phone = market.listing("phone", 199_200, 9).await;
    let one = async |buyer: &Actor| market.place(buyer, &[(phone.variant, 1)]).await;
    let (first, second, third) = (one(&lin).await, one(&lin).await, one(&lin).await);
    // They turn back at the gateway, again and again.
    for _ in 0..3 {
        card(&market, &lin, first.checkout).await.expect("begun");
    }
    market.pay_by_card(&lin, &first).await;
    let command: CommandId = market.ctx.new_id();
    let attempt = async || {
        let checkout = second.checkout;
        pay(&market, &lin, command, checkout, Method::Card, "").await
    };
    attempt().await.expect("begun");
    let waits = card(&market, &lin, third.checkout).await;
    assert!(payment_waits(&waits), "{waits:?}");
    attempt().await.expect("the same click once more");

    let others = one(&mo).await;
    market.pay_by_card(&mo, &others).await;

    let reason = "card_declined".to_owned();
    let declined = GatewayOutcome::Declined { reason };
    let event = market.event(PaymentId(command.0), second.total, declined);
    payment::record_gateway_event(&market.ctx, event)
        .await
        .expect("heard");
    market.pay_by_card(&lin, &third).await;
    let waits = card(&market, &lin, second.checkout).await;
    assert!(payment_waits(&waits), "{waits:?}");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_comes_in_is_counted_for_itself(db: PgPool) {
    let market = Market::new(db).await;
    let lin = market.member("Lin").await;
    let top_up = async |command: CommandId| {
        payment::top_up(&market.ctx, &lin, command, 300_000, Method::Card).await
    };
    let (first, second): (CommandId, CommandId) = (market.ctx.new_id(), market.ctx.new_id());
    for _ in 0..2 {
        top_up(first).await.expect("begun, and the same once more");
    }
    let waits = top_up(second).await;
    assert!(payment_waits(&waits), "{waits:?}");
    let phone = market.listing("phone", 300_000, 5).await;
    let placed = market.place(&lin, &[(phone.variant, 1)]).await;
    card(&market, &lin, placed.checkout)
        .await
        .expect("another way");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_a_shop_pays_back_in_parts_is_confirmed(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let phone = market.listing("phone", 300_000, 5).await;
    let placed = market.place(&buyer, &[(phone.variant, 2)]).await;
    paid(&market, &buyer, &placed).await;
    let part = |goods: &str| Wish {
        goods: goods.to_owned(),
        ..Wish::of(placed.orders[0])
    };
    refund(&market, &phone.owner, &part("2600"))
        .await
        .expect("paid back");
    let waits = refund(&market, &phone.owner, &part("2400")).await;
    assert!(
        matches!(&waits, Err(Failure::Refused(RefundError::Code(error))) if together(error)),
        "{waits:?}"
    );
    refund(&market, &phone.owner, &part("2399.99"))
        .await
        .expect("paid back");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    market.audit_is_clean().await;
}
