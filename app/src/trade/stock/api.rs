//! Server functions of counts, movements and marks.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CommandId, StockCountId, VariantId},
    trade::stock::{
        count::{CountError, CountView, CountsPage, Saved},
        history::MovementsPage,
    },
};
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use {
    crate::ssr::{by_id, caller, ctx, fault, plain_fault},
    longtail::trade::stock::count::{BeginCount as Begin, FinishCount as Finish, ScopeForm},
    longtail_backend::trade::stock::{self, count, low},
};

/// The movements of one variant, newest first, with its level over the last days.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/load_movements", input = server_fn::codec::GetUrl)]
pub async fn load_movements(
    shop: String,
    variant: String,
    #[server(default)] page: u32,
) -> Result<MovementsPage, Fault> {
    let variant = crate::ssr::id(&variant)?;
    stock::movements_page(&ctx(), &caller().actor, &shop, variant, page)
        .await
        .map_err(plain_fault)
}

/// Sets below how many pieces one variant is low; left empty, it is the shop's number.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/set_low_mark")]
pub async fn set_low_mark(
    shop: String,
    variant: VariantId,
    #[server(default)] low_at: String,
) -> Result<(), Fault> {
    low::set_mark(&ctx(), &caller().actor, &shop, variant, &low_at)
        .await
        .map_err(plain_fault)
}

/// Sets below how many pieces a shop's variants are low that have no number of their own.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/set_shop_low_mark")]
pub async fn set_shop_low_mark(
    shop: String,
    #[server(default)] low_at: String,
) -> Result<(), Fault> {
    low::set_shop_mark(&ctx(), &caller().actor, &shop, &low_at)
        .await
        .map_err(plain_fault)
}

/// A shop's counts, the latest first.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/load_counts", input = server_fn::codec::GetUrl)]
pub async fn load_counts(shop: String, #[server(default)] page: u32) -> Result<CountsPage, Fault> {
    count::counts_page(&ctx(), &caller().actor, &shop, page)
        .await
        .map_err(plain_fault)
}

/// Begins a count of all that a shop has, of a category, or of what a search finds; leads to it.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/begin_count")]
pub async fn begin_count(
    command: CommandId,
    shop: String,
    /// `all`, `category` or `search`.
    #[server(default)]
    scope: String,
    #[server(default)] category: String,
    #[server(default)] words: String,
) -> Result<(), Fault<CountError>> {
    let begin = Begin {
        command,
        shop,
        form: ScopeForm {
            scope,
            category,
            words,
        },
    };
    let begun = count::begin(&ctx(), &caller().actor, &begin)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{}/stock/counts/{begun}", begin.shop));
    Ok(())
}

/// One count with its lines, or with those alone that differ.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/load_count", input = server_fn::codec::GetUrl)]
pub async fn load_count(
    shop: String,
    count: String,
    #[server(default)] differing: bool,
    #[server(default)] page: u32,
) -> Result<CountView, Fault> {
    let id = crate::ssr::id(&count)?;
    count::count_page(&ctx(), &caller().actor, &shop, id, differing, page)
        .await
        .map_err(plain_fault)
}

/// Saves what was counted so far, each thing under `v-` and its id; with `then` it leads on to
/// what differs (`review`) or to a page of the count (its number). Answers the lines written.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/save_count")]
pub async fn save_count(
    shop: String,
    count: StockCountId,
    #[server(default)] counted: BTreeMap<String, String>,
    /// What the page showed before: a number that stands as it was is left alone.
    #[server(default)]
    was: BTreeMap<String, String>,
    /// Why a thing differs.
    #[server(default)]
    reason: BTreeMap<String, String>,
    #[server(default)] then: String,
) -> Result<Vec<Saved>, Fault<CountError>> {
    let sheet = count::Sheet {
        counted: by_id("v-", counted),
        was: by_id("v-", was),
        reasons: by_id("v-", reason),
    };
    let saved = count::save(&ctx(), &caller().actor, &shop, count, &sheet)
        .await
        .map_err(fault)?;
    let base = format!("/back-office/{shop}/stock/counts/{count}");
    match (then.as_str(), then.parse::<u32>()) {
        ("review", _) => leptos_axum::redirect(&format!("{base}?step=review")),
        (_, Ok(page)) => leptos_axum::redirect(&format!("{base}?page={page}")),
        _ => {}
    }
    Ok(saved)
}

/// Counts what was pasted: in each line an article number or barcode, a tab, and the pieces.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/paste_count")]
pub async fn paste_count(
    shop: String,
    count: StockCountId,
    #[server(default)] block: String,
) -> Result<(), Fault<CountError>> {
    let lines = count::paste(&ctx(), &caller().actor, &shop, count, &block)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!(
        "/back-office/{shop}/stock/counts/{count}?step=review&pasted={lines}"
    ));
    Ok(())
}

/// Puts right what a count found, with a reason for each thing that differs.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/finish_count")]
pub async fn finish_count(
    command: CommandId,
    shop: String,
    count: StockCountId,
    /// Under `v-` and the thing's id.
    #[server(default)]
    reason: BTreeMap<String, String>,
) -> Result<(), Fault<CountError>> {
    let finish = Finish {
        command,
        shop,
        count,
        reasons: by_id("v-", reason),
    };
    count::finish(&ctx(), &caller().actor, &finish)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!(
        "/back-office/{}/stock/counts/{count}",
        finish.shop
    ));
    Ok(())
}

/// Ends a count without putting anything right.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/stock/discard_count")]
pub async fn discard_count(shop: String, count: StockCountId) -> Result<(), Fault<CountError>> {
    count::discard(&ctx(), &caller().actor, &shop, count)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/stock/counts"));
    Ok(())
}
