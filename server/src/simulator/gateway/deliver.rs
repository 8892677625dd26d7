//! Sends the messages, as often as it takes.

use super::{GatewaySimulator, Inner};
use crate::simulator::line::{self, LEASE, MOST_ATTEMPTS, pause_after};
use longtail_backend::failure::Incident;
use std::{future::Future, time};

/// How long the payer is kept for the market to have heard of the outcome.
const PAYER_WAITS: time::Duration = time::Duration::from_secs(3);

#[derive(sqlx::FromRow)]
struct Delivery {
    id: String,
    url: String,
    body: String,
    attempts: i32,
}

impl GatewaySimulator {
    /// Does what is due until `stop` is ready.
    pub async fn work_until(&self, stop: impl Future<Output = ()>) {
        let due = move || self.0.deliver_due();
        line::work_until(stop, &self.0.wake, "gateway", due).await;
    }
}

impl Inner {
    /// Sends one message now, so that the market knows before the payer is back. Where that
    /// takes long the loop goes on with it.
    pub async fn deliver_now(&self, id: &str) {
        let send = async {
            if let Some(delivery) = self.take(Some(id)).await? {
                self.send(&delivery).await?;
            }
            Ok::<_, Incident>(())
        };
        if let Ok(Err(incident)) = tokio::time::timeout(PAYER_WAITS, send).await {
            tracing::warn!(%incident, "the gateway simulator could not send a message at once");
        }
    }

    async fn deliver_due(&self) -> Result<(), Incident> {
        self.decide_due().await?;
        self.lapse_due().await?;
        self.decide_refunds().await?;
        while let Some(delivery) = self.take(None).await? {
            self.send(&delivery).await?;
        }
        Ok(())
    }

    /// Takes up a delivery that is due, so that nobody else does meanwhile.
    async fn take(&self, id: Option<&str>) -> Result<Option<Delivery>, Incident> {
        let now = self.now();
        Ok(sqlx::query_as(
            "update gateway_simulator.deliveries set attempts = attempts + 1, next_at = $2
             where id = (
                 select id from gateway_simulator.deliveries
                 where delivered_at is null and given_up_at is null and next_at <= $1
                   and ($3::text is null or id = $3)
                 order by next_at for update skip locked limit 1)
             returning id, url, body, attempts",
        )
        .bind(now)
        .bind(now + LEASE)
        .bind(id)
        .fetch_optional(&self.db)
        .await?)
    }

    async fn send(&self, delivery: &Delivery) -> Result<(), Incident> {
        let now = self.now();
        let body = delivery.body.clone();
        match self.line.tell(&delivery.url, body, now).await {
            None => {
                sqlx::query(
                    "update gateway_simulator.deliveries set delivered_at = $2, last_error = null where id = $1",
                )
                .bind(&delivery.id)
                .bind(now)
                .execute(&self.db)
                .await?;
            }
            Some(problem) => {
                let given_up = delivery.attempts >= MOST_ATTEMPTS;
                tracing::warn!(delivery = %delivery.id, attempts = delivery.attempts, given_up, %problem, "a gateway message was not taken");
                sqlx::query(
                    "update gateway_simulator.deliveries set last_error = $2, next_at = $3, given_up_at = $4 where id = $1",
                )
                .bind(&delivery.id)
                .bind(problem)
                .bind(now + pause_after(delivery.attempts))
                .bind(given_up.then_some(now))
                .execute(&self.db)
                .await?;
            }
        }
        Ok(())
    }
}
