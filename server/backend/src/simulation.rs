//! A market that lives through years of trouble in seconds: buyers, sellers, clocks, cards, banks
//! and carriers that decline, lose, are late, speak twice or not at all, work that is cut off
//! between any two statements, connections that Postgres ends, jobs done twice or lost. A seed
//! decides all of it.
//!
//! It drives the public use cases on a real Postgres. When everything has come to rest, the
//! audit and the laws of `laws.rs` must hold, and the books must say what the card network, the
//! bank and the carrier say, who keep books of their own.

mod chance;
mod disturb;
mod followers;
mod founding;
mod laws;
mod lost_jobs;
mod outside;
mod people;
mod post;
mod prices;
mod purses;
mod sellers;
mod world;

use crate::failure::Incident;
use chrono::Duration;
use serde::Serialize;
use sqlx::PgPool;
use std::collections::BTreeMap;
use world::World;

/// How often the laws are asked while trading goes on.
const LOOK_EVERY: u32 = 20;

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Things that somebody does.
    pub steps: u32,
}

/// How it went.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub seed: u64,
    pub steps: u32,
    /// How often what happened.
    pub counts: BTreeMap<&'static str, u64>,
    /// Every law that was broken, with what broke it.
    pub broken: Vec<String>,
}

/// Lives through it, in an empty market that nobody else uses.
///
/// # Errors
/// An incident when the market cannot be made ready or looked at.
pub async fn run(db: &PgPool, plan: Plan) -> Result<Report, Incident> {
    let mut world = World::new(db, plan.seed).await?;
    for step in 1..=plan.steps {
        world.step().await?;
        if step % LOOK_EVERY == 0 {
            world.rest().await;
            world.look(&format!("after step {step}")).await?;
        }
        if !world.broken.is_empty() {
            break;
        }
    }
    world.calm_down();
    // Long enough for every deadline, message and payout.
    for _ in 0..120 {
        Box::pin(world.wind_up()).await?;
        Box::pin(world.wait(Duration::hours(12))).await?;
    }
    Box::pin(world.catch_up()).await?;
    world.look("in the end").await?;
    world.look_at_rest().await?;
    Ok(Report {
        seed: plan.seed,
        steps: plan.steps,
        counts: world.counts,
        broken: world.broken,
    })
}
