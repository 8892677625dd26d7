//! `longtail demo`: fills the demo market.

use super::Trouble;
use crate::demo::{self, Standing};
use chrono::{DateTime, Utc};
use clap::Args;
use longtail_backend::Ctx;
use std::process::ExitCode;

/// Fills an empty market with shops, goods, people and five months of trade.
#[derive(Args)]
pub struct Demo {
    /// When the told past ends, such as 2026-11-23T20:00:00Z; now, where it is left out.
    #[arg(long)]
    until: Option<DateTime<Utc>>,
}

impl Demo {
    /// Does nothing where the demo market stands already.
    ///
    /// # Errors
    /// Keeps away from a market with people of its own.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        match demo::standing(&ctx.db).await? {
            Standing::Filled => {
                println!("The demo market stands already.");
                return Ok(ExitCode::SUCCESS);
            }
            Standing::Taken => {
                return Err(Trouble::new(
                    "people have signed up to this market; fill the demo into an empty database of its own",
                ));
            }
            Standing::Begun => {
                println!("An earlier filling was interrupted; beginning anew.");
                demo::clear_interrupted(&ctx.db).await?;
            }
            Standing::Empty => {}
        }
        let until = self.until.unwrap_or_else(|| ctx.now());
        let filled = demo::fill(ctx, until, &mut |step| println!("{step}")).await?;
        println!(
            "The demo market stands: {} shops, {} listings, {} pictures, {} orders.",
            filled.shops, filled.listings, filled.pictures, filled.orders
        );
        Ok(ExitCode::SUCCESS)
    }
}
