//! A bank to try payouts with: like the gateway's simulator an outside service that happens to
//! run in the same process, with a table of its own, spoken to over HTTP only.

mod api;
mod deliver;
mod plan;
mod transfer;

pub use plan::{CLOSED, DOWN, OTHER_NAME, RIGHT_NAME, SILENT, SLOW};

use axum::{
    Router,
    routing::{get, post},
};
use longtail_backend::{Clock, failure::Incident, outside::client_for};
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
    /// What the market authorises with, and what messages to it are signed with.
    secret: String,
    client: reqwest::Client,
}

impl BankSimulator {
    /// # Errors
    /// An incident when no HTTP client can be made.
    pub fn new(db: PgPool, clock: Arc<dyn Clock>, secret: String) -> Result<Self, Incident> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            secret,
            // Its messages go to the market on this machine.
            client: client_for("http://")?,
        })))
    }

    /// Its addresses, to be mounted under [`MOUNT`].
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/v1/transfers", post(api::create))
            .route("/v1/transfers/{id}", get(api::show))
            .route("/v1/statements/{day}", get(api::statement))
            .route("/v1/tricks", post(api::trick))
            .with_state(self.clone())
    }
}
