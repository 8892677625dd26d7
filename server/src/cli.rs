//! The command line. Each command has its own file in `cli/`.

mod appoint;
mod audit;
mod bench;
mod database;
mod demo;
mod export;
mod import;
mod jobs;
mod rates;
mod serve;
mod simulate;

use crate::{config::Config, setup};
use clap::{Parser, Subcommand};
use longtail_backend::{Ctx, MIGRATIONS};
use std::{io::IsTerminal, process::ExitCode};

/// Why a command could not do what it was asked, as a sentence with its cure.
pub type Trouble = longtail_backend::failure::Incident;

#[derive(Parser)]
#[command(
    name = "longtail",
    version,
    about = "An online market that anyone can host"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the market.
    Serve,
    /// Bring the database's schema up to date.
    Migrate,
    /// Prove the books: recompute every balance, escrow and stock. Exits with 1 when something differs.
    Audit(audit::Audit),
    /// Build the search index anew beside the one in use, which a running server then takes over.
    Reindex,
    /// Bring goods in from another shop's export.
    Import(import::Import),
    /// Take a shop's goods along.
    Export(export::Export),
    /// Fill an empty market with a demo: shops, goods, people, five months of trade.
    Demo(demo::Demo),
    /// Make a member one of the platform's staff.
    Appoint(appoint::Appoint),
    /// Measure how fast this market is on this machine.
    Bench(bench::Bench),
    /// Show the jobs that were given up, or take them up again.
    Jobs(jobs::Jobs),
    /// Keep exchange rates, for prices to be read in other currencies.
    Rates(rates::Rates),
    /// Live through a market in trouble, in a database of its own. Exits with 1 when a law was broken.
    Simulate(simulate::Simulate),
}

/// Runs the command line of this process.
pub async fn main() -> ExitCode {
    // Before anything is logged, so that a typing mistake does not look like trouble.
    let cli = Cli::parse();
    log();
    match run(cli.command).await {
        Ok(code) => code,
        Err(trouble) => {
            eprintln!("longtail: {trouble}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode, Trouble> {
    let config = Config::from_env()?;
    match command {
        Command::Migrate => {
            let db = database::connect(&config).await?;
            MIGRATIONS.run(&db).await?;
            println!("The schema is up to date.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Serve => serve::serve(config).await,
        Command::Audit(audit) => audit.run(&context(&config).await?).await,
        Command::Reindex => {
            longtail_backend::trade::search::rebuild(&context(&config).await?).await?;
            println!("The search index is new.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Export(export) => export.run(&context(&config).await?).await,
        Command::Import(import) => import.run(&context(&config).await?).await,
        Command::Demo(demo) => demo.run(&context(&config).await?).await,
        Command::Appoint(appoint) => appoint.run(&context(&config).await?).await,
        Command::Bench(bench) => bench.run(&config).await,
        Command::Jobs(jobs) => jobs.run(&context(&config).await?).await,
        Command::Rates(rates) => rates.run(&context(&config).await?).await,
        Command::Simulate(simulate) => simulate.run(&config).await,
    }
}

/// The market's context for a command that works on its data.
async fn context(config: &Config) -> Result<Ctx, Trouble> {
    let db = database::connect(config).await?;
    database::check_schema(&db).await?;
    database::check_currency(&db, config.settings.currency).await?;
    setup::context(config, db)
}

/// Logs to standard error; as JSON, one object a line, where `LONGTAIL_LOG=json`.
fn log() {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tantivy=warn"));
    let builder = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    let json = std::env::var("LONGTAIL_LOG").is_ok_and(|format| format == "json");
    if json {
        builder.json().flatten_event(true).init();
    } else {
        builder.compact().init();
    }
}
