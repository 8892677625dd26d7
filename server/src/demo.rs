//! The demo market: a living one, the same each time, made through the use cases that
//! people use, with the clock turned by hand.

mod banks;
pub mod catalogue;
mod chance;
mod decoration;
mod deposits;
pub mod drawing;
mod goods;
mod offers;
mod papers;
mod parcels;
mod people;
mod postage;
mod rates;
mod specs;
mod story;
mod world;

use catalogue::Catalogue;
use chrono::{DateTime, Utc};
use longtail_backend::{Ctx, failure::Incident, money::reconciliation};
use sqlx::PgPool;
use std::time::Instant;

pub use world::DemoError;
use world::World;

/// What was filled in.
#[derive(Clone, Copy, Debug)]
pub struct Filled {
    pub shops: usize,
    pub listings: usize,
    pub pictures: usize,
    pub orders: usize,
}

/// How far an earlier filling came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No shop, no person: the demo may begin.
    Empty,
    /// An earlier filling was interrupted.
    Begun,
    Filled,
    /// People of a real market are here; the demo keeps away.
    Taken,
}

/// How far an earlier filling came.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn standing(db: &PgPool) -> Result<Standing, Incident> {
    let (begun, filled, people): (bool, bool, bool) = sqlx::query_as(
        "select exists (select from commands where name = 'begin_demo'),
                exists (select from commands where name = 'fill_demo'),
                exists (select from accounts where kind <> 'guest')",
    )
    .fetch_one(db)
    .await?;
    Ok(match (begun, filled, people) {
        (_, true, _) => Standing::Filled,
        (true, false, _) => Standing::Begun,
        (false, false, true) => Standing::Taken,
        (false, false, false) => Standing::Empty,
    })
}

/// Takes everything away that an interrupted filling left. What the migrations gave stays: rates
/// of tax go with the accounts of those who may set them, and are put back.
///
/// # Errors
/// An incident when the database cannot be changed.
pub async fn clear_interrupted(db: &PgPool) -> Result<(), Incident> {
    let mut tx = db.begin().await?;
    sqlx::raw_sql(
        "create temp table given_rates on commit drop as select * from tax_rates where set_by is null;
         create temp table given_countries on commit drop as
             select * from tax_countries where set_by is null;
         truncate accounts, media, shops, categories, commands, events, event_readers, jobs, gateway_events,
                  sign_in_attempts, returned_forms, ledger_accounts, campaigns, statements, invoice_series,
                  past_orders, carrier_simulator.labels cascade;
         insert into tax_rates select * from given_rates;
         insert into tax_countries select * from given_countries;",
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes down that the demo has come so far.
async fn mark(db: &PgPool, name: &str, at: DateTime<Utc>) -> Result<(), DemoError> {
    sqlx::query(
        "insert into commands (id, name, actor, content_hash, answer, at) values ($1, $2, 'system', '', 'null', $3)",
    )
    .bind(longtail_backend::ctx::new_id::<uuid::Uuid>(at))
    .bind(name)
    .bind(at)
    .execute(db)
    .await
    .map_err(DemoError::content)?;
    Ok(())
}

/// Fills the market with a past that ends at `until`. `say` is told of each step.
///
/// # Errors
/// Says which part of the story a use case refused.
pub async fn fill(
    ctx: &Ctx,
    until: DateTime<Utc>,
    say: &mut dyn FnMut(&str),
) -> Result<Filled, DemoError> {
    let catalogue: Catalogue = catalogue::load().map_err(DemoError::content)?;
    let mut world = World::new(ctx, until)?;
    let began = Instant::now();
    let mut step = |text: String| say(&format!("{:>5.1} s  {text}", began.elapsed().as_secs_f32()));

    mark(&ctx.db, "begin_demo", until).await?;
    people::settle(&mut world, &catalogue).await?;
    step(format!("{} people signed up", world.people.len()));
    let categories = goods::categories(&world, &catalogue).await?;
    let specs = specs::ask(&world, &categories).await?;
    step(format!("{} categories", categories.len()));
    goods::shops(&mut world, &catalogue).await?;
    step(format!("{} shops", world.shops.len()));
    let pictures = goods::listings(
        &mut world,
        &catalogue,
        &categories,
        &specs,
        &mut |done, all| {
            if done % 50 == 0 {
                step(format!("{done} of {all} listings"));
            }
        },
    )
    .await?;
    goods::open_doors(&world).await?;
    banks::name_accounts(&world, &catalogue).await?;
    papers::register(&world, &categories).await?;
    postage::by_weight(&world).await?;
    offers::make(&world).await?;
    step(format!(
        "{} listings, {pictures} pictures drawn",
        world.goods.len()
    ));
    let orders = story::tell(&mut world, &catalogue, &mut |day, days| {
        if day % 30 == 0 {
            step(format!("day {day} of {days}"));
        }
    })
    .await?;
    deposits::charge(&world).await?;
    rates::keep(&world).await?;
    // The past's gateway and bank are gone, and write no statements.
    reconciliation::begin_after(ctx, until.date_naive()).await?;
    let questions = decoration::ask(&world, &catalogue).await?;
    let layouts = decoration::decorate(&world, &catalogue).await?;
    step(format!(
        "{questions} questions, {layouts} shop pages laid out"
    ));
    mark(&ctx.db, "fill_demo", until).await?;
    step(format!("{orders} orders"));
    Ok(Filled {
        shops: world.shops.len(),
        listings: world.goods.len(),
        pictures,
        orders,
    })
}
