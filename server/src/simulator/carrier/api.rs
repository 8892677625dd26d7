//! What the market asks of the carrier.

use super::{CarrierSimulator, label::Created};
use crate::simulator::{
    api::{authorised, idempotency_key, is_web_address, keyless, refuse, unauthorised},
    pages::Broken,
};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use longtail_backend::trade::shipping::carrier::LabelRequest;

/// `POST /v1/labels`: a new label, or the same again for the same reference.
pub async fn create(
    State(carrier): State<CarrierSimulator>,
    headers: HeaderMap,
    body: Result<Json<LabelRequest>, JsonRejection>,
) -> Result<Response, Broken> {
    if !authorised(&carrier.0.secret, &headers) {
        return Ok(unauthorised());
    }
    let Some(key) = idempotency_key(&headers) else {
        return Ok(keyless());
    };
    let wanted = match body {
        Ok(Json(wanted)) => wanted,
        Err(rejection) => return Ok(refuse(rejection.status(), &rejection.body_text())),
    };
    let wrong = if key != wanted.reference.to_string() {
        Some("the Idempotency-Key has to be the label's reference")
    } else if wanted.pieces == 0 {
        Some("pieces has to be more than 0")
    } else if !is_web_address(&wanted.webhook_url) {
        Some("webhook_url has to be a whole http or https address")
    } else {
        None
    };
    if let Some(why) = wrong {
        return Ok(refuse(StatusCode::UNPROCESSABLE_ENTITY, why));
    }
    let (status, label) = match carrier.0.create(&wanted).await? {
        Created::New(label) => (StatusCode::CREATED, label),
        Created::Before(label) => (StatusCode::OK, label),
        Created::KeyReused => {
            let why = "this reference was used for another label";
            return Ok(refuse(StatusCode::CONFLICT, why));
        }
    };
    let answer = carrier.0.answer(&label).await?;
    Ok((status, Json(answer)).into_response())
}

/// `GET /v1/labels/{id}`: a label with all that was scanned until now.
pub async fn show(
    State(carrier): State<CarrierSimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Broken> {
    if !authorised(&carrier.0.secret, &headers) {
        return Ok(unauthorised());
    }
    match carrier.0.find(&id).await? {
        Some(label) => Ok(Json(carrier.0.answer(&label).await?).into_response()),
        None => Ok(refuse(StatusCode::NOT_FOUND, "no such label")),
    }
}
