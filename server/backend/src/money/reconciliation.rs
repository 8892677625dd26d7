//! Reconciliation on Postgres: each day's statement of gateway and bank is compared with our
//! payments, what of them went back, payouts and withdrawals, and what differs is kept and told to staff.
//!
//! Each provider has a job that compares the days that are over, one after another, and then once
//! more those on which something differs: we may have heard late of what a statement named.

mod check;
mod read;

pub use read::statements_page;

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, denied},
    jobs::Job,
};
use check::{check, note};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use longtail::{
    actor::Actor,
    money::reconciliation::{Provider, ReconciliationError, StatementEntry},
    policy::{Action, permit},
};
use std::collections::BTreeMap;
use strum::VariantArray;

/// When a day's statement is asked for, after the day is over.
const ASK_AFTER: Duration = Duration::minutes(30);
/// How long a provider is left alone that did not answer.
const PAUSE: Duration = Duration::hours(1);
/// So many days are caught up on at once, and looked at again while something differs.
const MOST_DAYS: i64 = 31;
/// A day that cannot be read takes the two beside it along; if more fail in a row, the provider is
/// silent.
const UNREADABLE: u32 = 3;

/// Sees to it that statements are asked for. Called when the market opens.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn begin(ctx: &Ctx) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    for provider in Provider::VARIANTS {
        let job = Job::Reconcile {
            provider: *provider,
        };
        tx.schedule(&job, now).await?;
    }
    tx.commit().await
}

/// Lets the days up to this one count as compared: for a market whose past was told, not lived.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn begin_after(ctx: &Ctx, day: NaiveDate) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    for provider in Provider::VARIANTS {
        note(&mut tx, *provider, day, 0).await?;
    }
    tx.commit().await
}

/// Compares all days of a provider that are over and were not compared, and once more those on
/// which something differs. Called by its job, which is scheduled anew for the next day.
///
/// # Errors
/// An incident when the database cannot take it. A provider that is silent is asked later.
pub async fn run(ctx: &Ctx, provider: Provider) -> Result<(), Incident> {
    let today = (ctx.now() - ASK_AFTER).date_naive();
    let mut again = start_of(today + Duration::days(1)) + ASK_AFTER;
    let (fresh, differing) = days_to_compare(ctx, provider, today).await?;
    let mut failed = 0;
    let first_try = fresh.iter().map(|day| (*day, true));
    for (day, fresh) in first_try.chain(differing.iter().map(|day| (*day, false))) {
        match ask_around(ctx, provider, day).await {
            Ok(told) => {
                failed = 0;
                check(ctx, provider, day, &told).await?;
            }
            // an old statement may be gone for good
            Err(incident) if !fresh => {
                tracing::warn!(%provider, %day, %incident, "a statement cannot be compared again");
            }
            Err(incident) => {
                tracing::warn!(%provider, %day, %incident, "a provider does not answer; its statement is asked for again");
                again = ctx.now() + PAUSE;
                failed += 1;
                if failed > UNREADABLE {
                    break;
                }
            }
        }
    }
    let mut tx = ctx.transaction().await?;
    tx.schedule(&Job::Reconcile { provider }, again).await?;
    tx.commit().await
}

/// The days that were not compared, and those on which something differs.
async fn days_to_compare(
    ctx: &Ctx,
    provider: Provider,
    today: NaiveDate,
) -> Result<(Vec<NaiveDate>, Vec<NaiveDate>), Incident> {
    let rows = sqlx::query!(
        r#"select s.day, exists (select from statement_differences d
                                 where d.provider = s.provider and d.day = s.day and d.cured_at is null) as "differs!"
           from statements s where s.provider = $1"#,
        <&str>::from(provider)
    )
    .fetch_all(&ctx.db)
    .await?;
    let compared: BTreeMap<NaiveDate, bool> =
        rows.into_iter().map(|row| (row.day, row.differs)).collect();
    let (yesterday, earliest) = (today - Duration::days(1), today - Duration::days(MOST_DAYS));
    // not from the last one: staff may have compared a later day by hand
    let first = compared.keys().next().copied().unwrap_or(yesterday);
    let fresh = first
        .max(earliest)
        .iter_days()
        .take_while(|day| *day <= yesterday)
        .filter(|day| !compared.contains_key(day))
        .collect();
    let differing = compared.range(earliest..).filter(|(_, differs)| **differs);
    Ok((fresh, differing.map(|(day, _)| *day).collect()))
}

/// Compares a day once more, at staff's wish.
///
/// # Errors
/// Not found for all but staff; refuses a day that is not over, and a provider that is silent.
pub async fn check_again(
    ctx: &Ctx,
    actor: &Actor,
    provider: Provider,
    day: NaiveDate,
) -> Result<(), Failure<ReconciliationError>> {
    permit(actor, Action::SeePlatform).map_err(denied)?;
    if day >= (ctx.now() - ASK_AFTER).date_naive() {
        return Err(Failure::Refused(ReconciliationError::TooEarly));
    }
    let told = ask_around(ctx, provider, day).await.map_err(|incident| {
        tracing::warn!(%provider, %day, %incident, "a provider does not answer");
        Failure::Refused(ReconciliationError::Silent)
    })?;
    Ok(check(ctx, provider, day, &told).await?)
}

fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

async fn ask(
    ctx: &Ctx,
    provider: Provider,
    day: NaiveDate,
) -> Result<Vec<StatementEntry>, Incident> {
    match provider {
        Provider::Gateway => ctx.gateway.statement(day).await,
        Provider::Bank => ctx.bank.statement(day).await,
    }
}

/// The statements of a day, of the day before and of the day after: clocks differ.
async fn ask_around(
    ctx: &Ctx,
    provider: Provider,
    day: NaiveDate,
) -> Result<BTreeMap<NaiveDate, Vec<StatementEntry>>, Incident> {
    let mut told = BTreeMap::new();
    for day in (day - Duration::days(1)).iter_days().take(3) {
        told.insert(day, ask(ctx, provider, day).await?);
    }
    Ok(told)
}
