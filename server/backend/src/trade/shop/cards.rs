//! Shops as others see them beside their goods.

use crate::failure::{Incident, stored};
use longtail::{
    id::{MediaId, ShopId},
    money::{Currency, Money},
    platform::media::Picture,
    text::Bilingual,
    trade::shop::{Postage, ShopCard},
};
use sqlx::PgPool;
use std::collections::HashMap;

/// The cards of these shops, whatever their stage: who may see one is the caller's question.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn cards(db: &PgPool, shops: &[ShopId]) -> Result<HashMap<ShopId, ShopCard>, Incident> {
    let ids: Vec<_> = shops.iter().map(|shop| shop.0).collect();
    let rows = sqlx::query!(
        r#"select s.id as "id!", s.slug as "slug!", s.tier as "tier!", s.stage as "stage!",
                  s.name_en as "name_en!", s.name_zh as "name_zh!",
                  s.city_en as "city_en!", s.city_zh as "city_zh!",
                  m.id as "media_id?", m.width as "width?", m.height as "height?", m.widths as "widths?"
           from shops s left join media m on m.id = s.mark_id
           where s.id = any($1)"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let id = ShopId(row.id);
            let mark = match (row.media_id, row.width, row.height, row.widths) {
                (Some(id), Some(width), Some(height), Some(widths)) => {
                    Some(picture_of(MediaId(id), width, height, &widths))
                }
                _ => None,
            };
            let card = ShopCard {
                id,
                slug: row.slug,
                name: Bilingual::new(row.name_en, row.name_zh),
                tier: stored("shops.tier", &row.tier)?,
                stage: stored("shops.stage", &row.stage)?,
                city: Bilingual::new(row.city_en, row.city_zh),
                mark,
            };
            Ok((id, card))
        })
        .collect()
}

/// What these shops ask for postage.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn postages(
    db: &PgPool,
    shops: &[ShopId],
    currency: Currency,
) -> Result<HashMap<ShopId, Postage>, Incident> {
    let ids: Vec<_> = shops.iter().map(|shop| shop.0).collect();
    let rows = sqlx::query!(
        "select id, postage_base_minor, postage_extra_item_minor, postage_free_over_minor
         from shops where id = any($1)",
        &ids
    )
    .fetch_all(db)
    .await?;
    let money = |minor| Money::new(minor, currency);
    Ok(rows
        .into_iter()
        .map(|row| {
            let postage = Postage {
                base: money(row.postage_base_minor),
                extra_item: money(row.postage_extra_item_minor),
                free_over: row.postage_free_over_minor.map(money),
            };
            (ShopId(row.id), postage)
        })
        .collect())
}

/// The shop at `/shops/{slug}`, where everybody may see it.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn public_card(db: &PgPool, slug: &str) -> Result<Option<ShopCard>, Incident> {
    let card = card_at(db, slug).await?;
    Ok(card.filter(|card| card.stage.is_public()))
}

/// The shop that has a slug, or had it before, whatever its stage: who may see it is the caller's
/// question.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn card_at(db: &PgPool, slug: &str) -> Result<Option<ShopCard>, Incident> {
    let Some(shop) = id_of(db, slug).await? else {
        return Ok(None);
    };
    Ok(cards(db, &[shop]).await?.remove(&shop))
}

/// The shop that has a slug, or had it before.
pub(super) async fn id_of(db: &PgPool, slug: &str) -> Result<Option<ShopId>, Incident> {
    let id = sqlx::query_scalar!(
        r#"select id as "id!" from shops where slug = $1
           union all select shop_id from former_shop_slugs where slug = $1"#,
        slug
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(ShopId))
}

/// A kept picture.
pub(super) async fn picture(db: &PgPool, id: MediaId) -> Result<Option<Picture>, Incident> {
    let row = sqlx::query!(
        "select width, height, widths from media where id = $1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| picture_of(id, row.width, row.height, &row.widths)))
}

fn picture_of(id: MediaId, width: i32, height: i32, widths: &[i32]) -> Picture {
    let pixels = |n: i32| u32::try_from(n).unwrap_or_default();
    Picture {
        id,
        width: pixels(width),
        height: pixels(height),
        widths: widths.iter().copied().map(pixels).collect(),
    }
}
