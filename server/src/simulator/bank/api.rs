//! What the market asks of the bank.

use super::{BankSimulator, transfer::Transfer};
use crate::simulator::{
    request::{self, Unanswered, idempotency_key, is_web_address, refuse, require},
    statement::{self, Tricked},
};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use longtail_backend::money::payout::bank::NewTransfer;

/// `POST /v1/transfers`: a new transfer, or the same again for the same reference.
pub async fn create(
    State(bank): State<BankSimulator>,
    headers: HeaderMap,
    body: Result<Json<NewTransfer>, JsonRejection>,
) -> Result<Response, Unanswered> {
    bank.0.line.authorise(&headers)?;
    let key = idempotency_key(&headers)?;
    let wanted = request::body(body)?;
    require(
        key == wanted.reference.to_string(),
        "the Idempotency-Key has to be the transfer's reference",
    )?;
    require(
        wanted.amount_minor > 0,
        "amount_minor has to be more than 0",
    )?;
    require(
        is_web_address(&wanted.webhook_url),
        "webhook_url has to be a whole http or https address",
    )?;
    let (status, transfer) = bank
        .0
        .create(&wanted)
        .await?
        .with_status("this reference was used for another transfer")?;
    answer(&bank, status, &transfer)
}

/// `GET /v1/transfers/{id}`: how a transfer stands.
pub async fn show(
    State(bank): State<BankSimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    bank.0.line.authorise(&headers)?;
    match bank.0.find(&id).await? {
        Some(transfer) => answer(&bank, StatusCode::OK, &transfer),
        None => Err(refuse(StatusCode::NOT_FOUND, "no such transfer")),
    }
}

/// `GET /v1/statements/{day}`: what was settled or returned on a day, one entry a line.
pub async fn statement(
    State(bank): State<BankSimulator>,
    Path(day): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    bank.0.line.authorise(&headers)?;
    let (from, to) = statement::bounds(&day)?;
    bank.0.decide_due().await?;
    let rows = sqlx::query_as(
        "select i.id, i.reference, i.amount_minor, i.currency, i.stage as state, t.trick
         from bank_simulator.transfers i left join bank_simulator.tricks t using (reference)
         where i.stage <> 'pending' and i.decides_at >= $1 and i.decides_at < $2 order by i.decides_at, i.id",
    )
    .bind(from)
    .bind(to)
    .fetch_all(&bank.0.db)
    .await?;
    Ok(statement::lines(rows)?)
}

/// `POST /v1/tricks`: what the statements get wrong from now on, for tests.
pub async fn trick(
    State(bank): State<BankSimulator>,
    headers: HeaderMap,
    body: Result<Json<Tricked>, JsonRejection>,
) -> Result<Response, Unanswered> {
    bank.0.line.authorise(&headers)?;
    let insert = "insert into bank_simulator.tricks (reference, trick) values ($1, $2)
                  on conflict (reference) do update set trick = excluded.trick";
    statement::play(&bank.0.db, insert, request::body(body)?).await
}

fn answer(
    bank: &BankSimulator,
    status: StatusCode,
    transfer: &Transfer,
) -> Result<Response, Unanswered> {
    if transfer.is_down(bank.0.now()) {
        return Err(refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            "the bank is closed for repairs",
        ));
    }
    Ok((status, Json(transfer.answer()?)).into_response())
}
