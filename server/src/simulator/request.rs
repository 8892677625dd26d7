//! What all services read from a request of the market, and how they say no.

use super::layout::message;
use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use longtail::text::Lang;
use longtail_app::i18n::t::simulator as texts;
use longtail_backend::failure::Incident;

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

/// Under which the same request is the same thing.
pub fn idempotency_key(headers: &HeaderMap) -> Result<&str, Unanswered> {
    headers
        .get("idempotency-key")
        .and_then(|key| key.to_str().ok())
        .filter(|key| (1..=200).contains(&key.len()))
        .ok_or_else(|| {
            refuse(
                StatusCode::BAD_REQUEST,
                "an Idempotency-Key header of up to 200 characters is needed",
            )
        })
}

/// What was asked for, where it is what was agreed.
pub fn body<T>(body: Result<Json<T>, JsonRejection>) -> Result<T, Unanswered> {
    match body {
        Ok(Json(wanted)) => Ok(wanted),
        Err(rejection) => Err(refuse(rejection.status(), rejection.body_text())),
    }
}

pub fn is_web_address(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.authority().is_some()
    })
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
