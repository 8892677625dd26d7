//! A shop's own pages of its goods: the table, the editor, the shelves.

pub mod api;
mod bulk;
pub mod bulk_api;
mod cell;
mod editor;
mod history;
mod listings;
mod new;
mod stock;

pub use bulk::Page as BulkPage;
pub(crate) use editor::Hands;
pub use editor::Page as EditorPage;
pub use history::Page as HistoryPage;
pub use listings::Page as ListingsPage;
pub use new::Page as NewPage;
pub use stock::Page as StockPage;

use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::{BackOfficeFrame, Badge, Choice, Tone},
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::catalog::{CatalogError, CategoryNode, ListingStage, ShopHead, flatten},
};

/// Draws a page of the back office from what its loader answered. Who has to sign in is sent
/// there; what is not there, or another's, is not found.
pub(crate) fn loaded<T, V>(
    of: Resource<Result<T, Fault>>,
    view: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! { <Loaded of=of view=view/> }
}

/// The frame of the back office around a page, with the visitor's role in the shop.
#[component]
pub(crate) fn Office(shop: ShopHead, children: Children) -> impl IntoView {
    let lang = use_lang();
    view! {
        <BackOfficeFrame shop=shop.slug.clone() name=shop.name.pick(lang).to_owned() mark=shop.mark role=shop.role
            to_ship=shop.to_ship>
            {children()}
        </BackOfficeFrame>
    }
    .into_any()
}

/// The tree as choices of a select field; what is deeper stands further in.
pub(crate) fn category_choices(lang: Lang, tree: &[CategoryNode]) -> Vec<Choice> {
    flatten(tree)
        .into_iter()
        .map(|(depth, node)| {
            let indent = "\u{2003}".repeat(depth);
            Choice::new(
                node.id.to_string(),
                format!("{indent}{}", node.name.pick(lang)),
            )
        })
        .collect()
}

fn stage_name(lang: Lang, stage: ListingStage) -> &'static str {
    match stage {
        ListingStage::Draft => t::catalog::draft(lang),
        ListingStage::Live => t::catalog::live(lang),
        ListingStage::Paused => t::catalog::paused(lang),
        ListingStage::Removed => t::catalog::removed(lang),
    }
}

#[component]
fn StageBadge(stage: ListingStage) -> impl IntoView {
    let tone = match stage {
        ListingStage::Draft => Tone::Plain,
        ListingStage::Live => Tone::Jade,
        ListingStage::Paused => Tone::Warning,
        ListingStage::Removed => Tone::Danger,
    };
    view! { <Badge tone=tone>{stage_name(use_lang(), stage)}</Badge> }
}

/// Why goods are not written as asked, with the cure.
pub(crate) fn refusal(lang: Lang, refused: &CatalogError) -> String {
    match refused {
        CatalogError::Stale => t::catalog::stale(lang).to_owned(),
        CatalogError::NothingOffered => t::catalog::nothing_offered(lang).to_owned(),
        CatalogError::WrongStage => t::catalog::wrong_stage(lang).to_owned(),
        CatalogError::TooManyAxes { most } => t::catalog::too_many_axes(lang, most),
        CatalogError::TooManyVariants { count, most } => {
            t::catalog::too_many_variants(lang, count, most)
        }
        CatalogError::TooManyPictures { most } => t::catalog::too_many_pictures(lang, most),
        CatalogError::SameOptionsTwice => t::catalog::same_options(lang).to_owned(),
        CatalogError::UnknownOption => t::catalog::unknown_option(lang).to_owned(),
        CatalogError::BelowReserved { reserved } => t::catalog::below_reserved(lang, reserved),
        CatalogError::ShopClosed => t::catalog::shop_closed(lang).to_owned(),
        CatalogError::PriceOutOfRange => t::bulk::price_out_of_range(lang).to_owned(),
        CatalogError::StockOutOfRange => t::bulk::stock_out_of_range(lang).to_owned(),
        CatalogError::BulkStarted => t::bulk::started(lang).to_owned(),
        CatalogError::OtherCurrency => t::catalog::other_currency(lang).to_owned(),
    }
}
