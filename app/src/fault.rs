//! What a server function answers when it did not do what it was asked.

use crate::i18n::t;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use longtail::text::{FieldIssues, Lang};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// `E` are the feature's own refusals, which its pages put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault<E = NoRefusal> {
    Refused(E),
    SignIn,
    NotFound,
    /// It has another address now: a path of this site.
    Moved {
        to: String,
    },
    Invalid(FieldIssues),
    TooMany {
        seconds: u32,
    },
    CommandReused,
    /// Logged under this number; nothing else is told.
    Incident {
        id: String,
    },
    /// The server did not answer.
    Offline,
}

/// For server functions that refuse nothing. (A type without values.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoRefusal {}

impl<E> FromServerFnError for Fault<E>
where
    E: Serialize + DeserializeOwned + std::fmt::Debug + 'static,
{
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            // A form or address that does not have the fields the function takes.
            ServerFnErrorErr::Args(what) | ServerFnErrorErr::MissingArg(what) => {
                #[cfg(feature = "ssr")]
                crate::ssr::set_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY);
                // The reader names the field in backticks: missing field `query`.
                let field = what.split('`').nth(1).unwrap_or(&what);
                Self::Invalid(FieldIssues::one(field, longtail::text::FieldIssue::Missing))
            }
            other => Self::Incident {
                id: format!("{other}").chars().take(80).collect(),
            },
        }
    }
}

impl<E> Fault<E> {
    /// The issues by field, where that is what it is.
    pub fn fields(&self) -> Option<&FieldIssues> {
        match self {
            Self::Invalid(issues) => Some(issues),
            _ => None,
        }
    }

    /// As a sentence; the feature puts its own refusals into words.
    pub fn sentence(&self, lang: Lang, refusal: impl Fn(&E) -> String) -> String {
        match self {
            Self::Refused(refused) => refusal(refused),
            Self::SignIn => t::common::sign_in_first(lang).to_owned(),
            Self::NotFound | Self::Moved { .. } => t::common::not_found(lang).to_owned(),
            Self::Invalid(_) => t::common::check_fields(lang).to_owned(),
            Self::TooMany { seconds } => t::common::too_many(lang, *seconds),
            Self::CommandReused => t::common::command_reused(lang).to_owned(),
            Self::Incident { id } => t::common::incident(lang, id),
            Self::Offline => t::common::offline(lang).to_owned(),
        }
    }
}

impl Fault<NoRefusal> {
    /// As a sentence.
    pub fn plain_sentence(&self, lang: Lang) -> String {
        self.sentence(lang, |never| match *never {})
    }
}
