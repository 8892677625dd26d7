//! Lets transfers end, and sends the messages about it as often as it takes.

use super::{BankSimulator, Inner, transfer::Transfer};
use crate::simulator::line::{self, LEASE, MOST_ATTEMPTS, pause_after};
use longtail_backend::failure::Incident;
use std::future::Future;
use tokio::sync::Notify;

impl BankSimulator {
    /// Does what is due until `stop` is ready.
    pub async fn work_until(&self, stop: impl Future<Output = ()>) {
        line::work_until(stop, &Notify::new(), "bank", move || self.work()).await;
    }

    /// Does all that is due now.
    ///
    /// # Errors
    /// An incident when its table cannot be read.
    pub async fn work(&self) -> Result<(), Incident> {
        self.0.decide_due().await?;
        while let Some(transfer) = self.0.take().await? {
            self.0.send(&transfer).await?;
        }
        Ok(())
    }
}

impl Inner {
    /// Takes up a message that is due, so that nobody else does meanwhile.
    async fn take(&self) -> Result<Option<Transfer>, Incident> {
        let now = self.now();
        Ok(sqlx::query_as(
            "update bank_simulator.transfers set attempts = attempts + 1, next_at = $2
             where id = (
                 select id from bank_simulator.transfers
                 where stage <> 'pending' and not silent
                   and delivered_at is null and given_up_at is null and next_at <= $1
                 order by next_at for update skip locked limit 1)
             returning *",
        )
        .bind(now)
        .bind(now + LEASE)
        .fetch_optional(&self.db)
        .await?)
    }

    async fn send(&self, transfer: &Transfer) -> Result<(), Incident> {
        let body = serde_json::to_string(&transfer.message(self.now())?)?;
        let told = self.line.tell(&transfer.webhook_url, body, self.now());
        let problem = told.await;
        let now = self.now();
        let delivered = problem.is_none().then_some(now);
        let given_up = (problem.is_some() && transfer.attempts >= MOST_ATTEMPTS).then_some(now);
        if let Some(problem) = &problem {
            tracing::warn!(transfer = %transfer.id, attempts = transfer.attempts, %problem, "a bank's message was not taken");
        }
        sqlx::query(
            "update bank_simulator.transfers
             set delivered_at = $2, given_up_at = $3, last_error = $4, next_at = $5 where id = $1",
        )
        .bind(&transfer.id)
        .bind(delivered)
        .bind(given_up)
        .bind(problem)
        .bind(now + pause_after(transfer.attempts))
        .execute(&self.db)
        .await?;
        Ok(())
    }
}
