//! Why a use case did not do what it was asked.

use longtail::{policy::Denied, text::FieldIssues};
use std::fmt;

/// A use case's own refusals are `E`; the rest is common to all.
#[derive(Debug)]
pub enum Failure<E> {
    /// Business says no, for a reason the page knows how to tell.
    Refused(E),
    /// Signing in may help.
    SignIn,
    /// It does not exist, or is somebody else's: the answer is the same.
    NotFound,
    /// It has another address now, and for good: a path of this site.
    Moved { to: String },
    /// Typed fields that cannot be taken.
    Invalid(FieldIssues),
    /// Too often; try again after so many seconds.
    TooMany { seconds: u32 },
    /// The command's id was used before with other content.
    CommandReused,
    /// Our fault. Logged once at the boundary; the person sees only a number.
    Incident(Incident),
}

/// Something that should not happen, with all that helps to find it.
pub struct Incident(pub Box<dyn std::error::Error + Send + Sync>);

impl Incident {
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into().into())
    }
}

impl fmt::Debug for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        let mut source = self.0.source();
        while let Some(cause) = source {
            let cause_said = cause.to_string();
            // Some errors (sqlx's) repeat their cause in their own words.
            if !said.ends_with(&cause_said) {
                said = format!("{said}: {cause_said}");
            }
            source = cause.source();
        }
        f.write_str(&said)
    }
}

// Every technical error becomes an incident. `Incident` itself is no `Error`, so that this can be blanket.
impl<X: std::error::Error + Send + Sync + 'static> From<X> for Incident {
    fn from(error: X) -> Self {
        Self(Box::new(error))
    }
}

impl<E, X: Into<Incident>> From<X> for Failure<E> {
    fn from(error: X) -> Self {
        Self::Incident(error.into())
    }
}

impl<E> Failure<E> {
    /// An incident with a sentence of our own.
    pub fn incident(message: impl Into<String>) -> Self {
        Self::Incident(Incident::new(message))
    }

    /// Keeps everything but the refusals, which are translated.
    pub fn map_refusal<F>(self, f: impl FnOnce(E) -> F) -> Failure<F> {
        match self {
            Self::Refused(e) => Failure::Refused(f(e)),
            Self::SignIn => Failure::SignIn,
            Self::NotFound => Failure::NotFound,
            Self::Moved { to } => Failure::Moved { to },
            Self::Invalid(issues) => Failure::Invalid(issues),
            Self::TooMany { seconds } => Failure::TooMany { seconds },
            Self::CommandReused => Failure::CommandReused,
            Self::Incident(incident) => Failure::Incident(incident),
        }
    }
}

/// For use cases that refuse nothing.
pub type Refusal = std::convert::Infallible;

/// `permit(…).map_err(denied)?`
pub fn denied<E>(denied: Denied) -> Failure<E> {
    match denied {
        Denied::SignIn => Failure::SignIn,
        Denied::NotYours => Failure::NotFound,
    }
}

/// `check.finish().map_err(invalid)?`
pub fn invalid<E>(issues: FieldIssues) -> Failure<E> {
    Failure::Invalid(issues)
}

/// Whether a database error is the violation of the constraint named.
pub fn violates(error: &sqlx::Error, constraint: &str) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.constraint() == Some(constraint))
}

/// Whether Postgres ended the transaction because it and another waited for each other.
pub fn is_deadlock(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.code().as_deref() == Some("40P01"))
}

/// Reads a text that the schema allows only a few values of.
///
/// # Errors
/// An incident: code and schema disagree.
pub fn stored<T: std::str::FromStr>(column: &str, text: &str) -> Result<T, Incident> {
    text.parse().map_err(|_| {
        Incident::new(format!(
            "the column {column} holds an unknown value: {text}"
        ))
    })
}
