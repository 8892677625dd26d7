//! Tells the market of scans, as often as it takes.

use super::{CarrierSimulator, Inner, label::scan};
use crate::simulator::line::{self, LEASE, MOST_ATTEMPTS, pause_after};
use chrono::{DateTime, Utc};
use longtail::id::ParcelId;
use longtail_backend::{failure::Incident, trade::shipping::carrier::EventMessage};
use std::future::Future;
use tokio::sync::Notify;
use uuid::Uuid;

/// A scan that is due to be told.
#[derive(sqlx::FromRow)]
struct Due {
    id: String,
    label_id: String,
    kind: String,
    place: String,
    at: DateTime<Utc>,
    attempts: i32,
    reference: Uuid,
    webhook_url: String,
}

impl CarrierSimulator {
    /// Does what is due until `stop` is ready.
    pub async fn work_until(&self, stop: impl Future<Output = ()>) {
        line::work_until(stop, &Notify::new(), "carrier", move || self.work()).await;
    }

    /// Does all that is due now.
    ///
    /// # Errors
    /// An incident when its tables cannot be read.
    pub async fn work(&self) -> Result<(), Incident> {
        while let Some(due) = self.0.take().await? {
            self.0.tell(due).await?;
        }
        Ok(())
    }
}

impl Inner {
    /// Takes up a scan that is due, so that nobody else does meanwhile.
    async fn take(&self) -> Result<Option<Due>, Incident> {
        let now = self.now();
        Ok(sqlx::query_as(
            "update carrier_simulator.scans s set attempts = attempts + 1, next_at = $2
             from carrier_simulator.labels l
             where l.id = s.label_id and s.id = (
                 select id from carrier_simulator.scans
                 where to_tell > 0 and given_up_at is null and next_at <= $1
                 order by next_at for update skip locked limit 1)
             returning s.id, s.label_id, s.kind, s.place, s.at, s.attempts, l.reference,
                       l.wanted ->> 'webhook_url' as webhook_url",
        )
        .bind(now)
        .bind(now + LEASE)
        .fetch_optional(&self.db)
        .await?)
    }

    async fn tell(&self, due: Due) -> Result<(), Incident> {
        let now = self.now();
        let message = EventMessage {
            created: now.timestamp(),
            label: due.label_id,
            reference: ParcelId(due.reference),
            scan: scan(due.id.clone(), &due.kind, due.place, due.at)?,
        };
        let body = serde_json::to_string(&message)?;
        let problem = self.line.tell(&due.webhook_url, body, now).await;
        let given_up = (problem.is_some() && due.attempts >= MOST_ATTEMPTS).then_some(now);
        if let Some(problem) = &problem {
            tracing::warn!(scan = %due.id, attempts = due.attempts, %problem, "a carrier's message was not taken");
        }
        let next_at = match problem {
            Some(_) => now + pause_after(due.attempts),
            None => now,
        };
        sqlx::query(
            "update carrier_simulator.scans
             set to_tell = to_tell - case when $2::text is null then 1 else 0 end,
                 last_error = $2, next_at = $3, given_up_at = $4 where id = $1",
        )
        .bind(&due.id)
        .bind(problem)
        .bind(next_at)
        .bind(given_up)
        .execute(&self.db)
        .await?;
        Ok(())
    }
}
