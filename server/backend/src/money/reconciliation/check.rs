//! One day: what its statement names against what we have written, and what of it is kept.

use super::start_of;
use crate::{
    ctx::{Ctx, Tx},
    failure::{Incident, stored},
    platform::notification::tell,
};
use chrono::{Duration, NaiveDate};
use longtail::{
    id::AccountId,
    money::{
        Money,
        reconciliation::{Difference, EntryState, Ours, Provider, Side, StatementEntry, compare},
    },
    platform::notification::Notice,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Compares a day with what was told of it, and keeps what was found.
pub(super) async fn check(
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
pub(super) async fn note(
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
