//! Server functions of the overview.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::growth::dashboard::ShopOverview;

/// What to do today in a shop, and how it is going.
///
/// Who may: the shop's people; clerks see counts and no money.
#[server(prefix = "/api", endpoint = "growth/dashboard/load_overview", input = server_fn::codec::GetUrl)]
pub async fn load_overview(shop: String) -> Result<ShopOverview, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::growth::dashboard::shop_overview(&ctx, &caller.actor, &shop)
        .await
        .map_err(crate::ssr::plain_fault)
}
