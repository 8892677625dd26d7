//! Looking out for what happens: soon, and by one process for itself.

use super::{Event, here};
use crate::failure::Incident;
use sqlx::PgPool;
use std::collections::HashSet;

/// A reader that keeps its place in memory, and learns of everything that happens after it began.
///
/// Unlike [`read`](super::read) it does not wait until older transactions have ended, so that a
/// long one keeps nothing back. Instead it looks again at all that they may still bring, and
/// passes over what it has seen; so events come in no certain order.
pub struct Lookout {
    /// The oldest transaction that ran when it looked last.
    since: String,
    /// What it saw of that one and of later ones.
    seen: HashSet<i64>,
}

impl Lookout {
    /// # Errors
    /// An incident when the database cannot be read.
    pub async fn begin(db: &PgPool) -> Result<Self, Incident> {
        Ok(Self {
            since: here(db).await?.transaction,
            seen: HashSet::new(),
        })
    }

    /// What happened of one kind and was not seen yet.
    ///
    /// # Errors
    /// An incident when the database cannot be read; nothing is missed then.
    pub async fn look(&mut self, db: &PgPool, kind: &str) -> Result<Vec<Event>, Incident> {
        let rows = sqlx::query!(
            r#"select place.since as "since!", e.id as "id?", e.payload as "payload?"
               from (select pg_snapshot_xmin(pg_current_snapshot())::text as since) place
               left join events e on e.transaction_id >= ($1::text)::xid8 and e.kind = $2"#,
            self.since,
            kind,
        )
        .fetch_all(db)
        .await?;
        let mut since = None;
        let mut visible = HashSet::new();
        let mut events = Vec::new();
        for row in rows {
            since = Some(row.since);
            let (Some(id), Some(payload)) = (row.id, row.payload) else {
                continue;
            };
            if !self.seen.contains(&id) {
                events.push(serde_json::from_value(payload)?);
            }
            visible.insert(id);
        }
        if let Some(since) = since {
            self.since = since;
        }
        self.seen = visible;
        Ok(events)
    }
}
