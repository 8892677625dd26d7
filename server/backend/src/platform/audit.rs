//! The audit: every balance, every piece of stock, recomputed from the history that led to it.
//!
//! Each proof is one query that answers with the rows that disagree: subject, expected, found.
//! All run in one read-only snapshot, so that trading may go on meanwhile.

mod documents;
mod goods;
mod money;
mod orders;

use crate::{ctx::Ctx, failure::Incident, jobs::Job};
use chrono::Duration;
use longtail::platform::audit::{AuditReport, Finding, KeptAudit};
use sqlx::{AssertSqlSafe, Row};

/// A statement about the whole market: its name, how many rows it looks at, and the rows that break it.
struct Proof {
    name: &'static str,
    count: &'static str,
    /// Answers with `subject text, expected bigint, found bigint`.
    broken: &'static str,
}

/// How often the books are checked by themselves.
const EVERY: Duration = Duration::hours(1);

/// Sees to it that the books are checked. Called when the market opens.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn begin(ctx: &Ctx) -> Result<(), Incident> {
    come_again(ctx, Duration::zero()).await
}

/// The job: runs the audit, keeps what it found, and comes again in an hour.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn keep(ctx: &Ctx) -> Result<(), Incident> {
    // First of all: it may take longer than its lease.
    come_again(ctx, EVERY).await?;
    let at = ctx.now();
    let report = run(ctx).await?;
    if !report.is_clean() {
        tracing::error!(findings = report.findings.len(), "the books do not add up");
    }
    sqlx::query!(
        "insert into audit_kept (at, report) values ($1, $2)
         on conflict (one) do update set at = excluded.at, report = excluded.report
         where audit_kept.at <= excluded.at",
        at,
        serde_json::to_value(&report)?,
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

async fn come_again(ctx: &Ctx, pause: Duration) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let again = tx.now() + pause;
    tx.schedule(&Job::CheckBooks, again).await?;
    tx.commit().await
}

/// What the last audit found. None before the first.
///
/// # Errors
/// An incident when the database cannot be read.
pub(crate) async fn kept(ctx: &Ctx) -> Result<Option<KeptAudit>, Incident> {
    let row = sqlx::query!("select at, report from audit_kept")
        .fetch_optional(&ctx.db)
        .await?;
    row.map(|row| {
        Ok(KeptAudit {
            at: row.at,
            report: serde_json::from_value(row.report)?,
        })
    })
    .transpose()
}

/// Recomputes everything and reports what does not agree.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn run(ctx: &Ctx) -> Result<AuditReport, Incident> {
    let mut tx = ctx.db.begin().await?;
    sqlx::query("set transaction isolation level repeatable read, read only")
        .execute(&mut *tx)
        .await?;
    let mut report = AuditReport::default();
    let proofs = [
        &money::PROOFS[..],
        &orders::PROOFS,
        &goods::PROOFS,
        &documents::PROOFS,
    ];
    for proof in proofs.into_iter().flatten() {
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(proof.count))
            .fetch_one(&mut *tx)
            .await?;
        report.checked.insert(proof.name.to_owned(), count);
        for row in sqlx::query(AssertSqlSafe(proof.broken))
            .fetch_all(&mut *tx)
            .await?
        {
            report.findings.push(Finding {
                proof: proof.name.to_owned(),
                subject: row.try_get(0)?,
                expected: row.try_get(1)?,
                found: row.try_get(2)?,
            });
        }
    }
    Ok(report)
}
