//! Sends the messages, as often as it takes.

use super::{Inner, Simulator};
use chrono::Duration;
use longtail_backend::{
    failure::Incident, money::payment::gateway::SIGNATURE_HEADER, outside::signature::sign,
};
use reqwest::RequestBuilder;
use std::{future::Future, time};

/// A delivery that was taken up and not finished (the process was killed) is taken up again
/// after this; longer than the HTTP client waits.
pub(super) const LEASE: Duration = Duration::seconds(15);
/// With the pauses doubling from two seconds to an hour: about a day.
pub(super) const MOST_ATTEMPTS: i32 = 34;
/// How often the table is looked at when nothing has woken the loop.
pub(super) const LOOK_EVERY: time::Duration = time::Duration::from_secs(1);
/// How long the payer is kept for the market to have heard of the outcome.
const PAYER_WAITS: time::Duration = time::Duration::from_secs(3);

#[derive(sqlx::FromRow)]
struct Delivery {
    id: String,
    url: String,
    body: String,
    attempts: i32,
}

impl Simulator {
    /// Sends what is due until `stop` is ready.
    pub async fn deliver_until(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        loop {
            match self.0.deliver_due().await {
                Ok(()) => {}
                // As after `longtail migrate` was forgotten; the market says so itself.
                Err(incident) => {
                    tracing::warn!(%incident, "the gateway simulator cannot read its deliveries");
                }
            }
            tokio::select! {
                () = &mut stop => return,
                () = self.0.wake.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
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
        let signature = sign(&self.secret, now, body.as_bytes());
        let message = self
            .client
            .post(&delivery.url)
            .header(SIGNATURE_HEADER, signature);
        let problem = told(message, body).await;
        match problem {
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

/// Sends a message; answers why the market did not take it, where it did not.
pub(super) async fn told(message: RequestBuilder, body: String) -> Option<String> {
    let message = message
        .header("content-type", "application/json")
        .body(body);
    match message.send().await {
        Ok(response) if response.status().is_success() => None,
        Ok(response) => Some(format!("the market answered {}", response.status())),
        Err(error) => Some(error.to_string()),
    }
}

/// Two seconds, four, eight, … up to an hour.
pub(super) fn pause_after(attempts: i32) -> Duration {
    Duration::seconds(1 << attempts.clamp(1, 12)).min(Duration::hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        assert_eq!(pause_after(1), Duration::seconds(2));
        assert_eq!(pause_after(4), Duration::seconds(16));
        assert_eq!(pause_after(12), Duration::hours(1));
        let all: Duration = (1..MOST_ATTEMPTS)
            .map(pause_after)
            .fold(Duration::zero(), |sum, pause| sum + pause);
        assert!(
            all > Duration::hours(22) && all < Duration::hours(26),
            "{all}"
        );
    }
}
