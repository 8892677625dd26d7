//! What let people in, or counted their tries, is forgotten once it is worth nothing.

use super::sign_in::KNOWN_FOR;
use crate::failure::Incident;
use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// Forgets links, sessions, tries and removed addresses that have been worth nothing since before a time, at
/// most so many of each. What somebody holds at the moment is left for later. Answers with how many went
/// where most did.
pub(crate) async fn forget(db: &PgPool, before: DateTime<Utc>, most: u32) -> Result<u64, Incident> {
    let most = i64::from(most);
    let gone = [
        sqlx::query!(
            "delete from guest_links where token_hash in
                 (select token_hash from guest_links where expires_at < $1 limit $2 for update skip locked)",
            before,
            most,
        )
        .execute(db)
        .await?,
        sqlx::query!(
            "delete from password_resets where token_hash in
                 (select token_hash from password_resets where expires_at < $1 limit $2 for update skip locked)",
            before,
            most,
        )
        .execute(db)
        .await?,
        sqlx::query!(
            "delete from sessions where id in
                 (select id from sessions where expires_at < $1 limit $2 for update skip locked)",
            before,
            most,
        )
        .execute(db)
        .await?,
        // From where somebody was let in stays known for a while.
        sqlx::query!(
            "delete from sign_in_attempts where id in
                 (select id from sign_in_attempts where at < $1 limit $2 for update skip locked)",
            before - KNOWN_FOR,
            most,
        )
        .execute(db)
        .await?,
        sqlx::query!(
            "delete from addresses where id in
                 (select id from addresses where removed_at < $1 limit $2 for update skip locked)",
            before,
            most,
        )
        .execute(db)
        .await?,
    ];
    let gone = gone.iter().map(|done| done.rows_affected());
    Ok(gone.max().unwrap_or_default())
}
