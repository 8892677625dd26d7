//! A short life in trouble. `longtail simulate` lives longer ones.

use longtail_backend::{
    MIGRATIONS,
    simulation::{Plan, Report, run},
};
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};
use std::collections::BTreeMap;

/// The same at every run, so that what it must come upon can be counted.
const SEED: u64 = 20_261_127;
const STEPS: u32 = 500;
/// Cuts meet the work where the machine has them: what one life falls short of on a busy one,
/// the next adds.
const MOST_LIVES: u64 = 3;

/// What must be come upon, and how often: well below what one life does.
const LEAST: [(&str, u64); 17] = [
    ("checkouts", 20),
    ("cards", 5),
    ("lapsed", 1),
    ("parcels", 2),
    ("paid back", 1),
    ("coupons used", 1),
    ("offers and campaigns used", 1),
    ("scans", 1),
    ("delivered", 1),
    ("dropped", 20),
    ("severed", 20),
    ("jobs lost", 1),
    ("jobs given up", 1),
    ("swept", 2),
    ("followed", 5),
    ("told of low stock", 1),
    ("commission invoiced", 1),
];

async fn live(db: &PgPool, seed: u64) -> Report {
    println!("seed {seed}");
    let steps = STEPS;
    let report = run(db, Plan { seed, steps }).await.expect("a report");
    assert!(
        report.broken.is_empty(),
        "seed {seed}: {:#?}",
        report.broken
    );
    report
}

/// A life in an empty database of its own, which is dropped where the laws were kept.
async fn live_elsewhere(db: &PgPool, seed: u64) -> Report {
    let name = format!("longtail_life_{}_{seed}", std::process::id());
    outside_sql(db, format!("create database {name}")).await;
    let options = (*db.connect_options()).clone().database(&name);
    let own = PgPoolOptions::new()
        .max_connections(db.options().get_max_connections())
        .connect_with(options)
        .await
        .expect("a database");
    MIGRATIONS.run(&own).await.expect("a schema");
    let report = live(&own, seed).await;
    own.close().await;
    outside_sql(db, format!("drop database {name} with (force)")).await;
    report
}

async fn outside_sql(db: &PgPool, sql: String) {
    let done = sqlx::query(AssertSqlSafe(sql)).execute(db).await;
    done.expect("done");
}

fn too_little(counts: &BTreeMap<&str, u64>) -> Vec<&'static str> {
    let often = |what: &str| counts.get(what).copied().unwrap_or_default();
    let short = LEAST
        .into_iter()
        .filter(|(what, least)| often(what) < *least);
    short.map(|(what, _)| what).collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_market_in_trouble_keeps_its_laws(db: PgPool) {
    let mut counts = live(&db, SEED).await.counts;
    for seed in (SEED + 1)..(SEED + MOST_LIVES) {
        if too_little(&counts).is_empty() {
            break;
        }
        for (what, many) in live_elsewhere(&db, seed).await.counts {
            *counts.entry(what).or_default() += many;
        }
    }
    let short = too_little(&counts);
    assert!(short.is_empty(), "too little of {short:?}: {counts:#?}");
}

/// `.ci/run` draws a seed for each run and says it; without one there is nothing to live through.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_market_of_the_seed_given_keeps_its_laws(db: PgPool) {
    if let Ok(given) = std::env::var("LONGTAIL_SEED") {
        let seed = given.parse().expect("LONGTAIL_SEED is a whole number");
        live(&db, seed).await;
    }
}
