//! What the market asks of the bank.

use super::{
    BankSimulator,
    transfer::{Created, Transfer},
};
use crate::simulator::{
    api::{authorised, idempotency_key, is_web_address, keyless, refuse, unauthorised},
    pages::Broken,
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
) -> Result<Response, Broken> {
    if !authorised(&bank.0.secret, &headers) {
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
        Some("the Idempotency-Key has to be the transfer's reference")
    } else if wanted.amount_minor <= 0 {
        Some("amount_minor has to be more than 0")
    } else if !is_web_address(&wanted.webhook_url) {
        Some("webhook_url has to be a whole http or https address")
    } else {
        None
    };
    if let Some(why) = wrong {
        return Ok(refuse(StatusCode::UNPROCESSABLE_ENTITY, why));
    }
    match bank.0.create(&wanted).await? {
        Created::New(transfer) => answer(&bank, StatusCode::CREATED, &transfer),
        Created::Before(transfer) => answer(&bank, StatusCode::OK, &transfer),
        Created::KeyReused => Ok(refuse(
            StatusCode::CONFLICT,
            "this reference was used for another transfer",
        )),
    }
}

/// `GET /v1/transfers/{id}`: how a transfer stands.
pub async fn show(
    State(bank): State<BankSimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Broken> {
    if !authorised(&bank.0.secret, &headers) {
        return Ok(unauthorised());
    }
    match bank.0.find(&id).await? {
        Some(transfer) => answer(&bank, StatusCode::OK, &transfer),
        None => Ok(refuse(StatusCode::NOT_FOUND, "no such transfer")),
    }
}

/// `GET /v1/statements/{day}`: what was settled or returned on a day, one entry a line.
pub async fn statement(
    State(bank): State<BankSimulator>,
    Path(day): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Broken> {
    let day = match statement::day(&bank.0.secret, &headers, &day) {
        Ok(day) => day,
        Err(refused) => return Ok(*refused),
    };
    bank.0.decide_due().await?;
    let (from, to) = statement::bounds(day);
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
) -> Result<Response, Broken> {
    if !authorised(&bank.0.secret, &headers) {
        return Ok(unauthorised());
    }
    let tricked = match body {
        Ok(Json(tricked)) => tricked,
        Err(rejection) => return Ok(refuse(rejection.status(), &rejection.body_text())),
    };
    sqlx::query(
        "insert into bank_simulator.tricks (reference, trick) values ($1, $2)
         on conflict (reference) do update set trick = excluded.trick",
    )
    .bind(tricked.reference)
    .bind(<&str>::from(tricked.trick))
    .execute(&bank.0.db)
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn answer(
    bank: &BankSimulator,
    status: StatusCode,
    transfer: &Transfer,
) -> Result<Response, Broken> {
    if transfer.is_down(bank.0.now()) {
        return Ok(refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            "the bank is closed for repairs",
        ));
    }
    Ok((status, Json(transfer.answer()?)).into_response())
}
