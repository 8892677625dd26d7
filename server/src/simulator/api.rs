//! What the market asks of the gateway.

use super::{
    Simulator,
    intent::{Created, Intent},
    pages::Broken,
    statement::{self, Tricked},
};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use longtail_backend::{money::payment::gateway::NewIntent, outside::signature::same_secret};

/// `POST /v1/intents`: a new intent, or the same again for the same idempotency key.
pub async fn create(
    State(simulator): State<Simulator>,
    headers: HeaderMap,
    body: Result<Json<NewIntent>, JsonRejection>,
) -> Result<Response, Broken> {
    if !authorised(&simulator.0.secret, &headers) {
        return Ok(unauthorised());
    }
    let Some(key) = idempotency_key(&headers) else {
        return Ok(keyless());
    };
    let wanted = match body {
        Ok(Json(wanted)) => wanted,
        Err(rejection) => return Ok(refuse(rejection.status(), &rejection.body_text())),
    };
    if wanted.amount_minor <= 0 {
        return Ok(refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "amount_minor has to be more than 0",
        ));
    }
    if !wanted.method.is_at_gateway() {
        return Ok(refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "this method is none of the gateway's",
        ));
    }
    if !is_web_address(&wanted.return_url) || !is_web_address(&wanted.webhook_url) {
        return Ok(refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "return_url and webhook_url have to be whole http or https addresses",
        ));
    }
    Ok(match simulator.0.create(key, &wanted).await? {
        Created::New(intent) => answer(&simulator, StatusCode::CREATED, &intent),
        Created::Before(intent) => answer(&simulator, StatusCode::OK, &intent),
        Created::KeyReused => refuse(
            StatusCode::CONFLICT,
            "this idempotency key was used with other content",
        ),
    })
}

/// `GET /v1/intents/{id}`: how an intent stands.
pub async fn show(
    State(simulator): State<Simulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Broken> {
    if !authorised(&simulator.0.secret, &headers) {
        return Ok(unauthorised());
    }
    simulator.0.decide_due().await?;
    Ok(match simulator.0.find(&id).await? {
        Some(intent) => answer(&simulator, StatusCode::OK, &intent),
        None => refuse(StatusCode::NOT_FOUND, "no such intent"),
    })
}

/// `POST /v1/intents/{id}/capture`: takes what was authorised. Answers the intent as it stands then.
pub async fn capture(
    State(simulator): State<Simulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Broken> {
    end(&simulator, &id, &headers, "captured").await
}

/// `POST /v1/intents/{id}/void`: lets go what was authorised.
pub async fn void(
    State(simulator): State<Simulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Broken> {
    end(&simulator, &id, &headers, "voided").await
}

async fn end(
    simulator: &Simulator,
    id: &str,
    headers: &HeaderMap,
    stage: &str,
) -> Result<Response, Broken> {
    if !authorised(&simulator.0.secret, headers) {
        return Ok(unauthorised());
    }
    Ok(match simulator.0.end(id, stage).await? {
        Some(intent) => answer(simulator, StatusCode::OK, &intent),
        None => refuse(StatusCode::NOT_FOUND, "no such intent"),
    })
}

/// `GET /v1/statements/{day}`: what was captured on a day, one entry a line.
pub async fn statement(
    State(simulator): State<Simulator>,
    Path(day): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Broken> {
    let day = match statement::day(&simulator.0.secret, &headers, &day) {
        Ok(day) => day,
        Err(refused) => return Ok(*refused),
    };
    let (from, to) = statement::bounds(day);
    let rows = sqlx::query_as(
        "select i.id, i.reference, i.amount_minor, i.currency, i.stage as state, t.trick
         from gateway_simulator.intents i left join gateway_simulator.tricks t using (reference)
         where i.stage = 'captured' and i.settled_at >= $1 and i.settled_at < $2 order by i.settled_at, i.id",
    )
    .bind(from)
    .bind(to)
    .fetch_all(&simulator.0.db)
    .await?;
    Ok(statement::lines(rows)?)
}

/// `POST /v1/tricks`: what the statements get wrong from now on, for tests.
pub async fn trick(
    State(simulator): State<Simulator>,
    headers: HeaderMap,
    body: Result<Json<Tricked>, JsonRejection>,
) -> Result<Response, Broken> {
    if !authorised(&simulator.0.secret, &headers) {
        return Ok(unauthorised());
    }
    let tricked = match body {
        Ok(Json(tricked)) => tricked,
        Err(rejection) => return Ok(refuse(rejection.status(), &rejection.body_text())),
    };
    sqlx::query(
        "insert into gateway_simulator.tricks (reference, trick) values ($1, $2)
         on conflict (reference) do update set trick = excluded.trick",
    )
    .bind(tricked.reference)
    .bind(<&str>::from(tricked.trick))
    .execute(&simulator.0.db)
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Whether a request carries the secret that the service shares with the market.
pub fn authorised(secret: &str, headers: &HeaderMap) -> bool {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .is_some_and(|given| same_secret(secret, given))
}

/// Under which the same request is the same thing.
pub fn idempotency_key(headers: &HeaderMap) -> Option<&str> {
    let key = headers.get("idempotency-key")?.to_str().ok()?;
    (1..=200).contains(&key.len()).then_some(key)
}

pub fn keyless() -> Response {
    refuse(
        StatusCode::BAD_REQUEST,
        "an Idempotency-Key header of up to 200 characters is needed",
    )
}

pub fn unauthorised() -> Response {
    refuse(
        StatusCode::UNAUTHORIZED,
        "the Authorization header does not carry the secret",
    )
}

pub fn is_web_address(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.authority().is_some()
    })
}

fn answer(simulator: &Simulator, status: StatusCode, intent: &Intent) -> Response {
    (status, Json(simulator.0.answer(intent))).into_response()
}

pub fn refuse(status: StatusCode, why: &str) -> Response {
    (status, Json(serde_json::json!({ "error": why }))).into_response()
}
