//! How the jobs stand: for figures, for staff, and for taking dead ones up again.

use super::MOST_ATTEMPTS;
use crate::{ctx::Ctx, failure::Incident};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;

/// How many jobs are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JobCounts {
    /// Their time has not come.
    pub waiting: i64,
    pub due: i64,
    /// Failed before, and will be tried again.
    pub failed: i64,
    /// Done within the last day.
    pub done: i64,
    /// Given up; staff has to look.
    pub dead: i64,
    /// How late the oldest due job is.
    pub oldest_due_seconds: f64,
}

/// # Errors
/// An incident when the database cannot be read.
pub async fn counts(ctx: &Ctx) -> Result<JobCounts, Incident> {
    let now = ctx.now();
    let row = sqlx::query!(
        r#"select
             (select count(*) from jobs where done_at is null and dead_at is null and run_at > $1) as "waiting!",
             (select count(*) from jobs where done_at is null and dead_at is null and run_at <= $1) as "due!",
             (select count(*) from jobs where done_at is null and dead_at is null and last_error is not null) as "failed!",
             (select count(*) from jobs where done_at > $2) as "done!",
             (select count(*) from jobs where dead_at is not null) as "dead!",
             (select min(run_at) from jobs where done_at is null and dead_at is null and run_at <= $1) as oldest"#,
        now,
        now - Duration::days(1),
    )
    .fetch_one(&ctx.db)
    .await?;
    Ok(JobCounts {
        waiting: row.waiting,
        due: row.due,
        failed: row.failed,
        done: row.done,
        dead: row.dead,
        oldest_due_seconds: row
            .oldest
            .and_then(|oldest| (now - oldest).to_std().ok())
            .map_or(0.0, |late| late.as_secs_f64()),
    })
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadJob {
    pub id: i64,
    pub kind: String,
    pub payload: serde_json::Value,
    pub attempts: i32,
    pub last_error: String,
    pub dead_at: DateTime<Utc>,
}

/// The jobs that were given up, the latest first.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn dead(ctx: &Ctx) -> Result<Vec<DeadJob>, Incident> {
    Ok(sqlx::query_as!(
        DeadJob,
        r#"select id, kind, payload, attempts, coalesce(last_error, '') as "last_error!", dead_at as "dead_at!"
           from jobs where dead_at is not null order by dead_at desc limit 200"#,
    )
    .fetch_all(&ctx.db)
    .await?)
}

/// Takes every dead job up again, unless the same work was scheduled anew since.
/// Answers with their number.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn revive(ctx: &Ctx) -> Result<u64, Incident> {
    let revived = sqlx::query!(
        "update jobs j set dead_at = null, attempts = 0, run_at = $1
         where j.dead_at is not null
           and (j.key is null or j.id = (
                 select max(d.id) from jobs d
                 where d.kind = j.kind and d.key = j.key and d.dead_at is not null))
           and not exists (
                 select from jobs o
                 where o.kind = j.kind and o.key = j.key and o.done_at is null and o.dead_at is null)",
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    Ok(revived.rows_affected())
}

/// Takes one dead job up again, unless the same work was scheduled anew since.
/// Says whether it did.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn revive_one(ctx: &Ctx, job: i64) -> Result<bool, Incident> {
    let revived = sqlx::query!(
        "update jobs j set dead_at = null, attempts = 0, run_at = $2
         where j.id = $1 and j.dead_at is not null
           and not exists (
                 select from jobs o
                 where o.kind = j.kind and o.key = j.key and o.done_at is null and o.dead_at is null)",
        job,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    Ok(revived.rows_affected() == 1)
}

/// Takes dead jobs of these kinds up again for one try, so many at most, and lays those down whose work is scheduled
/// anew: nobody has to look at them any more. Answers with how many were taken up.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn take_up(ctx: &Ctx, kinds: &[&str], most: i64) -> Result<u64, Incident> {
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let revived = sqlx::query!(
        "update jobs set dead_at = null, attempts = $4, run_at = $1
         where dead_at is not null
           and id in (
                 select max(d.id) from jobs d
                 where d.dead_at is not null and d.done_at is null and d.kind = any($2)
                   and not exists (
                         select from jobs o
                         where o.kind = d.kind and o.key = d.key and o.done_at is null and o.dead_at is null)
                 group by d.kind, d.key order by min(d.dead_at) limit $3)",
        now,
        kinds as &[&str],
        most,
        MOST_ATTEMPTS - 1,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "update jobs j set dead_at = null, done_at = $1
         where j.dead_at is not null and j.done_at is null and j.kind = any($2)
           and exists (
                 select from jobs o
                 where o.kind = j.kind and o.key = j.key and o.done_at is null and o.dead_at is null)",
        now,
        kinds as &[&str],
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(revived.rows_affected())
}
