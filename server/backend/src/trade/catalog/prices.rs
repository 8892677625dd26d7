//! The public history of prices: written when a price changes, read by the product's page.

use super::read::Stored;
use crate::{
    ctx::{Tx, column},
    failure::Incident,
};
use chrono::{DateTime, Utc};
use longtail::{
    id::VariantId,
    money::{Currency, Money},
    trade::catalog::prices::{PriceHistory, PricePoint, ProductPrices, lowest_of},
};
use sqlx::PgPool;
use std::collections::HashMap;
use uuid::Uuid;

/// Points of one variant that a page tells of; the older ones stay in the database.
const MOST_POINTS: usize = 40;

/// Writes down which prices changed, once the listing was ever offered.
pub(super) async fn note(tx: &mut Tx, old: &Stored, new: &Stored) -> Result<(), Incident> {
    let Some(published_at) = old.published_at else {
        return Ok(());
    };
    let was: HashMap<VariantId, i64> = old.variants.iter().map(|v| (v.id, v.price.minor)).collect();
    let changed: Vec<(Uuid, Option<i64>, i64)> = new
        .variants
        .iter()
        .map(|v| (v.id.0, was.get(&v.id).copied(), v.price.minor))
        .filter(|(_, before, after)| *before != Some(*after))
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.iter().map(|(id, _, _)| *id).collect();
    let before: Vec<Option<i64>> = changed.iter().map(|(_, before, _)| *before).collect();
    let after: Vec<i64> = changed.iter().map(|(_, _, after)| *after).collect();
    let now = tx.now();
    sqlx::query!(
        "insert into price_changes (variant_id, price_minor, at)
         select c.id, c.price, $3
         from unnest($1::uuid[], $2::bigint[]) as c (id, price)
         where c.price is not null
           and not exists (select from price_changes p where p.variant_id = c.id)",
        &ids,
        &before as &[Option<i64>],
        published_at,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "insert into price_changes (variant_id, price_minor, at)
         select c.id, c.price, $3 from unnest($1::uuid[], $2::bigint[]) as c (id, price)",
        &ids,
        &after,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What a product's offered variants cost before. `offered` are they, with their price now.
pub(super) async fn of_product(
    db: &PgPool,
    published_at: Option<DateTime<Utc>>,
    offered: &[(VariantId, Money)],
    currency: Currency,
) -> Result<ProductPrices, Incident> {
    let Some(published_at) = published_at else {
        return Ok(ProductPrices::default());
    };
    let ids: Vec<Uuid> = offered.iter().map(|(id, _)| id.0).collect();
    let rows = sqlx::query!(
        "select variant_id, price_minor, at from price_changes
         where variant_id = any($1) order by variant_id, at, id",
        &ids
    )
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        return Ok(ProductPrices::default());
    }
    let mut changed: HashMap<Uuid, Vec<PricePoint>> = HashMap::new();
    for row in rows {
        changed.entry(row.variant_id).or_default().push(PricePoint {
            at: row.at,
            price: Money::new(row.price_minor, currency),
        });
    }
    let mut of_variants = Vec::new();
    let mut all = Vec::new();
    for (id, price) in offered {
        match changed.remove(&id.0) {
            Some(mut points) => {
                let idle = points.len().saturating_sub(MOST_POINTS);
                points.drain(..idle);
                let history = PriceHistory { points };
                all.push(history.clone());
                of_variants.push((*id, history));
            }
            None => all.push(PriceHistory {
                points: vec![PricePoint {
                    at: published_at,
                    price: *price,
                }],
            }),
        }
    }
    Ok(ProductPrices {
        lowest: lowest_of(&all),
        of_variants,
    })
}

/// The lowest list price of what each of these listings offers, from a moment of its own on.
pub(super) async fn lowest_since(
    db: &PgPool,
    listings: &[(Uuid, DateTime<Utc>)],
) -> Result<HashMap<Uuid, i64>, Incident> {
    let rows = sqlx::query!(
        r#"select v.listing_id, min(least(v.price_minor, later.price, before.price)) as "lowest!"
           from unnest($1::uuid[], $2::timestamptz[]) as a (listing_id, since)
           join variants v on v.listing_id = a.listing_id
           left join lateral (
               select min(c.price_minor) as price from price_changes c
               where c.variant_id = v.id and c.at > a.since) later on true
           left join lateral (
               select c.price_minor as price from price_changes c
               where c.variant_id = v.id and c.at <= a.since order by c.at desc, c.id desc limit 1) before on true
           where v.offered group by v.listing_id"#,
        &column(listings, |(id, _)| *id),
        &column(listings, |(_, since)| *since),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.listing_id, row.lowest))
        .collect())
}
