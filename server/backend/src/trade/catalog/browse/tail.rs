//! The way from a thing down the tail: its quiet neighbours.

use super::cards;
use crate::{ctx::Ctx, failure::Incident, trade::search::CategoryTree};
use chrono::Duration;
use longtail::{
    id::{CategoryId, ListingId, ShopId},
    money::Money,
    text::Bilingual,
    trade::{
        catalog::browse::Because,
        search::ListingCard,
        tail::{QUIET_AT_MOST, TailPick, TailWhy, Thing, down_the_tail},
    },
};
use std::collections::HashMap;
use uuid::Uuid;

/// Neighbours that are compared: the newest quiet ones of the category, then of those beside it.
const COMPARED: i64 = 80;
/// Quiet things below a category's list.
const OF_THE_DAY: i64 = 10;
/// What was published so long ago still counts as new.
const NEW: Duration = Duration::days(30);

/// The quiet neighbours of a thing, with their reasons; `without` are shown already.
///
/// # Errors
/// An incident when the database cannot be read.
pub(super) async fn neighbours(
    ctx: &Ctx,
    (of, category): (ListingId, CategoryId),
    tree: &CategoryTree,
    without: &[ListingId],
    most: usize,
) -> Result<Vec<(ListingId, TailWhy)>, Incident> {
    let things = load(ctx, of, category, &family(tree, category)).await?;
    let Some(looked_at) = things.iter().find(|thing| thing.listing == of) else {
        return Ok(Vec::new());
    };
    let quiet: Vec<Thing> = things
        .iter()
        .filter(|thing| !without.contains(&thing.listing))
        .cloned()
        .collect();
    Ok(down_the_tail(looked_at, &quiet, most))
}

/// Everything below the top category that a category lies in.
pub(super) fn family(tree: &CategoryTree, category: CategoryId) -> Vec<Uuid> {
    let top = tree
        .trail(category)
        .first()
        .map_or(category, |node| node.id);
    tree.nodes
        .iter()
        .filter(|node| tree.is_within(node.id, top))
        .map(|node| node.id.0)
        .collect()
}

/// The thing itself and its quiet neighbours that are in stock.
async fn load(
    ctx: &Ctx,
    of: ListingId,
    category: CategoryId,
    family: &[Uuid],
) -> Result<Vec<Thing>, Incident> {
    let rows = sqlx::query!(
        r#"with quiet as (
               select id from (
                   (select id from listings
                    where category_id = $2 and stage = 'live' and sold_count <= $4
                    order by published_at desc limit $5)
                   union
                   (select id from listings
                    where category_id = any($3) and stage = 'live' and sold_count <= $4
                    order by published_at desc limit $5)
               ) near)
           select l.id, l.shop_id, l.title_en, l.title_zh, l.sold_count, l.category_id, l.published_at,
                  s.city_en, s.city_zh,
                  (select min(v.price_minor) from variants v
                   where v.listing_id = l.id and v.offered) as lowest
           from listings l join shops s on s.id = l.shop_id
           where l.id = $1
              or (l.id in (select id from quiet) and s.stage = 'open'
                  and exists (select from variants v join stock_levels k on k.variant_id = v.id
                              where v.listing_id = l.id and v.offered and k.on_hand > k.reserved))"#,
        of.0,
        category.0,
        family,
        QUIET_AT_MOST,
        COMPARED,
    )
    .fetch_all(&ctx.db)
    .await?;
    let new_since = ctx.now() - NEW;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Thing {
                listing: ListingId(row.id),
                shop: ShopId(row.shop_id),
                title: Bilingual::new(row.title_en, row.title_zh),
                city: Bilingual::new(row.city_en, row.city_zh),
                price: Money::new(row.lowest?, ctx.settings.currency),
                sold: u64::try_from(row.sold_count).unwrap_or_default(),
                new: row.published_at.is_some_and(|at| at > new_since),
                same_category: row.category_id == category.0,
            })
        })
        .collect())
}

/// A few quiet things of a category, others every day, none of those that are shown already.
///
/// # Errors
/// An incident when the database cannot be read.
pub(super) async fn of_the_day(
    ctx: &Ctx,
    category: CategoryId,
    shown: &[ListingCard],
) -> Result<Vec<ListingCard>, Incident> {
    let shown: Vec<Uuid> = shown.iter().map(|card| card.id.0).collect();
    let ids = sqlx::query_scalar!(
        r#"with recursive below as (
               select id from categories where id = $1
               union select c.id from categories c join below b on c.parent_id = b.id),
           quiet as (
               select id from listings
               where category_id in (select id from below) and stage = 'live'
                 and sold_count <= $2 and id <> all($3)
               order by published_at desc limit $4)
           select f.listing_id as "id!" from shelf f
           where f.listing_id in (select id from quiet) and f.in_stock
           order by md5(f.listing_id::text || $5) limit $6"#,
        category.0,
        QUIET_AT_MOST,
        &shown,
        5 * COMPARED,
        ctx.now().date_naive().to_string(),
        OF_THE_DAY,
    )
    .fetch_all(&ctx.db)
    .await?;
    let ids: Vec<ListingId> = ids.into_iter().map(ListingId).collect();
    Ok(cards(ctx, &[&ids]).await?.pop().unwrap_or_default())
}

/// Puts the cards to the reasons.
pub(super) fn picks(reasons: Vec<(ListingId, TailWhy)>, cards: Vec<ListingCard>) -> Vec<TailPick> {
    let mut why: HashMap<ListingId, TailWhy> = reasons.into_iter().collect();
    cards
        .into_iter()
        .filter_map(|card| {
            let why = why.remove(&card.id)?;
            Some(TailPick { card, why })
        })
        .collect()
}

/// Listings by id, in one go with others: for pages that show several rows.
pub(super) fn ids(reasons: &[(ListingId, TailWhy)]) -> Vec<ListingId> {
    reasons.iter().map(|(id, _)| *id).collect()
}

/// What is shown to somebody because of the latest thing they looked at that can still be found.
///
/// # Errors
/// An incident when the database cannot be read.
pub(super) async fn because(
    ctx: &Ctx,
    seen: &[ListingCard],
    tree: &CategoryTree,
    without: &[ListingId],
    most: usize,
) -> Result<Option<Because>, Incident> {
    let Some(of) = seen.first() else {
        return Ok(None);
    };
    let category = sqlx::query_scalar!("select category_id from listings where id = $1", of.id.0)
        .fetch_one(&ctx.db)
        .await?;
    let thing = (of.id, CategoryId(category));
    let reasons = neighbours(ctx, thing, tree, without, most).await?;
    let found = cards(ctx, &[&ids(&reasons)])
        .await?
        .pop()
        .unwrap_or_default();
    let picks = picks(reasons, found);
    Ok((!picks.is_empty()).then(|| Because {
        of: of.clone(),
        picks,
    }))
}
