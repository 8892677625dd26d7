//! A carrier to try parcels with.

mod api;
mod barcode;
mod deliver;
mod label;
mod page;
mod plan;

pub use plan::{LOST, SILENT, SLOW, TWICE, UNORDERED};

use super::{
    line::{self, Line},
    request::Created,
};
use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use chrono::Duration;
use longtail_backend::{
    Clock,
    failure::Incident,
    trade::shipping::carrier::{LabelAnswer, LabelRequest, SIGNATURE_HEADER},
};
use sqlx::PgPool;
use std::sync::Arc;

/// Where the carrier is mounted.
pub const MOUNT: &str = "/simulator/carrier";

/// The simulated carrier. Cheap to clone.
#[derive(Clone)]
pub struct CarrierSimulator(Arc<Inner>);

struct Inner {
    db: PgPool,
    clock: Arc<dyn Clock>,
    line: Arc<Line>,
    /// Where browsers reach the labels, without a trailing slash.
    pages_url: String,
    /// Between two scans of a parcel.
    pace: Duration,
    /// Whether its scans are told, or have to be asked for.
    tells: bool,
}

impl CarrierSimulator {
    /// `public_url` is where browsers reach this process, without a trailing slash.
    ///
    /// # Errors
    /// An incident when no HTTP client can be made.
    pub fn new(
        db: PgPool,
        clock: Arc<dyn Clock>,
        secret: String,
        public_url: &str,
    ) -> Result<Self, Incident> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            line: Arc::new(Line::new(secret, SIGNATURE_HEADER)?),
            pages_url: format!("{public_url}{MOUNT}"),
            pace: Duration::seconds(2),
            tells: true,
        })))
    }

    /// As it was in the past that a demo market tells of: as slow as carriers are, and asked only.
    ///
    /// # Errors
    /// An incident when no HTTP client can be made.
    pub fn of_the_past(
        db: PgPool,
        clock: Arc<dyn Clock>,
        public_url: &str,
    ) -> Result<Self, Incident> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            line: Arc::new(Line::new(String::new(), SIGNATURE_HEADER)?),
            pages_url: format!("{public_url}{MOUNT}"),
            pace: Duration::hours(9),
            tells: false,
        })))
    }

    /// Makes a label without being asked over HTTP.
    ///
    /// # Errors
    /// An incident when its tables cannot be written.
    pub async fn make(&self, wanted: &LabelRequest) -> Result<LabelAnswer, Incident> {
        match self.0.create(wanted).await? {
            Created::New(label) | Created::Before(label) => self.0.answer(&label).await,
            Created::KeyReused => Err(Incident::new("a label's reference was used before")),
        }
    }

    /// A label it has made, with what was scanned until now.
    ///
    /// # Errors
    /// An incident when its tables cannot be read.
    pub async fn known(&self, id: &str) -> Result<Option<LabelAnswer>, Incident> {
        match self.0.find(id).await? {
            Some(label) => self.0.answer(&label).await.map(Some),
            None => Ok(None),
        }
    }

    /// Its addresses, to be mounted under [`MOUNT`]. Those above the layer are for the market alone.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/v1/labels", post(api::create))
            .route("/v1/labels/{id}", get(api::show))
            .route_layer(from_fn_with_state(self.0.line.clone(), line::authorise))
            .route("/labels/{id}/{key}", get(page::show))
            .with_state(self.clone())
    }
}
