//! A listing's name in addresses. It follows the English title; the database remembers every
//! one it had, so that old links lead on.

use super::super::read::Stored;
use crate::ctx::Tx;
use longtail::{id::ListingId, text::slugify, trade::catalog::ListingDraft};

/// The slug of a listing as it is written: the one it has while the title's plain form stays
/// the same, else a new one that nobody in the shop has or had.
pub async fn of(
    tx: &mut Tx,
    old: Option<&Stored>,
    draft: &ListingDraft,
    listing: ListingId,
) -> Result<String, sqlx::Error> {
    let base = slugify(&draft.title.en);
    if let Some(old) = old
        && (base.is_empty() || base == slugify(&old.title.en))
    {
        return Ok(old.slug.clone());
    }
    if !base.is_empty() {
        return free(tx, draft, listing, base).await;
    }
    // A title without Latin letters: the end of the id, which is chance.
    let id = listing.0.simple().to_string();
    free(tx, draft, listing, format!("item-{}", &id[id.len() - 6..])).await
}

/// The slug itself, or with a number where another listing of the shop has or had it.
async fn free(
    tx: &mut Tx,
    draft: &ListingDraft,
    listing: ListingId,
    base: String,
) -> Result<String, sqlx::Error> {
    let taken = sqlx::query_scalar!(
        r#"select slug as "slug!" from listings
           where shop_id = $1 and id <> $3 and (slug = $2 or slug like $2 || '-%')
           union
           select slug from former_listing_slugs
           where shop_id = $1 and listing_id <> $3 and (slug = $2 or slug like $2 || '-%')"#,
        draft.shop.0,
        base,
        listing.0,
    )
    .fetch_all(tx.sql())
    .await?;
    if !taken.contains(&base) {
        return Ok(base);
    }
    let free = (2..)
        .map(|n| format!("{base}-{n}"))
        .find(|slug| !taken.contains(slug));
    Ok(free.unwrap_or(base))
}
