//! A short life in trouble. `longtail simulate` lives longer ones.

use longtail_backend::{
    MIGRATIONS,
    simulation::{Plan, run},
};
use sqlx::PgPool;

/// Another seed is lived through with `LONGTAIL_SEED`.
const SEED: u64 = 20_261_127;
const STEPS: u32 = 500;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_market_in_trouble_keeps_its_laws(db: PgPool) {
    let given = std::env::var("LONGTAIL_SEED").ok();
    let seed = given.and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed}");
    let steps = STEPS;
    let report = run(&db, Plan { seed, steps }).await.expect("a report");
    assert!(
        report.broken.is_empty(),
        "seed {seed}: {:#?}",
        report.broken
    );
    let often = |what: &str| report.counts.get(what).copied().unwrap_or_default();
    for (what, least) in [
        ("checkouts", 20),
        ("cards", 10),
        ("wallets", 1),
        ("parcels", 5),
        ("paid back", 1),
        ("totals changed", 1),
        ("coupons used", 1),
        ("offers and campaigns used", 1),
        ("tax added", 1),
        ("deposits paid in", 1),
        ("scans", 10),
        ("delivered", 3),
        ("lost", 1),
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
