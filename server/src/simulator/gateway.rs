//! A payment gateway to try the market with, and the pages that a payer sees there.

mod api;
mod card;
mod deliver;
mod intent;
mod online_bank;
mod pages;
mod quick_pay;
mod refund;

use super::line::{self, Line};
use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use chrono::Duration;
use longtail_backend::{Clock, failure::Incident, money::payment::gateway::SIGNATURE_HEADER};
use sqlx::PgPool;
use std::sync::Arc;
use tokio::sync::Notify;

/// Where the gateway is mounted.
pub const MOUNT: &str = "/simulator/gateway";

/// How long it holds what was authorised: seven days, as cards do.
pub const HOLD_MINUTES: u32 = 7 * 24 * 60;

/// The simulated gateway. Cheap to clone.
#[derive(Clone)]
pub struct GatewaySimulator(Arc<Inner>);

struct Inner {
    db: PgPool,
    clock: Arc<dyn Clock>,
    line: Arc<Line>,
    /// Where browsers reach the gateway's pages, without a trailing slash.
    pages_url: String,
    /// The market's name, as the payer knows it.
    market: String,
    /// How long it holds what was authorised; then that lapses.
    hold: Duration,
    wake: Notify,
}

impl GatewaySimulator {
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
        hold_minutes: u32,
    ) -> Result<Self, Incident> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            line: Arc::new(Line::new(secret, SIGNATURE_HEADER)?),
            pages_url: format!("{public_url}{MOUNT}"),
            market,
            hold: Duration::minutes(hold_minutes.into()),
            wake: Notify::new(),
        })))
    }

    /// Its addresses, to be mounted under [`MOUNT`]. Those above the layer are for the market alone.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/v1/intents", post(api::create))
            .route("/v1/intents/{id}", get(api::show))
            .route("/v1/intents/{id}/capture", post(api::capture))
            .route("/v1/intents/{id}/void", post(api::void))
            .route("/v1/intents/{id}/refunds", post(refund::create))
            .route("/v1/refunds/{id}", get(refund::show))
            .route("/v1/statements/{day}", get(api::statement))
            .route("/v1/tricks", post(api::trick))
            .route_layer(from_fn_with_state(self.0.line.clone(), line::authorise))
            .route("/pay/{id}", get(pages::form).post(pages::pay))
            .route(
                "/pay/{id}/challenge",
                get(pages::challenge).post(pages::answer),
            )
            .route("/pay/{id}/bank", post(online_bank::pay))
            .route("/pay/{id}/confirm", post(quick_pay::confirm))
            .route("/pay/{id}/cancel", post(pages::cancel))
            .with_state(self.clone())
    }
}
