//! What goes on in the background: jobs that are due.

use longtail_backend::{Ctx, jobs};
use std::time::Duration;

/// Does jobs as they fall due, until the process ends.
pub async fn run(ctx: Ctx) {
    loop {
        match jobs::run_due(&ctx).await {
            Ok(0) => tokio::time::sleep(Duration::from_millis(250)).await,
            Ok(_) => {}
            Err(incident) => {
                tracing::error!(%incident, "the worker cannot reach the database");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}
