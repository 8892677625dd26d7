//! Transfers as the bank keeps them.

use super::{Inner, plan::Plan};
use crate::simulator::request::Created;
use chrono::{DateTime, Utc};
use longtail::{id::PayoutId, money::payout::BankOutcome};
use longtail_backend::{
    ctx::random_bytes,
    failure::Incident,
    money::payout::bank::{EventMessage, NewTransfer, TransferAnswer},
};
use uuid::Uuid;

/// A transfer with all that is known of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Transfer {
    pub id: String,
    reference: Uuid,
    amount_minor: i64,
    currency: String,
    holder: String,
    number: String,
    bank: String,
    pub webhook_url: String,
    stage: String,
    return_reason: Option<String>,
    answers_at: DateTime<Utc>,
    message_id: String,
    pub attempts: i32,
}

impl Transfer {
    /// Whether the bank is down for whoever asks about it.
    pub fn is_down(&self, now: DateTime<Utc>) -> bool {
        now < self.answers_at
    }

    fn is(&self, wanted: &NewTransfer) -> bool {
        self.amount_minor == wanted.amount_minor
            && self.currency == wanted.currency.code()
            && self.holder == wanted.holder
            && self.number == wanted.number
            && self.bank == wanted.bank
            && self.webhook_url == wanted.webhook_url
    }

    /// As the market is told of it.
    pub fn answer(&self) -> Result<TransferAnswer, Incident> {
        Ok(TransferAnswer {
            id: self.id.clone(),
            amount_minor: self.amount_minor,
            currency: self.currency.parse()?,
            reference: PayoutId(self.reference),
            outcome: match self.stage.as_str() {
                "settled" => BankOutcome::Settled,
                "returned" => BankOutcome::Returned {
                    reason: self.return_reason.clone().unwrap_or_default(),
                },
                _ => BankOutcome::Pending,
            },
        })
    }

    /// The message about its end. Sent again it is the same.
    pub fn message(&self, now: DateTime<Utc>) -> Result<EventMessage, Incident> {
        Ok(EventMessage {
            id: self.message_id.clone(),
            created: now.timestamp(),
            transfer: self.answer()?,
        })
    }
}

impl Inner {
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub async fn create(&self, wanted: &NewTransfer) -> Result<Created<Transfer>, Incident> {
        let (now, plan) = (self.now(), Plan::of(&wanted.holder, &wanted.number));
        let decides_at = now + plan.down_for + plan.decides_after;
        let inserted = sqlx::query(
            "insert into bank_simulator.transfers
               (id, reference, amount_minor, currency, holder, number, bank, webhook_url, return_reason,
                answers_at, decides_at, silent, message_id, next_at, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $11, $14)
             on conflict (reference) do nothing",
        )
        .bind(format!("tr_{}", hex::encode(random_bytes::<16>())))
        .bind(wanted.reference.0)
        .bind(wanted.amount_minor)
        .bind(wanted.currency.code())
        .bind(&wanted.holder)
        .bind(&wanted.number)
        .bind(&wanted.bank)
        .bind(&wanted.webhook_url)
        .bind(plan.returned)
        .bind(now + plan.down_for)
        .bind(decides_at)
        .bind(plan.silent)
        .bind(format!("bev_{}", hex::encode(random_bytes::<16>())))
        .bind(now)
        .execute(&self.db)
        .await?;
        self.decide_due().await?;
        let transfer: Transfer =
            sqlx::query_as("select * from bank_simulator.transfers where reference = $1")
                .bind(wanted.reference.0)
                .fetch_one(&self.db)
                .await?;
        let same = transfer.is(wanted);
        Ok(Created::of(transfer, inserted.rows_affected() == 1, same))
    }

    pub async fn find(&self, id: &str) -> Result<Option<Transfer>, Incident> {
        self.decide_due().await?;
        Ok(
            sqlx::query_as("select * from bank_simulator.transfers where id = $1")
                .bind(id)
                .fetch_optional(&self.db)
                .await?,
        )
    }

    /// Settles or returns what has waited long enough.
    pub async fn decide_due(&self) -> Result<(), Incident> {
        sqlx::query(
            "update bank_simulator.transfers
             set stage = case when return_reason is null then 'settled' else 'returned' end
             where stage = 'pending' and decides_at <= $1",
        )
        .bind(self.now())
        .execute(&self.db)
        .await?;
        Ok(())
    }
}
