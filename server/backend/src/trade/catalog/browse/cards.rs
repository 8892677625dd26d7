//! Listings as cards: always fresh from the database, whoever found them.

use super::offers;
use crate::{
    ctx::Ctx,
    failure::{Incident, stored},
    platform::media::picture,
};
use longtail::{
    id::{ListingId, ShopId},
    money::Money,
    text::Bilingual,
    trade::search::{CardShop, ListingCard},
};
use sqlx::PgPool;
use std::collections::HashMap;
use uuid::Uuid;

/// The cards of several lists, loaded at once; each list keeps its order. What can no longer
/// be found is left out.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn cards(ctx: &Ctx, lists: &[&[ListingId]]) -> Result<Vec<Vec<ListingCard>>, Incident> {
    let ids: Vec<Uuid> = lists
        .iter()
        .flat_map(|list| list.iter().map(|id| id.0))
        .collect();
    let known = load(ctx, &ids).await?;
    Ok(lists
        .iter()
        .map(|list| {
            list.iter()
                .filter_map(|id| known.get(id).cloned())
                .collect()
        })
        .collect())
}

async fn load(ctx: &Ctx, ids: &[Uuid]) -> Result<HashMap<ListingId, ListingCard>, Incident> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select l.id, l.slug, l.title_en, l.title_zh, l.sold_count,
                  s.id as shop_id, s.slug as shop_slug, s.name_en, s.name_zh, s.tier,
                  f.lowest_minor as "lowest_minor!", f.highest_minor as "highest_minor!",
                  f.was_minor, f.in_stock as "in_stock!",
                  m.id as "media_id?", m.width as "width?", m.height as "height?",
                  m.widths as "widths?"
           from shelf f
           join listings l on l.id = f.listing_id
           join shops s on s.id = f.shop_id
           left join lateral (
               select media_id from (
                   (select p.media_id, 0 as rank, p.position from listing_pictures p
                    where p.listing_id = l.id order by p.position limit 1)
                   union all
                   (select v.media_id, 1, v.position from variants v
                    where v.listing_id = l.id and v.offered and v.media_id is not null
                    order by v.position limit 1)
               ) any_picture order by rank limit 1
           ) p on true
           left join media m on m.id = p.media_id
           where f.listing_id = any($1)"#,
        ids,
    )
    .fetch_all(&ctx.db)
    .await?;
    let money = |minor| Money::new(minor, ctx.settings.currency);
    let mut cards: HashMap<ListingId, ListingCard> = rows
        .into_iter()
        .map(|row| {
            let picture = match (row.media_id, row.width, row.height, row.widths) {
                (Some(id), Some(width), Some(height), Some(widths)) => {
                    Some(picture(id, width, height, &widths))
                }
                _ => None,
            };
            let card = ListingCard {
                id: ListingId(row.id),
                slug: row.slug,
                title: Bilingual::new(row.title_en, row.title_zh),
                shop: CardShop {
                    id: ShopId(row.shop_id),
                    slug: row.shop_slug,
                    name: Bilingual::new(row.name_en, row.name_zh),
                    tier: stored("tier", &row.tier)?,
                },
                picture,
                price: money(row.lowest_minor),
                price_to: money(row.highest_minor),
                was_price: row.was_minor.map(money),
                sold_count: u64::try_from(row.sold_count).unwrap_or_default(),
                in_stock: row.in_stock,
                choice: Vec::new(),
            };
            Ok((card.id, card))
        })
        .collect::<Result<_, Incident>>()?;
    offers::lower_cards(ctx, &mut cards).await?;
    Ok(cards)
}

/// What sold most and is in stock, at most two things of one shop.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn popular(db: &PgPool, most: i64) -> Result<Vec<ListingId>, Incident> {
    let ids = sqlx::query_scalar!(
        r#"select listing_id as "id!" from (
               select listing_id, sold_count,
                      row_number() over (partition by shop_id order by sold_count desc, listing_id) as place
               from shelf where in_stock) ranked
           where place <= 2
           order by sold_count desc, listing_id limit $1"#,
        most,
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(ListingId).collect())
}
