//! Server functions of postage.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{ListingId, TemplateId},
    trade::shipping::postage::{
        ListingMeasures, MeasureDraft, PostagePage, PreviewAsk, TemplateEditor, Unit, ZoneDraft,
    },
};
use std::collections::BTreeMap;

/// A shop's templates, its goods with what they are sent by, and what a basket would cost.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/shipping/load_postage", input = server_fn::codec::GetUrl)]
pub async fn load_postage(
    shop: String,
    #[server(default)] page: u32,
    /// The basket; nothing where it names no country.
    #[server(default)]
    ask: PreviewAsk,
) -> Result<PostagePage, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::shipping::postage::postage_page(&ctx, &caller.actor, &shop, page, &ask)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// A template to be written; a new one where none is named.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shipping/load_template", input = server_fn::codec::GetUrl)]
pub async fn load_template(
    shop: String,
    #[server(default)] template: Option<TemplateId>,
) -> Result<TemplateEditor, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::shipping::postage::template_editor(
        &ctx,
        &caller.actor,
        &shop,
        template,
    )
    .await
    .map_err(crate::ssr::plain_fault)
}

/// Writes a template, new or anew, and goes back to the list.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shipping/save_template")]
pub async fn save_template(
    shop: String,
    template: TemplateId,
    #[server(default)] name: String,
    #[server(default)] unit: Unit,
    /// For goods that name none.
    #[server(default)]
    is_default: bool,
    /// What is left empty is left out.
    #[server(default)]
    zones: Vec<ZoneDraft>,
) -> Result<(), Fault> {
    let draft = longtail::trade::shipping::postage::TemplateDraft {
        name,
        unit,
        is_default,
        zones,
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::shipping::postage::save_template(
        &ctx,
        &caller.actor,
        &shop,
        template,
        &draft,
    )
    .await
    .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/postage?saved=1"));
    Ok(())
}

/// Takes a template away; its goods go by the shop's default from then on.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shipping/remove_template")]
pub async fn remove_template(shop: String, template: TemplateId) -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::shipping::postage::remove_template(
        &ctx,
        &caller.actor,
        &shop,
        template,
    )
    .await
    .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/postage?saved=1"));
    Ok(())
}

/// What a listing's variants weigh and measure, and by what they are sent.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/shipping/load_measures", input = server_fn::codec::GetUrl)]
pub async fn load_measures(shop: String, listing: ListingId) -> Result<ListingMeasures, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::shipping::postage::listing_measures(
        &ctx,
        &caller.actor,
        &shop,
        listing,
    )
    .await
    .map_err(crate::ssr::plain_fault)
}

/// Keeps what a listing's variants weigh and measure, and by what they are sent.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/shipping/save_measures")]
pub async fn save_measures(
    shop: String,
    listing: ListingId,
    /// Empty: the shop's default.
    #[server(default)]
    template: String,
    /// By `variant-` and the variant's id; empty is not known.
    #[server(default)]
    measures: BTreeMap<String, MeasureDraft>,
) -> Result<(), Fault> {
    let variants = measures.into_iter().filter_map(|(name, draft)| {
        let variant: longtail::id::VariantId = name.strip_prefix("variant-")?.parse().ok()?;
        Some((variant, draft))
    });
    let draft = longtail::trade::shipping::postage::MeasuresDraft {
        variants: variants.collect(),
    };
    let named = match template.trim() {
        "" => None,
        id => Some(crate::ssr::id(id)?),
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::shipping::postage::save_measures(
        &ctx,
        &caller.actor,
        &shop,
        listing,
        named,
        &draft,
    )
    .await
    .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/postage?saved=1"));
    Ok(())
}
