//! Online bank and quick pay as the market meets them: over HTTP, later, refused, silent, too late.

use crate::common::{SECRET, Served, location};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::PaymentId,
    money::{
        Money,
        payment::{GatewayOutcome, Method, NextStep, PaymentError},
    },
};
use longtail_backend::{
    Ctx, Failure, jobs,
    money::payment::{
        self,
        gateway::{HttpGateway, Known},
    },
};
use reqwest::StatusCode;
use sqlx::PgPool;
use std::sync::Arc;

async fn payer(market: &Served) -> Actor {
    Actor::Member {
        account: market.person("member", "lin").await.account,
        seats: Vec::new(),
    }
}

/// A member who is about to pay ¥50 into the wallet: the payment, and the gateway's page.
async fn about_to_pay(market: &Served, method: Method) -> (PaymentId, String) {
    let payer = payer(market).await;
    let payment: PaymentId = market.ctx.new_id();
    let next = payment::top_up(&market.ctx, &payer, payment.0.into(), 5_000, method)
        .await
        .expect("a payment begun");
    let NextStep::GoTo { url } = next else {
        panic!("the gateway's page was expected, not {next:?}");
    };
    (payment, url)
}

/// Stage and reason.
async fn stands(market: &Served, payment: PaymentId) -> (String, Option<String>) {
    sqlx::query_as("select stage, decline_reason from payments where id = $1")
        .bind(payment.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("the payment")
}

async fn stage(market: &Served, payment: PaymentId) -> String {
    stands(market, payment).await.0
}

async fn choose(market: &Served, page: &str, bank: &str) {
    let html = market.get(page).send().await.expect("the form");
    let html = html.text().await.expect("html");
    assert!(html.contains(&format!(r#"value="{bank}""#)), "{html}");
    assert!(!html.contains("<script"), "it works without scripts");
    let answer = market
        .post(&format!("{page}/bank"), &format!("bank={bank}"))
        .send()
        .await
        .expect("sent");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(location(&answer).contains("/wallet?payment="));
    // Coming back to the page leads away again: the bank has it.
    let again = market.get(page).send().await.expect("an answer");
    assert!(location(&again).contains("/wallet?payment="));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_bank_says_later_that_it_has_paid(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::OnlineBank).await;
    choose(&market, &page, "lake").await;
    assert_eq!(stage(&market, payment).await, "pending");
    market.gateway_works_after(Duration::seconds(4)).await;
    assert_eq!(stage(&market, payment).await, "captured");
    let at_gateway: String = sqlx::query_scalar("select stage from gateway_simulator.intents")
        .fetch_one(&market.ctx.db)
        .await
        .expect("an intent");
    assert_eq!(at_gateway, "captured");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_bank_says_later_that_it_refuses(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::OnlineBank).await;
    choose(&market, &page, "river").await;
    market.gateway_works_after(Duration::seconds(4)).await;
    let refused = Some("bank_refused".to_owned());
    assert_eq!(
        stands(&market, payment).await,
        ("declined".to_owned(), refused)
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_bank_that_tells_nobody_is_asked(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::OnlineBank).await;
    choose(&market, &page, "mist").await;
    market.gateway_works_after(Duration::seconds(30)).await;
    assert_eq!(stage(&market, payment).await, "pending", "no message came");
    market.test.clock.advance(Duration::seconds(30));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(stage(&market, payment).await, "captured");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_quick_payment_takes_one_confirmation(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::QuickPay).await;
    let html = market.get(&page).send().await.expect("the question");
    assert!(html.text().await.expect("html").contains("¥50.00"));
    // A bank's form has no business here.
    let other = market
        .post(&format!("{page}/bank"), "bank=lake")
        .send()
        .await;
    assert!(location(&other.expect("an answer")).contains("/pay/"));
    let answer = market
        .post(&format!("{page}/confirm"), "decision=confirm")
        .send()
        .await
        .expect("confirmed");
    assert!(location(&answer).contains("/wallet?payment="));
    assert_eq!(
        stage(&market, payment).await,
        "captured",
        "before the payer is back"
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_quick_payment_without_money_is_declined(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::QuickPay).await;
    market
        .post(&format!("{page}/confirm"), "decision=empty")
        .send()
        .await
        .expect("answered");
    let reason = Some("insufficient_funds".to_owned());
    assert_eq!(
        stands(&market, payment).await,
        ("declined".to_owned(), reason)
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_is_authorised_is_captured_or_voided_once(db: PgPool) {
    let market = Served::new(db).await;
    let (_, page) = about_to_pay(&market, Method::Card).await;
    let id = page.rsplit('/').next().expect("an id").to_owned();
    let end = |how: &str, secret: &str| {
        market
            .post(&format!("/simulator/gateway/v1/intents/{id}/{how}"), "")
            .header("authorization", format!("Bearer {secret}"))
            .send()
    };
    let forged = end("capture", "a guess").await.expect("an answer");
    assert_eq!(forged.status(), StatusCode::UNAUTHORIZED);
    let gateway = &market.ctx.gateway;
    let known = market.known(&id).await;
    // What the payer has not agreed to cannot be taken.
    let early = gateway.capture(&known).await.expect("an answer");
    assert_eq!(early, GatewayOutcome::Pending);
    let authorise = "update gateway_simulator.intents
                     set stage = 'authorised', lapses_at = created_at + interval '7 days'";
    sqlx::query(authorise)
        .execute(&market.ctx.db)
        .await
        .expect("authorised");
    assert_eq!(
        gateway.void(&known).await.expect("let go"),
        GatewayOutcome::Voided
    );
    assert_eq!(
        gateway.capture(&known).await.expect("too late"),
        GatewayOutcome::Voided
    );
    assert_eq!(
        gateway.void(&known).await.expect("again"),
        GatewayOutcome::Voided
    );
    let none = Known {
        reference: "pi_none".to_owned(),
        ..known
    };
    assert!(gateway.capture(&none).await.is_err());
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_gateway_that_is_down_takes_nothing_and_the_wallet_is_no_method_of_its(db: PgPool) {
    let market = Served::new(db).await;
    let nowhere = "http://127.0.0.1:9".to_owned();
    let down = HttpGateway::new(nowhere.clone(), SECRET.to_owned(), nowhere).expect("a gateway");
    let ctx = Ctx {
        gateway: Arc::new(down),
        ..market.ctx.clone()
    };
    let payer = payer(&market).await;
    let payment: PaymentId = ctx.new_id();
    let silent = payment::top_up(&ctx, &payer, payment.0.into(), 5_000, Method::QuickPay).await;
    assert!(
        matches!(silent, Err(Failure::Refused(PaymentError::GatewaySilent))),
        "{silent:?}"
    );
    // Once it is back the same form goes on with the same payment.
    let next = payment::top_up(
        &market.ctx,
        &payer,
        payment.0.into(),
        5_000,
        Method::QuickPay,
    )
    .await;
    assert!(matches!(next, Ok(NextStep::GoTo { .. })), "{next:?}");
    let intents: i64 = sqlx::query_scalar("select count(*) from gateway_simulator.intents")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count");
    assert_eq!(intents, 1);

    let amount = Money::new(5_000, ctx.settings.currency);
    let other: PaymentId = ctx.new_id();
    let refused = market
        .ctx
        .gateway
        .begin(other, Method::Wallet, amount, "http://127.0.0.1/back")
        .await
        .expect_err("not a method of the gateway's");
    assert!(refused.to_string().contains("422"), "{refused}");
    let odd = payment::top_up(&ctx, &payer, other.0.into(), 5_000, Method::Wallet).await;
    assert!(matches!(odd, Err(Failure::Invalid(_))), "{odd:?}");
}
