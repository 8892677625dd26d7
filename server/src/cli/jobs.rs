//! `longtail jobs`: what was given up, and how to take it up again.

use super::Trouble;
use clap::Args;
use longtail_backend::{Ctx, jobs};
use std::process::ExitCode;

/// The jobs that were given up.
#[derive(Args)]
pub struct Jobs {
    /// Take them all up again.
    #[arg(long)]
    retry: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl Jobs {
    /// # Errors
    /// When the database cannot be read.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        if self.retry {
            let revived = jobs::revive(ctx).await?;
            println!("{revived} jobs are taken up again.");
            return Ok(ExitCode::SUCCESS);
        }
        let dead = jobs::dead(ctx).await?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&dead)?);
            return Ok(ExitCode::SUCCESS);
        }
        let counts = jobs::counts(ctx).await?;
        println!(
            "{} waiting, {} due, {} failing, {} done in the last day, {} dead",
            counts.waiting, counts.due, counts.failed, counts.done, counts.dead
        );
        for job in &dead {
            println!(
                "\n#{} {} {} ({} tries, given up {})\n  {}",
                job.id,
                job.kind,
                job.payload,
                job.attempts,
                job.dead_at.format("%Y-%m-%d %H:%M UTC"),
                job.last_error
            );
        }
        if !dead.is_empty() {
            println!("\n`longtail jobs --retry` takes them up again.");
        }
        Ok(ExitCode::SUCCESS)
    }
}
