//! Events: what happened, written in the transaction in which it happened.
//!
//! Readers (the search index) follow at their own pace and keep their place themselves.
//! A row may become visible after a later one, so a reader goes only as far as the oldest
//! transaction still running. Whoever only wants to know soon looks out instead ([`Lookout`]).

mod lookout;

pub use lookout::Lookout;

use crate::{ctx::Tx, failure::Incident};
use longtail::id::{AccountId, ListingId, ShopId};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use std::{future::Future, time::Duration};

/// How often a reader looks when nothing happens.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A reader's pause after something went wrong.
const RECOVER_AFTER: Duration = Duration::from_secs(2);

/// What happened, for those who follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A listing was written, repriced, restocked, sold, published or taken down.
    ListingChanged { listing: ListingId },
    /// A shop was opened, paused or renamed.
    ShopChanged { shop: ShopId },
    /// A person was told something, or read it.
    NoticesChanged { account: AccountId },
    /// Of a kind that this version does not know: while one takes another's place, both write.
    /// Readers pass over it.
    #[serde(other)]
    Unknown,
}

impl Tx {
    /// Writes an event with the rest of the transaction.
    ///
    /// # Errors
    /// An incident when the database cannot take it.
    pub async fn emit(&mut self, event: Event) -> Result<(), Incident> {
        let payload = serde_json::to_value(&event)?;
        let kind = payload["kind"].as_str().unwrap_or_default().to_owned();
        let now = self.now();
        sqlx::query!(
            "insert into events (kind, payload, at) values ($1, $2, $3)",
            kind,
            payload,
            now,
        )
        .execute(self.sql())
        .await?;
        Ok(())
    }

    /// Writes many events in one statement, in their order.
    ///
    /// # Errors
    /// An incident when the database cannot take it.
    pub async fn emit_many(&mut self, events: &[Event]) -> Result<(), Incident> {
        let payloads = events
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<Vec<_>, _>>()?;
        let now = self.now();
        sqlx::query!(
            "insert into events (kind, payload, at)
             select e.payload ->> 'kind', e.payload, $2
             from unnest($1::jsonb[]) with ordinality as e (payload, place) order by e.place",
            &payloads,
            now,
        )
        .execute(self.sql())
        .await?;
        Ok(())
    }
}

/// A place in the stream of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    transaction: String,
    event: i64,
}

/// Up to `most` events after the reader's place, oldest first, and the place behind the last of them.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn read(
    db: &PgPool,
    reader: &str,
    most: i64,
) -> Result<(Vec<Event>, Option<Place>), Incident> {
    let rows = sqlx::query!(
        r#"select e.id, e.transaction_id::text as "transaction!", e.payload
           from events e
           -- Not joined: so the index is read from the place on, and not from its beginning.
           where (e.transaction_id, e.id) > (
                   coalesce((select transaction_id from event_readers where name = $1), '0'::xid8),
                   coalesce((select event_id from event_readers where name = $1), 0))
             and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
           order by e.transaction_id, e.id
           limit $2"#,
        reader,
        most,
    )
    .fetch_all(db)
    .await?;
    let place = rows.last().map(|row| Place {
        transaction: row.transaction.clone(),
        event: row.id,
    });
    let events = rows
        .into_iter()
        .map(|row| serde_json::from_value(row.payload))
        .collect::<Result<_, _>>()?;
    Ok((events, place))
}

/// Takes one step after another until the process ends. A step answers how many events it read;
/// `who` is told of in the log where one fails.
pub async fn keep_reading<F>(who: &str, step: impl Fn() -> F)
where
    F: Future<Output = Result<usize, Incident>>,
{
    loop {
        let pause = match step().await {
            Ok(0) => LOOK_EVERY,
            Ok(_) => continue,
            Err(incident) => {
                tracing::warn!(%incident, "{who}: the reader cannot follow");
                RECOVER_AFTER
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Remembers that a reader has dealt with everything up to a place.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn remember(db: &PgPool, reader: &str, place: &Place) -> Result<(), Incident> {
    sqlx::query!(
        "insert into event_readers (name, transaction_id, event_id)
         values ($1, ($2::text)::xid8, $3)
         on conflict (name) do update
         set transaction_id = excluded.transaction_id, event_id = excluded.event_id",
        reader,
        place.transaction,
        place.event,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many events each reader has still to deal with.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn lags(db: &PgPool) -> Result<Vec<(String, i64)>, Incident> {
    let rows = sqlx::query!(
        r#"select r.name, (
               select count(*) from events e
               where (e.transaction_id, e.id) > (r.transaction_id, r.event_id)) as "lag!"
           from event_readers r order by r.name"#,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.lag)).collect())
}

/// The place behind everything that has happened for sure. What is read from the database
/// after this call holds all events before it; some later ones may be in it as well.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn here(db: &PgPool) -> Result<Place, Incident> {
    let transaction = sqlx::query_scalar!(
        r#"select pg_snapshot_xmin(pg_current_snapshot())::text as "transaction!""#
    )
    .fetch_one(db)
    .await?;
    Ok(Place {
        transaction,
        event: 0,
    })
}

/// Whether the database keeps a place for a reader.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn knows(db: &PgPool, reader: &str) -> Result<bool, Incident> {
    Ok(
        sqlx::query_scalar!("select 1 from event_readers where name = $1", reader)
            .fetch_optional(db)
            .await?
            .is_some(),
    )
}

/// Drops the place of a reader that is no more.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn forget(db: &PgPool, reader: &str) -> Result<(), Incident> {
    sqlx::query!("delete from event_readers where name = $1", reader)
        .execute(db)
        .await?;
    Ok(())
}
