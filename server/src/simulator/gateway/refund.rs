//! Money that the gateway gives back: parts of what was captured, decided a few seconds later.

use super::{GatewaySimulator, Inner, card, intent::Intent};
use crate::simulator::request::{
    Created, IdempotencyKey, Unanswered, Wanted, refuse, require, require_amount,
    require_web_address,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::Duration;
use longtail::{
    id::{CardRefundId, PaymentId},
    money::{Currency, Money, card_refund::RefundOutcome, payment::GatewayOutcome},
};
use longtail_backend::{
    ctx::random_bytes,
    failure::Incident,
    money::payment::gateway::{NewRefund, RefundAnswer, RefundMessage, RefundNews},
};
use uuid::Uuid;

/// A few seconds.
const SOON: Duration = Duration::seconds(3);

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    intent_id: String,
    reference: Uuid,
    payment: Uuid,
    amount_minor: i64,
    currency: String,
    webhook_url: String,
    stage: String,
    failure_reason: Option<String>,
    silent: bool,
}

/// Each with the market's name for its payment.
const ALL: &str =
    "select r.id, r.intent_id, r.reference, i.reference as payment, r.amount_minor, r.currency,
        r.webhook_url, r.stage, r.failure_reason, r.silent
 from gateway_simulator.refunds r join gateway_simulator.intents i on i.id = r.intent_id";

impl Row {
    fn currency(&self) -> Result<Currency, Incident> {
        Ok(self.currency.parse()?)
    }

    /// The refund as it is told to the market.
    fn answer(&self) -> Result<RefundAnswer, Incident> {
        Ok(RefundAnswer {
            id: self.id.clone(),
            amount_minor: self.amount_minor,
            currency: self.currency()?,
            reference: CardRefundId(self.reference),
            payment: PaymentId(self.payment),
            outcome: match self.stage.as_str() {
                "settled" => RefundOutcome::Settled,
                "failed" => RefundOutcome::Failed {
                    reason: self.failure_reason.clone().unwrap_or_default(),
                },
                _ => RefundOutcome::Pending,
            },
        })
    }
}

/// `POST /v1/intents/{id}/refunds`: gives back a part of what was captured, or all of it; the same
/// again for the same reference.
pub async fn create(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    key: IdempotencyKey,
    Wanted(wanted): Wanted<NewRefund>,
) -> Result<Response, Unanswered> {
    key.require(wanted.reference.0)?;
    require_amount(wanted.amount_minor)?;
    require_web_address("webhook_url", &wanted.webhook_url)?;
    gateway.0.decide_refunds().await?;
    let (status, refund) = gateway
        .0
        .give_back(&id, &wanted)
        .await?
        .with_status("this reference was used for another refund")?;
    Ok((status, Json(refund.answer()?)).into_response())
}

/// `GET /v1/refunds/{id}`: how a refund stands.
pub async fn show(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
) -> Result<Response, Unanswered> {
    gateway.0.decide_refunds().await?;
    let found: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!("{ALL} where r.id = $1")))
        .bind(id)
        .fetch_optional(&gateway.0.db)
        .await?;
    match found {
        Some(refund) => Ok(Json(refund.answer()?).into_response()),
        None => Err(refuse(StatusCode::NOT_FOUND, "no such refund")),
    }
}

impl Inner {
    /// Notes a refund, where so much is left of what was captured. One after another for each
    /// intent, so that two at once do not give back more.
    async fn give_back(&self, id: &str, wanted: &NewRefund) -> Result<Created<Row>, Unanswered> {
        let intent = self.find(id).await?;
        let intent = intent.ok_or_else(|| refuse(StatusCode::NOT_FOUND, "no such intent"))?;
        let mut tx = self.db.begin().await?;
        sqlx::query("select id from gateway_simulator.intents where id = $1 for update")
            .bind(id)
            .execute(&mut *tx)
            .await?;
        let by_reference = format!("{ALL} where r.reference = $1");
        let known: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(by_reference.clone()))
            .bind(wanted.reference.0)
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(known) = known {
            let same = known.intent_id == id
                && known.amount_minor == wanted.amount_minor
                && known.currency()? == wanted.currency
                && known.webhook_url == wanted.webhook_url;
            return Ok(Created::of(known, false, same));
        }
        let given: i64 = sqlx::query_scalar(
            "select coalesce(sum(amount_minor), 0)::bigint from gateway_simulator.refunds
             where intent_id = $1 and stage <> 'failed'",
        )
        .bind(id)
        .fetch_one(&mut *tx)
        .await?;
        let is_left = intent.outcome == GatewayOutcome::Captured
            && intent.amount.currency == wanted.currency
            && wanted.amount_minor <= intent.amount.minor - given;
        require(is_left, "so much is not left of what was captured")?;
        self.note_refund(&mut tx, &intent, wanted).await?;
        let new: Row = sqlx::query_as(sqlx::AssertSqlSafe(by_reference))
            .bind(wanted.reference.0)
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Created::of(new, true, true))
    }

    async fn note_refund(
        &self,
        db: &mut sqlx::PgConnection,
        intent: &Intent,
        wanted: &NewRefund,
    ) -> Result<(), Incident> {
        let now = self.now();
        let amount = Money::new(wanted.amount_minor, wanted.currency);
        let reason = (!card::takes_back(&intent.card_last4)).then_some("card_closed");
        sqlx::query(
            "insert into gateway_simulator.refunds
               (id, intent_id, reference, amount_minor, currency, webhook_url, failure_reason, decides_at,
                silent, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(format!("re_{}", hex::encode(random_bytes::<16>())))
        .bind(&intent.id)
        .bind(wanted.reference.0)
        .bind(amount.minor)
        .bind(amount.currency.code())
        .bind(&wanted.webhook_url)
        .bind(reason)
        .bind(now + SOON)
        .bind(intent.silent)
        .bind(now)
        .execute(db)
        .await?;
        Ok(())
    }

    /// Lets refunds end that have waited long enough, each with its message among the deliveries in
    /// the same transaction.
    pub async fn decide_refunds(&self) -> Result<(), Incident> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let due: Vec<Row> = sqlx::query_as(
            "with due as (
                 update gateway_simulator.refunds
                 set stage = case when failure_reason is null then 'settled' else 'failed' end
                 where stage = 'pending' and decides_at <= $1 returning *)
             select r.id, r.intent_id, r.reference, i.reference as payment, r.amount_minor, r.currency,
                    r.webhook_url, r.stage, r.failure_reason, r.silent
             from due r join gateway_simulator.intents i on i.id = r.intent_id",
        )
        .bind(now)
        .fetch_all(&mut *tx)
        .await?;
        for refund in due.iter().filter(|refund| !refund.silent) {
            let answer = refund.answer()?;
            let message = RefundMessage {
                id: format!("evt_{}", hex::encode(random_bytes::<16>())),
                created: now.timestamp(),
                news: match answer.outcome {
                    RefundOutcome::Failed { .. } => RefundNews::Failed,
                    RefundOutcome::Pending | RefundOutcome::Settled => RefundNews::Settled,
                },
                refund: answer,
            };
            sqlx::query(
                "insert into gateway_simulator.deliveries (id, intent_id, url, body, next_at, created_at)
                 values ($1, $2, $3, $4, $5, $5)",
            )
            .bind(&message.id)
            .bind(&refund.intent_id)
            .bind(&refund.webhook_url)
            .bind(serde_json::to_string(&message)?)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
