//! What the page for changing many listings asks.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::catalog::{CatalogError, bulk::BulkPage};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, fault, plain_fault},
    longtail_backend::trade::catalog::bulk::{self, ChangeForm, Chosen},
};

/// What an edit of many listings would do, how far it is, or what it did.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/load_bulk", input = server_fn::codec::GetUrl)]
pub async fn load_bulk(shop: String, edit: String) -> Result<BulkPage, Fault> {
    let edit = crate::ssr::id(&edit)?;
    bulk::bulk_page(&ctx(), &caller().actor, &shop, edit)
        .await
        .map_err(plain_fault)
}

/// Chooses the listings to change: those named, or with `all` everything that the table finds
/// for `q` and `stage`. Leads to the page where the change is said.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/begin_bulk")]
pub async fn begin_bulk(
    shop: String,
    #[server(default)] listings: Vec<String>,
    #[server(default)] all: bool,
    #[server(default)] q: String,
    #[server(default)] stage: String,
) -> Result<(), Fault<CatalogError>> {
    let chosen = if all {
        let stage = stage.parse().ok();
        Chosen::Found { q, stage }
    } else {
        Chosen::These(listings.iter().filter_map(|id| id.parse().ok()).collect())
    };
    let edit = bulk::begin(&ctx(), &caller().actor, &shop, &chosen)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/bulk/{edit}"));
    Ok(())
}

/// Says what is to be changed; nothing is, before it was looked at. `what` is `price`, `stock`,
/// `category`, `stage` or `schedule`, and says which of the other fields count.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/plan_bulk")]
pub async fn plan_bulk(
    shop: String,
    edit: String,
    #[server(default)] what: String,
    #[server(default)] how: String,
    #[server(default)] amount: String,
    #[server(default)] rounding: String,
    #[server(default)] stock: String,
    #[server(default)] category: String,
    #[server(default)] wish: String,
    #[server(default)] publish_at: String,
) -> Result<(), Fault<CatalogError>> {
    let id = crate::ssr::id(&edit)?;
    let form = ChangeForm {
        what: what.clone(),
        how,
        amount,
        rounding,
        stock,
        category,
        wish,
        publish_at,
    };
    bulk::plan(&ctx(), &caller().actor, &shop, id, &form)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!(
        "/back-office/{shop}/bulk/{edit}?what={what}#preview"
    ));
    Ok(())
}

/// Changes the listings in the background; with `undo` takes the change back.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/run_bulk")]
pub async fn run_bulk(
    shop: String,
    edit: String,
    #[server(default)] undo: bool,
) -> Result<(), Fault<CatalogError>> {
    let id = crate::ssr::id(&edit)?;
    bulk::start(&ctx(), &caller().actor, &shop, id, undo)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/bulk/{edit}"));
    Ok(())
}
