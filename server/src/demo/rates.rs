//! What the market's currency is worth in others on the last day of the story, so that prices can be
//! read in them.

use super::{
    people,
    world::{DemoError, World},
};
use longtail::{
    actor::Actor,
    money::{Currency, exchange::LinesForm},
    when::local_day,
};
use longtail_backend::money::exchange;

/// For one yuan.
const RATES: &str = "USD 0.1391\nEUR 0.1201\nGBP 0.1052\nJPY 21.52\nHKD 1.0825\nKRW 203.4\n";

/// Staff paste them. A demo market of another currency has none.
pub(super) async fn keep(world: &World) -> Result<(), DemoError> {
    let Some(account) = world.person(people::STAFF)?.account() else {
        return Ok(());
    };
    if world.ctx.settings.currency != Currency::Cny {
        return Ok(());
    }
    world.clock.set(world.until);
    let form = LinesForm {
        day: local_day(world.until).to_string(),
        lines: RATES.to_owned(),
        sure: String::new(),
    };
    exchange::add_rates(&world.ctx, &Actor::Staff { account }, &form)
        .await
        .map_err(DemoError::at("exchange rates"))?;
    Ok(())
}
