//! What was good for a time is forgotten long after it: links and codes of letters, sessions, tries that were
//! counted, addresses that were removed.
//!
//! A job goes through all of it once a day, a batch of each at a time, so that nobody waits for it.

use crate::{
    ctx::Ctx,
    failure::Incident,
    jobs::Job,
    money::confirmation,
    trade::{price, question},
    trust::account,
};
use chrono::Duration;

/// How long it stays after it was good for the last time: somebody may ask what became of it.
const KEPT_FOR: Duration = Duration::days(30);
const EVERY: Duration = Duration::days(1);
/// Rows that go in one statement.
const BATCH: u32 = 1_000;

/// Sees to it that things are forgotten. Called when the market opens.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn begin(ctx: &Ctx) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    tx.schedule(&Job::ForgetExpired, now).await?;
    tx.commit().await
}

/// The job: forgets a batch of each, and comes again at once where there may be more, else the next day.
///
/// # Errors
/// An incident when the database cannot take it; what is gone stays gone.
pub async fn forget(ctx: &Ctx) -> Result<(), Incident> {
    let (db, before) = (&ctx.db, ctx.now() - KEPT_FOR);
    let gone = [
        account::forget(db, before, BATCH).await?,
        confirmation::forget(db, before, BATCH).await?,
        price::forget_misses(db, before, BATCH).await?,
        question::forget_asks(db, before, BATCH).await?,
    ];
    let is_more = gone.iter().any(|gone| *gone >= u64::from(BATCH));
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let again = if is_more { now } else { now + EVERY };
    tx.schedule(&Job::ForgetExpired, again).await?;
    tx.commit().await
}
