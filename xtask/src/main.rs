//! The project's commands: `cargo xtask <command>`.

mod api_docs;
mod bench;
mod browser;
mod bundle;
mod command;
mod crash;
mod css;
mod database;
mod dev;
mod e2e;
mod fingerprint;
mod http;
mod lighthouse;
mod lint;
mod node;
mod postgres;
mod project;
mod queries;
mod s3;
mod server;
mod site;
mod step;
mod tally;
mod test;
mod up;

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{Parser, Subcommand};

use project::{Profile, Project};
use step::Cure;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Longtail's commands.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything, fill a demo market and open it in the browser's reach.
    Up {
        #[command(flatten)]
        options: up::Options,
        /// Optimised, as it would be hosted; building takes several times as long.
        #[arg(long)]
        release: bool,
    },
    /// Like `up`, and build and serve every change.
    Dev {
        #[command(flatten)]
        options: up::Options,
    },
    /// Run every test: rules, backend, commands, browser.
    Test {
        /// Only tests whose name contains this.
        filter: Option<String>,
    },
    /// Run the browser's tests; further words go to Playwright.
    E2e {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        playwright: Vec<String>,
    },
    /// Run the tests of pictures in a bucket, against an S3 server that is built first.
    S3,
    /// Check form, clippy and the committed queries.
    Lint,
    /// Write the committed queries (.sqlx) anew.
    Sqlx,
    /// Write docs/API.md, the list of server functions, anew.
    Docs,
    /// Measure a release: its second start, what browsers download, and the server's own
    /// `longtail bench`. Further words are a scenario of that one with its options.
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        scenario: Vec<String>,
    },
    /// Kill the server and Postgres under full load, again and again, and prove that every order
    /// that was acknowledged is there once, and nothing else was charged.
    Crash {
        #[command(flatten)]
        options: crash::Options,
    },
    /// Let Lighthouse judge a release; fails under 95 points.
    Lighthouse,
    /// Build the style sheet alone.
    Css,
    /// Build all that the browser gets: bundle, style sheet, public files.
    Bundle {
        #[arg(long)]
        release: bool,
    },
    /// Keep Postgres running and say where; `pg stop` ends it.
    Pg {
        #[command(subcommand)]
        what: Option<Pg>,
    },
}

#[derive(Subcommand)]
enum Pg {
    /// Stop the Postgres of this home.
    Stop,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {}", step::explain(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let dev = Project::find(Profile::Dev);
    let either = |release| {
        Project::find(if release {
            Profile::Release
        } else {
            Profile::Dev
        })
    };
    match command {
        Command::Up { options, release } => up::up(&either(release), &options),
        Command::Dev { options } => dev::dev(&dev, &options),
        Command::Test { filter } => test::test(&dev, filter.as_deref()),
        Command::E2e { playwright } => {
            let tally = e2e::e2e(&dev, &playwright)?;
            println!("{tally}");
            if tally.failed == 0 {
                Ok(())
            } else {
                Err(anyhow!("{} of the browser's tests failed", tally.failed))
                    .cure("open end2end/report/html/index.html.")
            }
        }
        Command::S3 => s3::test(&dev),
        Command::Lint => lint::lint(&dev),
        Command::Sqlx => queries::write(&dev),
        Command::Docs => api_docs::write(&dev),
        Command::Bench { scenario } => bench::bench(&Project::find(Profile::Release), &scenario),
        Command::Crash { options } => crash::crash(&either(options.release), &options),
        Command::Lighthouse => lighthouse::lighthouse(&Project::find(Profile::Release)),
        Command::Css => css::build(&dev),
        Command::Bundle { release } => bundle::build_site(&either(release)),
        Command::Pg { what } => pg(&dev, what.as_ref()),
    }
}

fn pg(project: &Project, what: Option<&Pg>) -> Result<()> {
    let home = project.home();
    if let Some(Pg::Stop) = what {
        let stopped = postgres::stop(&home);
        println!(
            "{}",
            if stopped {
                "Postgres is stopped."
            } else {
                "No Postgres runs in this home."
            }
        );
        return Ok(());
    }
    let interrupt = up::Interrupt::listen()?;
    let mut postgres = database::own(&home, true)?;
    postgres.ensure_database(database::NAME)?;
    println!("DATABASE_URL={}", postgres.url(database::NAME));
    if !postgres.is_ours() {
        println!("It was running before, and goes on.");
        return Ok(());
    }
    println!("Ctrl-C, or `cargo xtask pg stop`, ends it.");
    while !interrupt.happened() && !postgres.has_ended() {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    postgres.stop();
    Ok(())
}
