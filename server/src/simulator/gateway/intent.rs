//! Intents and the messages about them, as the gateway keeps them.

use super::{Inner, online_bank::BankPlan};
use crate::simulator::request::Created;
use chrono::{DateTime, Utc};
use longtail::{
    id::PaymentId,
    money::{
        Currency, Money,
        payment::{GatewayOutcome, Method},
    },
};
use longtail_backend::{
    ctx::random_bytes,
    failure::Incident,
    money::payment::gateway::{EventMessage, IntentAnswer, NewIntent},
};
use uuid::Uuid;

/// A payment as the gateway sees it.
#[derive(Clone, Debug)]
pub struct Intent {
    pub id: String,
    pub amount: Money,
    pub reference: PaymentId,
    pub method: Method,
    pub return_url: String,
    pub webhook_url: String,
    pub outcome: GatewayOutcome,
    /// The card's bank has asked back and waits for the answer.
    pub challenged: bool,
    /// The payer has done their part, and their bank says later how it ended.
    pub processing: bool,
    refuses: bool,
    /// No messages are sent about it.
    pub silent: bool,
    pub card_last4: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    amount_minor: i64,
    currency: String,
    reference: Uuid,
    method: String,
    return_url: String,
    webhook_url: String,
    stage: String,
    decline_reason: Option<String>,
    card_last4: Option<String>,
    refuses: bool,
    silent: bool,
}

impl TryFrom<Row> for Intent {
    type Error = Incident;
    fn try_from(row: Row) -> Result<Self, Incident> {
        let currency: Currency = row.currency.parse()?;
        Ok(Self {
            amount: Money::new(row.amount_minor, currency),
            reference: PaymentId(row.reference),
            method: row
                .method
                .parse()
                .map_err(|_| Incident::new("an intent of an unknown method"))?,
            return_url: row.return_url,
            webhook_url: row.webhook_url,
            challenged: row.stage == "challenge",
            processing: row.stage == "processing",
            refuses: row.refuses,
            silent: row.silent,
            outcome: match row.stage.as_str() {
                "authorised" => GatewayOutcome::Authorised,
                "captured" => GatewayOutcome::Captured,
                "voided" => GatewayOutcome::Voided,
                "lapsed" => GatewayOutcome::Lapsed,
                "cancelled" => GatewayOutcome::Cancelled,
                "declined" => GatewayOutcome::Declined {
                    reason: row.decline_reason.unwrap_or_default(),
                },
                _ => GatewayOutcome::Pending,
            },
            card_last4: row.card_last4.unwrap_or_default(),
            id: row.id,
        })
    }
}

impl Intent {
    /// Where the payer's browser goes when all is said.
    pub fn way_back(&self) -> String {
        let joint = if self.return_url.contains('?') {
            '&'
        } else {
            '?'
        };
        format!("{}{joint}payment={}", self.return_url, self.reference)
    }
}

impl Inner {
    /// The intent as it is told to the market.
    pub fn answer(&self, intent: &Intent) -> IntentAnswer {
        IntentAnswer {
            id: intent.id.clone(),
            amount_minor: intent.amount.minor,
            currency: intent.amount.currency,
            reference: intent.reference,
            pay_url: self.pay_url(&intent.id),
            outcome: intent.outcome.clone(),
        }
    }

    pub fn pay_url(&self, id: &str) -> String {
        format!("{}/pay/{id}", self.pages_url)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub async fn create(&self, key: &str, wanted: &NewIntent) -> Result<Created<Intent>, Incident> {
        let id = format!("pi_{}", hex::encode(random_bytes::<16>()));
        let inserted = sqlx::query(
            "insert into gateway_simulator.intents
               (id, idempotency_key, amount_minor, currency, reference, return_url, webhook_url, stage, created_at, method)
             values ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9)
             on conflict (idempotency_key) do nothing",
        )
        .bind(&id)
        .bind(key)
        .bind(wanted.amount_minor)
        .bind(wanted.currency.code())
        .bind(wanted.reference.0)
        .bind(&wanted.return_url)
        .bind(&wanted.webhook_url)
        .bind(self.now())
        .bind(<&str>::from(wanted.method))
        .execute(&self.db)
        .await?;
        let row: Row =
            sqlx::query_as("select * from gateway_simulator.intents where idempotency_key = $1")
                .bind(key)
                .fetch_one(&self.db)
                .await?;
        let intent = Intent::try_from(row)?;
        let same = intent.amount == Money::new(wanted.amount_minor, wanted.currency)
            && intent.reference == wanted.reference
            && intent.method == wanted.method
            && intent.return_url == wanted.return_url
            && intent.webhook_url == wanted.webhook_url;
        Ok(Created::of(intent, inserted.rows_affected() == 1, same))
    }

    pub async fn find(&self, id: &str) -> Result<Option<Intent>, Incident> {
        sqlx::query_as::<_, Row>("select * from gateway_simulator.intents where id = $1")
            .bind(id)
            .fetch_optional(&self.db)
            .await?
            .map(Intent::try_from)
            .transpose()
    }

    /// Notes that the bank asks back, unless all was said before.
    pub async fn challenge(&self, id: &str, last4: &str) -> Result<(), Incident> {
        sqlx::query(
            "update gateway_simulator.intents set stage = 'challenge', card_last4 = $2
             where id = $1 and stage = 'pending'",
        )
        .bind(id)
        .bind(last4)
        .execute(&self.db)
        .await?;
        Ok(())
    }

    /// Notes that the payer's bank has it and says later how it ended: after a while, one way or
    /// the other, with a message or without.
    pub async fn process(&self, id: &str, plan: &BankPlan) -> Result<(), Incident> {
        sqlx::query(
            "update gateway_simulator.intents
             set stage = 'processing', decides_at = $2, refuses = $3, silent = $4
             where id = $1 and stage = 'pending'",
        )
        .bind(id)
        .bind(self.now() + plan.decides_after)
        .bind(plan.refuses)
        .bind(plan.silent)
        .execute(&self.db)
        .await?;
        Ok(())
    }

    /// Lets the banks say how those intents ended that have waited long enough.
    pub async fn decide_due(&self) -> Result<(), Incident> {
        let due: Vec<Row> = sqlx::query_as(
            "select * from gateway_simulator.intents where stage = 'processing' and decides_at <= $1",
        )
        .bind(self.now())
        .fetch_all(&self.db)
        .await?;
        for row in due {
            let intent = Intent::try_from(row)?;
            let outcome = if intent.refuses {
                GatewayOutcome::Declined {
                    reason: "bank_refused".to_owned(),
                }
            } else {
                GatewayOutcome::Authorised
            };
            self.settle(&intent, outcome, None).await?;
        }
        Ok(())
    }

    /// Lets go what was held for long enough and neither captured nor voided, each with its message
    /// among the deliveries in the same transaction.
    pub async fn lapse_due(&self) -> Result<(), Incident> {
        let mut tx = self.db.begin().await?;
        let lapsed: Vec<Row> = sqlx::query_as(
            "update gateway_simulator.intents set stage = 'lapsed', settled_at = $1
             where stage = 'authorised' and lapses_at <= $1 returning *",
        )
        .bind(self.now())
        .fetch_all(&mut *tx)
        .await?;
        for row in lapsed {
            let intent = Intent::try_from(row)?;
            self.note_message(&mut tx, &intent, GatewayOutcome::Lapsed)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Captures or voids what was authorised; an intent of any other stage stays as it is.
    pub async fn end(&self, id: &str, stage: &str) -> Result<Option<Intent>, Incident> {
        sqlx::query(
            "update gateway_simulator.intents set stage = $2, settled_at = $3
             where id = $1 and stage = 'authorised'",
        )
        .bind(id)
        .bind(stage)
        .bind(self.now())
        .execute(&self.db)
        .await?;
        self.find(id).await
    }

    /// Settles an intent once, as far as its payer has a say in it, and puts the message about it
    /// among the deliveries in the same transaction. Answers with the delivery's id; nothing where
    /// all was said before, and where no message is sent.
    pub async fn settle(
        &self,
        intent: &Intent,
        outcome: GatewayOutcome,
        last4: Option<&str>,
    ) -> Result<Option<String>, Incident> {
        let (stage, reason) = match &outcome {
            GatewayOutcome::Authorised => ("authorised", None),
            GatewayOutcome::Cancelled => ("cancelled", None),
            GatewayOutcome::Declined { reason } => ("declined", Some(reason.as_str())),
            // The market's own word, the clock's, or none at all.
            GatewayOutcome::Pending
            | GatewayOutcome::Captured
            | GatewayOutcome::Voided
            | GatewayOutcome::Lapsed => return Ok(None),
        };
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let settled = sqlx::query(
            "update gateway_simulator.intents
             set stage = $2, decline_reason = $3, card_last4 = coalesce($4, card_last4),
                 settled_at = case when $2 = 'authorised' then null else $5::timestamptz end,
                 lapses_at = case when $2 = 'authorised' then $6::timestamptz end
             where id = $1 and stage in ('pending', 'challenge', 'processing')",
        )
        .bind(&intent.id)
        .bind(stage)
        .bind(reason)
        .bind(last4)
        .bind(now)
        .bind(now + self.hold)
        .execute(&mut *tx)
        .await?;
        if settled.rows_affected() == 0 {
            return Ok(None);
        }
        let message = self.note_message(&mut tx, intent, outcome).await?;
        tx.commit().await?;
        self.wake.notify_one();
        Ok(message)
    }

    /// Puts a message about an intent among the deliveries, and answers with its id; nothing where
    /// none is sent.
    async fn note_message(
        &self,
        db: &mut sqlx::PgConnection,
        intent: &Intent,
        outcome: GatewayOutcome,
    ) -> Result<Option<String>, Incident> {
        if intent.silent {
            return Ok(None);
        }
        let now = self.now();
        let message = EventMessage {
            id: format!("evt_{}", hex::encode(random_bytes::<16>())),
            created: now.timestamp(),
            intent: IntentAnswer {
                outcome,
                ..self.answer(intent)
            },
        };
        sqlx::query(
            "insert into gateway_simulator.deliveries (id, intent_id, url, body, next_at, created_at)
             values ($1, $2, $3, $4, $5, $5)",
        )
        .bind(&message.id)
        .bind(&intent.id)
        .bind(&intent.webhook_url)
        .bind(serde_json::to_string(&message)?)
        .bind(now)
        .execute(db)
        .await?;
        Ok(Some(message.id))
    }
}
