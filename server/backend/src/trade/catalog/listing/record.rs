//! The statements that write a listing. Lists go in as arrays, so that a listing of a
//! hundred variants takes as many statements as one of two.

use super::{
    super::{
        read::{Stored, choice_column},
        specs,
    },
    slug,
};
use crate::ctx::Tx;
use longtail::{
    id::{ListingId, VariantId},
    trade::catalog::{ListingDraft, ListingStage, VariantDraft},
};
use uuid::Uuid;

/// What was decided about a listing.
pub struct Next {
    pub listing: ListingId,
    pub stage: ListingStage,
    /// One id for each of the draft's variants: known, or new.
    pub variants: Vec<VariantId>,
}

/// Writes the listing, its variants and pictures.
pub async fn listing(
    tx: &mut Tx,
    old: Option<&Stored>,
    draft: &ListingDraft,
    next: &Next,
) -> Result<(), sqlx::Error> {
    let axes = serde_json::to_value(&draft.axes).map_err(|e| sqlx::Error::Encode(e.into()))?;
    let now = tx.now();
    let stage: &str = next.stage.into();
    let (key, hash) = match &draft.import {
        Some(import) => (Some(&import.key), Some(&import.hash)),
        None => (None, None),
    };
    let slug = slug::of(tx, old, draft, next.listing).await?;
    match old {
        None => {
            sqlx::query!(
                "insert into listings (id, shop_id, category_id, slug, stage, title_en, title_zh,
                     description_en, description_zh, axes, import_key, import_hash,
                     created_at, published_at, updated_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::timestamptz,
                     case when $5 = 'live' then $13::timestamptz end, $13::timestamptz)",
                next.listing.0,
                draft.shop.0,
                draft.category.0,
                slug,
                stage,
                draft.title.en,
                draft.title.zh,
                draft.description.en,
                draft.description.zh,
                axes,
                key,
                hash,
                now,
            )
            .execute(tx.sql())
            .await?;
        }
        Some(_) => {
            sqlx::query!(
                "update listings set category_id = $2, stage = $3, title_en = $4, title_zh = $5,
                     description_en = $6, description_zh = $7, axes = $8,
                     import_key = coalesce($9, import_key), import_hash = coalesce($10, import_hash),
                     published_at = case when $3 = 'live' then coalesce(published_at, $11) else published_at end,
                     publish_at = case when $3 in ('draft', 'paused') then publish_at end,
                     updated_at = $11, version = version + 1, slug = $12
                 where id = $1",
                next.listing.0,
                draft.category.0,
                stage,
                draft.title.en,
                draft.title.zh,
                draft.description.en,
                draft.description.zh,
                axes,
                key,
                hash,
                now,
                slug,
            )
            .execute(tx.sql())
            .await?;
        }
    }
    variants(tx, old, draft, next).await?;
    if old.map_or(&[][..], |old| &old.specs) != draft.specs {
        specs::record(tx, next.listing, &draft.specs).await?;
    }
    if old.is_none_or(|old| old.pictures != draft.pictures) {
        pictures(tx, draft, next.listing).await?;
    }
    Ok(())
}

/// Writes a stage alone.
pub async fn stage(
    tx: &mut Tx,
    listing: ListingId,
    stage: ListingStage,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update listings set stage = $2, version = version + 1, updated_at = $3,
             published_at = case when $2 = 'live' then coalesce(published_at, $3) else published_at end,
             publish_at = case when $2 in ('draft', 'paused') then publish_at end
         where id = $1",
        listing.0,
        <&str>::from(stage),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Counts a version of a listing of which something is changed that is not written here.
pub async fn version(tx: &mut Tx, listing: ListingId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update listings set version = version + 1, updated_at = $2 where id = $1",
        listing.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn variants(
    tx: &mut Tx,
    old: Option<&Stored>,
    draft: &ListingDraft,
    next: &Next,
) -> Result<(), sqlx::Error> {
    if old.is_some() {
        let kept: Vec<Uuid> = next.variants.iter().map(|id| id.0).collect();
        // Retired, not deleted: orders, carts and stock tell of it. Its choice means nothing
        // among the new axes.
        sqlx::query!(
            "update variants set retired = true, offered = false, choice = '{}'
             where listing_id = $1 and not retired and id <> all($2)",
            next.listing.0,
            &kept
        )
        .execute(tx.sql())
        .await?;
        if moves_choices(old, draft, next) {
            // Out of each other's way first: two variants may have changed places.
            sqlx::query!(
                "update variants v set choice = array[(-n.row)::smallint]
                 from (select id, row_number() over (order by id) as row
                       from variants where listing_id = $1 and not retired) n
                 where v.id = n.id",
                next.listing.0
            )
            .execute(tx.sql())
            .await?;
        }
    }
    let lines: Vec<(usize, &VariantDraft)> = draft.variants.iter().enumerate().collect();
    let column = |f: &dyn Fn(&VariantDraft) -> Option<i64>| -> Vec<Option<i64>> {
        lines.iter().map(|(_, v)| f(v)).collect()
    };
    let ids: Vec<Uuid> = next.variants.iter().map(|id| id.0).collect();
    // Arrays of arrays must be of one length in Postgres: choices travel as text.
    let choices: Vec<String> = lines
        .iter()
        .map(|(_, v)| {
            let values: Vec<String> = choice_column(&v.choice)
                .iter()
                .map(ToString::to_string)
                .collect();
            format!("{{{}}}", values.join(","))
        })
        .collect();
    let skus: Vec<String> = lines.iter().map(|(_, v)| v.sku.clone()).collect();
    let barcodes: Vec<String> = lines.iter().map(|(_, v)| v.barcode.clone()).collect();
    let prices: Vec<i64> = lines.iter().map(|(_, v)| v.price.minor).collect();
    let was = column(&|v| v.was_price.map(|was| was.minor));
    let media: Vec<Option<Uuid>> = lines
        .iter()
        .map(|(_, v)| v.picture.map(|id| id.0))
        .collect();
    let offered: Vec<bool> = lines.iter().map(|(_, v)| v.offered).collect();
    let positions: Vec<i32> = lines.iter().map(|(i, _)| *i as i32).collect();
    sqlx::query!(
        "insert into variants
             (id, listing_id, choice, sku, barcode, price_minor, was_price_minor, media_id, offered, position)
         select v.id, $1, v.choice::smallint[], v.sku, v.barcode, v.price, v.was, v.media, v.offered, v.position
         from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[],
                     $8::bool[], $9::int[], $10::text[])
              as v (id, choice, sku, price, was, media, offered, position, barcode)
         on conflict (id) do update set
             choice = excluded.choice, sku = excluded.sku, barcode = excluded.barcode,
             price_minor = excluded.price_minor,
             was_price_minor = excluded.was_price_minor, media_id = excluded.media_id,
             offered = excluded.offered, position = excluded.position",
        next.listing.0,
        &ids,
        &choices,
        &skus,
        &prices,
        &was as &[Option<i64>],
        &media as &[Option<Uuid>],
        &offered,
        &positions,
        &barcodes,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

fn moves_choices(old: Option<&Stored>, draft: &ListingDraft, next: &Next) -> bool {
    draft.variants.iter().zip(&next.variants).any(|(v, id)| {
        old.is_some_and(|old| {
            old.variants
                .iter()
                .any(|stored| stored.id == *id && stored.choice != v.choice)
        })
    })
}

async fn pictures(
    tx: &mut Tx,
    draft: &ListingDraft,
    listing: ListingId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from listing_pictures where listing_id = $1",
        listing.0
    )
    .execute(tx.sql())
    .await?;
    let ids: Vec<Uuid> = draft.pictures.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into listing_pictures (listing_id, position, media_id)
         select $1, p.position::int - 1, p.media_id
         from unnest($2::uuid[]) with ordinality as p (media_id, position)",
        listing.0,
        &ids
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
