//! Server functions of the product page.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::catalog::browse::ProductPage;

/// A product with its variants, its shop, and things beside it.
///
/// Who may: everybody; drafts and pauses only the shop's own people.
#[server(prefix = "/api", endpoint = "trade/catalog/load_product", input = server_fn::codec::GetUrl)]
pub async fn load_product(shop: String, listing: String) -> Result<ProductPage, Fault> {
    let (ctx, looker) = (crate::ssr::ctx(), crate::ssr::looker());
    longtail_backend::trade::catalog::browse::product_page(&ctx, &looker, &shop, &listing)
        .await
        .map_err(crate::ssr::plain_fault)
}
