//! Statements beside our books: each difference is found, told, cured when it is gone.

use crate::{common::Market, withdrawals::Purse};
use chrono::{Duration, NaiveDate};
use longtail::{
    actor::Actor,
    id::{CommandId, PaymentId},
    money::{
        Money,
        payment::{GatewayOutcome, Method},
        payout::BankOutcome,
        reconciliation::{
            EntryState, FoundDifference, Provider, ReconciliationError, StatementEntry, What,
        },
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{payment, reconciliation},
    testing,
};
use sqlx::PgPool;
use uuid::Uuid;

fn entry(reference: Uuid, amount: Money, state: EntryState) -> StatementEntry {
    StatementEntry {
        id: format!("pi_{reference}"),
        reference,
        amount_minor: amount.minor,
        currency: amount.currency,
        state,
    }
}

/// Somebody pays for one tea by card.
async fn paid(market: &Market, variant: longtail::id::VariantId) -> (PaymentId, Money) {
    told(market, variant, GatewayOutcome::Captured).await
}

/// Somebody goes to pay for one tea by card, and this is how it ends.
async fn told(
    market: &Market,
    variant: longtail::id::VariantId,
    outcome: GatewayOutcome,
) -> (PaymentId, Money) {
    let buyer = market.guest().await;
    let placed = market.place(&buyer, &[(variant, 1)]).await;
    let command: CommandId = market.ctx.new_id();
    payment::pay_checkout(&market.ctx, &buyer, command, placed.checkout, Method::Card)
        .await
        .expect("begun");
    let payment = PaymentId(command.0);
    let event = market.event(payment, placed.total, outcome);
    payment::record_gateway_event(&market.ctx, event)
        .await
        .expect("heard");
    (payment, placed.total)
}

async fn found(market: &Market) -> Vec<FoundDifference> {
    reconciliation::statements_page(&market.ctx, &Actor::System)
        .await
        .expect("a page")
        .differences
}

async fn open(market: &Market) -> Vec<(Uuid, What)> {
    let mut open: Vec<(Uuid, What)> = found(market)
        .await
        .into_iter()
        .filter(|found| found.cured_at.is_none())
        .map(|found| (found.difference.reference, found.difference.what))
        .collect();
    open.sort_by_key(|(reference, _)| *reference);
    open
}

/// Lines and open differences of a day at the gateway.
async fn counts(market: &Market, day: NaiveDate) -> (u32, u32) {
    let page = reconciliation::statements_page(&market.ctx, &Actor::System)
        .await
        .expect("a page");
    page.days
        .iter()
        .find(|checked| checked.provider == Provider::Gateway && checked.day == day)
        .map(|checked| (checked.lines, checked.open))
        .expect("compared")
}

async fn check(market: &Market, provider: Provider, day: NaiveDate) {
    reconciliation::check_again(&market.ctx, &Actor::System, provider, day)
        .await
        .expect("compared");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_days_payments_are_compared_once_it_is_over(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    testing::staff(&market.ctx, "Tao").await;
    let day = market.ctx.now().date_naive();
    let (same, total) = paid(&market, tea.variant).await;
    let (unnamed, _) = paid(&market, tea.variant).await;
    let (dearer, _) = paid(&market, tea.variant).await;
    let strange: Uuid = market.ctx.new_id();
    let more = Money::new(total.minor + 1, total.currency);
    let captured = |reference, amount| (day, entry(reference, amount, EntryState::Captured));
    let statement = vec![
        captured(same.0, total),
        captured(dearer.0, more),
        captured(strange, total),
    ];
    market.test.gateway.state(statement);
    reconciliation::begin(&market.ctx).await.expect("begun");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(open(&market).await, [], "the day is not over");
    let early = reconciliation::check_again(&market.ctx, &Actor::System, Provider::Gateway, day);
    assert!(matches!(
        early.await,
        Err(Failure::Refused(ReconciliationError::TooEarly))
    ));

    market.test.clock.advance(Duration::hours(13));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let mut expected = vec![
        (unnamed.0, What::MissingThere),
        (dearer.0, What::OtherAmount),
        (strange, What::MissingHere),
    ];
    expected.sort_by_key(|(reference, _)| *reference);
    assert_eq!(open(&market).await, expected);
    assert_eq!(counts(&market, day).await, (3, 3));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let letters = market.test.mail.letters();
    let told = letters
        .iter()
        .filter(|letter| letter.to == "tao@example.com" && letter.subject.contains("differ in 3"));
    assert_eq!(told.count(), 1);

    // The gateway has found its mistakes, but for one.
    let mended = vec![
        captured(same.0, total),
        captured(dearer.0, total),
        captured(unnamed.0, total),
        captured(strange, total),
    ];
    market.test.gateway.state(mended);
    check(&market, Provider::Gateway, day).await;
    check(&market, Provider::Gateway, day).await;
    assert_eq!(open(&market).await, [(strange, What::MissingHere)]);
    assert_eq!(
        found(&market).await.len(),
        3,
        "what was cured stays written down"
    );
    let notices: i64 = sqlx::query_scalar(
        "select count(*) from notices where content->>'kind' = 'statement_differs'",
    )
    .fetch_one(&market.ctx.db)
    .await
    .expect("a count");
    assert_eq!(notices, 1, "what is known is not told again");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_lapsed_is_missed_in_no_statement(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let day = market.ctx.now().date_naive();
    let (lapsed, total) = told(&market, tea.variant, GatewayOutcome::Lapsed).await;
    market.test.clock.advance(Duration::days(1));
    check(&market, Provider::Gateway, day).await;
    assert_eq!(open(&market).await, []);
    // Where it was taken all the same, somebody has to ask.
    let taken = entry(lapsed.0, total, EntryState::Captured);
    market.test.gateway.state(vec![(day, taken)]);
    check(&market, Provider::Gateway, day).await;
    assert_eq!(open(&market).await, [(lapsed.0, What::OtherState)]);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn withdrawals_are_compared_with_the_banks_statement(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    let market = &purse.market;
    market.test.bank.answer(Some(BankOutcome::Settled));
    let amount = Money::new(4_000, market.ctx.settings.currency);
    let one = purse.send(&purse.ask("40")).await.expect("begun");
    let two = purse.send(&purse.ask("40")).await.expect("begun");
    purse.work().await;
    let day = market.ctx.now().date_naive();
    market.test.clock.advance(Duration::days(1));
    let (settled, returned) = (EntryState::Settled, EntryState::Returned);
    market.test.bank.state(vec![
        (day, entry(one.0, amount, returned)),
        (day, entry(two.0, amount, settled)),
    ]);
    check(market, Provider::Bank, day).await;
    assert_eq!(open(market).await, [(one.0, What::OtherState)]);
    // What ended around midnight may stand in the neighbour's statement.
    market.test.bank.state(vec![
        (day - Duration::days(1), entry(one.0, amount, settled)),
        (day + Duration::days(1), entry(two.0, amount, settled)),
    ]);
    check(market, Provider::Bank, day).await;
    check(market, Provider::Bank, day - Duration::days(1)).await;
    assert_eq!(open(market).await, []);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_silent_provider_is_asked_again_and_no_day_is_left_out(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let first = market.ctx.now().date_naive();
    reconciliation::begin(&market.ctx).await.expect("begun");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let (payment, _) = paid(&market, tea.variant).await;
    market.test.gateway.fall_silent();
    for _ in 0..60 {
        market.test.clock.advance(Duration::hours(1));
        jobs::run_due(&market.ctx).await.expect("jobs run");
    }
    let refused =
        reconciliation::check_again(&market.ctx, &Actor::System, Provider::Gateway, first);
    assert!(matches!(
        refused.await,
        Err(Failure::Refused(ReconciliationError::Silent))
    ));
    assert_eq!(open(&market).await, []);
    let dead: i64 = sqlx::query_scalar("select count(*) from jobs where dead_at is not null")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count");
    assert_eq!(dead, 0);
    market.test.gateway.answer(GatewayOutcome::Captured);
    market.test.clock.advance(Duration::hours(1));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(open(&market).await, [(payment.0, What::MissingThere)]);
    let days: i64 = sqlx::query_scalar(
        "select count(*) from statements where provider = 'gateway' and day >= $1",
    )
    .bind(first)
    .fetch_one(&market.ctx.db)
    .await
    .expect("a count");
    assert_eq!(days, 3, "each day that is over");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn statements_are_for_staff(db: PgPool) {
    let market = Market::new(db).await;
    let member = market.member("Lin").await;
    let day = market.ctx.now().date_naive() - Duration::days(1);
    let page = reconciliation::statements_page(&market.ctx, &member).await;
    assert!(matches!(page, Err(Failure::NotFound)), "{page:?}");
    let check = reconciliation::check_again(&market.ctx, &member, Provider::Bank, day).await;
    assert!(matches!(check, Err(Failure::NotFound)), "{check:?}");
    let staff = testing::staff(&market.ctx, "Tao").await;
    let page = reconciliation::statements_page(&market.ctx, &staff).await;
    assert_eq!(page.expect("a page").choices.first(), Some(&day));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_day_compared_by_hand_does_not_hide_those_before_it(db: PgPool) {
    let market = Market::new(db).await;
    let day = market.ctx.now().date_naive();
    let gateway = &market.test.gateway;
    market.test.clock.advance(Duration::hours(13));
    let run = || reconciliation::run(&market.ctx, Provider::Gateway);
    run().await.expect("compared");
    gateway.fall_silent();
    market.test.clock.advance(Duration::days(2));
    run().await.expect("asked for later");
    gateway.answer(GatewayOutcome::Pending);
    check(&market, Provider::Gateway, day + Duration::days(2)).await;
    run().await.expect("compared");
    assert_eq!(counts(&market, day + Duration::days(1)).await, (0, 0));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_we_hear_of_days_late_is_cured_by_itself(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    let market = &purse.market;
    let amount = Money::new(4_000, market.ctx.settings.currency);
    let taken = purse.send(&purse.ask("40")).await.expect("begun");
    purse.work().await;
    let day = market.ctx.now().date_naive();
    let settled = entry(taken.0, amount, EntryState::Settled);
    market.test.bank.state(vec![(day, settled)]);
    let run = || reconciliation::run(&market.ctx, Provider::Bank);
    market.test.clock.advance(Duration::days(1));
    run().await.expect("compared");
    assert_eq!(open(market).await, [(taken.0, What::OtherState)]);
    market.test.clock.advance(Duration::days(3));
    market.test.bank.answer(Some(BankOutcome::Settled));
    purse.work().await;
    market.test.clock.advance(Duration::days(1));
    run().await.expect("compared");
    assert_eq!(open(market).await, [], "named four days before");
    assert_eq!(found(market).await.len(), 1, "what was cured stays written");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn our_own_database_is_no_silent_provider(db: PgPool) {
    let market = Market::new(db).await;
    let day = market.ctx.now().date_naive() - Duration::days(1);
    sqlx::query("alter table statement_lines rename to mislaid")
        .execute(&market.ctx.db)
        .await
        .expect("renamed");
    let failed = reconciliation::check_again(&market.ctx, &Actor::System, Provider::Bank, day);
    assert!(matches!(failed.await, Err(Failure::Incident(_))));
}
