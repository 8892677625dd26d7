//! Pictures of a listing, several at once.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::catalog::CatalogError;
use server_fn::codec::{MultipartData, MultipartFormData};
#[cfg(feature = "ssr")]
use {
    super::{back_to_editor, opened},
    crate::{
        platform::{media::refused_files, upload::Incoming},
        ssr::{caller, ctx, fault, fault_without_refusal},
    },
    longtail::{
        platform::media::{MOST_BYTES, MediaError},
        text::FieldIssues,
    },
    longtail_backend::{Failure, platform::media, trade::catalog::editor},
};

/// Keeps the pictures sent and puts them behind those of the listing; one that is refused
/// leaves the others. Fields: `shop`, `listing`, `version`, and behind them any number of `files`.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/catalog/add_pictures", input = MultipartFormData)]
pub async fn add_pictures(data: MultipartData) -> Result<(), Fault<CatalogError>> {
    let mut form = Incoming::open(data, 20, MOST_BYTES)?;
    let mut sent = form.next_file().await?;
    let version = form.text("version").parse().unwrap_or_default();
    let opened = opened(&form.text("shop"), &form.text("listing"), version)?;
    let (ctx, actor) = (ctx(), caller().actor);
    // Asked before anything is kept.
    let seen = editor::editor_view(&ctx, &actor, &opened.shop, opened.listing)
        .await
        .map_err(fault_without_refusal)?;
    if seen.version != opened.version {
        return Err(fault(Failure::Refused(CatalogError::Stale)));
    }
    let (mut pictures, mut refused) = (Vec::new(), Vec::new());
    while let Some(file) = sent {
        match media::store_picture(&ctx, &actor, file.bytes).await {
            Ok(kept) => pictures.push(kept.id),
            Err(Failure::Refused(why)) => refused.push((file.name, why)),
            Err(other) => return Err(fault(other.map_refusal(|_| CatalogError::WrongStage))),
        }
        sent = form.next_file().await?;
    }
    let too_large = form.oversized.into_iter();
    refused.extend(too_large.map(|(_, name)| (name, MediaError::TooLarge)));
    if !pictures.is_empty() || refused.is_empty() {
        editor::add_pictures(&ctx, &actor, &opened, &pictures)
            .await
            .map_err(fault)?;
    }
    if !refused.is_empty() {
        let issue = refused_files(&refused, pictures.len());
        return Err(fault(Failure::Invalid(FieldIssues::one("files", issue))));
    }
    back_to_editor(&opened, "pictures");
    Ok(())
}
