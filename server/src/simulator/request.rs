//! What all services read from a request of the market, and how they say no.

use super::layout::message;
use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use longtail::text::Lang;
use longtail_app::i18n::t::simulator as texts;
use longtail_backend::failure::Incident;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Why a request is not answered.
pub enum Unanswered {
    /// It is told what is wrong with it.
    Refused(StatusCode, String),
    /// The person is shown something else, or sent there.
    Elsewhere(Box<Response>),
    /// Our fault: logged, and said without details.
    Broken(Incident),
}

impl<E: Into<Incident>> From<E> for Unanswered {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

impl IntoResponse for Unanswered {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(status, why) => {
                (status, Json(serde_json::json!({ "error": why }))).into_response()
            }
            Self::Elsewhere(answer) => *answer,
            Self::Broken(incident) => {
                tracing::error!(%incident, "a simulator failed");
                let lang = Lang::default();
                message(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    lang,
                    texts::broken_title(lang),
                    texts::broken_text(lang),
                )
            }
        }
    }
}

pub fn refuse(status: StatusCode, why: impl Into<String>) -> Unanswered {
    Unanswered::Refused(status, why.into())
}

/// Refuses what was asked for, unless a condition holds.
pub fn require(holds: bool, why: &str) -> Result<(), Unanswered> {
    match holds {
        true => Ok(()),
        false => Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, why)),
    }
}

pub fn require_amount(amount_minor: i64) -> Result<(), Unanswered> {
    require(amount_minor > 0, "amount_minor has to be more than 0")
}

/// Refuses what is no place for a person or a message to go to; `name` is the field's.
pub fn require_web_address(name: &str, address: &str) -> Result<(), Unanswered> {
    let whole = address.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.authority().is_some()
    });
    require(
        whole,
        &format!("{name} has to be a whole http or https address"),
    )
}

/// The header under which the same request is the same thing.
pub struct IdempotencyKey(pub String);

impl IdempotencyKey {
    /// Where the market's own name for the thing is its key.
    pub fn require(&self, reference: Uuid) -> Result<(), Unanswered> {
        require(
            self.0 == reference.to_string(),
            "the Idempotency-Key has to be the reference",
        )
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Unanswered;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Unanswered> {
        let key = parts.headers.get("idempotency-key");
        key.and_then(|key| key.to_str().ok())
            .filter(|key| (1..=200).contains(&key.len()))
            .map(|key| Self(key.to_owned()))
            .ok_or_else(|| {
                refuse(
                    StatusCode::BAD_REQUEST,
                    "an Idempotency-Key header of up to 200 characters is needed",
                )
            })
    }
}

/// What was asked for, where it is what was agreed.
pub struct Wanted<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Wanted<T> {
    type Rejection = Unanswered;

    async fn from_request(request: Request, state: &S) -> Result<Self, Unanswered> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(wanted)) => Ok(Self(wanted)),
            Err(rejection) => Err(refuse(rejection.status(), rejection.body_text())),
        }
    }
}

/// What became of a request for something new.
pub enum Created<T> {
    New(T),
    /// The same request came before.
    Before(T),
    /// Its key was used for something else.
    KeyReused,
}

impl<T> Created<T> {
    /// `kept` under the request's key: by this request, or before by one that was the same or not.
    pub fn of(kept: T, by_this: bool, same: bool) -> Self {
        match (by_this, same) {
            (true, _) => Self::New(kept),
            (false, true) => Self::Before(kept),
            (false, false) => Self::KeyReused,
        }
    }

    /// With the status that tells new from old; refuses another request under the same key.
    pub fn with_status(self, reused: &str) -> Result<(StatusCode, T), Unanswered> {
        match self {
            Self::New(it) => Ok((StatusCode::CREATED, it)),
            Self::Before(it) => Ok((StatusCode::OK, it)),
            Self::KeyReused => Err(refuse(StatusCode::CONFLICT, reused)),
        }
    }
}
