//! What the market asks of the gateway.

use super::{GatewaySimulator, intent::Intent};
use crate::simulator::{
    request::{
        IdempotencyKey, Unanswered, Wanted, refuse, require, require_amount, require_web_address,
    },
    statement::{self, Tricked},
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use longtail::money::payment::GatewayOutcome;
use longtail_backend::money::payment::gateway::NewIntent;

/// `POST /v1/intents`: a new intent, or the same again for the same idempotency key.
pub async fn create(
    State(gateway): State<GatewaySimulator>,
    key: IdempotencyKey,
    Wanted(wanted): Wanted<NewIntent>,
) -> Result<Response, Unanswered> {
    require_amount(wanted.amount_minor)?;
    require(
        wanted.method.is_at_gateway(),
        "this method is none of the gateway's",
    )?;
    require_web_address("return_url", &wanted.return_url)?;
    require_web_address("webhook_url", &wanted.webhook_url)?;
    let (status, intent) = gateway
        .0
        .create(&key.0, &wanted)
        .await?
        .with_status("this idempotency key was used with other content")?;
    Ok((status, Json(gateway.0.answer(&intent))).into_response())
}

/// `GET /v1/intents/{id}`: how an intent stands.
pub async fn show(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
) -> Result<Response, Unanswered> {
    gateway.0.decide_due().await?;
    gateway.0.lapse_due().await?;
    answer(&gateway, gateway.0.find(&id).await?)
}

/// `POST /v1/intents/{id}/capture`: takes what was authorised. Answers the intent as it stands then;
/// refuses one that has lapsed.
pub async fn capture(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
) -> Result<Response, Unanswered> {
    gateway.0.lapse_due().await?;
    let intent = gateway.0.end(&id, "captured").await?;
    let lapsed = |intent: &Intent| intent.outcome == GatewayOutcome::Lapsed;
    if intent.as_ref().is_some_and(lapsed) {
        let why = "this authorisation has lapsed";
        return Err(refuse(StatusCode::CONFLICT, why));
    }
    answer(&gateway, intent)
}

/// `POST /v1/intents/{id}/void`: lets go what was authorised.
pub async fn void(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
) -> Result<Response, Unanswered> {
    gateway.0.lapse_due().await?;
    answer(&gateway, gateway.0.end(&id, "voided").await?)
}

fn answer(gateway: &GatewaySimulator, intent: Option<Intent>) -> Result<Response, Unanswered> {
    match intent {
        Some(intent) => Ok(Json(gateway.0.answer(&intent)).into_response()),
        None => Err(refuse(StatusCode::NOT_FOUND, "no such intent")),
    }
}

/// `GET /v1/statements/{day}`: what was captured and given back on a day, one entry a line.
pub async fn statement(
    State(gateway): State<GatewaySimulator>,
    Path(day): Path<String>,
) -> Result<Response, Unanswered> {
    let (from, to) = statement::bounds(&day)?;
    gateway.0.decide_refunds().await?;
    let rows = sqlx::query_as(
        "select m.id, m.reference, m.amount_minor, m.currency, m.state, t.trick
         from (select id, reference, amount_minor, currency, 'captured' as state, settled_at as at
               from gateway_simulator.intents where stage = 'captured'
               union all
               select id, reference, amount_minor, currency, 'refunded', decides_at
               from gateway_simulator.refunds where stage = 'settled') m
         left join gateway_simulator.tricks t using (reference)
         where m.at >= $1 and m.at < $2 order by m.at, m.id",
    )
    .bind(from)
    .bind(to)
    .fetch_all(&gateway.0.db)
    .await?;
    Ok(statement::lines(rows)?)
}

/// `POST /v1/tricks`: what the statements get wrong from now on, for tests.
pub async fn trick(
    State(gateway): State<GatewaySimulator>,
    Wanted(tricked): Wanted<Tricked>,
) -> Result<Response, Unanswered> {
    let insert = "insert into gateway_simulator.tricks (reference, trick) values ($1, $2)
                  on conflict (reference) do update set trick = excluded.trick";
    statement::play(&gateway.0.db, insert, tricked).await
}
