//! Writing a listing: the one way in for the editor, imports and the demo market.

pub mod many;
mod measured;
pub(super) mod record;
mod slug;

pub(in crate::trade) use measured::remeasure;

use super::{
    history,
    read::{Find, Stored, lock_listing},
    specs,
};
use crate::{
    Ctx,
    ctx::Tx,
    failure::{Failure, Incident, denied, invalid, violates},
    outbox::Event,
    trade::{shipping::postage, stock::shelf},
};
use longtail::{
    actor::Actor,
    id::{ListingId, ShopId, VariantId},
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
    trade::{
        catalog::{
            CatalogError, Choice, Limits, ListingDraft, ListingMove, ListingStage, Saved, SavedHow,
            carry_over, history::Cause, holding,
        },
        shipping::postage::{Changed, ListingTold},
        shop::ShopStage,
        stock::StockError,
    },
};
use record::Next;
use std::collections::{BTreeMap, BTreeSet};

/// Makes the stored listing equal to a draft; a new one where the draft names none and no
/// import has brought it before. Emits [`Event::ListingChanged`] where anything changed.
///
/// # Errors
/// [`CatalogError::Stale`] when somebody else saved since the draft's version; everything
/// else the draft's own checks say.
pub async fn save_listing(
    ctx: &Ctx,
    actor: &Actor,
    draft: &ListingDraft,
) -> Result<Saved, Failure<CatalogError>> {
    let mut tx = ctx.transaction().await?;
    let saved = save_in(ctx, &mut tx, actor, draft).await?;
    tx.commit().await?;
    Ok(saved)
}

/// [`save_listing`] inside a transaction.
///
/// # Errors
/// As there.
pub async fn save_in(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    draft: &ListingDraft,
) -> Result<Saved, Failure<CatalogError>> {
    let cause = match &draft.import {
        Some(_) => Cause::Import,
        None => Cause::Edit,
    };
    save_as(ctx, tx, actor, draft, cause).await
}

/// [`save_in`], with what its history will say of why.
///
/// # Errors
/// As there.
pub async fn save_as(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    draft: &ListingDraft,
    cause: Cause,
) -> Result<Saved, Failure<CatalogError>> {
    let silent = ListingTold::default();
    let (saved, _) = save_told(ctx, tx, actor, draft, &silent, cause).await?;
    Ok(saved)
}

/// [`save_as`], with what is said of weights, sizes and the template, and what came of that.
///
/// # Errors
/// As there.
pub async fn save_told(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    draft: &ListingDraft,
    told: &ListingTold,
    cause: Cause,
) -> Result<(Saved, Changed), Failure<CatalogError>> {
    permit(actor, Action::EditGoods(draft.shop)).map_err(denied)?;
    let currency = ctx.settings.currency;
    draft.check_fields().map_err(invalid)?;
    draft
        .check_whole(Limits::LISTING, currency)
        .map_err(Failure::Refused)?;
    let old = load(ctx, tx, draft).await?;
    let draft = &with_specs(tx, old.as_ref(), draft).await?;
    let variants = match_variants(tx, old.as_ref(), draft)?;
    let known = old.as_ref().map(Stored::known).unwrap_or_default();
    let changed = postage::come_of(tx, draft.shop, told, known, &variants).await?;
    if let Some(old) = &old {
        if draft.version.is_some_and(|seen| seen != old.version) {
            return Err(Failure::Refused(CatalogError::Stale));
        }
        if is_unchanged(old, draft, &variants) {
            let measured = remeasure(tx, actor, old, &changed, cause, currency).await?;
            let how = if measured {
                SavedHow::Updated
            } else {
                SavedHow::Unchanged
            };
            let variants = old.variants.iter().map(|v| v.id).collect();
            return Ok((saved(tx, old.id, how, variants).await?, changed));
        }
    }
    let next = Next {
        listing: old.as_ref().map_or_else(|| tx.new_id(), |old| old.id),
        stage: next_stage(old.as_ref(), draft)?,
        variants,
    };
    record::listing(tx, old.as_ref(), draft, &next)
        .await
        .map_err(named)?;
    count_stock(tx, actor, draft, &next.variants).await?;
    postage::record(tx, &[(next.listing, &changed)]).await?;
    if let Some(old) = &old {
        history::note(tx, actor, old, cause, currency).await?;
    }
    tx.emit(Event::ListingChanged {
        listing: next.listing,
    })
    .await?;
    let how = if old.is_some() {
        SavedHow::Updated
    } else {
        SavedHow::Created
    };
    Ok((saved(tx, next.listing, how, next.variants).await?, changed))
}

/// The answer about a listing as it stands now.
async fn saved(
    tx: &mut Tx,
    listing: ListingId,
    how: SavedHow,
    variants: Vec<VariantId>,
) -> Result<Saved, Incident> {
    let row = sqlx::query!(
        "select slug, version from listings where id = $1",
        listing.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Saved {
        listing,
        slug: row.slug,
        version: row.version,
        how,
        variants,
    })
}

/// The stored listing that a draft is about, locked; and the shop, which must still take goods.
async fn load(
    ctx: &Ctx,
    tx: &mut Tx,
    draft: &ListingDraft,
) -> Result<Option<Stored>, Failure<CatalogError>> {
    // Locked, so that two new listings do not choose the same slug.
    let shop = sqlx::query!(
        "select stage from shops where id = $1 for no key update",
        draft.shop.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    if crate::failure::stored::<ShopStage>("shops.stage", &shop.stage)? == ShopStage::Closed {
        return Err(Failure::Refused(CatalogError::ShopClosed));
    }
    let currency = ctx.settings.currency;
    match (draft.listing, &draft.import) {
        (Some(id), _) => lock_listing(tx, Find::Id(id), currency)
            .await?
            .filter(|old| old.shop == draft.shop)
            .map(Some)
            .ok_or(Failure::NotFound),
        (None, Some(import)) => {
            Ok(lock_listing(tx, Find::ImportKey(draft.shop, &import.key), currency).await?)
        }
        (None, None) => Ok(None),
    }
}

/// The draft with those answers only that its category asks for.
async fn with_specs(
    tx: &mut Tx,
    old: Option<&Stored>,
    draft: &ListingDraft,
) -> Result<ListingDraft, Failure<CatalogError>> {
    let stored = old.map_or(&[][..], |old| &old.specs);
    let answers = if draft.import.is_some() && draft.specs.is_empty() {
        stored
    } else {
        &draft.specs
    };
    let specs = if answers.is_empty() {
        Vec::new()
    } else {
        let asked = specs::definitions_for(tx.sql(), draft.category).await?;
        holding(&asked, answers, stored).map_err(invalid)?
    };
    Ok(ListingDraft {
        specs,
        ..draft.clone()
    })
}

/// Whether a draft says what is stored already. `variants` are the stored ones it means.
fn is_unchanged(old: &Stored, draft: &ListingDraft, variants: &[VariantId]) -> bool {
    if let Some(import) = &draft.import {
        return old.import_hash.as_deref() == Some(&import.hash);
    }
    let published = !draft.publish || old.stage == ListingStage::Live;
    let counted = draft
        .variants
        .iter()
        .zip(&old.variants)
        .all(|(new, old)| new.stock.is_none_or(|pieces| pieces == old.on_hand));
    let mut was = old.draft();
    was.version = draft.version;
    was.publish = draft.publish;
    let mut now = draft.clone();
    now.listing = Some(old.id);
    for (variant, id) in now.variants.iter_mut().zip(variants) {
        variant.variant = Some(*id);
        variant.stock = None;
    }
    published && counted && was == now
}

/// One id for each of the draft's variants: that of the stored one it means, or a new one.
fn match_variants(
    tx: &Tx,
    old: Option<&Stored>,
    draft: &ListingDraft,
) -> Result<Vec<VariantId>, Failure<CatalogError>> {
    let known = old.map(matches_of(draft)).unwrap_or_default();
    let mut claimed = BTreeSet::new();
    let mut variants = Vec::with_capacity(draft.variants.len());
    for variant in &draft.variants {
        let named = variant
            .variant
            .filter(|id| old.is_some_and(|old| old.variants.iter().any(|stored| stored.id == *id)));
        if variant.variant.is_some() && named.is_none() {
            return Err(Failure::Refused(CatalogError::UnknownOption));
        }
        let found = named
            .or_else(|| known.get(&variant.choice).copied())
            .filter(|id| claimed.insert(*id));
        variants.push(found.unwrap_or_else(|| tx.new_id()));
    }
    Ok(variants)
}

fn next_stage(
    old: Option<&Stored>,
    draft: &ListingDraft,
) -> Result<ListingStage, Failure<CatalogError>> {
    let mut stage = old.map_or(ListingStage::Draft, |old| old.stage);
    if draft.publish && stage != ListingStage::Live {
        if stage == ListingStage::Removed {
            stage = ListingStage::Draft;
        }
        stage = stage
            .moved(ListingMove::Publish, draft.offered())
            .map_err(Failure::Refused)?;
    }
    if stage == ListingStage::Live && draft.offered() == 0 {
        return Err(Failure::Refused(CatalogError::NothingOffered));
    }
    Ok(stage)
}

/// For variants that the draft does not name: the stored one whose words led to that choice.
fn matches_of(draft: &ListingDraft) -> impl Fn(&Stored) -> BTreeMap<Choice, VariantId> {
    let named: BTreeSet<VariantId> = draft.variants.iter().filter_map(|v| v.variant).collect();
    move |old| {
        let free: Vec<_> = old
            .variants
            .iter()
            .filter(|v| !named.contains(&v.id))
            .collect();
        let choices: Vec<Choice> = free.iter().map(|v| v.choice.clone()).collect();
        let moved = carry_over(&old.axes, &draft.axes, &choices);
        free.iter()
            .filter_map(|v| Some((moved.get(&v.choice)?.clone(), v.id)))
            .collect()
    }
}

async fn count_stock(
    tx: &mut Tx,
    actor: &Actor,
    draft: &ListingDraft,
    variants: &[VariantId],
) -> Result<(), Failure<CatalogError>> {
    shelf::open_shelves(tx, variants).await?;
    let counts: BTreeMap<VariantId, u32> = draft
        .variants
        .iter()
        .zip(variants)
        .filter_map(|(draft, id)| Some((*id, draft.stock?)))
        .collect();
    shelf::count_many(tx, &counts, actor.account())
        .await
        .map_err(|failure| failure.map_refusal(stock_refusal))?;
    Ok(())
}

/// A count can be refused for one reason only.
pub(super) fn stock_refusal(refusal: StockError) -> CatalogError {
    match refusal {
        StockError::BelowReserved { reserved } => CatalogError::BelowReserved { reserved },
        StockError::NotEnough { .. } | StockError::NotReserved => CatalogError::UnknownOption,
    }
}

/// Constraints that a draft can run into become issues of its fields.
fn named(error: sqlx::Error) -> Failure<CatalogError> {
    let issue = |field: &str, issue| invalid(FieldIssues::one(field, issue));
    if violates(&error, "listings_category_id_fkey") {
        issue("category", FieldIssue::NotAChoice)
    } else if violates(&error, "listing_pictures_media_id_fkey")
        || violates(&error, "variants_media_id_fkey")
    {
        issue("pictures", FieldIssue::NotAPicture)
    } else {
        error.into()
    }
}

/// What a bulk move did: which listings moved, and why others did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub moved: Vec<ListingId>,
    pub refused: Vec<(ListingId, CatalogError)>,
}

/// Publishes, pauses, removes or restores listings of one shop. Those that cannot follow
/// stay as they are and are told apart.
///
/// # Errors
/// *Not found* for a listing of another shop.
pub async fn move_listings(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    listings: &[ListingId],
    wish: ListingMove,
) -> Result<Moved, Failure<CatalogError>> {
    permit(actor, Action::EditGoods(shop)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    let mut done = Moved {
        moved: Vec::new(),
        refused: Vec::new(),
    };
    let in_order: BTreeSet<ListingId> = listings.iter().copied().collect();
    for listing in in_order {
        let stored = lock_listing(&mut tx, Find::Id(listing), ctx.settings.currency)
            .await?
            .filter(|stored| stored.shop == shop)
            .ok_or(Failure::NotFound)?;
        let offered = stored.variants.iter().filter(|v| v.offered).count();
        match stored.stage.moved(wish, offered) {
            Err(refusal) => done.refused.push((listing, refusal)),
            Ok(stage) => {
                record::stage(&mut tx, listing, stage).await?;
                history::note(&mut tx, actor, &stored, Cause::Stage, ctx.settings.currency).await?;
                tx.emit(Event::ListingChanged { listing }).await?;
                done.moved.push(listing);
            }
        }
    }
    tx.commit().await?;
    Ok(done)
}
