//! A payment gateway to try the market with: an outside service that happens to run in the
//! same process. It has its own tables, its own pages, and speaks to the market over HTTP
//! only, so that a real gateway can take its place.

mod api;
pub mod bank;
mod bank_page;
mod card;
pub mod carrier;
mod deliver;
mod intent;
mod layout;
mod pages;
mod quick_page;
mod statement;

use axum::{
    Router,
    routing::{get, post},
};
use longtail_backend::{Clock, failure::Incident, outside::client_for};
use sqlx::PgPool;
use std::sync::Arc;
use tokio::sync::Notify;

/// Where the simulator is mounted.
pub const MOUNT: &str = "/simulator/gateway";

/// The simulated gateway. Cheap to clone.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    db: PgPool,
    clock: Arc<dyn Clock>,
    /// What the market authorises with, and what messages to it are signed with.
    secret: String,
    /// Where browsers reach the simulator's pages, without a trailing slash.
    pages_url: String,
    /// The market's name, as the payer knows it.
    market: String,
    client: reqwest::Client,
    wake: Notify,
}

impl Simulator {
    /// `public_url` is where browsers reach this process, without a trailing slash.
    ///
    /// # Errors
    /// An incident when no HTTP client can be made.
    pub fn new(
        db: PgPool,
        clock: Arc<dyn Clock>,
        secret: String,
        public_url: &str,
        market: String,
    ) -> Result<Self, Incident> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            secret,
            pages_url: format!("{public_url}{MOUNT}"),
            market,
            // Its messages go to the market on this machine.
            client: client_for("http://")?,
            wake: Notify::new(),
        })))
    }

    /// Its addresses, to be mounted under [`MOUNT`].
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/v1/intents", post(api::create))
            .route("/v1/intents/{id}", get(api::show))
            .route("/v1/intents/{id}/capture", post(api::capture))
            .route("/v1/intents/{id}/void", post(api::void))
            .route("/v1/statements/{day}", get(api::statement))
            .route("/v1/tricks", post(api::trick))
            .route("/pay/{id}", get(pages::form).post(pages::pay))
            .route(
                "/pay/{id}/challenge",
                get(pages::challenge).post(pages::answer),
            )
            .route("/pay/{id}/bank", post(bank_page::pay))
            .route("/pay/{id}/confirm", post(quick_page::confirm))
            .route("/pay/{id}/cancel", post(pages::cancel))
            .with_state(self.clone())
    }
}
