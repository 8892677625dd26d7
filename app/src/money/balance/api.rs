//! Server functions of a shop's balance.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::money::ledger::ShopBalanceView;

/// A shop's balance, what is held for its open orders, and one page of its entries.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "money/balance/load_shop_balance", input = server_fn::codec::GetUrl)]
pub async fn load_shop_balance(shop: String, page: u32) -> Result<ShopBalanceView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::ledger::shop_balance_page(&ctx, &caller.actor, &shop, page)
        .await
        .map_err(crate::ssr::plain_fault)
}
