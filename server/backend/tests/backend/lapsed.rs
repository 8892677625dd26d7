//! What the gateway held for too long has lapsed: nothing was taken, and the buyer pays anew.

use crate::{authorised::Paying, common::Market};
use chrono::Duration;
use longtail::{
    id::PaymentId,
    money::{
        Money,
        payment::{GatewayOutcome, Method, PaymentError, PaymentStage},
    },
    trade::checkout::CheckoutStage,
};
use longtail_backend::{Failure, MIGRATIONS, failure::violates, money::payment, trade::checkout};
use sqlx::PgPool;

/// A payment that is held, at a gateway that does not answer.
async fn held(paying: &Paying) -> PaymentId {
    let payment = paying.begin(Method::Card).await;
    paying.market.test.gateway.fall_silent();
    paying.told(payment, GatewayOutcome::Authorised).await;
    assert_eq!(paying.stage_of(payment).await, "authorised");
    payment
}

/// The gateway says it once more, in a message of its own.
async fn told_again(paying: &Paying, payment: PaymentId, said: GatewayOutcome) {
    let mut event = paying.market.event(payment, paying.placed.total, said);
    event.id.push_str("_again");
    payment::record_gateway_event(&paying.market.ctx, event)
        .await
        .expect("heard");
}

async fn transfers(paying: &Paying) -> i64 {
    sqlx::query_scalar("select count(*) from ledger_transfers")
        .fetch_one(&paying.market.ctx.db)
        .await
        .expect("a count")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn while_the_goods_are_held_the_buyer_pays_again(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = held(&paying).await;
    paying.market.test.gateway.answer(GatewayOutcome::Lapsed);
    paying.told(payment, GatewayOutcome::Lapsed).await;
    assert_eq!(paying.stage_of(payment).await, "lapsed");
    assert_eq!(paying.stage().await, CheckoutStage::AwaitingPayment);
    assert_eq!(paying.market.available(paying.variant).await, 2);
    assert_eq!(transfers(&paying).await, 0);

    // Said twice, and what was said before that comes after it: it stays lapsed.
    told_again(&paying, payment, GatewayOutcome::Lapsed).await;
    told_again(&paying, payment, GatewayOutcome::Authorised).await;
    assert_eq!(paying.stage_of(payment).await, "lapsed");

    let again = paying.begin(Method::QuickPay).await;
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.told(again, GatewayOutcome::Authorised).await;
    assert_eq!(paying.stage_of(again).await, "captured");
    assert_eq!(paying.stage_of(payment).await, "lapsed");
    assert_eq!(paying.stage().await, CheckoutStage::Paid);
    assert_eq!(paying.wallet().await, 0, "charged once");
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn when_their_time_is_over_the_checkout_is_called_off(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = held(&paying).await;
    paying.later(Duration::minutes(20)).await;
    assert_eq!(paying.stage().await, CheckoutStage::AwaitingPayment);
    paying.market.test.gateway.answer(GatewayOutcome::Lapsed);
    paying.later(Duration::minutes(5)).await;
    assert_eq!(paying.stage_of(payment).await, "lapsed");
    let again = paying.pay(paying.market.ctx.new_id(), Method::Card).await;
    assert!(
        matches!(again, Err(Failure::Refused(PaymentError::CheckoutClosed))),
        "{again:?}"
    );
    paying.later(Duration::minutes(1)).await;
    assert_eq!(paying.stage().await, CheckoutStage::Expired);
    assert_eq!(paying.market.available(paying.variant).await, 3);
    assert_eq!(paying.stage_of(payment).await, "lapsed");
    assert_eq!(transfers(&paying).await, 0);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_capture_that_was_quicker_is_not_hidden(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = held(&paying).await;
    paying.told(payment, GatewayOutcome::Lapsed).await;
    assert_eq!(paying.stage_of(payment).await, "authorised", "it is asked");
    // It had been captured, and the answer was lost.
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.later(Duration::minutes(5)).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    assert_eq!(paying.stage().await, CheckoutStage::Paid);
    assert_eq!(paying.wallet().await, 0);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_lapses_without_a_word_is_asked_for(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::OnlineBank).await;
    paying.market.test.gateway.fall_silent();
    paying.later(Duration::days(7)).await;
    assert_eq!(paying.stage_of(payment).await, "pending");
    paying.market.test.gateway.answer(GatewayOutcome::Lapsed);
    paying.later(Duration::days(1)).await;
    assert_eq!(paying.stage_of(payment).await, "lapsed");
    assert_eq!(paying.stage().await, CheckoutStage::Expired);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_was_to_be_let_go_may_lapse_first(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = held(&paying).await;
    checkout::cancel(&paying.market.ctx, &paying.buyer, paying.placed.checkout)
        .await
        .expect("called off");
    assert_eq!(paying.stage_of(payment).await, "voiding");
    paying.market.test.gateway.answer(GatewayOutcome::Lapsed);
    paying.later(Duration::minutes(1)).await;
    assert_eq!(paying.stage_of(payment).await, "lapsed");
    assert_eq!(paying.wallet().await, 0);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_wallet_tells_of_the_latest_top_up_for_a_week(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, clock) = (&market.ctx, &market.test.clock);
    let lin = market.member("Lin").await;
    let amount = Money::new(5_000, ctx.settings.currency);
    let top_up = async || -> PaymentId {
        let payment: PaymentId = ctx.new_id();
        payment::top_up(ctx, &lin, payment.0.into(), amount.minor, Method::Card)
            .await
            .expect("begun");
        payment
    };
    let told = async |payment: PaymentId, said: GatewayOutcome| {
        payment::record_gateway_event(ctx, market.event(payment, amount, said))
            .await
            .expect("heard");
    };
    let latest = async || {
        let wallet = payment::wallet_page(ctx, &lin, 1).await.expect("a wallet");
        wallet.last_top_up.map(|last| (last.id, last.stage))
    };
    assert_eq!(latest().await, None);
    let lapsed = top_up().await;
    told(lapsed, GatewayOutcome::Lapsed).await;
    clock.advance(Duration::days(6));
    assert_eq!(latest().await, Some((lapsed, PaymentStage::Lapsed)));
    let again = top_up().await;
    assert_eq!(latest().await, Some((again, PaymentStage::Pending)));
    told(again, GatewayOutcome::Lapsed).await;
    clock.advance(Duration::days(7));
    assert_eq!(latest().await, None);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_schema_knows_it_as_an_end_at_the_gateway_without_money(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    paying.told(payment, GatewayOutcome::Lapsed).await;
    assert_eq!(paying.stage_of(payment).await, "lapsed");
    for (edit, constraint) in [
        ("applied_to = 'wallet'", "payments_applied_when_captured"),
        ("settled_at = null", "payments_settled"),
        ("returned_minor = 1", "payments_returned_once_captured"),
        ("provider = 'wallet'", "payments_lapsed_at_gateway"),
        ("stage = 'expired'", "payments_stage_known"),
    ] {
        let sql = format!("update payments set {edit}");
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&paying.market.ctx.db)
            .await
            .expect_err(edit);
        assert!(violates(&refused, constraint), "{edit}: {refused}");
    }
}
