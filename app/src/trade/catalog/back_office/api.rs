//! What the back office asks of the catalogue.

mod pictures;

pub use pictures::{AddPictures, add_pictures};

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::catalog::{
    AxisForm, CatalogError, EditorView, GridForAll, GridRow, ListingTable, NewListingView,
    SpecForm, StockTable, TypedCount, history::HistoryPage,
};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, fault, plain_fault},
    longtail::trade::catalog::WordsForm,
    longtail_backend::trade::catalog::{
        editor::{self, CreateListing, Opened},
        history, schedule,
        table::{self, Wanted},
    },
};

/// One page of a shop's listings, of one stage or of all that are not removed.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/load_listings", input = server_fn::codec::GetUrl)]
pub async fn load_listings(
    shop: String,
    #[server(default)] q: String,
    #[server(default)] stage: String,
    #[server(default)] page: u32,
) -> Result<ListingTable, Fault> {
    let stage = stage.parse().ok();
    let wanted = Wanted { q, stage, page };
    table::listing_table(&ctx(), &caller().actor, &shop, &wanted)
        .await
        .map_err(plain_fault)
}

/// What the page for a new listing needs.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/load_new_listing", input = server_fn::codec::GetUrl)]
pub async fn load_new_listing(shop: String) -> Result<NewListingView, Fault> {
    editor::new_listing_view(&ctx(), &caller().actor, &shop)
        .await
        .map_err(plain_fault)
}

/// Everything that the editor of a listing shows.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/load_editor", input = server_fn::codec::GetUrl)]
pub async fn load_editor(shop: String, listing: String) -> Result<EditorView, Fault> {
    let listing = crate::ssr::id(&listing)?;
    editor::editor_view(&ctx(), &caller().actor, &shop, listing)
        .await
        .map_err(plain_fault)
}

/// One page of a shop's stock, what is low first: all of it, or only what is `low` or `sold_out`.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/load_stock", input = server_fn::codec::GetUrl)]
pub async fn load_stock(
    shop: String,
    #[server(default)] q: String,
    #[server(default)] show: String,
    #[server(default)] page: u32,
) -> Result<StockTable, Fault> {
    let show = show.parse().unwrap_or_default();
    table::stock_table(&ctx(), &caller().actor, &shop, &q, show, page)
        .await
        .map_err(plain_fault)
}

/// Begins a listing with its words, a price and a count; leads to its editor.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/begin_listing")]
pub async fn begin_listing(
    command: String,
    shop: String,
    #[server(default)] title_en: String,
    #[server(default)] title_zh: String,
    #[server(default)] description_en: String,
    #[server(default)] description_zh: String,
    #[server(default)] category: String,
    #[server(default)] price: String,
    #[server(default)] stock: String,
) -> Result<(), Fault<CatalogError>> {
    let command = CreateListing {
        command: command
            .parse()
            .map_err(|_| crate::ssr::answer(Fault::CommandReused))?,
        shop: shop.clone(),
        words: WordsForm {
            title_en,
            title_zh,
            description_en,
            description_zh,
            category,
        },
        price,
        stock,
    };
    let saved = editor::create_listing(&ctx(), &caller().actor, &command)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!(
        "/back-office/{shop}/listings/{}?saved=begun",
        saved.listing
    ));
    Ok(())
}

#[cfg(feature = "ssr")]
fn opened(shop: &str, listing: &str, version: i32) -> Result<Opened, Fault<CatalogError>> {
    Ok(Opened {
        shop: shop.to_owned(),
        listing: crate::ssr::id(listing)?,
        version,
    })
}

#[cfg(feature = "ssr")]
fn back_to_editor(opened: &Opened, saved: &str) {
    leptos_axum::redirect(&format!(
        "/back-office/{}/listings/{}?saved={saved}#{saved}",
        opened.shop, opened.listing
    ));
}

/// Saves title, description and category.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/save_words")]
pub async fn save_words(
    shop: String,
    listing: String,
    version: i32,
    #[server(default)] title_en: String,
    #[server(default)] title_zh: String,
    #[server(default)] description_en: String,
    #[server(default)] description_zh: String,
    #[server(default)] category: String,
) -> Result<(), Fault<CatalogError>> {
    let opened = opened(&shop, &listing, version)?;
    let words = WordsForm {
        title_en,
        title_zh,
        description_en,
        description_zh,
        category,
    };
    editor::save_words(&ctx(), &caller().actor, &opened, &words)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, "words");
    Ok(())
}

/// Saves the answers to what the listing's category asks.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/save_specs")]
pub async fn save_specs(
    shop: String,
    listing: String,
    version: i32,
    #[server(default)] specs: Vec<SpecForm>,
) -> Result<(), Fault<CatalogError>> {
    let opened = opened(&shop, &listing, version)?;
    editor::save_specs(&ctx(), &caller().actor, &opened, &specs)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, "specs");
    Ok(())
}

/// Saves the kinds of options and makes the grid of variants anew.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/save_axes")]
pub async fn save_axes(
    shop: String,
    listing: String,
    version: i32,
    #[server(default)] axes: Vec<AxisForm>,
) -> Result<(), Fault<CatalogError>> {
    let opened = opened(&shop, &listing, version)?;
    editor::save_axes(&ctx(), &caller().actor, &opened, &axes)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, "options");
    Ok(())
}

/// Saves prices, counts, article numbers and what is offered.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/save_grid")]
pub async fn save_grid(
    shop: String,
    listing: String,
    version: i32,
    #[server(default)] rows: Vec<GridRow>,
    #[server(default)] for_all: GridForAll,
) -> Result<(), Fault<CatalogError>> {
    let opened = opened(&shop, &listing, version)?;
    editor::save_grid(&ctx(), &caller().actor, &opened, &rows, &for_all)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, "variants");
    Ok(())
}

/// Moves a picture (`first`, `earlier`, `later`) or takes it away (`remove`).
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/arrange_picture")]
pub async fn arrange_picture(
    shop: String,
    listing: String,
    version: i32,
    picture: String,
    to: String,
) -> Result<(), Fault<CatalogError>> {
    let opened = opened(&shop, &listing, version)?;
    let picture = crate::ssr::id(&picture)?;
    let to = crate::ssr::id(&to)?;
    editor::arrange_picture(&ctx(), &caller().actor, &opened, picture, to)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, "pictures");
    Ok(())
}

/// Publishes, pauses, removes or restores one listing.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/move_listing")]
pub async fn move_listing(
    shop: String,
    listing: String,
    wish: String,
) -> Result<(), Fault<CatalogError>> {
    let id = crate::ssr::id(&listing)?;
    let wish = crate::ssr::id(&wish)?;
    editor::move_listing(&ctx(), &caller().actor, &shop, id, wish)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/listings/{listing}"));
    Ok(())
}

/// Publishes, pauses, removes or restores several listings; those that cannot follow stay.
/// Leads back to the table, which tells how many and offers to take it back.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/move_listings")]
pub async fn move_listings(
    shop: String,
    #[server(default)] listings: Vec<String>,
    wish: String,
    /// The table's stage, so that the answer is the same table.
    #[server(default)]
    stage: String,
) -> Result<(), Fault<CatalogError>> {
    let wish = crate::ssr::id(&wish)?;
    let ids: Vec<_> = listings.iter().filter_map(|id| id.parse().ok()).collect();
    let done = table::move_many(&ctx(), &caller().actor, &shop, &ids, wish)
        .await
        .map_err(fault)?;
    let moved: Vec<String> = done.moved.iter().map(ToString::to_string).collect();
    let wish: &str = wish.into();
    let stage: &str = stage
        .parse::<longtail::trade::catalog::ListingStage>()
        .map_or("", Into::into);
    leptos_axum::redirect(&format!(
        "/back-office/{shop}/listings?stage={stage}&done={wish}&moved={}&refused={}",
        moved.join("."),
        done.refused.len()
    ));
    Ok(())
}

/// Sets the time at which a draft or a paused listing is published by itself, in the market's
/// zone (`2026-11-30T09:00`); with `call_off` it is called off.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/schedule_listing")]
pub async fn schedule_listing(
    shop: String,
    listing: String,
    version: i32,
    #[server(default)] publish_at: String,
    #[server(default)] call_off: bool,
) -> Result<(), Fault<CatalogError>> {
    let opened = opened(&shop, &listing, version)?;
    let wish = schedule::Wish::new(&publish_at, call_off);
    schedule::schedule(&ctx(), &caller().actor, &opened, &wish)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, "schedule");
    Ok(())
}

/// A listing's versions, the latest first, with what changed in each.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/load_history", input = server_fn::codec::GetUrl)]
pub async fn load_history(
    shop: String,
    listing: String,
    #[server(default)] page: u32,
) -> Result<HistoryPage, Fault> {
    let listing = crate::ssr::id(&listing)?;
    history::history_page(&ctx(), &caller().actor, &shop, listing, page)
        .await
        .map_err(plain_fault)
}

/// Makes a listing again what it was in an earlier version, as a new change.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/bring_back")]
pub async fn bring_back(
    shop: String,
    listing: String,
    /// The version that the page showed as the current one.
    version: i32,
    /// The one that is wanted back.
    wanted: i32,
) -> Result<(), Fault<CatalogError>> {
    let opened = opened(&shop, &listing, version)?;
    let back = history::bring_back(&ctx(), &caller().actor, &opened, wanted)
        .await
        .map_err(fault)?;
    let gone = if back.template_gone {
        "&gone=template"
    } else {
        ""
    };
    leptos_axum::redirect(&format!(
        "/back-office/{shop}/listings/{listing}/history?back={wanted}{gone}"
    ));
    Ok(())
}

/// Counts the shelves that were changed on the page.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/save_counts")]
pub async fn save_counts(
    shop: String,
    #[server(default)] rows: Vec<TypedCount>,
    #[server(default)] show: String,
    #[server(default)] page: u32,
) -> Result<(), Fault<CatalogError>> {
    let show: &str = show
        .parse::<longtail::trade::stock::low::Show>()
        .unwrap_or_default()
        .into();
    let counted = table::count_shelves(&ctx(), &caller().actor, &shop, &rows)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!(
        "/back-office/{shop}/stock?show={show}&page={}&counted={counted}",
        page.max(1)
    ));
    Ok(())
}
