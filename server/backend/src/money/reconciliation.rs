//! Reconciliation on Postgres: each day's statement of gateway and bank is compared with our
//! payments, what of them went back, payouts and withdrawals, and what differs is kept and told to staff.
//!
//! Each provider has a job that compares the days that are over, one after another, and then once
//! more those on which something differs: we may have heard late of what a statement named.

mod read;

pub use read::statements_page;

use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, denied, stored},
    jobs::Job,
    platform::notification::tell,
};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use longtail::{
    actor::Actor,
    id::AccountId,
    money::{
        Money,
        reconciliation::{
            Difference, EntryState, Ours, Provider, ReconciliationError, Side, StatementEntry,
            compare,
        },
    },
    platform::notification::Notice,
    policy::{Action, permit},
};
use std::collections::{BTreeMap, BTreeSet};
use strum::VariantArray;
use uuid::Uuid;

/// When a day's statement is asked for, after the day is over.
const ASK_AFTER: Duration = Duration::minutes(30);
/// How long a provider is left alone that did not answer.
const PAUSE: Duration = Duration::hours(1);
/// So many days are caught up on at once, and looked at again while something differs.
const MOST_DAYS: i64 = 31;

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
    let first_try = fresh.iter().map(|day| (*day, true));
    for (day, fresh) in first_try.chain(differing.iter().map(|day| (*day, false))) {
        match ask_around(ctx, provider, day).await {
            Ok(told) => check(ctx, provider, day, &told).await?,
            // an old statement may be gone for good
            Err(incident) if !fresh => {
                tracing::warn!(%provider, %day, %incident, "a statement cannot be compared again");
            }
            Err(incident) => {
                tracing::warn!(%provider, %day, %incident, "a provider does not answer; its statement is asked for again");
                again = ctx.now() + PAUSE;
                break;
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

async fn check(
    ctx: &Ctx,
    provider: Provider,
    day: NaiveDate,
    told: &BTreeMap<NaiveDate, Vec<StatementEntry>>,
) -> Result<(), Incident> {
    let theirs = told.get(&day).map(Vec::as_slice).unwrap_or_default();
    let mut tx = ctx.transaction().await?;
    note(&mut tx, provider, day, theirs.len()).await?;
    for (day, lines) in told {
        keep_lines(&mut tx, provider, *day, lines).await?;
    }
    let ours = ours(&mut tx, provider, day, &references(theirs)).await?;
    let elsewhere = named_elsewhere(&mut tx, provider, day, &ours).await?;
    let found = compare(theirs, &elsewhere, &ours);
    let new = keep(&mut tx, provider, day, &found).await?;
    if new > 0 {
        tell_staff(&mut tx, provider, day, new).await?;
    }
    tx.commit().await
}

fn references(lines: &[StatementEntry]) -> Vec<Uuid> {
    lines.iter().map(|line| line.reference).collect()
}

/// Keeps what a statement names, in place of what it named when it was last asked for.
async fn keep_lines(
    tx: &mut Tx,
    provider: Provider,
    day: NaiveDate,
    lines: &[StatementEntry],
) -> Result<(), Incident> {
    let provider = <&str>::from(provider);
    let named = references(lines);
    sqlx::query!(
        "delete from statement_lines where provider = $1 and day = $2 and reference <> all($3)",
        provider,
        day,
        &named,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "insert into statement_lines (provider, day, reference)
         select distinct $1::text, $2::date, n.reference from unnest($3::uuid[]) as n (reference)
         on conflict do nothing",
        provider,
        day,
        &named,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What of a day's the statements of other days name: where clocks differ, or we heard of it late.
async fn named_elsewhere(
    tx: &mut Tx,
    provider: Provider,
    day: NaiveDate,
    ours: &Ours,
) -> Result<BTreeSet<Uuid>, Incident> {
    let of_day: Vec<Uuid> = ours.of_day.iter().copied().collect();
    let named = sqlx::query_scalar!(
        "select reference from statement_lines
         where provider = $1 and day <> $2 and reference = any($3)",
        <&str>::from(provider),
        day,
        &of_day,
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(named.into_iter().collect())
}

/// Writes down that a day was compared; of two at once the second waits.
async fn note(
    tx: &mut Tx,
    provider: Provider,
    day: NaiveDate,
    lines: usize,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into statements (provider, day, lines, checked_at) values ($1, $2, $3, $4)
         on conflict (provider, day) do update set lines = excluded.lines, checked_at = excluded.checked_at",
        <&str>::from(provider),
        day,
        i32::try_from(lines)?,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What we have written of the day, and of all that the statement names.
async fn ours(
    tx: &mut Tx,
    provider: Provider,
    day: NaiveDate,
    named: &[Uuid],
) -> Result<Ours, Incident> {
    let (from, to) = (start_of(day), start_of(day + Duration::days(1)));
    let rows = sqlx::query!(
        r#"select e.id as "id!", e.currency as "currency!", e.amount_minor as "minor!", e.stage as "stage!",
                  coalesce(e.ended and e.at >= $2 and e.at < $3, false) as "of_day!"
           from (select id, currency, amount_minor, stage, settled_at as at, stage = 'captured' as ended
                 from payments where $1 = 'gateway' and provider <> 'wallet'
                 union all
                 select id, currency, amount_minor, case stage when 'settled' then 'refunded' else stage end,
                        ended_at, stage = 'settled'
                 from card_refunds where $1 = 'gateway'
                 union all
                 select id, currency, amount_minor, stage, ended_at, stage in ('settled', 'returned')
                 from payouts where $1 = 'bank') e
           where e.id = any($4) or (e.ended and e.at >= $2 and e.at < $3)"#,
        <&str>::from(provider),
        from,
        to,
        named,
    )
    .fetch_all(tx.sql())
    .await?;
    let mut ours = Ours::default();
    for row in rows {
        let amount = Money::new(row.minor, stored("payments.currency", &row.currency)?);
        let state = match row.stage.as_str() {
            "captured" => EntryState::Captured,
            "refunded" => EntryState::Refunded,
            "settled" => EntryState::Settled,
            "returned" => EntryState::Returned,
            _ => EntryState::Open,
        };
        ours.sides.insert(row.id, Side { amount, state });
        if row.of_day {
            ours.of_day.insert(row.id);
        }
    }
    Ok(ours)
}

/// Keeps the differences of a day: what is gone is cured. Answers how many are new.
async fn keep(
    tx: &mut Tx,
    provider: Provider,
    day: NaiveDate,
    found: &[Difference],
) -> Result<usize, Incident> {
    let now = tx.now();
    let provider = <&str>::from(provider);
    let still: Vec<Uuid> = found
        .iter()
        .map(|difference| difference.reference)
        .collect();
    sqlx::query!(
        "update statement_differences set cured_at = $4
         where provider = $1 and day = $2 and cured_at is null and reference <> all($3)",
        provider,
        day,
        &still,
        now,
    )
    .execute(tx.sql())
    .await?;
    let mut new = 0;
    for difference in found {
        let (ours, theirs) = (difference.ours, difference.theirs);
        let Some(any) = ours.or(theirs) else {
            continue;
        };
        let known = sqlx::query_scalar!(
            "select 1 as one from statement_differences
             where provider = $1 and day = $2 and reference = $3 and cured_at is null",
            provider,
            day,
            difference.reference,
        )
        .fetch_optional(tx.sql())
        .await?;
        sqlx::query!(
            "insert into statement_differences
                 (provider, day, reference, what, currency, ours_minor, ours_state, theirs_minor, theirs_state, found_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (provider, day, reference) do update
             set what = excluded.what, ours_minor = excluded.ours_minor, ours_state = excluded.ours_state,
                 theirs_minor = excluded.theirs_minor, theirs_state = excluded.theirs_state, cured_at = null",
            provider,
            day,
            difference.reference,
            <&str>::from(difference.what),
            any.amount.currency.code(),
            ours.map(|side| side.amount.minor),
            ours.map(|side| <&str>::from(side.state)),
            theirs.map(|side| side.amount.minor),
            theirs.map(|side| <&str>::from(side.state)),
            now,
        )
        .execute(tx.sql())
        .await?;
        if known.is_none() {
            new += 1;
        }
    }
    Ok(new)
}

async fn tell_staff(
    tx: &mut Tx,
    provider: Provider,
    day: NaiveDate,
    count: usize,
) -> Result<(), Incident> {
    let staff = sqlx::query_scalar!("select id from accounts where kind = 'staff' order by id")
        .fetch_all(tx.sql())
        .await?;
    let notice = Notice::StatementDiffers {
        provider,
        day,
        count: u32::try_from(count)?,
    };
    for account in staff {
        tell(tx, AccountId(account), &notice, "/desk/statements").await?;
    }
    Ok(())
}
