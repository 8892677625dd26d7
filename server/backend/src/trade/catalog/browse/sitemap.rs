//! What search engines may read.

use crate::{ctx::Ctx, failure::Incident};
use chrono::{DateTime, Utc};

/// The most addresses one sitemap may hold.
const MOST: i64 = 45_000;

/// Addresses of the market, without its own address before them.
pub struct Sitemap {
    /// Path, and when it last changed where that is known.
    pub pages: Vec<(String, Option<DateTime<Utc>>)>,
}

/// Everything that everybody can find. Everybody may.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn sitemap(ctx: &Ctx) -> Result<Sitemap, Incident> {
    let mut pages = vec![("/".to_owned(), None)];
    let categories = sqlx::query_scalar!("select slug from categories order by slug")
        .fetch_all(&ctx.db)
        .await?;
    pages.extend(
        categories
            .into_iter()
            .map(|slug| (format!("/categories/{slug}"), None)),
    );
    let shops = sqlx::query_scalar!("select slug from shops where stage = 'open' order by slug")
        .fetch_all(&ctx.db)
        .await?;
    pages.extend(
        shops
            .into_iter()
            .map(|slug| (format!("/shops/{slug}"), None)),
    );
    let listings = sqlx::query!(
        "select s.slug as shop, l.slug as listing, l.updated_at
         from shelf f join listings l on l.id = f.listing_id join shops s on s.id = f.shop_id
         order by l.updated_at desc limit $1",
        MOST,
    )
    .fetch_all(&ctx.db)
    .await?;
    pages.extend(listings.into_iter().map(|row| {
        (
            format!("/shops/{}/{}", row.shop, row.listing),
            Some(row.updated_at),
        )
    }));
    Ok(Sitemap { pages })
}
