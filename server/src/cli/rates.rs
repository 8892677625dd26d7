//! `longtail rates`: exchange rates from a file, for a nightly job.

use super::{Trouble, import::told};
use clap::{Args, Subcommand};
use longtail::{actor::Actor, money::exchange::TypedRate};
use longtail_backend::{Ctx, money::exchange};
use std::{path::PathBuf, process::ExitCode};

/// Exchange rates.
#[derive(Args)]
pub struct Rates {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Keep the rates of a file of `date,currency,rate` lines, such as `2026-11-26,USD,0.1391`: what
    /// one unit of the market's currency is worth in the other. The same file twice changes
    /// nothing. Exits with 1 when a line could not be taken; the others are kept.
    Import(Import),
}

#[derive(Args)]
struct Import {
    /// Rates that are more than double or less than half of those before are right.
    #[arg(long)]
    sure: bool,
    /// The file. A first line with headings is passed over.
    file: PathBuf,
}

impl Rates {
    /// # Errors
    /// When the file or the database cannot be read.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        match self.what {
            What::Import(import) => import.run(ctx).await,
        }
    }
}

impl Import {
    async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let file = tokio::fs::read_to_string(&self.file)
            .await
            .map_err(|error| {
                Trouble::new(format!("{} cannot be read: {error}", self.file.display()))
            })?;
        let lines = read(&file);
        let imported = exchange::import_rates(ctx, &Actor::System, &lines, self.sure)
            .await
            .map_err(told)?;
        println!(
            "{} lines: {} new, {} known, {} not taken",
            lines.len(),
            imported.new,
            imported.known,
            imported.troubles.len()
        );
        for of in &imported.troubles {
            println!("  line {}: {}", of.line, of.trouble.words().en);
        }
        Ok(if imported.troubles.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// The lines of a file, but for empty ones and headings. What a line lacks is empty, so that it is
/// refused like any other that is faulty.
fn read(file: &str) -> Vec<TypedRate> {
    let file = file.trim_start_matches('\u{feff}');
    let mut lines = Vec::new();
    for (line, text) in (1..).zip(file.lines()) {
        let mut columns = text.split(',').map(|text| text.trim().trim_matches('"'));
        let mut column = || columns.next().unwrap_or_default().to_owned();
        let (day, currency, rate) = (column(), column(), column());
        let headings = lines.is_empty() && day.eq_ignore_ascii_case("date");
        if headings || text.trim().is_empty() {
            continue;
        }
        lines.push(TypedRate {
            line,
            currency,
            day,
            rate,
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_with_or_without_headings() {
        let with = "\u{feff}Date,currency,rate\n\n2026-11-26, \"USD\" ,0.1391\r\n2026-11-26,EUR\n";
        let lines = read(with);
        let found: Vec<_> = lines
            .iter()
            .map(|of| {
                (
                    of.line,
                    of.day.as_str(),
                    of.currency.as_str(),
                    of.rate.as_str(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (3, "2026-11-26", "USD", "0.1391"),
                (4, "2026-11-26", "EUR", "")
            ]
        );
        let without = read("2026-11-26,JPY,21.5\n");
        assert_eq!((without.len(), without[0].line), (1, 1));
    }
}
