//! The first page of a back office: what to do today, and how it is going.

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal},
    money::deposit,
    trade::{cart::option_words, order, shop::back_office_shop},
};
use chrono::{DateTime, Duration, FixedOffset, NaiveDate, Utc};
use longtail::{
    actor::{Actor, ShopRole},
    growth::dashboard::{DAYS, Day, Figures, LowStock, Period, ShopOverview, late_before},
    id::{ListingId, ShopId, VariantId},
    money::Money,
    text::Bilingual,
};
use std::collections::HashMap;

/// Rows that the page shows of what is low, and of the latest orders.
const SHOWN: i64 = 10;
const LATEST: i64 = 6;
/// Days are those of the market's clock, as on every page.
const ZONE_SECONDS: i32 = 8 * 3600;

/// What a shop's people see first. Clerks see counts, owners money too.
///
/// # Errors
/// *Sign in* for strangers and guests; not found for all but the shop's own people.
pub async fn shop_overview(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
) -> Result<ShopOverview, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    let (id, now) = (shop.id(), ctx.now());
    let work = sqlx::query!(
        r#"select count(*) as "to_ship!", count(*) filter (where paid_at < $2) as "late!",
                  min(paid_at) as oldest
           from orders where shop_id = $1 and stage = 'to_ship'"#,
        id.0,
        late_before(now),
    )
    .fetch_one(&ctx.db)
    .await?;
    let from = now - Duration::days(DAYS);
    let figures = Figures::of(
        period(ctx, id, from, now).await?,
        period(ctx, id, from - Duration::days(DAYS), from).await?,
        shop.role,
    );
    let (low_stock, low_stock_count) = low_stock(ctx, id).await?;
    let deposit_missing = match shop.role {
        ShopRole::Owner => deposit::missing(ctx, &shop.card).await?,
        ShopRole::Clerk => None,
    };
    Ok(ShopOverview {
        role: shop.role,
        to_ship: u32::try_from(work.to_ship)?,
        late: u32::try_from(work.late)?,
        oldest_to_ship: work.oldest,
        low_stock,
        low_stock_count,
        deposit_missing,
        figures,
        days: days(ctx, id, now, shop.role).await?,
        latest: order::latest_of_shop(ctx, id, LATEST).await?,
        shop: shop.card,
        now,
    })
}

/// What was paid within a time. Orders called off since do not count, nor what was paid back.
async fn period(
    ctx: &Ctx,
    shop: ShopId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Period, Incident> {
    let row = sqlx::query!(
        r#"select count(*) as "orders!", count(distinct buyer_id) as "buyers!",
                  coalesce(sum(goods_minor + postage_minor - refunded_goods_minor - refunded_postage_minor), 0)::bigint as "turnover!"
           from orders
           where shop_id = $1 and paid_at >= $2 and paid_at < $3 and stage <> 'cancelled'"#,
        shop.0,
        from,
        to,
    )
    .fetch_one(&ctx.db)
    .await?;
    Ok(Period {
        orders: row.orders,
        buyers: row.buyers,
        turnover_minor: row.turnover,
    })
}

/// The last days one by one, also those without an order.
async fn days(
    ctx: &Ctx,
    shop: ShopId,
    now: DateTime<Utc>,
    role: ShopRole,
) -> Result<Vec<Day>, Incident> {
    let zone = FixedOffset::east_opt(ZONE_SECONDS)
        .ok_or_else(|| Incident::new("the market's zone is none"))?;
    let today = now.with_timezone(&zone).date_naive();
    let first = today - Duration::days(DAYS - 1);
    let rows = sqlx::query!(
        r#"select ((paid_at at time zone 'UTC') + make_interval(secs => $3))::date as "date!",
                  count(*) as "orders!",
                  sum(goods_minor + postage_minor - refunded_goods_minor - refunded_postage_minor)::bigint as "turnover!"
           from orders
           where shop_id = $1 and stage <> 'cancelled' and paid_at >= $2
           group by 1"#,
        shop.0,
        now - Duration::days(DAYS + 1),
        f64::from(ZONE_SECONDS),
    )
    .fetch_all(&ctx.db)
    .await?;
    let found: HashMap<NaiveDate, (i64, i64)> = rows
        .into_iter()
        .map(|row| (row.date, (row.orders, row.turnover)))
        .collect();
    first
        .iter_days()
        .take_while(|date| *date <= today)
        .map(|date| {
            let (orders, turnover) = found.get(&date).copied().unwrap_or_default();
            Ok(Day {
                date,
                orders: u32::try_from(orders)?,
                turnover: (role == ShopRole::Owner)
                    .then(|| Money::new(turnover, ctx.settings.currency)),
            })
        })
        .collect()
}

async fn low_stock(ctx: &Ctx, shop: ShopId) -> Result<(Vec<LowStock>, u32), Incident> {
    let rows = sqlx::query!(
        r#"select l.id as listing_id, v.id as variant_id, l.title_en, l.title_zh, l.axes, v.choice,
                  greatest(coalesce(k.on_hand - k.reserved, 0), 0) as "available!",
                  count(*) over () as "all!"
           from listings l
           join shops s on s.id = l.shop_id
           join variants v on v.listing_id = l.id and v.offered
           left join stock_levels k on k.variant_id = v.id
           where l.shop_id = $1 and l.stage = 'live'
             and coalesce(k.on_hand - k.reserved, 0) < coalesce(k.low_at, s.low_stock_at)
           order by 7, l.sold_count desc, v.id limit $2"#,
        shop.0,
        SHOWN,
    )
    .fetch_all(&ctx.db)
    .await?;
    let all = rows.first().map_or(0, |row| row.all);
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(LowStock {
                listing: ListingId(row.listing_id),
                variant: VariantId(row.variant_id),
                title: Bilingual::new(row.title_en, row.title_zh),
                options: option_words(&row.axes, &row.choice),
                available: u32::try_from(row.available)?,
            })
        })
        .collect::<Result<_, Incident>>()?;
    Ok((rows, u32::try_from(all)?))
}
