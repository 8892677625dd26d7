//! What the market asks of the carrier.

use super::CarrierSimulator;
use crate::simulator::request::{
    IdempotencyKey, Unanswered, Wanted, refuse, require, require_web_address,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use longtail_backend::trade::shipping::carrier::LabelRequest;

/// `POST /v1/labels`: a new label, or the same again for the same reference.
pub async fn create(
    State(carrier): State<CarrierSimulator>,
    key: IdempotencyKey,
    Wanted(wanted): Wanted<LabelRequest>,
) -> Result<Response, Unanswered> {
    key.require(wanted.reference.0)?;
    require(wanted.pieces > 0, "pieces has to be more than 0")?;
    require_web_address("webhook_url", &wanted.webhook_url)?;
    let (status, label) = carrier
        .0
        .create(&wanted)
        .await?
        .with_status("this reference was used for another label")?;
    let answer = carrier.0.answer(&label).await?;
    Ok((status, Json(answer)).into_response())
}

/// `GET /v1/labels/{id}`: a label with all that was scanned until now.
pub async fn show(
    State(carrier): State<CarrierSimulator>,
    Path(id): Path<String>,
) -> Result<Response, Unanswered> {
    match carrier.0.find(&id).await? {
        Some(label) => Ok(Json(carrier.0.answer(&label).await?).into_response()),
        None => Err(refuse(StatusCode::NOT_FOUND, "no such label")),
    }
}
