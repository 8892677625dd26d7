//! A shop's page.

use super::{is_own, load_shop, may_see, moved};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal},
    platform::media::pictures,
    trade::{search, shipping::postage::terms_of, shop::layout},
};
use longtail::{
    actor::Actor,
    id::LayoutId,
    trade::{
        catalog::browse::{OnSale, ShopPage},
        search::{SearchPage, SearchRequest},
        shop::ShopStage,
    },
};

/// A shop with its goods. `request.shop` names it. Everybody may see a shop that is open or
/// takes a break; its own people see it while they prepare it. `preview` is a layout that its
/// owner wants to see before it is published; others see what is there.
///
/// # Errors
/// *Moved* where it had this address before; *not found* for everything else.
pub async fn shop_page(
    ctx: &Ctx,
    actor: &Actor,
    request: &SearchRequest,
    preview: Option<LayoutId>,
) -> Result<ShopPage, Failure<Refusal>> {
    let slug = request.shop.as_deref().unwrap_or_default();
    let Some(row) = load_shop(&ctx.db, slug, ctx.settings.currency).await? else {
        let shop = moved::shop(ctx, actor, slug)
            .await?
            .ok_or(Failure::NotFound)?;
        let to = format!("/shops/{shop}");
        return Err(Failure::Moved { to });
    };
    if !may_see(row.card.stage, is_own(actor, row.card.id)) {
        return Err(Failure::NotFound);
    }
    let list = if row.card.stage.sells() {
        search::find(ctx, actor, request).await?
    } else {
        not_selling(request)
    };
    let banner = match row.banner {
        Some(id) => pictures(&ctx.db, &[id.0]).await?.remove(&id),
        None => None,
    };
    let (listing_count, sold_count) = counts(ctx, row.card.id.0).await?;
    let front = if list.request.is_front() {
        layout::front(ctx, actor, row.card.id, preview, listing_count).await?
    } else {
        layout::Front::default()
    };
    Ok(ShopPage {
        on_sale: match row.card.stage {
            ShopStage::Open => OnSale::Yes,
            ShopStage::Paused => OnSale::ShopPaused,
            ShopStage::Preparing | ShopStage::Closed => OnSale::Preview,
        },
        postage: terms_of(&ctx.db, row.card.id, None, row.postage).await?,
        shop: row.card,
        about: row.about,
        banner,
        opened_at: row.opened_at,
        listing_count,
        sold_count,
        blocks: front.blocks,
        draft: front.draft,
        list,
    })
}

/// The list of a shop that sells nothing now.
fn not_selling(request: &SearchRequest) -> SearchPage {
    SearchPage {
        request: request.tidied(),
        pages: 1,
        ..SearchPage::default()
    }
}

async fn counts(ctx: &Ctx, shop: uuid::Uuid) -> Result<(u64, u64), Incident> {
    let row = sqlx::query!(
        r#"select count(*) filter (where stage = 'live') as "live!",
                  coalesce(sum(sold_count), 0)::bigint as "sold!"
           from listings where shop_id = $1"#,
        shop,
    )
    .fetch_one(&ctx.db)
    .await?;
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    Ok((count(row.live), count(row.sold)))
}
