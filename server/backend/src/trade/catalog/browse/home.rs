//! The home page: the head of the market first, then paths into its tail.

use super::{cards, tail};
use crate::{
    ctx::{Ctx, column},
    failure::{Failure, Incident, Refusal, stored},
    platform::media::pictures,
    trade::{
        price::{offers_of, reduced, running_campaign},
        search::{CategoryTree, load_tree},
        seen,
    },
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::{CategoryId, ListingId, MediaId, ShopId},
    money::Money,
    text::Bilingual,
    trade::{
        catalog::browse::{Because, CategoryTile, HomePage, ShopTile, pocket_money},
        price::unit_now,
        search::ListingCard,
        seen::Looker,
        shop::ShopCard,
        tail::QUIET_AT_MOST,
    },
};
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::Arc,
};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Cards in one row of the home page.
const ROW: i64 = 10;
/// Shops to visit.
const SHOPS: i64 = 6;
/// Top categories shown.
const CATEGORIES: usize = 12;
/// Sales of this long ago still count as now.
const NOW: Duration = Duration::days(30);
/// Things looked at before.
const SEEN: usize = 10;
/// Things shown because of the latest of them.
const BECAUSE: usize = 6;

/// The street as it was read a moment ago. It is the same for everybody and asks for every
/// listing there is, so one reads it for all who come meanwhile.
#[derive(Clone, Default)]
pub struct Street(Arc<Mutex<Option<Reading>>>);

struct Reading {
    good_until: DateTime<Utc>,
    street: HomePage,
}

impl Street {
    async fn now(&self, ctx: &Ctx) -> Result<HomePage, Incident> {
        let mut kept = self.0.lock().await;
        if let Some(reading) = &*kept
            && ctx.now() < reading.good_until
        {
            return Ok(reading.street.clone());
        }
        let street = street(ctx).await?;
        *kept = Some(Reading {
            good_until: ctx.now() + ctx.settings.street_for,
            street: street.clone(),
        });
        Ok(street)
    }
}

/// The start page: the street, which is the same for everybody, and what this visitor's own
/// looks add to it. Everybody may.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn home_page(ctx: &Ctx, looker: &Looker) -> Result<HomePage, Failure<Refusal>> {
    let street = ctx.street.now(ctx).await?;
    let (seen, because) = own_way(ctx, looker, &street).await?;
    Ok(HomePage {
        seen,
        because,
        ..street
    })
}

/// What a visitor looked at, and the way it opens into the tail.
async fn own_way(
    ctx: &Ctx,
    looker: &Looker,
    street: &HomePage,
) -> Result<(Vec<ListingCard>, Option<Because>), Incident> {
    let lately = seen::lately(ctx, looker, SEEN).await?;
    if lately.is_empty() {
        return Ok((Vec::new(), None));
    }
    let seen = cards(ctx, &[&lately]).await?.pop().unwrap_or_default();
    let shown: Vec<ListingId> = [&street.selling_now, &street.quietly_loved, &seen]
        .into_iter()
        .flatten()
        .map(|card| card.id)
        .collect();
    let tree = load_tree(&ctx.db).await?;
    let because = tail::because(ctx, &seen, &tree, &shown, BECAUSE).await?;
    Ok((seen, because))
}

/// What everybody sees.
async fn street(ctx: &Ctx) -> Result<HomePage, Incident> {
    let tree = load_tree(&ctx.db).await?;
    let under = pocket_money(ctx.settings.currency);
    let selling_now = selling_now(ctx).await?;
    // the tail is for what the head does not show
    let mut shown: HashSet<Uuid> = selling_now.iter().map(|id| id.0).collect();
    let mut unseen = |ids: Vec<Uuid>| -> Vec<ListingId> {
        ids.into_iter()
            .filter(|id| shown.insert(*id))
            .take(ROW as usize)
            .map(ListingId)
            .collect()
    };
    let quietly_loved = unseen(quietly_loved(ctx).await?);
    let new_this_week = unseen(newest(ctx).await?);
    let under_price = unseen(cheap(ctx, under).await?);
    let lists = [selling_now, quietly_loved, new_this_week, under_price];
    let mut rows = cards(ctx, &lists.each_ref().map(Vec::as_slice))
        .await?
        .into_iter();
    let mut next = || rows.next().unwrap_or_default();
    let (categories, listing_count) = categories(ctx, &tree).await?;
    let (shops, shop_count) = shops(ctx).await?;
    Ok(HomePage {
        categories,
        campaign: running_campaign(ctx).await?,
        reduced: reduced(ctx).await?,
        seen: Vec::new(),
        because: None,
        selling_now: next(),
        quietly_loved: next(),
        new_this_week: next(),
        under,
        under_price: next(),
        shops,
        shop_count,
        listing_count,
    })
}

async fn categories(ctx: &Ctx, tree: &CategoryTree) -> Result<(Vec<CategoryTile>, u64), Incident> {
    // of each category: how much is in it, and the picture of what sells best there
    let rows = sqlx::query!(
        r#"select f.category_id as "id!", count(*) as "count!",
                  max(f.sold_count) as "sold!",
                  (array_agg(p.media_id order by f.sold_count desc, f.listing_id)
                      filter (where p.media_id is not null))[1] as media_id
           from shelf f
           left join listing_pictures p on p.listing_id = f.listing_id and p.position = (
               select min(position) from listing_pictures where listing_id = f.listing_id)
           group by f.category_id"#
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut tops: HashMap<CategoryId, (u64, Option<(i64, Uuid)>)> = HashMap::new();
    let mut all = 0;
    for row in rows {
        let count = u64::try_from(row.count).unwrap_or_default();
        all += count;
        if let Some(top) = tree.trail(CategoryId(row.id)).first() {
            let (counted, best) = tops.entry(top.id).or_default();
            *counted += count;
            *best = (*best).max(row.media_id.map(|media| (row.sold, media)));
        }
    }
    let wanted: Vec<Uuid> = tops
        .values()
        .filter_map(|(_, best)| best.map(|(_, media)| media))
        .collect();
    let known = pictures(&ctx.db, &wanted).await?;
    let tiles = tree
        .nodes
        .iter()
        .filter(|node| node.depth == 0)
        .map(|node| {
            let (count, best) = tops.get(&node.id).copied().unwrap_or_default();
            CategoryTile {
                slug: node.slug.clone(),
                name: node.name.clone(),
                count,
                picture: best.and_then(|(_, media)| known.get(&MediaId(media)).cloned()),
            }
        })
        .take(CATEGORIES)
        .collect();
    Ok((tiles, all))
}

/// What sold most lately, else ever; at most two things of one shop.
async fn selling_now(ctx: &Ctx) -> Result<Vec<ListingId>, Incident> {
    let ids = sqlx::query_scalar!(
        r#"with lately as (
               select ol.listing_id, sum(ol.quantity - ol.unsent_quantity) as pieces
               from order_lines ol join orders o on o.id = ol.order_id
               where o.paid_at > $1 and o.stage <> 'cancelled'
               group by ol.listing_id),
           ranked as (
               select f.listing_id, f.sold_count, coalesce(n.pieces, 0) as pieces,
                      row_number() over (
                          partition by f.shop_id
                          order by coalesce(n.pieces, 0) desc, f.sold_count desc, f.listing_id) as place
               from shelf f left join lately n on n.listing_id = f.listing_id
               where f.in_stock)
           select listing_id as "id!" from ranked where place <= 2
           order by pieces desc, sold_count desc, listing_id limit $2"#,
        ctx.now() - NOW,
        ROW,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(ids.into_iter().map(ListingId).collect())
}

/// Sold a few times, to several people: good, and hardly seen. One of each shop.
async fn quietly_loved(ctx: &Ctx) -> Result<Vec<Uuid>, Incident> {
    Ok(sqlx::query_scalar!(
        r#"with loved as (
               select ol.listing_id, count(distinct o.buyer_id) as buyers
               from order_lines ol join orders o on o.id = ol.order_id
               where o.stage in ('completed', 'shipped')
               group by ol.listing_id),
           ranked as (
               select f.listing_id, f.sold_count, coalesce(b.buyers, 0) as buyers,
                      row_number() over (
                          partition by f.shop_id
                          order by coalesce(b.buyers, 0) desc, f.sold_count, f.listing_id) as place
               from shelf f left join loved b on b.listing_id = f.listing_id
               where f.in_stock and f.sold_count between 1 and $1)
           select listing_id as "id!" from ranked where place = 1
           order by buyers desc, sold_count, listing_id limit $2"#,
        QUIET_AT_MOST,
        3 * ROW,
    )
    .fetch_all(&ctx.db)
    .await?)
}

/// The newest things, two of one shop at most.
async fn newest(ctx: &Ctx) -> Result<Vec<Uuid>, Incident> {
    Ok(sqlx::query_scalar!(
        r#"select listing_id as "id!" from (
               select listing_id, published_at,
                      row_number() over (partition by shop_id order by published_at desc, listing_id) as place
               from shelf where in_stock) ranked
           where place <= 2
           order by published_at desc, listing_id limit $1"#,
        3 * ROW,
    )
    .fetch_all(&ctx.db)
    .await?)
}

/// Just under a small price at the shops' offers, the dearest first; one of each shop.
async fn cheap(ctx: &Ctx, under: Money) -> Result<Vec<Uuid>, Incident> {
    let mut db = ctx.db.acquire().await?;
    let now = ctx.now();
    let open = sqlx::query_scalar!("select id from shops where stage = 'open'")
        .fetch_all(&mut *db)
        .await?;
    let mut offers = offers_of(&mut db, &column(&open, |id| ShopId(*id)), now).await?;
    offers.retain(|offer| offer.span.is_running(now));
    let whole: Vec<_> = offers
        .iter()
        .filter(|offer| offer.listings.is_none())
        .map(|offer| (offer.shop.0, offer.dearest_below(under.minor)))
        .collect();
    let chosen: Vec<_> = offers
        .iter()
        .flat_map(|offer| {
            let most = offer.dearest_below(under.minor);
            let listings = offer.listings.iter().flatten();
            listings.map(move |listing| (listing.0, offer.id.0, most))
        })
        .collect();
    // Where the same offers hold, what is dearer in the list stays dearer, so of all such goods of
    // a shop the dearest is enough.
    let rows = sqlx::query!(
        r#"with whole as (
               select shop_id, max(most) as most
               from unnest($2::uuid[], $3::bigint[]) as w (shop_id, most) group by shop_id),
           chosen as (
               select listing_id, max(most) as most, array_agg(offer_id order by offer_id) as offers
               from unnest($4::uuid[], $5::uuid[], $6::bigint[]) as c (listing_id, offer_id, most)
               group by listing_id)
           select listing_id as "id!", shop_id as "shop_id!", lowest_minor as "lowest_minor!" from (
               select f.listing_id, f.shop_id, f.lowest_minor,
                      row_number() over (
                          partition by f.shop_id, c.offers
                          order by f.lowest_minor desc, f.listing_id) as place
               from shelf f
               left join whole w on w.shop_id = f.shop_id
               left join chosen c on c.listing_id = f.listing_id
               where f.in_stock and (
                   f.lowest_minor < $1 or f.lowest_minor <= w.most or f.lowest_minor <= c.most)) ranked
           where place = 1"#,
        under.minor,
        &column(&whole, |(shop, _)| *shop),
        &column(&whole, |(_, most)| *most),
        &column(&chosen, |(listing, ..)| *listing),
        &column(&chosen, |(_, offer, _)| *offer),
        &column(&chosen, |(.., most)| *most),
    )
    .fetch_all(&mut *db)
    .await?;
    let mut found: Vec<(i64, Uuid, Uuid)> = rows
        .into_iter()
        .map(|row| {
            let place = (ShopId(row.shop_id), ListingId(row.id));
            let unit = unit_now(&offers, place, row.lowest_minor, now);
            (unit, row.id, row.shop_id)
        })
        .filter(|(unit, ..)| *unit < under.minor)
        .collect();
    found.sort_unstable_by_key(|(unit, id, _)| (Reverse(*unit), *id));
    let mut shops = HashSet::new();
    found.retain(|(.., shop)| shops.insert(*shop));
    Ok(found.into_iter().map(|(_, id, _)| id).collect())
}

/// Shops with something to show, and how many sell at all.
async fn shops(ctx: &Ctx) -> Result<(Vec<ShopTile>, u64), Incident> {
    let rows = sqlx::query!(
        r#"with selling as (
               select shop_id, count(*) as listings, sum(sold_count)::bigint as sold,
                      max(published_at) as latest
               from shelf group by shop_id)
           select s.id, s.slug, s.tier, s.stage, s.name_en, s.name_zh, s.about_en, s.about_zh,
                  s.city_en, s.city_zh, s.mark_id,
                  g.listings as "listings!", g.sold as "sold!",
                  (select count(*) from selling) as "all_shops!",
                  array(select p.media_id from listings l
                        join listing_pictures p on p.listing_id = l.id and p.position = (
                            select min(position) from listing_pictures where listing_id = l.id)
                        where l.shop_id = s.id and l.stage = 'live'
                        order by l.sold_count desc, l.id limit 3) as "pictures!"
           from selling g join shops s on s.id = g.shop_id
           -- a shop with few sales and something new is as welcome as one that sells a lot
           order by g.latest desc, s.id limit $1"#,
        SHOPS,
    )
    .fetch_all(&ctx.db)
    .await?;
    let wanted: Vec<Uuid> = rows
        .iter()
        .flat_map(|row| row.mark_id.iter().chain(&row.pictures))
        .copied()
        .collect();
    let known = pictures(&ctx.db, &wanted).await?;
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let shop_count = rows
        .first()
        .map(|row| count(row.all_shops))
        .unwrap_or_default();
    let tiles = rows
        .into_iter()
        .map(|row| {
            Ok(ShopTile {
                shop: ShopCard {
                    id: ShopId(row.id),
                    slug: row.slug,
                    name: Bilingual::new(row.name_en, row.name_zh),
                    tier: stored("tier", &row.tier)?,
                    stage: stored("stage", &row.stage)?,
                    city: Bilingual::new(row.city_en, row.city_zh),
                    mark: row.mark_id.and_then(|id| known.get(&MediaId(id)).cloned()),
                },
                about: Bilingual::new(row.about_en, row.about_zh),
                listing_count: count(row.listings),
                sold_count: count(row.sold),
                pictures: row
                    .pictures
                    .iter()
                    .filter_map(|id| known.get(&MediaId(*id)).cloned())
                    .collect(),
            })
        })
        .collect::<Result<_, Incident>>()?;
    Ok((tiles, shop_count))
}
