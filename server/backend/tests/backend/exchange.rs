//! Exchange rates on a real Postgres: kept once a day, never edited, and shown for a week.

use chrono::Duration;
use longtail::{
    actor::Actor,
    money::{
        Currency::{self, Cny, Eur, Gbp, Jpy, Usd},
        Money,
        exchange::{ExchangeRate, LinesForm, RateForm, Trouble, TypedRate},
    },
    text::{FieldIssue, FieldIssues},
};
use longtail_backend::{
    Ctx, Failure, MIGRATIONS,
    failure::Refusal,
    money::exchange::{add_rate, add_rates, import_rates, rates_page, shown},
    testing::{self, TestMarket},
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::fmt::Debug;

// The test's clock stands at 1 March 2026.
const TODAY: &str = "2026-03-01";

fn form(currency: &str, day: &str, rate: &str) -> RateForm {
    RateForm {
        currency: currency.into(),
        day: day.into(),
        rate: rate.into(),
        sure: String::new(),
    }
}

fn lines(text: &str) -> LinesForm {
    LinesForm {
        day: TODAY.into(),
        lines: text.into(),
        sure: String::new(),
    }
}

fn typed(line: u64, day: &str, currency: &str, rate: &str) -> TypedRate {
    TypedRate {
        line,
        currency: currency.into(),
        day: day.into(),
        rate: rate.into(),
    }
}

fn issues<T: Debug>(answer: Result<T, Failure<Refusal>>) -> FieldIssues {
    match answer {
        Err(Failure::Invalid(issues)) => issues,
        other => panic!("fields that cannot be taken, not {other:?}"),
    }
}

/// What can be chosen, with its day and rate.
async fn offered(ctx: &Ctx) -> Vec<(Currency, String, String)> {
    let rates = shown(ctx).await.expect("rates");
    rates
        .iter()
        .map(|rate| (rate.quote, rate.day.to_string(), rate.plain()))
        .collect()
}

fn one(currency: Currency, day: &str, rate: &str) -> (Currency, String, String) {
    (currency, day.to_owned(), rate.to_owned())
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_rate_stands_for_its_day_and_is_shown_for_a_week(db: PgPool) {
    let market = TestMarket::new(db);
    let (ctx, staff) = (&market.ctx, testing::staff(&market.ctx, "Wen").await);
    assert!(offered(ctx).await.is_empty());
    add_rate(ctx, &staff, &form("USD", "2026-02-27", "0.1391"))
        .await
        .expect("kept");
    add_rate(ctx, &staff, &form("usd", TODAY, "0.14"))
        .await
        .expect("kept");
    // An older day that comes later is kept, and is not the newest.
    add_rate(ctx, &staff, &form("USD", "2026-02-28", "0.13"))
        .await
        .expect("kept");
    assert_eq!(offered(ctx).await, [one(Usd, TODAY, "0.14")]);

    add_rate(ctx, &staff, &form("USD", TODAY, "0.1400"))
        .await
        .expect("the same again changes nothing");
    let taken = issues(add_rate(ctx, &staff, &form("USD", TODAY, "0.15")).await);
    assert!(taken.get("day").is_some(), "{taken:?}");
    let far = issues(add_rate(ctx, &staff, &form("USD", "2026-02-26", "1.39")).await);
    assert!(far.get("rate").is_some(), "{far:?}");
    let sure = RateForm {
        sure: "true".into(),
        ..form("USD", "2026-02-26", "1.39")
    };
    add_rate(ctx, &staff, &sure)
        .await
        .expect("said to be right");
    let tomorrow = issues(add_rate(ctx, &staff, &form("EUR", "2026-03-02", "0.12")).await);
    assert!(tomorrow.get("day").is_some());

    market.clock.advance(Duration::days(7));
    assert_eq!(offered(ctx).await, [one(Usd, TODAY, "0.14")]);
    market.clock.advance(Duration::days(1));
    assert!(offered(ctx).await.is_empty(), "too old");
    let page = rates_page(ctx, &staff).await.expect("a page");
    assert_eq!(page.base, Cny);
    assert_eq!(page.currencies.len(), Currency::ALL.len() - 1);
    let newest = |wanted| page.currencies.iter().find(|(of, _)| *of == wanted);
    let (_, dollars) = newest(Usd).expect("a row");
    let dollars = dollars.expect("a rate");
    assert!(!dollars.is_fresh(page.today));
    assert_eq!(
        dollars.convert(Money::new(6_800, Cny)),
        Some(Money::new(952, Usd))
    );
    assert_eq!(newest(Gbp).map(|(_, rate)| *rate), Some(None));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn pasted_lines_are_kept_together_or_not_at_all(db: PgPool) {
    let market = TestMarket::new(db);
    let (ctx, staff) = (&market.ctx, testing::staff(&market.ctx, "Wen").await);
    let faulty = lines("USD 0.1391\nEUR nothing\nUSD 0.2\nCNY 1\n");
    let told = issues(add_rates(ctx, &staff, &faulty).await);
    let Some(FieldIssue::Other { text }) = told.get("lines") else {
        panic!("{told:?}");
    };
    for line in ["Line 2: ", "Line 3: 0.1391 stands", "Line 4: CNY is"] {
        assert!(text.en.contains(line), "{}", text.en);
    }
    assert!(offered(ctx).await.is_empty());

    let good = lines("JPY 21.5\nUSD 0.1391\n\nEUR\t0.1201\n");
    assert_eq!(add_rates(ctx, &staff, &good).await.expect("kept"), 3);
    assert_eq!(
        offered(ctx).await,
        [
            one(Jpy, TODAY, "21.5"),
            one(Usd, TODAY, "0.1391"),
            one(Eur, TODAY, "0.1201")
        ]
    );
    assert_eq!(add_rates(ctx, &staff, &good).await.expect("known"), 0);
    assert_eq!(kept_by(ctx).await, 3, "each with who kept it");
}

async fn kept_by(ctx: &Ctx) -> i64 {
    sqlx::query_scalar("select count(*) from exchange_rates where set_by is not null")
        .fetch_one(&ctx.db)
        .await
        .expect("a count")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_file_is_taken_line_by_line_and_twice_changes_nothing(db: PgPool) {
    let market = TestMarket::new(db);
    let ctx = &market.ctx;
    let file = [
        typed(2, "2026-02-28", "USD", "0.1390"),
        typed(3, TODAY, "USD", "0.1391"),
        typed(4, TODAY, "ISK", "19.2"),
        typed(5, TODAY, "JPY", "0"),
        typed(6, TODAY, "EUR", "0.1201"),
        typed(7, TODAY, "EUR", "0.12"),
        typed(8, "2026-02-20", "EUR", "12.01"),
    ];
    let imported = import_rates(ctx, &Actor::System, &file, false)
        .await
        .expect("read");
    assert_eq!((imported.new, imported.known), (3, 0));
    let faulty: Vec<u64> = imported.troubles.iter().map(|of| of.line).collect();
    assert_eq!(faulty, [4, 5, 7, 8]);
    assert!(matches!(
        imported.troubles[2].trouble,
        Trouble::Taken { .. }
    ));
    assert!(matches!(
        imported.troubles[3].trouble,
        Trouble::FarOff { .. }
    ));

    let again = import_rates(ctx, &Actor::System, &file, true)
        .await
        .expect("read");
    assert_eq!((again.new, again.known), (1, 3));
    assert_eq!(again.troubles.len(), 3);
    assert_eq!(kept_by(ctx).await, 0);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn rates_are_never_edited_and_of_one_base(db: PgPool) {
    let market = TestMarket::new(db);
    let ctx = &market.ctx;
    for statement in [
        "insert into exchange_rates values ('USD', 'EUR', '2026-03-01', 90000000, null, now())",
        "insert into exchange_rates values ('CNY', 'USD', '2026-03-01', 13910000, null, now())",
    ] {
        sqlx::query(statement)
            .execute(&ctx.db)
            .await
            .expect("a rate");
    }
    for statement in [
        "update exchange_rates set rate_e8 = 1",
        "delete from exchange_rates",
        "insert into exchange_rates values ('CNY', 'USD', '2026-03-01', 13910001, null, now())",
        "insert into exchange_rates values ('CNY', 'CNY', '2026-03-01', 13910000, null, now())",
        "insert into exchange_rates values ('CNY', 'EUR', '2026-03-01', 0, null, now())",
    ] {
        let answer = sqlx::query(statement).execute(&ctx.db).await;
        assert!(answer.is_err(), "{statement}");
    }
    let rates = shown(ctx).await.expect("rates");
    let dollars = ExchangeRate {
        base: Cny,
        quote: Usd,
        day: TODAY.parse().expect("a day"),
        rate_e8: 13_910_000,
    };
    assert_eq!(*rates, [dollars], "the rates of another base say nothing");
}

/// A rate that this process does not know to be new.
async fn add_dollars(db: &PgPool, day: &str, rate_e8: i64) {
    sqlx::query("insert into exchange_rates values ('CNY', 'USD', $1::date, $2, null, now())")
        .bind(day)
        .bind(rate_e8)
        .execute(db)
        .await
        .expect("a rate");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn no_page_waits_again_soon_after_one_has_waited_in_vain(db: PgPool) {
    let single = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(std::time::Duration::from_millis(300))
        .connect_with((*db.connect_options()).clone())
        .await
        .expect("connected");
    let market = TestMarket::new(single);
    let (ctx, clock) = (&market.ctx, &market.clock);
    add_dollars(&db, "2026-02-28", 13_000_000).await;
    let before = [one(Usd, "2026-02-28", "0.13")];
    assert_eq!(offered(ctx).await, before);

    // Nothing can be read, and to find out takes longer than the pause.
    let taken = ctx.db.acquire().await.expect("the only connection");
    let (seen, ()) = tokio::join!(offered(ctx), async {
        tokio::task::yield_now().await;
        clock.advance(Duration::seconds(8));
    });
    assert_eq!(seen, before);
    drop(taken);
    add_dollars(&db, TODAY, 14_000_000).await;
    assert_eq!(offered(ctx).await, before, "nobody asks");
    clock.advance(Duration::seconds(5));
    assert_eq!(offered(ctx).await, [one(Usd, TODAY, "0.14")]);
    ctx.db.close().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nobody_else_keeps_rates(db: PgPool) {
    let market = TestMarket::new(db);
    let ctx = &market.ctx;
    let member = testing::member(ctx, "Lin").await;
    let (_, owner) = testing::open_shop(ctx, &member, "tea").await;
    for actor in [&member, &owner] {
        let one = add_rate(ctx, actor, &form("USD", TODAY, "0.1391")).await;
        assert!(matches!(one, Err(Failure::NotFound)));
        let many = add_rates(ctx, actor, &lines("USD 0.1391")).await;
        assert!(matches!(many, Err(Failure::NotFound)));
        let file = import_rates(ctx, actor, &[typed(1, TODAY, "USD", "1")], false).await;
        assert!(matches!(file, Err(Failure::NotFound)));
        assert!(matches!(
            rates_page(ctx, actor).await,
            Err(Failure::NotFound)
        ));
    }
    let stranger = add_rate(ctx, &Actor::Stranger, &form("USD", TODAY, "0.1391")).await;
    assert!(matches!(stranger, Err(Failure::SignIn)));
}
