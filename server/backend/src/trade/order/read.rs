//! Orders as their buyer and their shop read them.

mod lines;

use super::{record::StageTimes, rest::rest_of};
use crate::{
    ctx::{Ctx, account_of},
    failure::{Failure, Incident, Refusal, denied, stored},
    money::{card_refund, invoice, ledger, refund, tax},
    pages::page_count,
    trade::{cart::picture, past, price, shipping, shop::back_office_shop},
};
use lines::lines_of;
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, OrderId, ShopId},
    money::{Money, ledger::Holder, refund::Phase},
    policy::{Action, permit},
    text::Bilingual,
    trade::{
        order::{
            OrderEvent, OrderStageName, OrderStep, OrderSummary, OrderView, OrdersPage,
            ShopOrderView, ShopOrdersPage,
        },
        price::{LinePrice, Names, Steps, added_taxes, explain},
        shipping::{PostalAddress, region::Place},
        shop::ShopCard,
    },
    when::local_day,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Orders on one page of a list.
const PAGE: i64 = 20;
/// Orders packed or shipped in one go.
const MOST_AT_ONCE: usize = 100;

/// Whose orders are listed.
enum Side {
    Buyer(AccountId),
    Shop(ShopId),
}

/// A buyer's own orders, newest first. `page` counts from 1.
///
/// # Errors
/// *Sign in* for strangers.
pub async fn orders_page(
    ctx: &Ctx,
    actor: &Actor,
    stage: Option<OrderStageName>,
    page: u32,
) -> Result<OrdersPage, Failure<Refusal>> {
    let account = account_of(actor)?;
    list(ctx, &Side::Buyer(account), stage, page).await
}

/// A shop's orders, newest first; those to ship oldest first, as they are packed. `page` counts from 1.
///
/// # Errors
/// Not found for all but the shop's own people.
pub async fn shop_orders_page(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    stage: Option<OrderStageName>,
    page: u32,
) -> Result<ShopOrdersPage, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    Ok(ShopOrdersPage {
        orders: list(ctx, &Side::Shop(shop.id()), stage, page).await?,
        has_earlier: past::has_any(ctx, shop.id()).await?,
        role: shop.role,
        shop: shop.card,
    })
}

async fn list(
    ctx: &Ctx,
    side: &Side,
    stage: Option<OrderStageName>,
    page: u32,
) -> Result<OrdersPage, Failure<Refusal>> {
    let (buyer, shop) = match side {
        Side::Buyer(account) => (Some(account.0), None),
        Side::Shop(shop) => (None, Some(shop.0)),
    };
    let mut counts = BTreeMap::new();
    for row in sqlx::query!(
        r#"select stage, count(*) as "count!" from orders
           where ($1::uuid is null or buyer_id = $1) and ($2::uuid is null or shop_id = $2)
             and ($2::uuid is null or paid_at is not null)
           group by stage"#,
        buyer,
        shop,
    )
    .fetch_all(&ctx.db)
    .await?
    {
        counts.insert(
            stored("orders.stage", &row.stage)?,
            u32::try_from(row.count)?,
        );
    }
    let total: u32 = match stage {
        Some(stage) => counts.get(&stage).copied().unwrap_or(0),
        None => counts.values().sum(),
    };
    let page = page.max(1);
    let packing = shop.is_some() && stage == Some(OrderStageName::ToShip);
    // What nobody paid for is not the shop's business.
    let ids = sqlx::query_scalar!(
        "select id from orders
         where ($1::uuid is null or buyer_id = $1) and ($2::uuid is null or shop_id = $2)
           and ($2::uuid is null or paid_at is not null)
           and ($3::text is null or stage = $3)
         order by case when $4 then placed_at end asc, placed_at desc, id desc limit $5 offset $6",
        buyer,
        shop,
        stage.map(<&str>::from),
        packing,
        PAGE,
        i64::from(page - 1) * PAGE,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(OrdersPage {
        orders: summaries(ctx, &ids).await?,
        counts,
        stage,
        page,
        pages: page_count(total.into(), PAGE),
        command: ctx.new_id(),
    })
}

/// A shop's latest orders, newest first. Who may see them is the caller's question.
pub(crate) async fn latest_of_shop(
    ctx: &Ctx,
    shop: ShopId,
    most: i64,
) -> Result<Vec<OrderSummary>, Incident> {
    let ids = sqlx::query_scalar!(
        "select id from orders where shop_id = $1 and paid_at is not null
         order by placed_at desc, id desc limit $2",
        shop.0,
        most,
    )
    .fetch_all(&ctx.db)
    .await?;
    summaries(ctx, &ids).await
}

/// One order with everything, for its buyer or its shop. Who is both is its buyer here.
///
/// # Errors
/// Not found for everybody else.
pub async fn order_page(
    ctx: &Ctx,
    actor: &Actor,
    order: OrderId,
) -> Result<OrderView, Failure<Refusal>> {
    view_of(ctx, actor, order, false).await
}

/// One order as its buyer sees it, or as its shop does: to the shop's own people alone.
async fn view_of(
    ctx: &Ctx,
    actor: &Actor,
    order: OrderId,
    for_shop: bool,
) -> Result<OrderView, Failure<Refusal>> {
    let row = sqlx::query!(
        r#"select o.shop_id, o.buyer_id, o.postage_minor, o.currency, o.note,
                  o.promoted_minor, o.refunded_promoted_minor,
                  o.refunded_goods_minor + o.refunded_postage_minor - o.refunded_promoted_minor as "refunded!",
                  o.commission_minor - o.refunded_commission_minor as "commission!",
                  c.ship_to, c.email, o.placed_at, o.paid_at
           from orders o join checkouts c on c.id = o.checkout_id where o.id = $1"#,
        order.0
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let (shop, buyer) = (ShopId(row.shop_id), AccountId(row.buyer_id));
    let viewer_is_buyer = !for_shop && permit(actor, Action::UseAccount(buyer)).is_ok();
    if !viewer_is_buyer {
        permit(actor, Action::SeeBackOffice(shop)).map_err(denied)?;
        if row.paid_at.is_none() {
            return Err(Failure::NotFound);
        }
    }
    let currency = stored("orders.currency", &row.currency)?;
    let money = |minor| Money::new(minor, currency);
    let summary = summaries(ctx, &[order.0])
        .await?
        .pop()
        .ok_or(Failure::NotFound)?;
    let mut steps = vec![OrderStep {
        event: OrderEvent::Placed,
        at: row.placed_at,
    }];
    for row in sqlx::query!(
        "select detail, at from order_events where order_id = $1 and kind <> 'placed' order by id",
        order.0
    )
    .fetch_all(&ctx.db)
    .await?
    {
        steps.push(OrderStep {
            event: serde_json::from_value(row.detail)?,
            at: row.at,
        });
    }
    let mut connection = ctx.db.acquire().await?;
    // Called off, all of it went back, and nothing is earned.
    let called_off = row.paid_at.is_some() && summary.stage.name() == OrderStageName::Cancelled;
    let (refunded, refunded_promoted, commission) = if called_off {
        (summary.total.minor, row.promoted_minor, 0)
    } else {
        (row.refunded, row.refunded_promoted_minor, row.commission)
    };
    let prices: Vec<LinePrice> = summary.lines.iter().map(|line| line.price).collect();
    // Most orders are at their list prices, and nothing is to be named.
    let names = match prices.iter().all(|price| price.steps == Steps::default()) {
        true => Names::default(),
        false => price::names_of(&mut connection, order.0).await?,
    };
    let sum = |of: fn(LinePrice) -> i64| prices.iter().map(|price| of(*price)).sum::<i64>();
    let postage = row.postage_minor - sum(LinePrice::postage_tax);
    let may_refund = |phase: &Phase| permit(actor, phase.action(shop)).is_ok();
    let refundable = match Phase::of(&summary.stage).ok().filter(may_refund) {
        Some(phase) => Some(refund::left_of(&mut connection, order, phase).await?),
        None => None,
    };
    let rest = match viewer_is_buyer {
        true => rest_of(ctx, &mut connection, order, &summary.stage).await?,
        false => None,
    };
    let ship_to: PostalAddress = serde_json::from_value(row.ship_to)?;
    let placed = tax::Placed {
        checkout: summary.checkout,
        order: Some(order),
    };
    let (place, today) = (Place::of(&ship_to), local_day(ctx.now()));
    let includes_tax =
        viewer_is_buyer && tax::is_included(&mut connection, &placed, &place, today).await?;
    Ok(OrderView {
        goods: money(sum(LinePrice::at_offer)),
        off: money(sum(|price| price.steps.after_offer())),
        postage: money(postage),
        taxes: added_taxes(currency, &prices),
        includes_tax,
        explained: explain(currency, &prices, &names),
        promoted: money(row.promoted_minor),
        summary,
        commission: (!viewer_is_buyer).then(|| money(commission)),
        ship_to,
        email: viewer_is_buyer.then_some(row.email),
        note: row.note,
        parcels: shipping::parcels_of(&mut connection, order, !viewer_is_buyer).await?,
        steps,
        held: ledger::balance(&mut connection, Holder::Escrow(order), currency).await?,
        refunded: money(refunded),
        refunded_promoted: money(refunded_promoted),
        back_to: card_refund::way_back(&mut connection, order).await?,
        refunds: refund::refunds_of(&mut connection, order, currency).await?,
        invoices: invoice::of_order(&mut connection, order).await?,
        refundable: refundable.filter(|left| !left.is_empty()),
        rest,
        command: ctx.new_id(),
        viewer_is_buyer,
    })
}

/// Orders of one shop with everything that packing and shipping needs, in the order asked for,
/// as the shop sees them, also where one of its people is the buyer.
///
/// # Errors
/// Not found for all but the shop's own people, and where an order is another shop's.
pub async fn shop_orders(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    orders: &[OrderId],
) -> Result<ShopOrderView, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    let mut views = Vec::with_capacity(orders.len());
    for order in orders.iter().take(MOST_AT_ONCE) {
        let view = view_of(ctx, actor, *order, true).await?;
        if view.summary.shop.id != shop.id() {
            return Err(Failure::NotFound);
        }
        views.push(view);
    }
    let carriers = sqlx::query_scalar!(
        r#"select p.carrier from parcels p join orders o on o.id = p.order_id
           where o.shop_id = $1 group by p.carrier order by max(p.shipped_at) desc limit 6"#,
        shop.id().0
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(ShopOrderView {
        role: shop.role,
        shop: shop.card,
        orders: views,
        carriers,
        command: ctx.new_id(),
    })
}

/// Orders with their lines, in the order of the ids given.
async fn summaries(ctx: &Ctx, ids: &[Uuid]) -> Result<Vec<OrderSummary>, Incident> {
    let mut lines = lines_of(ctx, ids).await?;
    let rows = sqlx::query!(
        r#"select o.id, o.number, o.checkout_id, o.stage, o.currency, o.total_minor, o.placed_at,
                  o.paid_at, o.first_sent_at, o.shipped_at, o.confirm_by, o.extended_at, o.extended_by,
                  o.completed_at, o.cancelled_at,
                  c.ship_to ->> 'recipient' as "recipient!",
                  s.id as shop_id, s.slug, s.name_en, s.name_zh, s.tier, s.stage as shop_stage, s.city_en, s.city_zh,
                  m.id as "mark_id?", m.width as "mark_width?", m.height as "mark_height?", m.widths as "mark_widths?"
           from unnest($1::uuid[]) with ordinality as wanted (id, position)
           join orders o on o.id = wanted.id
           join checkouts c on c.id = o.checkout_id
           join shops s on s.id = o.shop_id
           left join media m on m.id = s.mark_id
           order by wanted.position"#,
        ids
    )
    .fetch_all(&ctx.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let times = StageTimes {
                paid_at: row.paid_at,
                first_sent_at: row.first_sent_at,
                shipped_at: row.shipped_at,
                confirm_by: row.confirm_by,
                extended_at: row.extended_at,
                extended_by: row.extended_by,
                completed_at: row.completed_at,
                cancelled_at: row.cancelled_at,
            };
            Ok(OrderSummary {
                id: OrderId(row.id),
                number: row.number,
                checkout: CheckoutId(row.checkout_id),
                shop: ShopCard {
                    id: ShopId(row.shop_id),
                    slug: row.slug,
                    name: Bilingual::new(row.name_en, row.name_zh),
                    tier: stored("shops.tier", &row.tier)?,
                    stage: stored("shops.stage", &row.shop_stage)?,
                    city: Bilingual::new(row.city_en, row.city_zh),
                    mark: picture(
                        row.mark_id,
                        row.mark_width,
                        row.mark_height,
                        row.mark_widths,
                    ),
                },
                stage: times.stage(&row.stage)?,
                lines: lines.remove(&row.id).unwrap_or_default(),
                total: Money::new(row.total_minor, stored("orders.currency", &row.currency)?),
                placed_at: row.placed_at,
                recipient: row.recipient,
            })
        })
        .collect()
}
