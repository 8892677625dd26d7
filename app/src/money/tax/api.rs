//! Server functions of taxes.

use crate::fault::Fault;
use chrono::NaiveDate;
use leptos::prelude::*;
use longtail::{
    id::CategoryId,
    money::tax::{RateForm, TaxClass, TaxPage},
};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, plain_fault},
    longtail_backend::money::tax,
};

/// Every rate, and the categories that say how they are taxed.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/tax/load_taxes", input = server_fn::codec::GetUrl)]
pub async fn load_taxes() -> Result<TaxPage, Fault> {
    tax::tax_page(&ctx(), &caller().actor)
        .await
        .map_err(plain_fault)
}

/// Sets a rate from a day to come.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/tax/add_rate")]
pub async fn add_rate(#[server(flatten)] form: RateForm) -> Result<(), Fault> {
    tax::add_rate(&ctx(), &caller().actor, &form)
        .await
        .map_err(plain_fault)
}

/// Takes back a rate that has not begun.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/tax/drop_rate")]
pub async fn drop_rate(
    country: String,
    #[server(default)] region: String,
    class: TaxClass,
    from: NaiveDate,
) -> Result<(), Fault> {
    tax::drop_rate(&ctx(), &caller().actor, &country, &region, class, from)
        .await
        .map_err(plain_fault)
}

/// Says whether prices of what goes to a country are without tax, so that it is added on top.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/tax/set_on_top")]
pub async fn set_on_top(country: String, on_top: bool) -> Result<(), Fault> {
    tax::set_on_top(&ctx(), &caller().actor, &country, on_top)
        .await
        .map_err(plain_fault)
}

/// Says how the goods of a category and of those below it are taxed; with an empty class as its
/// parent's.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/tax/set_tax_class")]
pub async fn set_tax_class(
    category: CategoryId,
    #[server(default)] class: String,
) -> Result<(), Fault> {
    let class = match class.as_str() {
        "" => None,
        named => Some(crate::ssr::id(named)?),
    };
    tax::set_class(&ctx(), &caller().actor, category, class)
        .await
        .map_err(plain_fault)
}
