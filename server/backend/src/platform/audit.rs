//! The audit: every balance, every piece of stock, recomputed from the history that led to it.
//!
//! Each proof is one query that answers with the rows that disagree: subject, expected, found.
//! All run in one read-only snapshot, so that trading may go on meanwhile.

mod documents;
mod goods;
mod money;
mod orders;

use crate::{ctx::Ctx, failure::Incident};
use longtail::platform::audit::{AuditReport, Finding};
use sqlx::{AssertSqlSafe, Row};

/// A statement about the whole market: its name, how many rows it looks at, and the rows that break it.
struct Proof {
    name: &'static str,
    count: &'static str,
    /// Answers with `subject text, expected bigint, found bigint`.
    broken: &'static str,
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
