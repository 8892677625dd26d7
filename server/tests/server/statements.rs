//! Statements over HTTP, and what the simulators are told to get wrong about them.

use crate::common::{SECRET, Served};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::PaymentId,
    money::{
        payment::Method,
        payout::account::BankAccountDraft,
        reconciliation::{Provider, What},
        withdrawal::Withdraw,
    },
};
use longtail_backend::{
    jobs,
    money::{payment, reconciliation, withdrawal},
};
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
};
use sqlx::PgPool;
use uuid::Uuid;

/// A member who paid ¥50 in by quick pay, and took ¥20 out, which has arrived.
async fn busy(market: &Served) -> (Uuid, Uuid) {
    let lin = Actor::Member {
        account: market.person("member", "lin").await.account,
        seats: Vec::new(),
    };
    let payment: PaymentId = market.ctx.new_id();
    let begun = payment::top_up(&market.ctx, &lin, payment.0.into(), 5_000, Method::QuickPay);
    let longtail::money::payment::NextStep::GoTo { url } = begun.await.expect("begun") else {
        panic!("the gateway's page was expected");
    };
    market
        .post(&format!("{url}/confirm"), "decision=confirm")
        .send()
        .await
        .expect("confirmed");
    let draft = BankAccountDraft {
        holder: "Lin".to_owned(),
        account_number: "6222021100001234567".to_owned(),
        bank: "Bank of the Lake".to_owned(),
    };
    withdrawal::save_account(&market.ctx, &lin, &draft)
        .await
        .expect("saved");
    let withdraw = Withdraw {
        command: market.ctx.new_id(),
        amount: "20".to_owned(),
        code: String::new(),
    };
    let taken = withdrawal::withdraw(&market.ctx, &lin, &withdraw)
        .await
        .expect("begun");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    market.test.clock.advance(Duration::seconds(6));
    market.bank.work().await.expect("the bank works");
    (payment.0, taken.0)
}

/// What yesterday's statements do not agree in, and was not cured.
pub async fn differences(market: &Served) -> Vec<(Uuid, What)> {
    let day = market.ctx.now().date_naive() - Duration::days(1);
    for provider in [Provider::Gateway, Provider::Bank] {
        reconciliation::check_again(&market.ctx, &Actor::System, provider, day)
            .await
            .expect("compared");
    }
    reconciliation::statements_page(&market.ctx, &Actor::System)
        .await
        .expect("a page")
        .differences
        .into_iter()
        .filter(|found| found.cured_at.is_none())
        .map(|found| (found.difference.reference, found.difference.what))
        .collect()
}

/// Lets a service's statements get something wrong.
pub async fn trick(market: &Served, service: &str, reference: Uuid, trick: &str) {
    let answer = market
        .post(&format!("/simulator/{service}/v1/tricks"), "")
        .headers(HeaderMap::from_iter([(
            CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )]))
        .bearer_auth(SECRET)
        .body(format!(
            r#"{{"reference":"{reference}","trick":"{trick}"}}"#
        ))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn statements_agree_unless_they_are_told_otherwise(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, withdrawal) = busy(&market).await;
    market.test.clock.advance(Duration::days(1));
    assert_eq!(differences(&market).await, []);
    trick(&market, "gateway", payment, "other_amount").await;
    assert_eq!(differences(&market).await, [(payment, What::OtherAmount)]);
    trick(&market, "gateway", payment, "leave_out").await;
    assert_eq!(differences(&market).await, [(payment, What::MissingThere)]);
    trick(&market, "bank", withdrawal, "other_state").await;
    let mut both = differences(&market).await;
    both.sort_by_key(|(reference, _)| *reference);
    let mut expected = vec![
        (payment, What::MissingThere),
        (withdrawal, What::OtherState),
    ];
    expected.sort_by_key(|(reference, _)| *reference);
    assert_eq!(both, expected);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn statements_are_for_those_with_the_secret_and_of_days(db: PgPool) {
    let market = Served::new(db).await;
    for service in ["gateway", "bank"] {
        let path = format!("/simulator/{service}/v1/statements");
        let ask = |day: &str, secret: &str| {
            market
                .get(&format!("{path}/{day}"))
                .header("authorization", format!("Bearer {secret}"))
                .send()
        };
        let forged = ask("2026-03-01", "a guess").await.expect("an answer");
        assert_eq!(forged.status(), StatusCode::UNAUTHORIZED);
        let odd = ask("yesterday", SECRET).await.expect("an answer");
        assert_eq!(odd.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let empty = ask("2026-03-01", SECRET).await.expect("an answer");
        assert_eq!(empty.text().await.expect("text"), "");
    }
}
