//! The payment gateway as the market meets it: over HTTP, signed, repeated, and slow to give up.

use crate::common::{SECRET, Served, location};
use longtail::{
    actor::Actor,
    id::{AccountId, PaymentId},
    money::payment::{GatewayOutcome, Method, NextStep},
};
use longtail_backend::{
    money::payment::{
        self,
        gateway::{Known, SIGNATURE_HEADER},
    },
    outside::signature::sign,
};
use reqwest::StatusCode;
use sqlx::PgPool;

const APPROVED: &str = "number=4242+4242+4242+4242&expiry=12%2F34&cvc=123";
const DECLINED: &str = "number=4000+0000+0000+0002&expiry=12%2F34&cvc=123";
const CHALLENGED: &str = "number=4000+0000+0000+3220&expiry=12%2F34&cvc=123";

/// A member who is about to pay ¥50 into the wallet: the payment, and the gateway's page.
async fn about_to_pay(market: &Served) -> (AccountId, PaymentId, String) {
    let person = market.person("member", "lin").await;
    let payer = Actor::Member {
        account: person.account,
        seats: Vec::new(),
    };
    let payment: PaymentId = market.ctx.new_id();
    let next = payment::top_up(&market.ctx, &payer, payment.0.into(), 5_000, Method::Card)
        .await
        .expect("a payment begun");
    let NextStep::GoTo { url } = next else {
        panic!("the gateway's page was expected, not {next:?}");
    };
    (person.account, payment, url)
}

/// Stage, reason and whether it reached the wallet.
async fn stands(market: &Served, payment: PaymentId) -> (String, Option<String>, Option<String>) {
    sqlx::query_as("select stage, decline_reason, applied_to from payments where id = $1")
        .bind(payment.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("the payment")
}

async fn undelivered(market: &Served) -> i64 {
    sqlx::query_scalar(
        "select count(*) from gateway_simulator.deliveries where delivered_at is null",
    )
    .fetch_one(&market.ctx.db)
    .await
    .expect("a count")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn an_approved_card_is_told_before_the_payer_is_back(db: PgPool) {
    let market = Served::new(db).await;
    let (_, payment, page) = about_to_pay(&market).await;

    let form = market.get(&page).send().await.expect("the form");
    assert_eq!(form.status(), StatusCode::OK);
    let html = form.text().await.expect("html");
    assert!(html.contains("¥50.00"), "{html}");
    assert!(html.contains("Simulator"), "{html}");
    assert!(!html.contains("<script"), "it works without scripts");

    let answer = market.post(&page, APPROVED).send().await.expect("paid");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let back = format!("{}/wallet?payment={payment}", market.url);
    assert_eq!(location(&answer), back);
    let (stage, reason, applied) = stands(&market, payment).await;
    assert_eq!((stage.as_str(), reason), ("captured", None));
    assert_eq!(applied.as_deref(), Some("wallet"));
    assert_eq!(undelivered(&market).await, 0);

    // Going back and paying again leads to where it was settled.
    let again = market.post(&page, DECLINED).send().await.expect("again");
    assert_eq!(location(&again), back);
    assert_eq!(stands(&market, payment).await.0, "captured");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_declined_card_says_why(db: PgPool) {
    let market = Served::new(db).await;
    let (_, payment, page) = about_to_pay(&market).await;
    let answer = market.post(&page, DECLINED).send().await.expect("asked");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let (stage, reason, _) = stands(&market, payment).await;
    assert_eq!(stage, "declined");
    assert_eq!(reason.as_deref(), Some("card_declined"));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_challenge_is_approved_or_failed(db: PgPool) {
    let market = Served::new(db).await;
    for (decision, expected) in [("approve", "captured"), ("fail", "declined")] {
        let person = market.person("member", decision).await;
        let payer = Actor::Member {
            account: person.account,
            seats: Vec::new(),
        };
        let payment: PaymentId = market.ctx.new_id();
        let NextStep::GoTo { url: page } =
            payment::top_up(&market.ctx, &payer, payment.0.into(), 5_000, Method::Card)
                .await
                .expect("begun")
        else {
            panic!("the gateway's page was expected");
        };
        let asked = market.post(&page, CHALLENGED).send().await.expect("asked");
        let challenge = location(&asked);
        assert!(challenge.ends_with("/challenge"), "{challenge}");
        let html = market.get(&challenge).send().await.expect("the question");
        assert!(html.text().await.expect("html").contains("3220"));
        assert_eq!(stands(&market, payment).await.0, "pending");
        let answer = market
            .post(&challenge, &format!("decision={decision}"))
            .send()
            .await
            .expect("answered");
        assert!(location(&answer).contains("/wallet?payment="));
        assert_eq!(stands(&market, payment).await.0, expected);
    }
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_payer_who_cancels_is_taken_back(db: PgPool) {
    let market = Served::new(db).await;
    let (_, payment, page) = about_to_pay(&market).await;
    let answer = market
        .post(&format!("{page}/cancel"), "")
        .send()
        .await
        .expect("cancelled");
    assert!(location(&answer).contains("/wallet?payment="));
    assert_eq!(stands(&market, payment).await.0, "cancelled");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_was_typed_wrongly_comes_back_in_the_payers_language(db: PgPool) {
    let market = Served::new(db).await;
    let (_, payment, page) = about_to_pay(&market).await;
    let answer = market
        .post(&page, "number=4242+\"><b>&expiry=1&cvc=1")
        .header("accept-language", "zh-CN")
        .send()
        .await
        .expect("the form again");
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = answer.text().await.expect("html");
    assert!(html.contains(r#"<html lang="zh-CN">"#));
    assert!(html.contains("卡号"), "{html}");
    assert!(
        html.contains(r#"value="4242 &quot;&gt;&lt;b&gt;""#),
        "{html}"
    );
    assert_eq!(html.matches(r#"aria-invalid="true">"#).count(), 3);
    assert_eq!(stands(&market, payment).await.0, "pending");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_same_payment_is_the_same_intent(db: PgPool) {
    let market = Served::new(db).await;
    let payment: PaymentId = market.ctx.new_id();
    let amount = longtail::money::Money::new(1_250, market.ctx.settings.currency);
    let begin = || {
        market
            .ctx
            .gateway
            .begin(payment, Method::Card, amount, "http://127.0.0.1/back")
    };
    let first = begin().await.expect("begun");
    assert_eq!(begin().await.expect("begun again"), first);
    let known = Known {
        reference: first.reference,
        payment,
        amount,
    };
    let outcome = market.ctx.gateway.outcome(&known).await;
    assert_eq!(outcome.expect("an outcome"), GatewayOutcome::Pending);
    let more = longtail::money::Money::new(9_999, market.ctx.settings.currency);
    let refused = market
        .ctx
        .gateway
        .begin(payment, Method::Card, more, "http://127.0.0.1/back")
        .await
        .expect_err("the key was used for another amount");
    assert!(refused.to_string().contains("409"), "{refused}");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_api_is_for_those_with_the_secret(db: PgPool) {
    let market = Served::new(db).await;
    let intents = "/simulator/gateway/v1/intents";
    let answer = market.get(&format!("{intents}/pi_1")).send().await;
    assert_eq!(
        answer.expect("an answer").status(),
        StatusCode::UNAUTHORIZED
    );
    let answer = market
        .post(intents, "{}")
        .header("authorization", "Bearer wrong")
        .send()
        .await;
    assert_eq!(
        answer.expect("an answer").status(),
        StatusCode::UNAUTHORIZED
    );
    let answer = market
        .get(&format!("{intents}/pi_1"))
        .header("authorization", format!("Bearer {SECRET}"))
        .send()
        .await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::NOT_FOUND);
    let page = market.get("/simulator/gateway/pay/pi_1").send().await;
    assert_eq!(page.expect("a page").status(), StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn only_signed_messages_are_heard_and_repeats_change_nothing(db: PgPool) {
    let market = Served::new(db).await;
    let (payer, payment, page) = about_to_pay(&market).await;
    market.post(&page, APPROVED).send().await.expect("paid");
    let body: String = sqlx::query_scalar("select body from gateway_simulator.deliveries")
        .fetch_one(&market.ctx.db)
        .await
        .expect("the message");
    let send = |signature: String| {
        market
            .post("/webhooks/gateway", &body)
            .header(SIGNATURE_HEADER, signature)
            .send()
    };
    let now = market.ctx.now();
    let forged = send(sign("a guess", now, body.as_bytes())).await;
    assert_eq!(forged.expect("an answer").status(), StatusCode::BAD_REQUEST);
    let old = now - chrono::Duration::minutes(6);
    let late = send(sign(SECRET, old, body.as_bytes())).await;
    assert_eq!(late.expect("an answer").status(), StatusCode::BAD_REQUEST);
    let again = send(sign(SECRET, now, body.as_bytes())).await;
    assert_eq!(again.expect("an answer").status(), StatusCode::OK);
    assert_eq!(stands(&market, payment).await.0, "captured");
    let transfers: i64 = sqlx::query_scalar("select count(*) from ledger_transfers")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count");
    assert_eq!(transfers, 1, "{payer} was paid once");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_message_that_was_not_taken_is_sent_again(db: PgPool) {
    let market = Served::new(db).await;
    let (_, payment, page) = about_to_pay(&market).await;
    // As if the market were away while the payer pays.
    sqlx::query("update gateway_simulator.intents set webhook_url = 'http://127.0.0.1:9/'")
        .execute(&market.ctx.db)
        .await
        .expect("a wrong address");
    market.post(&page, APPROVED).send().await.expect("paid");
    assert_eq!(stands(&market, payment).await.0, "pending");
    assert_eq!(undelivered(&market).await, 1);

    // It comes back, under its right address; the table still knows what to say.
    sqlx::query("update gateway_simulator.deliveries set url = $1")
        .bind(format!("{}/webhooks/gateway", market.url))
        .execute(&market.ctx.db)
        .await
        .expect("the right address");
    let once = || async {
        let soon = tokio::time::sleep(std::time::Duration::from_millis(400));
        market.gateway.work_until(soon).await;
    };
    once().await;
    assert_eq!(undelivered(&market).await, 1, "it pauses first");
    market.test.clock.advance(chrono::Duration::seconds(3));
    once().await;
    assert_eq!(undelivered(&market).await, 0);
    assert_eq!(stands(&market, payment).await.0, "captured");
}
