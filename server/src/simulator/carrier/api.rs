//! What the market asks of the carrier.

use super::CarrierSimulator;
use crate::simulator::request::{
    self, Unanswered, idempotency_key, is_web_address, refuse, require,
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
) -> Result<Response, Unanswered> {
    carrier.0.line.authorise(&headers)?;
    let key = idempotency_key(&headers)?;
    let wanted = request::body(body)?;
    require(
        key == wanted.reference.to_string(),
        "the Idempotency-Key has to be the label's reference",
    )?;
    require(wanted.pieces > 0, "pieces has to be more than 0")?;
    require(
        is_web_address(&wanted.webhook_url),
        "webhook_url has to be a whole http or https address",
    )?;
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
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    carrier.0.line.authorise(&headers)?;
    match carrier.0.find(&id).await? {
        Some(label) => Ok(Json(carrier.0.answer(&label).await?).into_response()),
        None => Err(refuse(StatusCode::NOT_FOUND, "no such label")),
    }
}
