//! What goes on in the background: jobs that are due, the search index, the news of wishes
//! and of what runs low that follow what happens, and what visitors looked at.

use crate::stop::{GRACE, Stop};
use longtail_backend::{
    Ctx, jobs,
    money::{invoice::commission, reconciliation},
    platform::{audit, expiry, sweep},
    trade::{search, seen, stock, wishlist},
};
use std::time::Duration;
use tokio::task::JoinSet;

/// How often a worker with nothing to do looks again.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// The pause after the database could not be reached.
const PAUSE: Duration = Duration::from_secs(1);

/// Runs `workers` workers until the end is asked for, and lets each finish its job.
pub async fn run(ctx: Ctx, workers: u32, stop: Stop) {
    if let Err(incident) = reconciliation::begin(&ctx).await {
        tracing::error!(%incident, "statements are not asked for before the next start");
    }
    if let Err(incident) = expiry::begin(&ctx).await {
        tracing::error!(%incident, "what expired is not forgotten before the next start");
    }
    if let Err(incident) = sweep::begin(&ctx).await {
        tracing::error!(%incident, "what lost its job is not armed again before the next start");
    }
    if let Err(incident) = audit::begin(&ctx).await {
        tracing::error!(%incident, "the books are not checked before the next start");
    }
    let mut running = JoinSet::new();
    for _ in 0..workers {
        running.spawn(work(ctx.clone(), stop.clone()));
    }
    tokio::select! {
        // Cut off anywhere it loses nothing: its place is kept only after the index has been written.
        () = search::follow(ctx.clone()) => {}
        () = wishlist::follow(ctx.clone()) => {}
        () = stock::low::follow(ctx.clone()) => {}
        () = commission::follow(ctx.clone()) => {}
        () = seen::keep_writing(ctx.clone()) => {}
        () = stop.asked() => {}
    }
    if let Err(incident) = seen::write_down(&ctx).await {
        tracing::warn!(%incident, "what was looked at last is forgotten");
    }
    let finished = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, finished).await.is_err() {
        // Their transactions are undone, so the jobs are taken up again at the next start.
        tracing::warn!("jobs under way did not finish in time and will be done again");
    }
}

/// Does one job after another.
async fn work(ctx: Ctx, stop: Stop) {
    while !stop.is_asked() {
        let pause = match jobs::run_next(&ctx).await {
            Ok(true) => continue,
            Ok(false) => LOOK_EVERY,
            Err(incident) => {
                tracing::error!(%incident, "the worker cannot reach the database");
                PAUSE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.clone().asked() => {}
        }
    }
}
