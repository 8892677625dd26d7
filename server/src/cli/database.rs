//! The way to the database, with the cure where there is none.

use super::Trouble;
use crate::config::Config;
use longtail::money::Currency;
use longtail_backend::{MIGRATIONS, settings::keep_currency};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::{Duration, Instant};

/// How long a Postgres that does not answer yet is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(500);

/// Connects, and waits for a Postgres that is still starting.
///
/// # Errors
/// Says where none was found and what to do.
pub async fn connect(config: &Config) -> Result<PgPool, Trouble> {
    let options: PgConnectOptions = config.database_url.parse().map_err(|error| {
        Trouble::new(format!(
            "DATABASE_URL is no Postgres address ({error}); write postgres://user@host/database"
        ))
    })?;
    let place = place(&options);
    // Postgres supposes a disk that turns, and would rather read whole tables than look up rows.
    let options = options.options([("random_page_cost", "1.1")]);
    let started = Instant::now();
    let mut told = false;
    loop {
        let pool = PgPoolOptions::new()
            .max_connections(config.db_connections.max(2))
            .acquire_timeout(Duration::from_secs(8))
            .connect_with(options.clone())
            .await;
        let error = match pool {
            Ok(pool) => return Ok(pool),
            Err(error) => error,
        };
        if !may_pass(&error) {
            return Err(Trouble::new(format!(
                "{place} refuses us: {error}. {}",
                cure(&error)
            )));
        }
        if started.elapsed() > PATIENCE {
            return Err(Trouble::new(format!(
                "{place} does not answer: {error}. {}",
                cure(&error)
            )));
        }
        if !told {
            eprintln!("Waiting for {place} …");
            told = true;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// # Errors
/// Says how to bring the schema up to date where it is not.
pub async fn check_schema(db: &PgPool) -> Result<(), Trouble> {
    let applied: Vec<i64> =
        sqlx::query_scalar("select version from _sqlx_migrations where success")
            .fetch_all(db)
            .await
            // The table is made by the first migration.
            .unwrap_or_default();
    let missing = MIGRATIONS
        .iter()
        .filter(|migration| !applied.contains(&migration.version))
        .count();
    if missing == 0 {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "the database lacks {missing} migrations; run `longtail migrate` first"
    )))
}

/// # Errors
/// Says which currency the market's prices are in, where it is set to another.
pub async fn check_currency(db: &PgPool, currency: Currency) -> Result<(), Trouble> {
    let kept = keep_currency(db, currency).await?;
    if kept == currency {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "the prices of this market are in {kept}, and LONGTAIL_CURRENCY is {currency}; set it to {kept}, or begin \
         another market in a database of its own"
    )))
}

/// Where we connect to, without the password.
fn place(options: &PgConnectOptions) -> String {
    let host = options.get_socket().map_or_else(
        || options.get_host().to_owned(),
        |s| s.display().to_string(),
    );
    format!(
        "Postgres at {host}, port {}, database “{}”",
        options.get_port(),
        options.get_database().unwrap_or(options.get_username()),
    )
}

/// Whether waiting may help: not for a wrong password or a database that is not there.
fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(answer) => {
            // 57P03: the server is starting up; 53300: too many connections.
            matches!(answer.code().as_deref(), Some("57P03" | "53300"))
        }
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        _ => false,
    }
}

fn cure(error: &sqlx::Error) -> &'static str {
    let code = match error {
        sqlx::Error::Database(answer) => answer.code(),
        _ => None,
    };
    match code.as_deref() {
        Some("3D000") => "Create it with `createdb`, or name another in DATABASE_URL.",
        Some("28000" | "28P01") => "Check user and password in DATABASE_URL.",
        _ => "Start Postgres, or name another in DATABASE_URL; `cargo xtask up` brings its own.",
    }
}
