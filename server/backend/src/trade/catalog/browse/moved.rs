//! Where things are found whose address was another one before. What the visitor may not see
//! leads nowhere: its present address is not told either.

use super::{is_own, load_shop, may_see};
use crate::{ctx::Ctx, failure::Incident};
use longtail::{actor::Actor, id::ShopId};

/// The present slug of the shop that had this one before.
///
/// # Errors
/// An incident when the database cannot be read.
pub(super) async fn shop(ctx: &Ctx, actor: &Actor, slug: &str) -> Result<Option<String>, Incident> {
    let Some(now) = sqlx::query_scalar!(
        "select s.slug from former_shop_slugs f join shops s on s.id = f.shop_id where f.slug = $1",
        slug
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        return Ok(None);
    };
    let shop = load_shop(&ctx.db, &now, ctx.settings.currency).await?;
    Ok(shop
        .filter(|shop| may_see(shop.card.stage, is_own(actor, shop.card.id)))
        .map(|shop| shop.card.slug))
}

/// The present slug of the listing of a shop that had this one before. `own` says whether the
/// visitor belongs to the shop.
///
/// # Errors
/// An incident when the database cannot be read.
pub(super) async fn listing(
    ctx: &Ctx,
    shop: ShopId,
    own: bool,
    slug: &str,
) -> Result<Option<String>, Incident> {
    Ok(sqlx::query_scalar!(
        "select l.slug from former_listing_slugs f join listings l on l.id = f.listing_id
         where f.shop_id = $1 and f.slug = $2 and (l.stage = 'live' or $3)",
        shop.0,
        slug,
        own,
    )
    .fetch_optional(&ctx.db)
    .await?)
}
