//! The page of an edit: what would happen, how far it is, what happened.

use super::{BulkChange, BulkStage};
use crate::{
    Ctx,
    failure::{Failure, Incident, Refusal, stored},
    trade::catalog::{
        category,
        read::{Stored, load_listings, shop_head},
    },
};
use longtail::{
    actor::Actor,
    id::{BulkEditId, ListingId},
    money::Money,
    text::Bilingual,
    trade::catalog::{
        bulk::{BulkOutcome, BulkPage, BulkRow, apply},
        history::ListingState,
    },
};
use sqlx::types::Json;
use std::collections::HashMap;
use uuid::Uuid;

/// Listings that are shown one by one; of all others the number is told.
const SHOWN: usize = 50;

/// Everything that the page of an edit shows.
///
/// # Errors
/// *Not found* for another shop's.
pub async fn bulk_page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    id: BulkEditId,
) -> Result<BulkPage, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let edit = sqlx::query!(
        r#"select stage, change as "change: Json<BulkChange>" from bulk_edits
           where id = $1 and shop_id = $2"#,
        id.0,
        shop.id.0,
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let stage: BulkStage = stored("bulk_edits.stage", &edit.stage)?;
    let change = edit.change.map(|change| change.0);
    let rows = match (stage, &change) {
        (BulkStage::Choosing, Some(change)) => preview(ctx, id, change).await?,
        _ => kept(ctx, id).await?,
    };
    let total = rows.len() as u32;
    let of = |wanted: fn(&BulkOutcome) -> bool| {
        let fitting = rows
            .iter()
            .filter(|row| row.outcome.as_ref().is_some_and(wanted));
        fitting.count() as u32
    };
    let waits = |row: &BulkRow| match stage {
        BulkStage::Undoing => row.outcome == Some(BulkOutcome::Changed),
        _ => row.outcome.is_none(),
    };
    let done = total - rows.iter().filter(|row| waits(row)).count() as u32;
    let changed = of(|outcome| match outcome {
        BulkOutcome::Changed | BulkOutcome::Restored => true,
        BulkOutcome::Same | BulkOutcome::Refused { .. } | BulkOutcome::ChangedSince => false,
    });
    let same = of(|outcome| *outcome == BulkOutcome::Same);
    let (refused, rest): (Vec<BulkRow>, Vec<BulkRow>) = rows.into_iter().partition(|row| {
        matches!(
            row.outcome,
            Some(BulkOutcome::Refused { .. } | BulkOutcome::ChangedSince)
        )
    });
    Ok(BulkPage {
        id,
        stage,
        currency: ctx.settings.currency,
        categories: category::category_tree(ctx).await?,
        change,
        total,
        done,
        changed,
        same,
        rows: rest
            .into_iter()
            .filter(|row| row.outcome != Some(BulkOutcome::Same))
            .take(SHOWN)
            .collect(),
        refused,
        shop,
    })
}

/// What the change would do to each.
async fn preview(ctx: &Ctx, id: BulkEditId, change: &BulkChange) -> Result<Vec<BulkRow>, Incident> {
    let ids = sqlx::query_scalar!(
        "select listing_id from bulk_edit_listings where edit_id = $1 order by position",
        id.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut db = ctx.db.acquire().await?;
    let loaded = load_listings(&mut db, &ids, ctx.settings.currency).await?;
    let mut by_id: HashMap<Uuid, Stored> = loaded.into_iter().map(|l| (l.id.0, l)).collect();
    Ok(ids
        .iter()
        .filter_map(|id| by_id.remove(id))
        .map(|listing| {
            let before = listing.state();
            let counts: Vec<u32> = listing.variants.iter().map(|v| v.on_hand).collect();
            let (outcome, prices) = match apply(change, &before, &counts) {
                Ok(next) if next == before => (BulkOutcome::Same, None),
                Ok(next) => {
                    let priced = matches!(change, BulkChange::Price { .. });
                    let ranges = priced.then(|| Some([range(&before)?, range(&next)?]));
                    (BulkOutcome::Changed, ranges.flatten())
                }
                Err(why) => (BulkOutcome::Refused { why }, None),
            };
            BulkRow {
                listing: listing.id,
                title: listing.title,
                outcome: Some(outcome),
                prices,
            }
        })
        .collect())
}

fn range(listing: &ListingState) -> Option<(Money, Money)> {
    let prices = || listing.variants.iter().map(|v| v.price);
    Some((
        prices().min_by_key(|p| p.minor)?,
        prices().max_by_key(|p| p.minor)?,
    ))
}

/// What happened to each so far.
async fn kept(ctx: &Ctx, id: BulkEditId) -> Result<Vec<BulkRow>, Incident> {
    let rows = sqlx::query!(
        r#"select b.listing_id, b.outcome as "outcome: Json<BulkOutcome>", l.title_en, l.title_zh
           from bulk_edit_listings b join listings l on l.id = b.listing_id
           where b.edit_id = $1 order by b.position"#,
        id.0
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| BulkRow {
            listing: ListingId(row.listing_id),
            title: Bilingual::new(row.title_en, row.title_zh),
            outcome: row.outcome.map(|outcome| outcome.0),
            prices: None,
        })
        .collect())
}
