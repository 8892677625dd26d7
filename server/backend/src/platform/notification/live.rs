//! How much is unread, for whoever looks on while it changes.

use super::own;
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal},
    outbox::{Event, Lookout},
};
use longtail::{actor::Actor, id::AccountId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Whose bell somebody may listen to: their own.
///
/// # Errors
/// *Sign in* to those without an account.
pub fn listener(actor: &Actor) -> Result<AccountId, Failure<Refusal>> {
    own(actor)
}

/// Whose notices change, from now on.
pub struct Changes(Lookout);

impl Changes {
    /// # Errors
    /// An incident when the database cannot be read.
    pub async fn begin(ctx: &Ctx) -> Result<Self, Incident> {
        Ok(Self(Lookout::begin(&ctx.db).await?))
    }

    /// The people who were told something, or read it, since this was asked last.
    ///
    /// # Errors
    /// An incident when the database cannot be read; nobody is missed then.
    pub async fn next(&mut self, ctx: &Ctx) -> Result<BTreeSet<AccountId>, Incident> {
        let events = self.0.look(&ctx.db, "notices_changed").await?;
        Ok(events
            .into_iter()
            .filter_map(|event| match event {
                Event::NoticesChanged { account } => Some(account),
                _ => None,
            })
            .collect())
    }
}

/// How many notices each of these people has not read.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn unread_counts(
    ctx: &Ctx,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, u32)>, Incident> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.0).collect();
    let rows = sqlx::query!(
        r#"select a.id as "id!", count(n.id) as "count!"
           from unnest($1::uuid[]) as a (id)
           left join notices n on n.account_id = a.id and n.read_at is null
           group by a.id"#,
        &ids,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let count = u32::try_from(row.count).unwrap_or(u32::MAX);
            (AccountId(row.id), count)
        })
        .collect())
}
