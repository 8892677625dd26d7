//! A short life in trouble. `longtail simulate` lives longer ones.

use longtail_backend::{
    MIGRATIONS,
    simulation::{Plan, Report, run},
};
use sqlx::PgPool;

/// The same at every run, so that what it must come upon can be counted: well below what it does,
/// as cuts meet the work where the machine has them.
const SEED: u64 = 20_261_127;
const STEPS: u32 = 500;

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

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_market_in_trouble_keeps_its_laws(db: PgPool) {
    let report = live(&db, SEED).await;
    let often = |what: &str| report.counts.get(what).copied().unwrap_or_default();
    for (what, least) in [
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
    ] {
        assert!(
            often(what) >= least,
            "too little of “{what}”: {:#?}",
            report.counts
        );
    }
}

/// `.ci/run` draws a seed for each run and says it; without one there is nothing to live through.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_market_of_the_seed_given_keeps_its_laws(db: PgPool) {
    if let Ok(given) = std::env::var("LONGTAIL_SEED") {
        let seed = given.parse().expect("LONGTAIL_SEED is a whole number");
        live(&db, seed).await;
    }
}
