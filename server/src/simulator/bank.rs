//! A bank to try payouts with.

mod api;
mod deliver;
mod plan;
mod transfer;

pub use plan::{CLOSED, DOWN, OTHER_NAME, REFUSED, RIGHT_NAME, SILENT, SLOW};

use super::line::{self, Line};
use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use longtail_backend::{Clock, failure::Incident, money::payout::bank::SIGNATURE_HEADER};
use sqlx::PgPool;
use std::sync::Arc;

/// Where the bank is mounted.
pub const MOUNT: &str = "/simulator/bank";

/// The simulated bank. Cheap to clone.
#[derive(Clone)]
pub struct BankSimulator(Arc<Inner>);

struct Inner {
    db: PgPool,
    clock: Arc<dyn Clock>,
    line: Arc<Line>,
}

impl BankSimulator {
    /// # Errors
    /// An incident when no HTTP client can be made.
    pub fn new(db: PgPool, clock: Arc<dyn Clock>, secret: String) -> Result<Self, Incident> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            line: Arc::new(Line::new(secret, SIGNATURE_HEADER)?),
        })))
    }

    /// Its addresses, to be mounted under [`MOUNT`]: all for the market alone.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/v1/transfers", post(api::create))
            .route("/v1/transfers/{id}", get(api::show))
            .route("/v1/statements/{day}", get(api::statement))
            .route("/v1/tricks", post(api::trick))
            .route_layer(from_fn_with_state(self.0.line.clone(), line::authorise))
            .with_state(self.clone())
    }
}
