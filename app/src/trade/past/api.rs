//! Server functions of earlier orders.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::past::PastOrdersPage;

/// One page of a shop's orders of earlier days, the latest first: all, or those that came late.
/// `q` is looked for in numbers, products and categories.
///
/// Who may: the shop's people; clerks see what each order came to, and no sums.
#[server(prefix = "/api", endpoint = "trade/past/load_past_orders", input = server_fn::codec::GetUrl)]
pub async fn load_past_orders(
    shop: String,
    #[server(default)] q: String,
    #[server(default)] late: bool,
    #[server(default)] page: u32,
) -> Result<PastOrdersPage, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::past::past_orders_page(&ctx, &caller.actor, &shop, &q, late, page)
        .await
        .map_err(crate::ssr::plain_fault)
}
