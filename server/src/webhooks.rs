//! What outside services send us.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use longtail_backend::{
    Ctx, Failure,
    money::payment::{gateway::signature::SIGNATURE_HEADER, record_gateway_event},
};

/// `POST /webhooks/gateway`: a message about a payment.
///
/// Answers 200 once it is recorded, and again when it is repeated, 400 when it is not the
/// gateway's, and 5xx when it should be sent again.
pub async fn gateway(State(ctx): State<Ctx>, headers: HeaderMap, body: Bytes) -> Response {
    let signature = headers
        .get(SIGNATURE_HEADER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let event = match ctx.gateway.read_event(signature, &body, ctx.now()) {
        Ok(event) => event,
        Err(incident) => {
            tracing::warn!(%incident, "a message to the gateway's webhook was refused");
            return (StatusCode::BAD_REQUEST, incident.to_string()).into_response();
        }
    };
    let id = event.id.clone();
    match record_gateway_event(&ctx, event).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(Failure::Incident(incident)) => {
            tracing::error!(event = %id, %incident, "a gateway's message could not be recorded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        // It was understood and there is nothing to do: sending it again would not help.
        Err(failure) => {
            tracing::warn!(event = %id, ?failure, "a gateway's message came to nothing");
            StatusCode::OK.into_response()
        }
    }
}
