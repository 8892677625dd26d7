//! An empty market in a database of its own, which is dropped afterwards.

use super::Trouble;
use crate::{cli::database, config::Config, setup};
use longtail_backend::{Ctx, MIGRATIONS};
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};

/// Does something in such a market, over so many connections.
///
/// # Errors
/// When the database cannot be made, and what the work says.
pub async fn own_market<T>(
    config: &Config,
    connections: u32,
    work: impl AsyncFnOnce(Ctx) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let outside = database::connect(config).await?;
    let name = format!("longtail_bench_{}", std::process::id());
    outside_sql(&outside, &format!("create database {name}")).await?;
    let done = async {
        let options = (*outside.connect_options()).clone().database(&name);
        let db = PgPoolOptions::new()
            .min_connections(connections)
            .max_connections(connections)
            .connect_with(options)
            .await?;
        MIGRATIONS.run(&db).await?;
        let ctx = Ctx {
            db: db.clone(),
            ..setup::context(config, outside.clone())?
        };
        let done = work(ctx).await;
        db.close().await;
        done
    }
    .await;
    outside_sql(&outside, &format!("drop database {name} with (force)")).await?;
    done
}

async fn outside_sql(db: &PgPool, sql: &str) -> Result<(), Trouble> {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(db)
        .await?;
    Ok(())
}
