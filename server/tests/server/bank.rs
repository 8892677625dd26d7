//! The bank's simulator and the market, speaking to each other over HTTP.

use crate::common::{SECRET, Served};
use chrono::Duration;
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::ShopId,
    money::{
        Money,
        ledger::{Holder, Posting, Rule},
        payout::{BankOutcome, account::BankAccountDraft},
    },
};
use longtail_backend::{
    jobs,
    money::{
        ledger,
        payout::{self, bank::SIGNATURE_HEADER},
    },
    outside::signature::sign,
};
use longtail_server::simulator::bank::{
    CLOSED, DOWN, OTHER_NAME, REFUSED, RIGHT_NAME, SILENT, SLOW,
};
use reqwest::StatusCode;
use sqlx::PgPool;

/// A shop with ¥500 whose owner has named this account, after its first turn.
async fn payout_to(market: &Served, holder: &str, number: &str) -> (ShopId, Actor) {
    let ctx = &market.ctx;
    let owner = market.person("member", "owner").await.account;
    let shop: ShopId = ctx.new_id();
    sqlx::query(
        "with s as (insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
                    values ($1, 'tea', 'bazaar', 'open', 'Tea', 0, $3, $3))
         insert into shop_seats (shop_id, account_id, role, since) values ($1, $2, 'owner', $3)",
    )
    .bind(shop.0)
    .bind(owner.0)
    .bind(ctx.now())
    .execute(&ctx.db)
    .await
    .expect("a shop");
    market.test.clock.advance(Duration::days(100));
    let mut tx = ctx.transaction().await.expect("a transaction");
    let earned = Posting {
        rule: Rule::OrderReleased,
        debit: Holder::Gateway,
        credit: Holder::ShopBalance(shop),
        amount: Money::new(50_000, ctx.settings.currency),
        order: None,
        payment: None,
    };
    ledger::post(&mut tx, &[earned]).await.expect("earned");
    tx.commit().await.expect("kept");
    let role = ShopRole::Owner;
    let owner = Actor::Member {
        account: owner,
        seats: vec![Seat { shop, role }],
    };
    save(market, &owner, holder, number).await;
    (shop, owner)
}

async fn save(market: &Served, owner: &Actor, holder: &str, number: &str) {
    let draft = BankAccountDraft {
        holder: holder.to_owned(),
        account_number: number.to_owned(),
        bank: "Bank of the Lake".to_owned(),
    };
    payout::save_bank_account(&market.ctx, owner, "tea", &draft)
        .await
        .expect("saved");
    jobs::run_due(&market.ctx).await.expect("jobs run");
}

/// Time passes; the bank works, or the market alone.
async fn later(market: &Served, by: Duration) {
    market.test.clock.advance(by);
    market.bank.work().await.expect("the bank works");
    jobs::run_due(&market.ctx).await.expect("jobs run");
}

/// Stage and reason of the payouts, in the order in which they were begun.
async fn payouts(market: &Served) -> Vec<(String, Option<String>)> {
    sqlx::query_as("select stage, return_reason from payouts order by begun_at, id")
        .fetch_all(&market.ctx.db)
        .await
        .expect("payouts")
}

async fn stage(market: &Served) -> String {
    payouts(market).await.pop().expect("a payout").0
}

async fn balance(market: &Served, holder: Holder) -> i64 {
    let mut db = market.ctx.db.acquire().await.expect("a connection");
    ledger::balance(&mut db, holder, market.ctx.settings.currency)
        .await
        .expect("a balance")
        .minor
}

async fn transfers(market: &Served) -> i64 {
    sqlx::query_scalar("select count(*) from bank_simulator.transfers")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_payout_arrives_and_its_message_changes_nothing_twice(db: PgPool) {
    let market = Served::new(db).await;
    let (shop, _) = payout_to(&market, "Mo", "6222021100001234567").await;
    assert_eq!(stage(&market).await, "sent");
    assert_eq!(balance(&market, Holder::ShopBalance(shop)).await, 0);
    market.test.clock.advance(Duration::seconds(5));
    market.bank.work().await.expect("the bank works");
    assert_eq!(stage(&market).await, "settled", "by its message alone");
    assert_eq!(balance(&market, Holder::Bank).await, 50_000);

    let payload: serde_json::Value =
        sqlx::query_scalar("select payload from gateway_events where provider = 'bank'")
            .fetch_one(&market.ctx.db)
            .await
            .expect("the message");
    let other = serde_json::json!({ "id": "bev_other", "created": payload["created"],
        "transfer": payload["transfer"] });
    let now = market.ctx.now();
    for (body, secret, expected) in [
        (&payload, SECRET, StatusCode::OK),
        (&other, SECRET, StatusCode::OK),
        (&payload, "a guess", StatusCode::BAD_REQUEST),
    ] {
        let body = body.to_string();
        let answer = market
            .post("/webhooks/bank", &body)
            .header(SIGNATURE_HEADER, sign(secret, now, body.as_bytes()))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), expected);
    }
    assert_eq!(balance(&market, Holder::Bank).await, 50_000);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_wrong_name_comes_back_and_the_right_one_is_paid(db: PgPool) {
    let market = Served::new(db).await;
    let (shop, owner) = payout_to(&market, "Mo", OTHER_NAME).await;
    later(&market, Duration::seconds(5)).await;
    let reason = Some("name_mismatch".to_owned());
    assert_eq!(payouts(&market).await, [("returned".to_owned(), reason)]);
    assert_eq!(balance(&market, Holder::ShopBalance(shop)).await, 50_000);
    save(&market, &owner, RIGHT_NAME, "").await;
    later(&market, Duration::seconds(5)).await;
    assert_eq!(stage(&market).await, "settled");
    assert_eq!(payouts(&market).await.len(), 2);
    assert_eq!(balance(&market, Holder::Bank).await, 50_000);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_closed_account_is_tried_again_the_next_day(db: PgPool) {
    let market = Served::new(db).await;
    payout_to(&market, "Mo", CLOSED).await;
    later(&market, Duration::seconds(5)).await;
    later(&market, Duration::hours(23)).await;
    assert_eq!(payouts(&market).await.len(), 1);
    later(&market, Duration::hours(1)).await;
    assert_eq!(payouts(&market).await.len(), 2);
    assert_eq!(transfers(&market).await, 2);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_the_bank_does_not_take_is_in_the_balance_again(db: PgPool) {
    let market = Served::new(db).await;
    let (shop, owner) = payout_to(&market, "Mo", REFUSED).await;
    let reason = Some("refused".to_owned());
    assert_eq!(payouts(&market).await, [("returned".to_owned(), reason)]);
    assert_eq!(transfers(&market).await, 0);
    assert_eq!(balance(&market, Holder::ShopBalance(shop)).await, 50_000);
    save(&market, &owner, RIGHT_NAME, "").await;
    later(&market, Duration::seconds(5)).await;
    assert_eq!(payouts(&market).await.len(), 2);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_slow_bank_is_waited_for(db: PgPool) {
    let market = Served::new(db).await;
    payout_to(&market, "Mo", SLOW).await;
    later(&market, Duration::minutes(90)).await;
    assert_eq!(stage(&market).await, "sent");
    later(&market, Duration::minutes(30)).await;
    assert_eq!(stage(&market).await, "settled");
    assert_eq!(transfers(&market).await, 1);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_silent_bank_is_asked(db: PgPool) {
    let market = Served::new(db).await;
    payout_to(&market, "Mo", SILENT).await;
    market.test.clock.advance(Duration::seconds(30));
    market.bank.work().await.expect("the bank works");
    assert_eq!(stage(&market).await, "sent", "no message came");
    later(&market, Duration::seconds(30)).await;
    assert_eq!(stage(&market).await, "settled");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_bank_that_is_down_does_not_pay_twice(db: PgPool) {
    let market = Served::new(db).await;
    payout_to(&market, "Mo", DOWN).await;
    assert_eq!(
        stage(&market).await,
        "scheduled",
        "was it taken? nobody knows"
    );
    assert_eq!(transfers(&market).await, 1);
    later(&market, Duration::minutes(5)).await;
    assert_eq!(stage(&market).await, "scheduled");
    later(&market, Duration::hours(1)).await;
    assert_eq!(stage(&market).await, "settled");
    assert_eq!(transfers(&market).await, 1);
    assert_eq!(balance(&market, Holder::Bank).await, 50_000);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_same_payout_is_the_same_transfer(db: PgPool) {
    let market = Served::new(db).await;
    let (ctx, payout) = (&market.ctx, market.ctx.new_id());
    let account = BankAccountDraft {
        holder: "Mo".to_owned(),
        account_number: "6222021100001234567".to_owned(),
        bank: "Bank of the Lake".to_owned(),
    }
    .check(None)
    .expect("an account");
    let amount = Money::new(5_000, ctx.settings.currency);
    let send = |amount| ctx.bank.send(payout, amount, &account);
    let first = send(amount).await.expect("taken");
    assert_eq!(first.outcome, BankOutcome::Pending);
    assert_eq!(send(amount).await.expect("taken before"), first);
    let more = Money::new(9_000, ctx.settings.currency);
    let refused = send(more).await.expect_err("another amount");
    assert!(refused.to_string().contains("409"), "{refused}");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_bank_is_for_those_with_the_secret(db: PgPool) {
    let market = Served::new(db).await;
    let transfers = "/simulator/bank/v1/transfers";
    let status =
        async |request: reqwest::RequestBuilder| request.send().await.expect("an answer").status();
    let wrong = market
        .post(transfers, "{}")
        .header("authorization", "Bearer wrong");
    assert_eq!(status(wrong).await, StatusCode::UNAUTHORIZED);
    let path = format!("{transfers}/tr_1");
    assert_eq!(status(market.get(&path)).await, StatusCode::UNAUTHORIZED);
    let known = market
        .get(&path)
        .header("authorization", format!("Bearer {SECRET}"));
    assert_eq!(status(known).await, StatusCode::NOT_FOUND);
}
