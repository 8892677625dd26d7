//! A shop's offers and coupons, as its owner sees them.

use super::load::{campaigns, coupons, latest_offers};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied},
    trade::shop::back_office_shop,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{CouponId, ListingId, ShopId},
    money::Money,
    policy::{Action, permit},
    text::Bilingual,
    trade::price::{
        Campaign, CampaignRow, CouponRow, Offer, OfferListing, OfferRow, OffersPage, Span, Standing,
    },
};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows of each list; the older ones stay in the database.
const MOST: i64 = 100;
/// Listings that an offer can be made for one by one.
const MOST_LISTINGS: i64 = 300;

/// Everything about a shop's offers and coupons, and the campaigns that it may join.
///
/// # Errors
/// Not found for all but the shop's owners.
pub async fn offers_page(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
) -> Result<OffersPage, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    let id = shop.id();
    permit(actor, Action::KeepOffers(id)).map_err(denied)?;
    let mut db = ctx.db.acquire().await?;
    // A form that comes back has its ticks by their place: what is sold meanwhile moves none.
    let listings: Vec<OfferListing> = sqlx::query!(
        "select id, title_en, title_zh from listings where shop_id = $1 and stage = 'live'
         order by title_en, title_zh, id limit $2",
        id.0,
        MOST_LISTINGS,
    )
    .fetch_all(&mut *db)
    .await?
    .into_iter()
    .map(|row| OfferListing {
        id: ListingId(row.id),
        title: Bilingual::new(row.title_en, row.title_zh),
    })
    .collect();
    Ok(OffersPage {
        offers: offer_rows(&mut db, id, ctx.now()).await?,
        coupons: coupon_rows(&mut db, ctx, Some(id)).await?,
        campaigns: shared_campaigns(&mut db, ctx, id).await?,
        currency: ctx.settings.currency,
        shop: shop.card,
        listings,
        commands: (ctx.new_id(), ctx.new_id()),
    })
}

/// What runs first, then what is ahead; what is over comes last.
fn in_order<T>(rows: &mut [T], of: impl Fn(&T) -> (Span, Standing)) {
    rows.sort_by_key(|row| {
        let (span, standing) = of(row);
        let place = match standing {
            Standing::Running => 0,
            Standing::Ahead => 1,
            Standing::Over => 2,
        };
        (place, std::cmp::Reverse(span.from))
    });
}

async fn offer_rows(
    db: &mut PgConnection,
    shop: ShopId,
    now: DateTime<Utc>,
) -> Result<Vec<OfferRow>, Incident> {
    let offers = latest_offers(&mut *db, shop, MOST).await?;
    let ids: Vec<Uuid> = offers
        .iter()
        .flat_map(|offer| offer.listings.iter().flatten())
        .map(|id| id.0)
        .collect();
    let titles: BTreeMap<ListingId, Bilingual> = sqlx::query!(
        "select id, title_en, title_zh from listings where id = any($1)",
        &ids
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        (
            ListingId(row.id),
            Bilingual::new(row.title_en, row.title_zh),
        )
    })
    .collect();
    let titles_of = |offer: &Offer| {
        let listings = offer.listings.as_ref()?;
        let titles = listings.iter().filter_map(|id| titles.get(id).cloned());
        Some(titles.collect())
    };
    let mut rows: Vec<OfferRow> = offers
        .iter()
        .map(|offer| OfferRow {
            id: offer.id,
            name: offer.name.clone(),
            off: offer.off,
            listings: titles_of(offer),
            span: offer.span,
            standing: offer.span.standing(now),
        })
        .collect();
    in_order(&mut rows, |row| (row.span, row.standing));
    Ok(rows)
}

/// The coupons of a shop, with what each took off orders that were paid or wait to be when they
/// were placed; or those of the platform, with what it pays for each of orders that stand, less
/// its part of what came back.
pub(super) async fn coupon_rows(
    db: &mut PgConnection,
    ctx: &Ctx,
    shop: Option<ShopId>,
) -> Result<Vec<CouponRow>, Incident> {
    let found = sqlx::query!(
        r#"select c.id, coalesce(case
                      when c.shop_id is null then (
                          select sum(n.platform_coupon_minor
                                     - div(n.refunded_promoted_minor::numeric * n.platform_coupon_minor,
                                           nullif(n.promoted_minor, 0)))
                          from coupon_uses u join orders o on o.checkout_id = u.checkout_id
                          join order_lines n on n.order_id = o.id
                          where u.coupon_id = c.id and o.stage in ('to_ship', 'shipped', 'completed'))
                      else (select sum(u.off_minor) from coupon_uses u
                            where u.coupon_id = c.id and u.given_back_at is null) end, 0)::bigint as "spent!"
           from coupons c where c.shop_id is not distinct from $1
           order by c.until_at desc, c.id limit $2"#,
        shop.map(|shop| shop.0),
        MOST,
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    let mut known = coupons(db, &ids).await?;
    let mut rows: Vec<CouponRow> = found
        .into_iter()
        .filter_map(|row| {
            let coupon = known.remove(&CouponId(row.id))?;
            Some(CouponRow {
                standing: coupon.span.standing(ctx.now()),
                spent: Money::new(row.spent, ctx.settings.currency),
                coupon,
            })
        })
        .collect();
    in_order(&mut rows, |row| (row.coupon.span, row.standing));
    Ok(rows)
}

/// The campaigns of these ids, with what was saved by each when it was ordered, and what the
/// platform pays of that for orders that stand: less what came back, of which its coupons took
/// their part, and the campaign has the rest.
pub(super) async fn campaign_rows(
    db: &mut PgConnection,
    ctx: &Ctx,
    ids: &[Uuid],
) -> Result<Vec<CampaignRow>, Incident> {
    let saved: BTreeMap<Uuid, (i64, i64)> = sqlx::query!(
        r#"select c.campaign_id as "id!",
                  sum(n.campaign_shop_minor + n.campaign_platform_minor)::bigint as "saved!",
                  coalesce(sum(n.campaign_platform_minor - n.refunded_promoted_minor
                               + div(n.refunded_promoted_minor::numeric * n.platform_coupon_minor,
                                     nullif(n.promoted_minor, 0)))
                           filter (where o.stage in ('to_ship', 'shipped', 'completed')),
                           0)::bigint as "by_platform!"
           from checkouts c join orders o on o.checkout_id = c.id join order_lines n on n.order_id = o.id
           where c.campaign_id = any($1) and c.stage in ('awaiting_payment', 'paid')
           group by c.campaign_id"#,
        ids
    )
    .fetch_all(&mut *db)
    .await?
    .into_iter()
    .map(|row| (row.id, (row.saved, row.by_platform)))
    .collect();
    let money = |minor| Money::new(minor, ctx.settings.currency);
    let mut rows: Vec<CampaignRow> = campaigns(db, ids, &[])
        .await?
        .into_iter()
        .map(|campaign| {
            let (all, by_platform) = saved.get(&campaign.id.0).copied().unwrap_or_default();
            CampaignRow {
                standing: campaign.span.standing(ctx.now()),
                saved: money(all),
                by_platform: money(by_platform),
                campaign,
            }
        })
        .collect();
    in_order(&mut rows, |row| (row.campaign.span, row.standing));
    Ok(rows)
}

/// Those of which shops pay a part, and which are not over, and whether this shop takes part.
/// What they cost the market and other shops is none of its business.
async fn shared_campaigns(
    db: &mut PgConnection,
    ctx: &Ctx,
    shop: ShopId,
) -> Result<Vec<(Campaign, bool)>, Incident> {
    let ids = sqlx::query_scalar!(
        "select id from campaigns where shop_share_bp > 0 and until_at > $1 order by from_at limit $2",
        ctx.now(),
        MOST,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut shared = campaigns(db, &ids, &[shop]).await?;
    in_order(&mut shared, |campaign| {
        (campaign.span, campaign.span.standing(ctx.now()))
    });
    Ok(shared
        .into_iter()
        .map(|campaign| {
            let joined = campaign.joined.contains(&shop);
            (campaign, joined)
        })
        .collect())
}
