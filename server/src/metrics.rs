//! Figures for Prometheus, at `/metrics`.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use longtail_backend::{Ctx, failure::Incident, jobs};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Duration};

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Requests by method, route and status.
pub const REQUESTS: &str = "longtail_http_requests_total";
/// Seconds until the head of the answer was ready.
pub const REQUEST_SECONDS: &str = "longtail_http_request_seconds";
/// Requests under way.
pub const IN_FLIGHT: &str = "longtail_http_requests_in_flight";
/// Open streams of a bell's count.
pub const BELLS: &str = "longtail_notice_streams";

const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// Begins to keep figures; once a process.
///
/// # Errors
/// An incident when another recorder was installed before.
pub fn install() -> Result<(), Incident> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(REQUEST_SECONDS.to_owned()), &BUCKETS)?
        .install_recorder()?;
    describe_counter!(REQUESTS, "Requests by method, route and status.");
    describe_histogram!(
        REQUEST_SECONDS,
        Unit::Seconds,
        "Time until the head of the answer was ready."
    );
    describe_gauge!(IN_FLIGHT, "Requests under way.");
    describe_gauge!(BELLS, "Open streams of what is unread.");
    describe_gauge!(
        "longtail_jobs",
        "Jobs by state: waiting for their time, due, failed and tried again, done in the last day, dead."
    );
    describe_gauge!(
        "longtail_job_oldest_due_seconds",
        Unit::Seconds,
        "How late the oldest due job is."
    );
    describe_gauge!(
        "longtail_outbox_lag_events",
        "Events that a reader has not dealt with yet."
    );
    describe_gauge!(
        "longtail_database_connections",
        "Connections of this process to Postgres by state."
    );
    let _ = HANDLE.set(handle);
    Ok(())
}

/// Keeps the memory of the figures small; runs until the process ends.
pub async fn upkeep() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if let Some(handle) = HANDLE.get() {
            handle.run_upkeep();
        }
    }
}

/// `GET /metrics`.
pub async fn show(State(ctx): State<Ctx>) -> Response {
    let Some(handle) = HANDLE.get() else {
        return (
            StatusCode::NOT_FOUND,
            "figures are kept by `longtail serve`",
        )
            .into_response();
    };
    // What the process has counted is worth showing even while the database is away.
    if let Err(incident) = look(&ctx).await {
        tracing::warn!(%incident, "the database's figures are missing from /metrics");
    }
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        handle.render(),
    )
        .into_response()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "figures for a graph: 53 bits are more than enough"
)]
async fn look(ctx: &Ctx) -> Result<(), Incident> {
    let idle = ctx.db.num_idle();
    let open = ctx.db.size() as usize;
    gauge!("longtail_database_connections", "state" => "idle").set(idle as f64);
    gauge!("longtail_database_connections", "state" => "busy")
        .set(open.saturating_sub(idle) as f64);
    let counts = jobs::counts(ctx).await?;
    for (state, count) in [
        ("waiting", counts.waiting),
        ("due", counts.due),
        ("failed", counts.failed),
        ("done", counts.done),
        ("dead", counts.dead),
    ] {
        gauge!("longtail_jobs", "state" => state).set(count as f64);
    }
    gauge!("longtail_job_oldest_due_seconds").set(counts.oldest_due_seconds);
    for (reader, lag) in longtail_backend::outbox::lags(&ctx.db).await? {
        gauge!("longtail_outbox_lag_events", "reader" => reader).set(lag as f64);
    }
    Ok(())
}
