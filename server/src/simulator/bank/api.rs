//! What the market asks of the bank.

use super::{BankSimulator, plan::REFUSED, transfer::Transfer};
use crate::simulator::{
    request::{IdempotencyKey, Unanswered, Wanted, refuse, require_amount, require_web_address},
    statement::{self, Tricked},
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use longtail_backend::money::payout::bank::NewTransfer;

/// `POST /v1/transfers`: a new transfer, or the same again for the same reference.
pub async fn create(
    State(bank): State<BankSimulator>,
    key: IdempotencyKey,
    Wanted(wanted): Wanted<NewTransfer>,
) -> Result<Response, Unanswered> {
    key.require(wanted.reference.0)?;
    require_amount(wanted.amount_minor)?;
    require_web_address("webhook_url", &wanted.webhook_url)?;
    if wanted.number == REFUSED {
        let why = "nothing can be paid to this account";
        return Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, why));
    }
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
) -> Result<Response, Unanswered> {
    match bank.0.find(&id).await? {
        Some(transfer) => answer(&bank, StatusCode::OK, &transfer),
        None => Err(refuse(StatusCode::NOT_FOUND, "no such transfer")),
    }
}

/// `GET /v1/statements/{day}`: what was settled or returned on a day, one entry a line.
pub async fn statement(
    State(bank): State<BankSimulator>,
    Path(day): Path<String>,
) -> Result<Response, Unanswered> {
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
    Wanted(tricked): Wanted<Tricked>,
) -> Result<Response, Unanswered> {
    let insert = "insert into bank_simulator.tricks (reference, trick) values ($1, $2)
                  on conflict (reference) do update set trick = excluded.trick";
    statement::play(&bank.0.db, insert, tricked).await
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
