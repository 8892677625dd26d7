//! The movements of one variant, with its level day by day.

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, stored},
    pages::page_count,
    trade::{cart::option_words, catalog::shop_head},
};
use chrono::{Duration, NaiveDate};
use longtail::{
    actor::Actor,
    id::{ListingId, OrderId, StockCountId, VariantId},
    text::Bilingual,
    trade::stock::{
        StockLevel,
        history::{DAYS, MovementRow, MovementsPage, levels_by_day},
    },
    when::{ZONE_HOURS, local_day},
};

/// Movements on one page.
const PAGE: i64 = 50;

/// What changed one variant's level, newest first. `page` counts from 1.
///
/// # Errors
/// *Not found* for another's goods.
pub async fn movements_page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    variant: VariantId,
    page: u32,
) -> Result<MovementsPage, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let page = page.max(1);
    let row = sqlx::query!(
        r#"select l.id, l.title_en, l.title_zh, l.axes, v.choice, v.sku, s.low_stock_at, k.low_at as "low_at?",
                  coalesce(k.on_hand, 0) as "on_hand!", coalesce(k.reserved, 0) as "reserved!",
                  (select count(*) from stock_movements m where m.variant_id = v.id) as "movements!"
           from variants v
           join listings l on l.id = v.listing_id
           join shops s on s.id = l.shop_id
           left join stock_levels k on k.variant_id = v.id
           where v.id = $1 and l.shop_id = $2"#,
        variant.0,
        shop.id.0
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let level = StockLevel {
        on_hand: u32::try_from(row.on_hand)?,
        reserved: u32::try_from(row.reserved)?,
    };
    let today = local_day(ctx.now());
    let changes = changes(ctx, variant, today).await?;
    Ok(MovementsPage {
        listing: ListingId(row.id),
        variant,
        title: Bilingual::new(row.title_en, row.title_zh),
        options: option_words(&row.axes, &row.choice),
        sku: row.sku,
        level,
        own_mark: row.low_at.map(u32::try_from).transpose()?,
        shop_mark: u32::try_from(row.low_stock_at)?,
        days: levels_by_day(level.on_hand, today, &changes),
        rows: rows(ctx, variant, page).await?,
        page,
        pages: page_count(row.movements, PAGE),
        shop,
    })
}

/// What each of the last days changed.
async fn changes(
    ctx: &Ctx,
    variant: VariantId,
    today: NaiveDate,
) -> Result<Vec<(NaiveDate, i64)>, Incident> {
    let rows = sqlx::query!(
        r#"select ((at at time zone 'UTC') + make_interval(hours => $3))::date as "day!",
                  sum(on_hand_change)::bigint as "change!"
           from stock_movements
           where variant_id = $1 and on_hand_change <> 0
             and ((at at time zone 'UTC') + make_interval(hours => $3))::date > $2
           group by 1"#,
        variant.0,
        today - Duration::days(DAYS),
        ZONE_HOURS,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.day, row.change)).collect())
}

async fn rows(ctx: &Ctx, variant: VariantId, page: u32) -> Result<Vec<MovementRow>, Incident> {
    sqlx::query!(
        r#"select m.at, m.kind, m.on_hand_change, m.reserved_change, m.reason, m.count_id,
                  m.after as "after!", a.name as "by?", o.id as "order_id?", o.number as "number?"
           from (select id, at, kind, on_hand_change, reserved_change, reason, count_id, checkout_id,
                        account_id, sum(on_hand_change) over (order by id) as after
                 from stock_movements where variant_id = $1
                 order by id desc limit $2 offset $3) m
           left join accounts a on a.id = m.account_id
           left join lateral (
               select o.id, o.number from orders o
               join order_lines n on n.order_id = o.id and n.variant_id = $1
               where o.checkout_id = m.checkout_id and o.paid_at is not null limit 1) o on true
           order by m.id desc"#,
        variant.0,
        PAGE,
        i64::from(page - 1) * PAGE,
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(MovementRow {
            at: row.at,
            kind: stored("stock_movements.kind", &row.kind)?,
            on_hand: row.on_hand_change,
            reserved: row.reserved_change,
            after: row.after,
            by: row.by,
            reason: row
                .reason
                .as_deref()
                .map(|reason| stored("stock_movements.reason", reason))
                .transpose()?,
            order: row.order_id.zip(row.number).map(|(id, number)| (OrderId(id), number)),
            count: row.count_id.map(StockCountId),
        })
    })
    .collect()
}
