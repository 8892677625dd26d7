//! `longtail`: the market in one binary.

use clap::{Parser, Subcommand};
use leptos::config::LeptosOptions;
use longtail_backend::MIGRATIONS;
use longtail_server::{config::Config, router::router, worker};

#[derive(Parser)]
#[command(version, about = "An online market that anyone can host")]
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
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .init();
    let cli = Cli::parse();
    let config = Config::from_env()?;
    let db = sqlx::postgres::PgPoolOptions::new()
        .max_connections(20)
        .connect(&config.database_url)
        .await?;
    match cli.command {
        Command::Migrate => MIGRATIONS.run(&db).await?,
        Command::Serve => {
            let options: LeptosOptions = leptos::config::get_configuration(None)?.leptos_options;
            let ctx = longtail_server::setup::context(&config, db)?;
            tokio::spawn(worker::run(ctx.clone()));
            let listener = tokio::net::TcpListener::bind(config.addr).await?;
            axum::serve(listener, router(ctx, options).into_make_service()).await?;
        }
    }
    Ok(())
}
