//! What outside services send us.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use longtail_backend::{
    Ctx, Failure,
    money::{
        payment::{gateway::signature, record_gateway_event},
        payout::{bank, record_bank_event},
    },
    trade::shipping::{carrier::SIGNATURE_HEADER, record_carrier_event},
};
use std::fmt::Debug;

/// `POST /webhooks/gateway`: a message about a payment.
///
/// Answers 200 once it is recorded, and again when it is repeated, 400 when it is not the
/// gateway's, and 5xx when it should be sent again.
pub async fn gateway(State(ctx): State<Ctx>, headers: HeaderMap, body: Bytes) -> Response {
    let signature = text(&headers, signature::SIGNATURE_HEADER);
    let event = match ctx.gateway.read_event(signature, &body, ctx.now()) {
        Ok(event) => event,
        Err(incident) => {
            tracing::warn!(%incident, "a message to the gateway's webhook was refused");
            return (StatusCode::BAD_REQUEST, incident.to_string()).into_response();
        }
    };
    let id = event.id.clone();
    answer(&id, record_gateway_event(&ctx, event).await)
}

/// `POST /webhooks/bank`: a message about a payout, answered as the gateway's are.
pub async fn bank(State(ctx): State<Ctx>, headers: HeaderMap, body: Bytes) -> Response {
    let signature = text(&headers, bank::SIGNATURE_HEADER);
    let event = match ctx.bank.read_event(signature, &body, ctx.now()) {
        Ok(event) => event,
        Err(incident) => {
            tracing::warn!(%incident, "a message to the bank's webhook was refused");
            return (StatusCode::BAD_REQUEST, incident.to_string()).into_response();
        }
    };
    let id = event.id.clone();
    answer(&id, record_bank_event(&ctx, event).await)
}

/// `POST /webhooks/carrier`: a scan of a parcel, answered as the gateway's messages are.
pub async fn carrier(State(ctx): State<Ctx>, headers: HeaderMap, body: Bytes) -> Response {
    let signature = text(&headers, SIGNATURE_HEADER);
    let event = match ctx.carrier.read_event(signature, &body, ctx.now()) {
        Ok(event) => event,
        Err(incident) => {
            tracing::warn!(%incident, "a message to the carrier's webhook was refused");
            return (StatusCode::BAD_REQUEST, incident.to_string()).into_response();
        }
    };
    let id = event.scan.id.clone();
    answer(&id, record_carrier_event(&ctx, event).await)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn answer<E: Debug>(event: &str, recorded: Result<(), Failure<E>>) -> Response {
    match recorded {
        Ok(()) => StatusCode::OK.into_response(),
        Err(Failure::Incident(incident)) => {
            tracing::error!(%event, %incident, "a message from outside could not be recorded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        // It was understood and there is nothing to do: sending it again would not help.
        Err(failure) => {
            tracing::warn!(%event, ?failure, "a message from outside came to nothing");
            StatusCode::OK.into_response()
        }
    }
}
