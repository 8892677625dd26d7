//! TPC-B, which every Postgres can be asked for: one transaction of three updates, a question
//! and an insertion, prepared, over eight connections.
//!
//! pgbench does it where it lies beside the server's programs or on the path. Some packages of
//! Postgres have none: then the same statements are sent from here.

use super::{Sample, Trouble};
use longtail_backend::ctx::random_bytes;
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool, postgres::PgConnectOptions};
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{process::Command, task::JoinSet};

const CLIENTS: u32 = 8;
/// pgbench's scale: so many branches, ten times as many tellers, 100,000 accounts each.
const SCALE: i32 = 10;

/// TPC-B in a database, ready to run.
pub struct TpcB {
    options: Arc<PgConnectOptions>,
    pgbench: Option<PathBuf>,
}

impl TpcB {
    /// Makes its tables.
    ///
    /// # Errors
    /// When they cannot be made.
    pub async fn prepare(db: &PgPool) -> Result<Self, Trouble> {
        let folder: Option<String> =
            sqlx::query_scalar("select setting from pg_config() where name = 'BINDIR'")
                .fetch_optional(db)
                .await
                // Only some roles may ask.
                .unwrap_or_default();
        let beside = folder.map(|folder| PathBuf::from(folder).join("pgbench"));
        let mut ready = Self {
            options: db.connect_options(),
            pgbench: None,
        };
        for program in beside.into_iter().chain([PathBuf::from("pgbench")]) {
            let scale = SCALE.to_string();
            let made = ready.ask(&program, &["-i", "-q", "-s", &scale]).await;
            if made.is_ok() {
                ready.pgbench = Some(program);
                return Ok(ready);
            }
        }
        make_tables(db).await?;
        Ok(ready)
    }

    /// What is measured against, as a report names it.
    pub fn name(&self) -> &'static str {
        match self.pgbench {
            Some(_) => "pgbench TPC-B, prepared, 8 clients",
            None => "TPC-B's statements sent by sqlx, prepared, 8 connections (no pgbench found)",
        }
    }

    /// Transactions over a while; from pgbench each counts with the mean time.
    ///
    /// # Errors
    /// When they do not run.
    pub async fn run(&self, time: Duration) -> Result<Sample, Trouble> {
        let Some(program) = &self.pgbench else {
            return self.run_here(time).await;
        };
        let (clients, seconds) = (CLIENTS.to_string(), time.as_secs().max(1).to_string());
        let words = [
            "-n", "-M", "prepared", "-c", &clients, "-j", "2", "-T", &seconds,
        ];
        let told = self.ask(program, &words).await?;
        read(&told).ok_or_else(|| Trouble::new(format!("pgbench said something else: {told}")))
    }

    async fn ask(&self, program: &PathBuf, words: &[&str]) -> Result<String, Trouble> {
        let options = &self.options;
        let host = options.get_socket().map_or_else(
            || options.get_host().to_owned(),
            |socket| socket.display().to_string(),
        );
        let mut command = Command::new(program);
        command
            .args(words)
            .env("PGHOST", host)
            .env("PGPORT", options.get_port().to_string())
            .env("PGUSER", options.get_username())
            .env("PGDATABASE", options.get_database().unwrap_or_default());
        if let Some(password) = options.to_url_lossy().password() {
            command.env("PGPASSWORD", password);
        }
        let output = command.output().await?;
        if !output.status.success() {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Trouble::new(format!("{}: {told}", program.display())));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    async fn run_here(&self, time: Duration) -> Result<Sample, Trouble> {
        let mut clients = JoinSet::new();
        let begun = Instant::now();
        for _ in 0..CLIENTS {
            let options = self.options.clone();
            clients.spawn(async move {
                let mut sample = Sample::default();
                let mut db = PgConnection::connect_with(&options).await?;
                while begun.elapsed() < time {
                    let asked = Instant::now();
                    transact(&mut db).await?;
                    sample.times.push(asked.elapsed());
                }
                Ok::<_, sqlx::Error>(sample)
            });
        }
        let mut all = Sample::default();
        while let Some(sample) = clients.join_next().await {
            all.join(sample??);
        }
        all.took = begun.elapsed();
        Ok(all)
    }
}

/// Number and rate from what pgbench writes.
fn read(told: &str) -> Option<Sample> {
    let after = |words: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(words))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    let transactions = after("number of transactions actually processed: ")?;
    let per_s = after("tps = ")?;
    let mean = Duration::try_from_secs_f64(f64::from(CLIENTS) / per_s).ok()?;
    Some(Sample {
        times: vec![mean; transactions as usize],
        errors: 0,
        took: Duration::try_from_secs_f64(transactions / per_s).ok()?,
    })
}

/// As `pgbench -i` makes them.
async fn make_tables(db: &PgPool) -> Result<(), Trouble> {
    for sql in [
        "create table pgbench_branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100)",
        "create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100)",
        "create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100)",
        "create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))",
    ] {
        sqlx::query(sql).execute(db).await?;
    }
    for sql in [
        "insert into pgbench_branches select n, 0, '' from generate_series(1, $1) n",
        "insert into pgbench_tellers select n, (n - 1) / 10 + 1, 0, '' from generate_series(1, $1 * 10) n",
        "insert into pgbench_accounts select n, (n - 1) / 100000 + 1, 0, '' from generate_series(1, $1 * 100000) n",
    ] {
        sqlx::query(sql).bind(SCALE).execute(db).await?;
    }
    sqlx::query("vacuum analyze").execute(db).await?;
    Ok(())
}

async fn transact(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let chance = |below: i32| {
        let drawn = u32::from_be_bytes(random_bytes()) % below.unsigned_abs();
        drawn as i32 + 1
    };
    let (account, teller, branch) = (chance(SCALE * 100_000), chance(SCALE * 10), chance(SCALE));
    let delta = chance(10_001) - 5_001;
    let mut tx = db.begin().await?;
    for (sql, id) in [
        (
            "update pgbench_accounts set abalance = abalance + $1 where aid = $2",
            account,
        ),
        (
            "select abalance + 0 * $1::int from pgbench_accounts where aid = $2",
            account,
        ),
        (
            "update pgbench_tellers set tbalance = tbalance + $1 where tid = $2",
            teller,
        ),
        (
            "update pgbench_branches set bbalance = bbalance + $1 where bid = $2",
            branch,
        ),
    ] {
        sqlx::query(sql)
            .bind(delta)
            .bind(id)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query(
        "insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)",
    )
    .bind(teller)
    .bind(branch)
    .bind(account)
    .bind(delta)
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pgbench_writes_is_read() {
        let told = "transaction type: <builtin: TPC-B (sort of)>\nnumber of clients: 8\n\
                    number of transactions actually processed: 5000\nlatency average = 3.2 ms\n\
                    tps = 2500.000000 (without initial connection time)\n";
        let sample = read(told).expect("two figures");
        assert_eq!(sample.times.len(), 5_000);
        assert_eq!(sample.took, Duration::from_secs(2));
        assert!(read("pgbench: error").is_none());
    }
}
