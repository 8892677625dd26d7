//! What search engines may read, cut into files of a size that they take.

use crate::{ctx::Ctx, failure::Incident};
use chrono::{DateTime, Utc};

/// The most addresses one file may hold, by the protocol of sitemaps.
pub const MOST_IN_FILE: i64 = 50_000;

/// An address of the market, without its own before it, and when it last changed where that
/// is known.
pub type MapEntry = (String, Option<DateTime<Utc>>);

/// The files of the map: for each its last change. The first holds the places, the others the
/// goods. Everybody may.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn sitemap_files(ctx: &Ctx) -> Result<Vec<Option<DateTime<Utc>>>, Incident> {
    let files = sqlx::query_scalar!(
        r#"select max(updated_at) from (
               select updated_at, (row_number() over (order by id) - 1) / $1 as file
               from listings where stage = 'live') numbered
           group by file order by file"#,
        MOST_IN_FILE,
    )
    .fetch_all(&ctx.db)
    .await?;
    let latest = files.iter().flatten().max().copied();
    Ok(std::iter::once(latest).chain(files).collect())
}

/// One file of the map, by its number; none where there is no such file. Everybody may.
///
/// A file that holds goods which cannot be bought just now is a little shorter than the others,
/// so that the rest stay in their files.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn sitemap_file(ctx: &Ctx, number: u32) -> Result<Option<Vec<MapEntry>>, Incident> {
    if number == 0 {
        return Ok(Some(places(ctx).await?));
    }
    let rows = sqlx::query!(
        r#"with page as (
               select id, shop_id, slug, updated_at from listings
               where stage = 'live' order by id offset $1 limit $2)
           select s.slug as shop, l.slug as listing, l.updated_at,
                  (s.stage = 'open' and exists (
                      select from variants v where v.listing_id = l.id and v.offered)) as "found!"
           from page l join shops s on s.id = l.shop_id order by l.id"#,
        i64::from(number - 1) * MOST_IN_FILE,
        MOST_IN_FILE,
    )
    .fetch_all(&ctx.db)
    .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let goods = rows.into_iter().filter(|row| row.found).map(|row| {
        let path = format!("/shops/{}/{}", row.shop, row.listing);
        (path, Some(row.updated_at))
    });
    Ok(Some(goods.collect()))
}

/// The start, the categories that hold something, and the shops.
async fn places(ctx: &Ctx) -> Result<Vec<MapEntry>, Incident> {
    let mut places = vec![("/".to_owned(), None)];
    let categories = sqlx::query!(
        "with recursive filled as (
             select c.id, c.parent_id, max(l.updated_at) as changed
             from categories c join listings l on l.category_id = c.id and l.stage = 'live'
             group by c.id
             union
             select c.id, c.parent_id, f.changed from categories c join filled f on f.parent_id = c.id)
         select c.slug, max(f.changed) as changed
         from filled f join categories c on c.id = f.id group by c.slug order by c.slug"
    )
    .fetch_all(&ctx.db)
    .await?;
    places.extend(
        categories
            .into_iter()
            .map(|row| (format!("/categories/{}", row.slug), row.changed)),
    );
    let shops = sqlx::query!(
        "select s.slug, (select max(l.updated_at) from listings l
                         where l.shop_id = s.id and l.stage = 'live') as changed
         from shops s where s.stage = 'open' order by s.slug limit $1",
        MOST_IN_FILE / 2,
    )
    .fetch_all(&ctx.db)
    .await?;
    places.extend(
        shops
            .into_iter()
            .map(|row| (format!("/shops/{}", row.slug), row.changed)),
    );
    Ok(places)
}
