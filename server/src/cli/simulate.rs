//! `longtail simulate`: a market in trouble, by a seed, in a database of its own.

use super::{Trouble, bench::market::own_market};
use crate::config::Config;
use clap::Args;
use longtail_backend::{
    ctx::random_bytes,
    simulation::{self, Plan, Report},
};
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

const CONNECTIONS: u32 = 8;

/// Lives through trouble and asks whether the books still agree.
#[derive(Args)]
pub struct Simulate {
    /// Where chance begins; left out, it is drawn, and said.
    #[arg(long)]
    seed: Option<u64>,
    /// Things that somebody does.
    #[arg(long, default_value_t = 1_000)]
    steps: u32,
    /// Goes on with the seeds that follow until so many minutes are over, or one fails.
    #[arg(long, default_value_t = 0)]
    minutes: u64,
    /// As JSON, one object a line for each seed.
    #[arg(long)]
    json: bool,
}

impl Simulate {
    /// Exits with 1 where a law was broken.
    ///
    /// # Errors
    /// When the market cannot be made ready.
    pub async fn run(self, config: &Config) -> Result<ExitCode, Trouble> {
        let until = Instant::now() + Duration::from_secs(self.minutes * 60);
        let drawn = || u64::from(u32::from_be_bytes(random_bytes()));
        let mut seed = self.seed.unwrap_or_else(drawn);
        loop {
            let plan = Plan {
                seed,
                steps: self.steps,
            };
            let report = own_market(config, CONNECTIONS, async |ctx| {
                simulation::run(&ctx.db, plan).await
            })
            .await?;
            if self.json {
                println!("{}", serde_json::to_string(&report)?);
            } else {
                print!("{}", told(&report));
            }
            if !report.broken.is_empty() {
                return Ok(ExitCode::FAILURE);
            }
            if Instant::now() >= until {
                return Ok(ExitCode::SUCCESS);
            }
            seed = seed.wrapping_add(1);
        }
    }
}

fn told(report: &Report) -> String {
    let counts: Vec<String> = report
        .counts
        .iter()
        .map(|(what, many)| format!("{many} {what}"))
        .collect();
    let mut text = format!(
        "seed {}, {} steps: {}\n",
        report.seed,
        report.steps,
        counts.join(", ")
    );
    if report.broken.is_empty() {
        text.push_str("  Every law holds.\n");
    }
    for law in &report.broken {
        text.push_str(&format!("  BROKEN: {law}\n"));
    }
    text
}
