//! What outside services send us.

use crate::request::text;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use longtail_backend::{
    Ctx, Failure,
    failure::Incident,
    money::{
        card_refund::record_refund_event,
        payment::{
            gateway::{self, GatewayMessage},
            record_gateway_event,
        },
        payout::{bank, record_bank_event},
    },
    trade::shipping::{carrier, record_carrier_event},
};
use std::fmt::Debug;

/// `POST /webhooks/gateway`: a message about a payment, or about money that goes back.
///
/// Answers 200 once it is recorded, and again when it is repeated, 400 when it is not the
/// gateway's, and 5xx when it should be sent again.
pub async fn gateway(
    State(ctx): State<Ctx>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refused> {
    let signature = text(&headers, gateway::SIGNATURE_HEADER);
    Ok(match ctx.gateway.read_event(signature, &body, ctx.now())? {
        GatewayMessage::Payment(event) => {
            let id = event.id.clone();
            answer(&id, record_gateway_event(&ctx, event).await)
        }
        GatewayMessage::Refund(event) => {
            let id = event.id.clone();
            answer(&id, record_refund_event(&ctx, event).await)
        }
    })
}

/// `POST /webhooks/bank`: a message about a payout, answered as the gateway's are.
pub async fn bank(
    State(ctx): State<Ctx>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refused> {
    let signature = text(&headers, bank::SIGNATURE_HEADER);
    let event = ctx.bank.read_event(signature, &body, ctx.now())?;
    let id = event.id.clone();
    Ok(answer(&id, record_bank_event(&ctx, event).await))
}

/// `POST /webhooks/carrier`: a scan of a parcel, answered as the gateway's messages are.
pub async fn carrier(
    State(ctx): State<Ctx>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refused> {
    let signature = text(&headers, carrier::SIGNATURE_HEADER);
    let event = ctx.carrier.read_event(signature, &body, ctx.now())?;
    let id = event.scan.id.clone();
    Ok(answer(&id, record_carrier_event(&ctx, event).await))
}

/// A message that could not be read, or is not theirs whose it should be.
#[derive(Debug)]
pub struct Refused(Incident);

impl From<Incident> for Refused {
    fn from(incident: Incident) -> Self {
        Self(incident)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(incident) = self;
        tracing::warn!(%incident, "a message from outside was refused");
        (StatusCode::BAD_REQUEST, incident.to_string()).into_response()
    }
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
