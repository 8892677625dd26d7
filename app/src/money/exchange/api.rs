//! Server functions of exchange rates.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::money::exchange::{LinesForm, RateForm, RatesPage};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, plain_fault},
    longtail_backend::money::exchange,
};

/// Every currency with its newest rate.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/exchange/load_rates", input = server_fn::codec::GetUrl)]
pub async fn load_rates() -> Result<RatesPage, Fault> {
    exchange::rates_page(&ctx(), &caller().actor)
        .await
        .map_err(plain_fault)
}

/// Keeps the rate of a currency for a day.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/exchange/add_rate")]
pub async fn add_rate(#[server(flatten)] form: RateForm) -> Result<(), Fault> {
    exchange::add_rate(&ctx(), &caller().actor, &form)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect("/desk/rates?kept=1");
    Ok(())
}

/// Keeps the rates of many currencies for a day, a line each: `USD 0.1391`.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/exchange/add_rates")]
pub async fn add_rates(#[server(flatten)] form: LinesForm) -> Result<(), Fault> {
    let new = exchange::add_rates(&ctx(), &caller().actor, &form)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect(&format!("/desk/rates?kept={new}"));
    Ok(())
}
