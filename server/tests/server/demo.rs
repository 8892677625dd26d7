//! A demo market that was interrupted while it was filled.

use longtail_backend::testing;
use longtail_server::demo::{self, Standing};
use sqlx::PgPool;

/// Rates of tax, and countries where it is added.
async fn given(db: &PgPool) -> (Vec<(String, String, i32)>, Vec<(String, bool)>) {
    let rates =
        sqlx::query_as("select country, class, rate_bp from tax_rates order by 1, 2, from_day");
    let countries = sqlx::query_as("select country, on_top from tax_countries order by 1");
    (
        rates.fetch_all(db).await.expect("rates"),
        countries.fetch_all(db).await.expect("countries"),
    )
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_the_migrations_gave_stays_when_it_is_begun_anew(db: PgPool) {
    let before = given(&db).await;
    assert!(!before.0.is_empty() && !before.1.is_empty());
    let ctx = testing::ctx(db.clone()).await;
    let staff = testing::staff(&ctx, "Wen").await;
    sqlx::query(
        "insert into tax_rates (country, class, from_day, rate_bp, set_by, set_at)
         values ('CA', 'standard', date '2020-01-01', 1300, $1, $2)",
    )
    .bind(staff.account().expect("an account").0)
    .bind(ctx.now())
    .execute(&db)
    .await
    .expect("a rate");

    // What is imported is imported again later, and would be taken for known.
    sqlx::query(
        "insert into past_orders (id, source, external_id, stage, currency, placed_at, content_hash, imported_at)
         values (gen_random_uuid(), 'olist', 'one', 'placed', 'BRL', timestamp '2018-01-01', '', $1)",
    )
    .bind(ctx.now())
    .execute(&db)
    .await
    .expect("an earlier order");

    demo::clear_interrupted(&db).await.expect("cleared");
    assert_eq!(given(&db).await, before);
    let earlier: i64 = sqlx::query_scalar("select count(*) from past_orders")
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(earlier, 0);
    let standing = demo::standing(&db).await.expect("read");
    assert_eq!(standing, Standing::Empty);
}
