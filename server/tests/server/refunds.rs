//! Money back to the card as the market meets it: over HTTP, later, in parts, refused, silent.

use crate::{
    common::{SECRET, Served},
    statements::{differences, trick},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CardRefundId, PaymentId},
    money::{
        Money,
        card_refund::{RefundOutcome, ReturnToCard},
        payment::{Method, NextStep},
        reconciliation::What,
    },
};
use longtail_backend::{
    jobs,
    money::{card_refund, payment},
};
use reqwest::StatusCode;
use sqlx::PgPool;

const APPROVED: &str = "number=4242+4242+4242+4242&expiry=12%2F34&cvc=123";
const TAKES_NOTHING_BACK: &str = "number=4000+0000+0000+5126&expiry=12%2F34&cvc=123";

/// A member who has paid ¥50 into the wallet.
async fn paid_in(market: &Served, method: Method, path: &str, form: &str) -> (Actor, PaymentId) {
    let lin = Actor::Member {
        account: market.person("member", "lin").await.account,
        seats: Vec::new(),
    };
    let payment: PaymentId = market.ctx.new_id();
    let begun = payment::top_up(&market.ctx, &lin, payment.0.into(), 5_000, method);
    let NextStep::GoTo { url } = begun.await.expect("begun") else {
        panic!("the gateway's page was expected");
    };
    market
        .post(&format!("{url}{path}"), form)
        .send()
        .await
        .expect("paid");
    (lin, payment)
}

async fn send_back(market: &Served, lin: &Actor, payment: PaymentId, minor: i64) -> CardRefundId {
    let back = ReturnToCard {
        command: market.ctx.new_id(),
        payment,
        amount_minor: minor,
        code: String::new(),
    };
    let begun = card_refund::return_to_card(&market.ctx, lin, &back)
        .await
        .expect("begun");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    begun
}

/// Stage and reason.
async fn stands(market: &Served, refund: CardRefundId) -> (String, Option<String>) {
    sqlx::query_as("select stage, failure_reason from card_refunds where id = $1")
        .bind(refund.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("the refund")
}

async fn stage(market: &Served, refund: CardRefundId) -> String {
    stands(market, refund).await.0
}

/// The gateway's name for a payment.
async fn reference(market: &Served, payment: PaymentId) -> String {
    sqlx::query_scalar("select provider_ref from payments where id = $1")
        .bind(payment.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a reference")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_part_goes_back_and_the_gateway_says_so(db: PgPool) {
    let market = Served::new(db).await;
    let (lin, payment) = paid_in(&market, Method::Card, "", APPROVED).await;
    let refund = send_back(&market, &lin, payment, 2_000).await;
    assert_eq!(stage(&market, refund).await, "sent");
    market.gateway_works_after(Duration::seconds(4)).await;
    assert_eq!(stage(&market, refund).await, "settled");
    let wallet = payment::wallet_page(&market.ctx, &lin, 1).await;
    let wallet = wallet.expect("a wallet");
    assert_eq!(wallet.statement.balance.minor, 3_000);
    assert_eq!(wallet.returnable[0].amount.minor, 3_000);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_card_that_takes_nothing_back_leaves_it_in_the_wallet(db: PgPool) {
    let market = Served::new(db).await;
    let (lin, payment) = paid_in(&market, Method::Card, "", TAKES_NOTHING_BACK).await;
    let refund = send_back(&market, &lin, payment, 5_000).await;
    market.gateway_works_after(Duration::seconds(4)).await;
    let reason = Some("card_closed".to_owned());
    assert_eq!(stands(&market, refund).await, ("failed".to_owned(), reason));
    let wallet = payment::wallet_page(&market.ctx, &lin, 1).await;
    assert_eq!(
        wallet.expect("a wallet").statement.balance.minor,
        5_000,
        "in the wallet again"
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_bank_that_tells_nobody_is_asked_how_it_ended(db: PgPool) {
    let market = Served::new(db).await;
    let (lin, payment) = paid_in(&market, Method::OnlineBank, "/bank", "bank=mist").await;
    market.test.clock.advance(Duration::minutes(1));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let refund = send_back(&market, &lin, payment, 5_000).await;
    market.gateway_works_after(Duration::seconds(30)).await;
    assert_eq!(stage(&market, refund).await, "sent", "no message came");
    market.test.clock.advance(Duration::minutes(1));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(stage(&market, refund).await, "settled");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_same_refund_is_one_and_no_more_goes_back_than_was_taken(db: PgPool) {
    let market = Served::new(db).await;
    let (_, payment) = paid_in(&market, Method::Card, "", APPROVED).await;
    let reference = reference(&market, payment).await;
    let money = |minor| Money::new(minor, market.ctx.settings.currency);
    let gateway = &market.ctx.gateway;
    let first: CardRefundId = market.ctx.new_id();
    let one = gateway.refund(&reference, first, money(3_000)).await;
    let one = one.expect("taken");
    assert_eq!(one.outcome, RefundOutcome::Pending);
    let again = gateway.refund(&reference, first, money(3_000)).await;
    assert_eq!(again.expect("the same"), one);
    let other = gateway.refund(&reference, first, money(2_999)).await;
    let said = other.expect_err("another amount").to_string();
    assert!(said.contains("409"), "{said}");
    let more = gateway
        .refund(&reference, market.ctx.new_id(), money(2_001))
        .await;
    let said = more.expect_err("more than is left").to_string();
    assert!(said.contains("422"), "{said}");
    let rest = gateway
        .refund(&reference, market.ctx.new_id(), money(2_000))
        .await;
    rest.expect("the rest");
    market.test.clock.advance(Duration::seconds(4));
    let now = gateway.refund(&reference, first, money(3_000)).await;
    assert_eq!(now.expect("asked").outcome, RefundOutcome::Settled);
    let unknown = gateway
        .refund("pi_unknown", market.ctx.new_id(), money(1))
        .await;
    assert!(unknown.expect_err("unknown").to_string().contains("404"));
    // As a real one, it has an address for each.
    let path = format!("/simulator/gateway/v1/refunds/{}", one.reference);
    let asked = market.get(&path).bearer_auth(SECRET).send().await;
    let text = asked.expect("an answer").text().await.expect("text");
    assert!(text.contains(r#""outcome":"settled""#), "{text}");
    let forged = market.get(&path).send().await.expect("an answer");
    assert_eq!(forged.status(), StatusCode::UNAUTHORIZED);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_went_back_stands_in_the_statement_and_is_compared(db: PgPool) {
    let market = Served::new(db).await;
    let (lin, payment) = paid_in(&market, Method::Card, "", APPROVED).await;
    let refund = send_back(&market, &lin, payment, 2_000).await;
    market.gateway_works_after(Duration::seconds(4)).await;
    market.test.clock.advance(Duration::days(1));
    assert_eq!(differences(&market).await, []);
    trick(&market, "gateway", refund.0, "other_amount").await;
    assert_eq!(differences(&market).await, [(refund.0, What::OtherAmount)]);
}
