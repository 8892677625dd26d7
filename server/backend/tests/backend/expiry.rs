//! What was good for a time is forgotten long after it, by a job that comes again every day.

use crate::common::Market;
use chrono::{DateTime, Duration, Utc};
use longtail::id::AccountId;
use longtail_backend::{MIGRATIONS, jobs, platform::expiry};
use sqlx::PgPool;
use uuid::Uuid;

const TABLES: [&str; 8] = [
    "guest_links",
    "password_resets",
    "sessions",
    "addresses",
    "code_misses",
    "question_asks",
    "confirmations",
    "sign_in_attempts",
];

async fn kept(db: &PgPool) -> [i64; 8] {
    let mut kept = [0; 8];
    for (rows, table) in kept.iter_mut().zip(TABLES) {
        let sql = format!("select count(*) from {table}");
        *rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(db)
            .await
            .expect("a number");
    }
    kept
}

/// One of each, which from this moment on is good for nothing.
async fn one_of_each(market: &Market, account: AccountId) {
    let id: Uuid = market.ctx.new_id();
    sqlx::query(
        "with l as (insert into guest_links (token_hash, account_id, created_at, expires_at)
                    values ($2, $3, $4, $4)),
              r as (insert into password_resets (token_hash, account_id, created_at, expires_at)
                    values ($2, $3, $4, $4)),
              s as (insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
                    values ($1, $2, $3, $4, $4, $4)),
              a as (insert into addresses (id, account_id, recipient, phone, country, region, city, line,
                                           postcode, created_at, removed_at)
                    values ($1, $3, 'Lin', '1', 'CN', '', 'Hangzhou', '1 Lake Road', '', $4, $4)),
              m as (insert into code_misses (account_id, place, at) values ($3, '192.0.2.1', $4)),
              q as (insert into question_asks (account_id, at) values ($3, $4)),
              c as (insert into confirmations (id, account_id, purpose, subject_id, currency, amount_minor,
                                               asked_at, expires_at)
                    values ($1, $3, 'top_up', $3, 'CNY', 100, $4, $4))
         insert into sign_in_attempts (email, address, succeeded, at)
         values ('lin@longtail.example', '192.0.2.1', true, $4)",
    )
    .bind(id)
    .bind(id.as_bytes().to_vec())
    .bind(account.0)
    .bind(market.ctx.now())
    .execute(&market.ctx.db)
    .await
    .expect("one of each");
}

async fn next_run(db: &PgPool) -> DateTime<Utc> {
    sqlx::query_scalar("select run_at from jobs where kind = 'forget_expired' and done_at is null")
        .fetch_one(db)
        .await
        .expect("one job")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_was_good_is_kept_for_a_month(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, clock) = (&market.ctx, &market.test.clock);
    let lin = market.member("Lin").await;
    let account = lin.account().expect("an account");
    one_of_each(&market, account).await;
    // What confirmed something is told beside it for good.
    sqlx::query("update confirmations set spent_by = id, spent_at = asked_at")
        .execute(&ctx.db)
        .await
        .expect("spent");
    one_of_each(&market, account).await;
    expiry::begin(ctx).await.expect("begun");
    jobs::run_due(ctx).await.expect("jobs run");
    clock.advance(Duration::days(30));
    jobs::run_due(ctx).await.expect("jobs run");
    assert_eq!(kept(&ctx.db).await, [2; 8]);

    one_of_each(&market, account).await;
    clock.advance(Duration::days(1));
    jobs::run_due(ctx).await.expect("jobs run");
    assert_eq!(kept(&ctx.db).await, [1, 1, 1, 1, 1, 1, 2, 3]);
    assert_eq!(next_run(&ctx.db).await, ctx.now() + Duration::days(1));

    // From where somebody was let in stays known for longer.
    clock.advance(Duration::days(90));
    jobs::run_due(ctx).await.expect("jobs run");
    assert_eq!(kept(&ctx.db).await, [0, 0, 0, 0, 0, 0, 1, 1]);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_has_gathered_goes_batch_by_batch(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let account = market.guest().await.account().expect("an account");
    sqlx::query(
        "insert into guest_links (token_hash, account_id, created_at, expires_at)
         select n::text::bytea, $1, $2, $2 from generate_series(1, 2500) n",
    )
    .bind(account.0)
    .bind(ctx.now())
    .execute(&ctx.db)
    .await
    .expect("links");
    market.test.clock.advance(Duration::days(31));
    expiry::begin(ctx).await.expect("begun");
    let before = kept(&ctx.db).await;
    let runs = jobs::run_due(ctx).await.expect("jobs run");
    assert_eq!((before[0], runs), (2_500, 3));
    assert_eq!(kept(&ctx.db).await[0], 0);
    assert_eq!(kept(&ctx.db).await[2], before[2], "the guest is still here");
    assert_eq!(next_run(&ctx.db).await, ctx.now() + Duration::days(1));
}
