//! A shop's earlier orders for its back office.

use crate::{
    Ctx,
    failure::{Failure, Incident, Refusal, stored},
    pages::page_count,
    trade::catalog::{shop_head, table::anywhere},
};
use longtail::{
    actor::{Actor, ShopRole},
    id::ShopId,
    money::{Currency, Money},
    trade::past::{
        PastGoods, PastMonth, PastOrderRow, PastOrdersPage, PastSum, PastTimes, last_months,
    },
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Orders on one page.
const PAGE: i64 = 30;

/// One page of a shop's earlier orders, the latest first, with all of them added up. `q` is looked for in
/// numbers, codes of products and categories; `page` counts from 1. What each order came to is shown to clerks
/// too, as it is of other orders; what was sold in all to owners.
///
/// # Errors
/// *Not found* for all but the shop's people.
pub async fn past_orders_page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    q: &str,
    late: bool,
    page: u32,
) -> Result<PastOrdersPage, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let pages = page_count(count(ctx, shop.id, q, late).await?, PAGE);
    let page = page.clamp(1, pages);
    Ok(PastOrdersPage {
        rows: rows(ctx, shop.id, q, late, page).await?,
        sums: sums(ctx, shop.id, shop.role).await?,
        shop,
        page,
        pages,
    })
}

/// Whether anything of earlier days is a shop's.
///
/// # Errors
/// An incident.
pub async fn has_any(ctx: &Ctx, shop: ShopId) -> Result<bool, Incident> {
    let has_any = sqlx::query_scalar!(
        r#"select exists (select 1 from past_sellers s join past_order_lines l on l.seller_id = s.id
                          where s.shop_id = $1) as "any!""#,
        shop.0
    );
    Ok(has_any.fetch_one(&ctx.db).await?)
}

/// How many orders [`rows`] has on all its pages.
async fn count(ctx: &Ctx, shop: ShopId, q: &str, late: bool) -> Result<i64, Incident> {
    Ok(sqlx::query_scalar!(
        r#"select count(distinct o.id) as "count!"
           from past_sellers s join past_order_lines l on l.seller_id = s.id
           join past_orders o on o.id = l.order_id
           where s.shop_id = $1 and (not $3::bool or o.delivered_at > o.promised_at)
             and (l.product ilike $2 or l.category ilike $2 or o.external_id ilike $2)"#,
        shop.0,
        anywhere(q),
        late,
    )
    .fetch_one(&ctx.db)
    .await?)
}

async fn rows(
    ctx: &Ctx,
    shop: ShopId,
    q: &str,
    late: bool,
    page: u32,
) -> Result<Vec<PastOrderRow>, Incident> {
    let found = sqlx::query!(
        r#"with own as (
               select l.order_id, sum(l.goods_minor + l.postage_minor)::bigint as total,
                      sum(l.postage_minor)::bigint as postage,
                      bool_or(l.product ilike $2 or l.category ilike $2) as says
               from past_sellers s join past_order_lines l on l.seller_id = s.id
               where s.shop_id = $1 group by l.order_id)
           select o.id, o.source, o.external_id, o.stage, o.currency, o.placed_at, o.approved_at,
                  o.handed_over_at, o.delivered_at, o.promised_at,
                  own.total as "total!", own.postage as "postage!",
                  exists (select 1 from past_order_lines x join past_sellers y on y.id = x.seller_id
                          where x.order_id = o.id and y.shop_id is distinct from $1) as "shared!"
           from own join past_orders o on o.id = own.order_id
           where (not $3::bool or o.delivered_at > o.promised_at) and (own.says or o.external_id ilike $2)
           order by o.placed_at desc, o.id limit $4 offset $5"#,
        shop.0,
        anywhere(q),
        late,
        PAGE,
        i64::from(page - 1) * PAGE,
    )
    .fetch_all(&ctx.db)
    .await?;
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    let mut goods = goods(ctx, shop, &ids).await?;
    found
        .into_iter()
        .map(|row| {
            let currency: Currency = stored("past_orders.currency", &row.currency)?;
            let goods = goods.remove(&row.id).unwrap_or_default();
            Ok(PastOrderRow {
                source: stored("past_orders.source", &row.source)?,
                key: row.external_id,
                stage: stored("past_orders.stage", &row.stage)?,
                times: PastTimes {
                    placed_at: row.placed_at,
                    approved_at: row.approved_at,
                    handed_over_at: row.handed_over_at,
                    delivered_at: row.delivered_at,
                    promised_at: row.promised_at,
                },
                goods,
                total: Money::new(row.total, currency),
                postage: Money::new(row.postage, currency),
                shared: row.shared,
            })
        })
        .collect()
}

/// What a shop had in these orders, a line for each product.
async fn goods(
    ctx: &Ctx,
    shop: ShopId,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Vec<PastGoods>>, Incident> {
    let rows = sqlx::query!(
        r#"select l.order_id, l.product, l.category, o.currency, count(*) as "pieces!",
                  sum(l.goods_minor)::bigint as "goods!"
           from past_order_lines l
           join past_sellers s on s.id = l.seller_id
           join past_orders o on o.id = l.order_id
           where s.shop_id = $1 and l.order_id = any($2)
           group by l.order_id, l.product, l.category, o.currency order by min(l.position)"#,
        shop.0,
        orders,
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut goods: HashMap<Uuid, Vec<PastGoods>> = HashMap::new();
    for row in rows {
        let currency = stored("past_orders.currency", &row.currency)?;
        goods.entry(row.order_id).or_default().push(PastGoods {
            product: row.product,
            category: row.category,
            pieces: u32::try_from(row.pieces)?,
            goods: Money::new(row.goods, currency),
        });
    }
    Ok(goods)
}

async fn sums(ctx: &Ctx, shop: ShopId, role: ShopRole) -> Result<Vec<PastSum>, Incident> {
    let rows = sqlx::query!(
        r#"with own as (
               select l.order_id, sum(l.goods_minor + l.postage_minor)::bigint as sales
               from past_sellers s join past_order_lines l on l.seller_id = s.id
               where s.shop_id = $1 group by l.order_id)
           select o.currency, count(*) as "orders!", count(o.delivered_at) as "delivered!",
                  count(*) filter (where o.delivered_at > o.promised_at) as "late!",
                  coalesce(sum(own.sales) filter (where o.stage not in ('cancelled', 'unavailable')), 0)::bigint
                      as "sales!",
                  round(avg(extract(epoch from o.delivered_at - o.placed_at)) / 86400)::bigint as days
           from own join past_orders o on o.id = own.order_id
           group by o.currency order by o.currency"#,
        shop.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut months = months(ctx, shop).await?;
    rows.into_iter()
        .map(|row| {
            let currency: Currency = stored("past_orders.currency", &row.currency)?;
            let money = |minor| (role == ShopRole::Owner).then(|| Money::new(minor, currency));
            let found = months.remove(&row.currency).unwrap_or_default();
            let months = last_months(&found).into_iter();
            Ok(PastSum {
                currency,
                orders: u32::try_from(row.orders)?,
                delivered: u32::try_from(row.delivered)?,
                late: u32::try_from(row.late)?,
                // a clock that was wrong may say that it came before it was ordered
                days_to_deliver: row.days.and_then(|days| u32::try_from(days).ok()),
                sales: money(row.sales),
                months: months
                    .map(|(month, orders, sales)| PastMonth {
                        month,
                        orders,
                        sales: money(sales),
                    })
                    .collect(),
            })
        })
        .collect()
}

/// By currency and month: orders that were not called off, and what was sold.
type Months = HashMap<String, BTreeMap<chrono::NaiveDate, (u32, i64)>>;

async fn months(ctx: &Ctx, shop: ShopId) -> Result<Months, Incident> {
    let rows = sqlx::query!(
        r#"with own as (
               select l.order_id, sum(l.goods_minor + l.postage_minor)::bigint as sales
               from past_sellers s join past_order_lines l on l.seller_id = s.id
               where s.shop_id = $1 group by l.order_id)
           select o.currency, date_trunc('month', o.placed_at)::date as "month!", count(*) as "orders!",
                  sum(own.sales)::bigint as "sales!"
           from own join past_orders o on o.id = own.order_id
           where o.stage not in ('cancelled', 'unavailable')
           group by 1, 2"#,
        shop.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut months = Months::new();
    for row in rows {
        let of_currency = months.entry(row.currency).or_default();
        of_currency.insert(row.month, (u32::try_from(row.orders)?, row.sales));
    }
    Ok(months)
}
