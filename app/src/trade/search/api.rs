//! Server functions of finding goods.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::{
    catalog::browse::{CategoryPage, HomePage},
    search::{SearchPage, SearchRequest, suggest::Suggestions},
};

/// The start page's goods, categories and shops.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/search/load_home", input = server_fn::codec::GetUrl)]
pub async fn load_home() -> Result<HomePage, Fault> {
    longtail_backend::trade::catalog::browse::home_page(&crate::ssr::ctx(), &crate::ssr::looker())
        .await
        .map_err(crate::ssr::plain_fault)
}

/// A page of goods that match words, a category or both.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/search/find_goods", input = server_fn::codec::GetUrl)]
pub async fn find_goods(request: SearchRequest) -> Result<SearchPage, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::search::find(&ctx, &caller.actor, &request)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// A category's page; `request.category` names it.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/search/load_category", input = server_fn::codec::GetUrl)]
pub async fn load_category(request: SearchRequest) -> Result<CategoryPage, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::catalog::browse::category_page(&ctx, &caller.actor, &request)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// What is offered while somebody types.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/search/suggest", input = server_fn::codec::GetUrl)]
pub async fn suggest(typed: String) -> Result<Suggestions, Fault> {
    longtail_backend::trade::search::suggest(&crate::ssr::ctx(), &typed)
        .await
        .map_err(crate::ssr::plain_fault)
}
