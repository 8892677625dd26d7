//! A shop's own tables: its listings, its stock.

use super::{
    listing::{Moved, move_listings, stock_refusal},
    read::{choice_from, shop_head},
};
use crate::{
    Ctx,
    failure::{Failure, Incident, Refusal, denied, invalid, stored},
    outbox::Event,
    pages::page_count,
    platform::media,
    trade::stock::shelf,
};
use longtail::{
    actor::Actor,
    id::{ListingId, VariantId},
    money::Money,
    policy::{Action, permit},
    text::{Bilingual, FieldCheck},
    trade::{
        catalog::{
            Axis, CatalogError, ListingMove, ListingRow, ListingStage, ListingTable, StockRow,
            StockTable, TypedCount, options_text,
        },
        stock::{StockLevel, low::Show},
    },
};
use std::collections::{BTreeMap, BTreeSet};
use strum::VariantArray;
use uuid::Uuid;

/// Lines on one page of a table.
const PER_PAGE: u32 = 30;

/// What the table of listings is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words in the title, or an article number.
    pub q: String,
    pub stage: Option<ListingStage>,
    /// From 1.
    pub page: u32,
}

/// For `like`: what was typed, anywhere, with its own wildcards taken as they are.
pub(in crate::trade) fn anywhere(q: &str) -> String {
    let plain = q.trim().replace('\\', "\\\\");
    format!("%{}%", plain.replace('%', "\\%").replace('_', "\\_"))
}

fn amount(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// One page of a shop's listings, last changed first. Removed ones only where asked for.
///
/// # Errors
/// *Not found* for another's shop.
pub async fn listing_table(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    wanted: &Wanted,
) -> Result<ListingTable, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let currency = ctx.settings.currency;
    let stage = wanted.stage.map(<&str>::from);
    let page = wanted.page.max(1);
    let rows = sqlx::query!(
        r#"select l.id, l.slug, l.title_en, l.title_zh, l.stage, l.sold_count, l.updated_at,
                  c.name_en, c.name_zh,
                  (select media_id from listing_pictures p where p.listing_id = l.id
                   order by position limit 1) as picture,
                  v.lowest, v.highest, v.variants as "variants!", v.offered as "offered!",
                  v.available as "available!", count(*) over () as "total!"
           from listings l
           join categories c on c.id = l.category_id
           cross join lateral (
               select min(price_minor) filter (where offered) as lowest,
                      max(price_minor) filter (where offered) as highest,
                      count(*) as variants,
                      count(*) filter (where offered) as offered,
                      coalesce(sum(s.on_hand - s.reserved) filter (where offered), 0) as available
               from variants v left join stock_levels s on s.variant_id = v.id
               where v.listing_id = l.id and not v.retired) v
           where l.shop_id = $1
             and (case when $2::text is null then l.stage <> 'removed' else l.stage = $2 end)
             and (l.title_en ilike $3 or l.title_zh ilike $3
                  or exists (select 1 from variants x where x.listing_id = l.id and x.sku ilike $3))
           order by l.updated_at desc, l.id
           limit $4 offset $5"#,
        shop.id.0,
        stage,
        anywhere(&wanted.q),
        i64::from(PER_PAGE),
        i64::from(page - 1) * i64::from(PER_PAGE),
    )
    .fetch_all(&ctx.db)
    .await?;
    let pictures: Vec<Uuid> = rows.iter().filter_map(|row| row.picture).collect();
    let pictures = media::pictures(&ctx.db, &pictures).await?;
    let total = rows.first().map_or(0, |row| row.total);
    let counts = stage_counts(ctx, shop.id.0).await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, currency));
            Ok(ListingRow {
                id: ListingId(row.id),
                slug: row.slug,
                title: Bilingual::new(row.title_en, row.title_zh),
                category: Bilingual::new(row.name_en, row.name_zh),
                picture: row.picture.and_then(|id| pictures.get(&id.into()).cloned()),
                stage: stored("listings.stage", &row.stage)?,
                lowest: money(row.lowest),
                highest: money(row.highest),
                variants: amount(row.variants),
                offered: amount(row.offered),
                available: amount(row.available),
                sold: amount(row.sold_count),
                updated_at: row.updated_at,
            })
        })
        .collect::<Result<_, Incident>>()?;
    Ok(ListingTable {
        shop,
        rows,
        counts,
        page,
        pages: page_count(total, PER_PAGE.into()),
        total: amount(total),
    })
}

async fn stage_counts(ctx: &Ctx, shop: Uuid) -> Result<Vec<(ListingStage, u32)>, Incident> {
    let rows = sqlx::query!(
        r#"select stage, count(*) as "count!" from listings where shop_id = $1 group by stage"#,
        shop
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(ListingStage::VARIANTS
        .iter()
        .map(|stage| {
            let name: &str = stage.into();
            let found = rows.iter().find(|row| row.stage == name);
            (*stage, found.map_or(0, |row| amount(row.count)))
        })
        .collect())
}

/// Moves several listings of a shop, given by its slug.
///
/// # Errors
/// *Not found* for another's shop or listing.
pub async fn move_many(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    listings: &[ListingId],
    wish: ListingMove,
) -> Result<Moved, Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    move_listings(ctx, actor, shop.id, listings, wish).await
}

/// One page of a shop's stock: what is on sale and low comes first.
///
/// # Errors
/// *Not found* for another's shop.
pub async fn stock_table(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    q: &str,
    show: Show,
    page: u32,
) -> Result<StockTable, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let page = page.max(1);
    let rows = sqlx::query!(
        r#"select v.id, v.choice, v.sku, v.offered, l.id as listing, l.title_en, l.title_zh,
                  l.stage, l.axes, k.on_hand as "on_hand!", k.reserved as "reserved!", k.mark as "mark!",
                  coalesce(v.media_id, (select media_id from listing_pictures p
                      where p.listing_id = l.id order by position limit 1)) as picture,
                  count(*) over () as "total!"
           from variants v
           join listings l on l.id = v.listing_id
           join shops s on s.id = l.shop_id
           left join stock_levels w on w.variant_id = v.id
           cross join lateral (
               select coalesce(w.on_hand, 0) as on_hand, coalesce(w.reserved, 0) as reserved,
                      coalesce(w.on_hand - w.reserved, 0) as available,
                      coalesce(w.low_at, s.low_stock_at) as mark, l.stage = 'live' and v.offered as sold) k
           where l.shop_id = $1 and l.stage <> 'removed' and not v.retired
             and (l.title_en ilike $2 or l.title_zh ilike $2 or v.sku ilike $2)
             and case $3::text when 'low' then k.sold and k.available < k.mark
                         when 'sold_out' then k.sold and k.available = 0 else true end
           order by k.sold desc, (k.available < k.mark) desc, k.available, l.title_en, l.id, v.position
           limit $4 offset $5"#,
        shop.id.0,
        anywhere(q),
        <&str>::from(show),
        i64::from(PER_PAGE),
        i64::from(page - 1) * i64::from(PER_PAGE),
    )
    .fetch_all(&ctx.db)
    .await?;
    let counts = stock_counts(ctx, shop.id.0).await?;
    let pictures: Vec<Uuid> = rows.iter().filter_map(|row| row.picture).collect();
    let pictures = media::pictures(&ctx.db, &pictures).await?;
    let total = rows.first().map_or(0, |row| row.total);
    let rows = rows
        .into_iter()
        .map(|row| {
            let axes: Vec<Axis> = serde_json::from_value(row.axes)?;
            Ok(StockRow {
                variant: VariantId(row.id),
                listing: ListingId(row.listing),
                title: Bilingual::new(row.title_en, row.title_zh),
                options: options_text(&axes, &choice_from(&row.choice)),
                sku: row.sku,
                picture: row.picture.and_then(|id| pictures.get(&id.into()).cloned()),
                stage: stored("listings.stage", &row.stage)?,
                offered: row.offered,
                level: StockLevel {
                    on_hand: row.on_hand.unsigned_abs(),
                    reserved: row.reserved.unsigned_abs(),
                },
                mark: row.mark.unsigned_abs(),
            })
        })
        .collect::<Result<_, Incident>>()?;
    Ok(StockTable {
        shop,
        rows,
        show,
        all: counts.all,
        low: counts.low,
        sold_out: counts.sold_out,
        shop_mark: counts.shop_mark,
        page,
        pages: page_count(total, PER_PAGE.into()),
        total: amount(total),
    })
}

struct StockCounts {
    all: u32,
    low: u32,
    sold_out: u32,
    shop_mark: u32,
}

async fn stock_counts(ctx: &Ctx, shop: Uuid) -> Result<StockCounts, Incident> {
    let row = sqlx::query!(
        r#"select s.low_stock_at, count(k.available) as "all!",
                  count(*) filter (where k.sold and k.available < k.mark) as "low!",
                  count(*) filter (where k.sold and k.available = 0) as "sold_out!"
           from shops s
           left join lateral (
               select coalesce(w.on_hand - w.reserved, 0) as available,
                      coalesce(w.low_at, s.low_stock_at) as mark, l.stage = 'live' and v.offered as sold
               from listings l join variants v on v.listing_id = l.id
               left join stock_levels w on w.variant_id = v.id
               where l.shop_id = s.id and l.stage <> 'removed' and not v.retired) k on true
           where s.id = $1 group by s.id"#,
        shop
    )
    .fetch_one(&ctx.db)
    .await?;
    Ok(StockCounts {
        all: amount(row.all),
        low: amount(row.low),
        sold_out: amount(row.sold_out),
        shop_mark: row.low_stock_at.unsigned_abs(),
    })
}

/// Counts the shelves that were changed on the page. Returns how many.
///
/// # Errors
/// Fields that are no number; fewer than are promised; *not found* for another's goods.
pub async fn count_shelves(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    typed: &[TypedCount],
) -> Result<u32, Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let mut check = FieldCheck::default();
    let mut counts = BTreeMap::new();
    for (i, line) in typed.iter().enumerate() {
        if line.on_hand.trim() == line.was.trim() {
            continue;
        }
        let pieces = check.number(&format!("rows[{i}][on_hand]"), &line.on_hand, 0, 1_000_000);
        let variant: VariantId = line.variant.parse().map_err(|_| Failure::NotFound)?;
        counts.insert(variant, pieces as u32);
    }
    check.finish().map_err(invalid)?;
    if counts.is_empty() {
        return Ok(0);
    }
    let mut tx = ctx.transaction().await?;
    let ids: Vec<Uuid> = counts.keys().map(|id| id.0).collect();
    let owned = sqlx::query!(
        "select v.id, l.id as listing from variants v join listings l on l.id = v.listing_id
         where v.id = any($1) and l.shop_id = $2",
        &ids,
        shop.id.0
    )
    .fetch_all(tx.sql())
    .await?;
    if owned.len() != counts.len() {
        return Err(Failure::NotFound);
    }
    shelf::count_many(&mut tx, &counts, actor.account())
        .await
        .map_err(|failure| failure.map_refusal(stock_refusal))?;
    let listings: BTreeSet<Uuid> = owned.iter().map(|row| row.listing).collect();
    for listing in listings {
        tx.emit(Event::ListingChanged {
            listing: ListingId(listing),
        })
        .await?;
    }
    tx.commit().await?;
    Ok(amount(counts.len() as i64))
}
