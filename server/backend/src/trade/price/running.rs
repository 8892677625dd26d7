//! What runs at this moment, as everybody is told of it: the market's spend-and-save, and goods at
//! their shops' offers.

use crate::{ctx::Ctx, failure::Incident, trade::catalog::browse::cards};
use longtail::{
    id::ListingId,
    money::Money,
    text::Bilingual,
    trade::{
        price::RunningCampaign,
        search::{ListingCard, narrow::MOST_VALUES},
    },
    when::local_text,
};
use std::cmp::Reverse;

/// Goods at an offer that are shown.
const SHOWN: usize = 6;
/// Of one shop. The lead above them says so.
const OF_ONE_SHOP: i64 = 3;
/// Goods at an offer whose prices of before are looked at together.
const COMPARED: usize = 30;
/// The same in all, where those at first were hardly cheaper than before.
const MOST_COMPARED: i64 = 300;

/// The spend-and-save that runs. One that shops pay a part of and none takes part in saves
/// nobody anything, and is not told.
///
/// # Errors
/// An incident when the database cannot be read.
pub(crate) async fn running_campaign(ctx: &Ctx) -> Result<Option<RunningCampaign>, Incident> {
    let row = sqlx::query!(
        r#"select c.name_en, c.name_zh, c.every_minor, c.save_minor, c.cap_minor, c.shop_share_bp, c.until_at,
                  array(select s.slug from campaign_shops p join shops s on s.id = p.shop_id
                        where p.campaign_id = c.id and s.stage = 'open'
                        order by p.joined_at, s.slug limit $2) as "shops!"
           from campaigns c where c.from_at <= $1 and c.until_at > $1"#,
        ctx.now(),
        MOST_VALUES as i64,
    )
    .fetch_optional(&ctx.db)
    .await?;
    let money = |minor| Money::new(minor, ctx.settings.currency);
    Ok(row
        .filter(|row| row.shop_share_bp == 0 || !row.shops.is_empty())
        .map(|row| RunningCampaign {
            name: Bilingual::new(row.name_en, row.name_zh),
            every: money(row.every_minor),
            save: money(row.save_minor),
            cap: row.cap_minor.map(money),
            until: local_text(row.until_at),
            shops: match row.shop_share_bp {
                0 => Vec::new(),
                _ => row.shops,
            },
        }))
}

/// Goods at an offer that cost less than before it: of the first few that are found the largest share
/// off first.
///
/// # Errors
/// An incident when the database cannot be read.
pub(crate) async fn reduced(ctx: &Ctx) -> Result<Vec<ListingCard>, Incident> {
    let mut reduced = Vec::new();
    for few in at_an_offer(ctx).await?.chunks(COMPARED) {
        reduced.extend(cards(ctx, &[few]).await?.into_iter().flatten());
        reduced = most_reduced(reduced);
        if reduced.len() == SHOWN {
            break;
        }
    }
    Ok(reduced)
}

/// Goods that can be had at an offer which runs and lowers their price, the largest share off the
/// list price first. What of them is cheaper than before, [`most_reduced`] says.
async fn at_an_offer(ctx: &Ctx) -> Result<Vec<ListingId>, Incident> {
    // A share that rounds to nothing lowers nothing.
    let ids = sqlx::query_scalar!(
        r#"with running as (
               select id, shop_id, chosen, share_bp, amount_minor from shop_offers
               where from_at <= $1 and until_at > $1),
           offered as (
               select f.listing_id, f.shop_id, f.sold_count,
                      max(coalesce(o.share_bp, least(o.amount_minor * 10000 / f.lowest_minor, 9500))) as saved
               from running o join shelf f on f.shop_id = o.shop_id
               where f.in_stock and f.lowest_minor > 1
                   and (o.share_bp is null or f.lowest_minor * o.share_bp >= 5000)
                   and (not o.chosen or exists (
                       select 1 from shop_offer_listings l
                       where l.offer_id = o.id and l.listing_id = f.listing_id))
               group by f.listing_id, f.shop_id, f.sold_count),
           ranked as (
               select listing_id, sold_count, saved,
                      row_number() over (
                          partition by shop_id
                          order by saved desc, sold_count desc, listing_id) as place
               from offered)
           select listing_id as "id!" from ranked where place <= $2
           order by saved desc, sold_count desc, listing_id limit $3"#,
        ctx.now(),
        OF_ONE_SHOP,
        MOST_COMPARED,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(ids.into_iter().map(ListingId).collect())
}

/// Of cards at an offer those that cost less than before it, the largest share off first.
fn most_reduced(cards: Vec<ListingCard>) -> Vec<ListingCard> {
    let mut reduced: Vec<(i64, ListingCard)> = cards
        .into_iter()
        .filter_map(|card| {
            let was = card.was_price?.minor;
            let off = was - card.price.minor;
            (off > 0).then(|| (off.saturating_mul(10_000) / was, card))
        })
        .collect();
    reduced.sort_by_key(|(share, _)| Reverse(*share));
    let cards = reduced.into_iter().map(|(_, card)| card);
    cards.take(SHOWN).collect()
}
