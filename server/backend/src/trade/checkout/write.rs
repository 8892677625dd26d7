//! Checkouts as rows: those of many buyers by one statement for each table.

use super::batch::Asked;
use crate::{
    command::{self, Receipt},
    ctx::{Tx, column, random_bytes},
    failure::Incident,
    jobs::Job,
    outbox::Event,
    trade::{cart, price, stock},
    trust::account,
};
use longtail::{
    actor::Actor,
    id::{AccountId, OrderId, OrderLineId},
    trade::{
        cart::CartLine,
        checkout::{
            PlacedCheckout, PricedLine, PricedOrder,
            basket::{Accepted, ShopPart},
            order_number,
        },
        price::LinePrice,
        shop::ShopCard,
    },
};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// A basket that was accepted, to be written down.
pub(super) struct Sale<'a> {
    pub asked: &'a Asked,
    pub basket: Vec<ShopPart>,
    pub accepted: Accepted,
    pub placed: PlacedCheckout,
    pub receipt: Receipt,
}

/// One shop's part of a sale.
struct OrderRow<'a> {
    id: OrderId,
    number: String,
    sale: &'a Sale<'a>,
    shop: &'a ShopCard,
    lines: &'a [CartLine],
    priced: &'a PricedOrder,
}

/// One thing in an order.
struct LineRow<'a> {
    id: OrderLineId,
    order: OrderId,
    position: i32,
    quantity: i32,
    line: &'a CartLine,
    priced: &'a PricedLine,
}

impl Sale<'_> {
    fn lines(&self) -> impl Iterator<Item = &CartLine> {
        self.basket.iter().flat_map(|(_, _, lines)| lines)
    }
}

impl OrderRow<'_> {
    fn note(&self) -> &str {
        let notes = &self.sale.asked.cmd.notes;
        let of_shop = notes.iter().find(|(shop, _)| *shop == self.shop.id);
        of_shop.map_or("", |(_, note)| note.trim())
    }
}

impl LineRow<'_> {
    fn price(&self) -> LinePrice {
        self.priced.sold.price
    }
}

/// Writes everything that follows from the sales. False where a cart has changed since it was
/// loaded, a shop has closed, or a command was carried out elsewhere: then this transaction must
/// not go on.
pub(super) async fn record(tx: &mut Tx, sales: &[Sale<'_>]) -> Result<bool, Incident> {
    let bought: Vec<(AccountId, &CartLine)> = sales
        .iter()
        .flat_map(|sale| sale.lines().map(|line| (sale.asked.buyer, line)))
        .collect();
    if !cart::take_out(tx, &bought).await? {
        return Ok(false);
    }
    if !keep_open(tx, sales).await? {
        return Ok(false);
    }
    write_checkouts(tx, sales).await?;
    let orders = order_rows(tx, sales).await?;
    write_orders(tx, &orders).await?;
    write_lines(tx, &orders).await?;
    take_coupons(tx, sales).await?;
    // What many buy has changed once: its readers look at how it is after all of them.
    let listings: BTreeSet<_> = bought.iter().map(|(_, line)| line.listing).collect();
    let changed = listings
        .into_iter()
        .map(|listing| Event::ListingChanged { listing });
    tx.emit_many(&changed.collect::<Vec<_>>()).await?;
    remember(tx, sales).await?;
    if let Some(until) = sales.first().map(|sale| sale.placed.reserved_until) {
        let checkouts = column(sales, |sale| sale.placed.checkout);
        tx.schedule(&Job::ExpireCheckout { checkouts }, until)
            .await?;
    }
    if !command::keep(tx, &column(sales, |sale| &sale.receipt)).await? {
        return Ok(false);
    }
    let reserved: Vec<stock::Reserve> = sales
        .iter()
        .flat_map(|sale| {
            sale.lines().map(|line| stock::Reserve {
                checkout: sale.placed.checkout,
                variant: line.variant,
                quantity: line.quantity,
            })
        })
        .collect();
    // Last: until the commit nobody else gets at what all want.
    stock::reserve(tx, &reserved).await?;
    Ok(true)
}

/// Keeps the shops from closing until the commit. False where one has closed since its goods were
/// loaded.
async fn keep_open(tx: &mut Tx, sales: &[Sale<'_>]) -> Result<bool, Incident> {
    let shops: BTreeSet<Uuid> = sales
        .iter()
        .flat_map(|sale| &sale.basket)
        .map(|(shop, ..)| shop.id.0)
        .collect();
    let shops: Vec<Uuid> = shops.into_iter().collect();
    let open = sqlx::query_scalar!(
        "select id from shops where id = any($1) and stage = 'open' order by id for key share",
        &shops,
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(open.len() == shops.len())
}

async fn write_checkouts(tx: &mut Tx, sales: &[Sale<'_>]) -> Result<(), Incident> {
    let ship_to = sales
        .iter()
        .map(|sale| serde_json::to_value(&sale.accepted.ship_to))
        .collect::<Result<Vec<_>, _>>()?;
    let now = tx.now();
    sqlx::query!(
        "insert into checkouts (id, buyer_id, stage, currency, goods_minor, postage_minor, total_minor,
                                email, ship_to, placed_at, reserved_until, promoted_minor, campaign_id)
         select c.id, c.buyer_id, 'awaiting_payment', c.currency, c.goods, c.postage, c.total, c.email,
                c.ship_to, $10, c.reserved_until, c.promoted, c.campaign_id
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
                     $7::text[], $8::jsonb[], $9::timestamptz[], $11::bigint[], $12::uuid[])
              as c (id, buyer_id, currency, goods, postage, total, email, ship_to, reserved_until,
                    promoted, campaign_id)",
        &column(sales, |s| s.placed.checkout.0),
        &column(sales, |s| s.asked.buyer.0),
        &column(sales, |s| s.accepted.total.currency.code()) as &[&str],
        &column(sales, |s| s.accepted.goods.minor),
        &column(sales, |s| s.accepted.postage.minor),
        &column(sales, |s| s.accepted.total.minor),
        &column(sales, |s| s.accepted.email.as_str()) as &[&str],
        &ship_to,
        &column(sales, |s| s.placed.reserved_until),
        now,
        &column(sales, |s| s.accepted.promoted.minor),
        &column(sales, |s| s.accepted.campaign.map(|id| id.0)) as &[Option<Uuid>],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn order_rows<'a>(tx: &mut Tx, sales: &'a [Sale<'a>]) -> Result<Vec<OrderRow<'a>>, Incident> {
    let many = sales.iter().map(|sale| sale.placed.orders.len()).sum();
    let mut numbers = free_numbers(tx, many).await?.into_iter();
    let parts = sales.iter().flat_map(|sale| {
        let parts = sale.basket.iter().zip(&sale.accepted.orders);
        parts
            .zip(&sale.placed.orders)
            .map(move |(part, id)| (sale, part, *id))
    });
    Ok(parts
        .map(|(sale, ((shop, _, lines), priced), id)| OrderRow {
            id,
            number: numbers.next().unwrap_or_default(),
            sale,
            shop,
            lines,
            priced,
        })
        .collect())
}

/// So many numbers that no order has. On a busy day chance finds many a number twice.
async fn free_numbers(tx: &mut Tx, many: usize) -> Result<HashSet<String>, Incident> {
    let now = tx.now();
    let mut free = HashSet::new();
    while free.len() < many {
        let drawn: Vec<String> = (free.len()..many)
            .map(|_| order_number(now, u32::from_be_bytes(random_bytes())))
            .collect();
        let taken = sqlx::query_scalar!("select number from orders where number = any($1)", &drawn)
            .fetch_all(tx.sql())
            .await?;
        free.extend(drawn.into_iter().filter(|number| !taken.contains(number)));
    }
    Ok(free)
}

async fn write_orders(tx: &mut Tx, orders: &[OrderRow<'_>]) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into orders (id, number, checkout_id, shop_id, buyer_id, stage, currency, goods_minor,
                             postage_minor, total_minor, commission_minor, note, placed_at, promoted_minor)
         select o.id, o.number, o.checkout_id, o.shop_id, o.buyer_id, 'awaiting_payment', o.currency,
                o.goods, o.postage, o.total, o.commission, o.note, $12, o.promoted
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[],
                     $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $13::bigint[])
              as o (id, number, checkout_id, shop_id, buyer_id, currency, goods, postage, total,
                    commission, note, promoted)",
        &column(orders, |o| o.id.0),
        &column(orders, |o| o.number.as_str()) as &[&str],
        &column(orders, |o| o.sale.placed.checkout.0),
        &column(orders, |o| o.shop.id.0),
        &column(orders, |o| o.sale.asked.buyer.0),
        &column(orders, |o| o.priced.total.currency.code()) as &[&str],
        &column(orders, |o| o.priced.goods.minor),
        &column(orders, |o| o.priced.postage.minor),
        &column(orders, |o| o.priced.total.minor),
        &column(orders, |o| o.priced.commission.minor),
        &column(orders, |o| o.note()) as &[&str],
        now,
        &column(orders, |o| o.priced.promoted.minor),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn write_lines(tx: &mut Tx, orders: &[OrderRow<'_>]) -> Result<(), Incident> {
    let mut lines = Vec::new();
    for order in orders {
        for (position, (line, priced)) in order.lines.iter().zip(&order.priced.lines).enumerate() {
            lines.push(LineRow {
                id: tx.new_id(),
                order: order.id,
                position: i32::try_from(position)?,
                quantity: i32::try_from(line.quantity)?,
                line,
                priced,
            });
        }
    }
    sqlx::query!(
        "insert into order_lines (id, order_id, position, listing_id, variant_id, title_en, title_zh,
             options_en, options_zh, media_id, quantity, unit_price_minor, goods_minor, postage_minor,
             commission_bp, commission_minor, offer_id, offer_minor, coupon_minor, platform_coupon_minor,
             campaign_shop_minor, campaign_platform_minor, tax_added_bp, tax_added_minor,
             postage_tax_added_minor)
         select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::text[],
             $7::text[], $8::text[], $9::text[], $10::uuid[], $11::int[], $12::bigint[], $13::bigint[],
             $14::bigint[], $15::int[], $16::bigint[], $17::uuid[], $18::bigint[], $19::bigint[],
             $20::bigint[], $21::bigint[], $22::bigint[], $23::int[], $24::bigint[], $25::bigint[])",
        &column(&lines, |l| l.id.0),
        &column(&lines, |l| l.order.0),
        &column(&lines, |l| l.position),
        &column(&lines, |l| l.line.listing.0),
        &column(&lines, |l| l.line.variant.0),
        &column(&lines, |l| l.line.title.en.as_str()) as &[&str],
        &column(&lines, |l| l.line.title.zh.as_str()) as &[&str],
        &column(&lines, |l| l.line.options.en.as_str()) as &[&str],
        &column(&lines, |l| l.line.options.zh.as_str()) as &[&str],
        &column(&lines, |l| l.line.picture.as_ref().map(|p| p.id.0)) as &[Option<Uuid>],
        &column(&lines, |l| l.quantity),
        &column(&lines, |l| l.line.unit_price.minor),
        &column(&lines, |l| l.priced.goods.minor),
        &column(&lines, |l| l.priced.postage.minor),
        &column(&lines, |l| i32::from(l.priced.commission_bp.0)),
        &column(&lines, |l| l.priced.commission.minor),
        &column(&lines, |l| l.price().offer.map(|id| id.0)) as &[Option<Uuid>],
        &column(&lines, |l| l.price().steps.offer),
        &column(&lines, |l| l.price().steps.coupon),
        &column(&lines, |l| l.price().steps.platform_coupon),
        &column(&lines, |l| l.price().steps.campaign_shop),
        &column(&lines, |l| l.price().steps.campaign_platform),
        &column(&lines, |l| l.price().tax.map(|tax| i32::from(tax.rate.0))) as &[Option<i32>],
        &column(&lines, |l| l.price().goods_tax()),
        &column(&lines, |l| l.price().postage_tax()),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn take_coupons(tx: &mut Tx, sales: &[Sale<'_>]) -> Result<(), Incident> {
    let uses: Vec<price::Use> = sales
        .iter()
        .flat_map(|sale| {
            sale.accepted.coupons.iter().map(|used| price::Use {
                coupon: used.coupon,
                checkout: sale.placed.checkout,
                buyer: sale.asked.buyer,
                shop: used.shop,
                off_minor: used.off.minor,
            })
        })
        .collect();
    price::take(tx, &uses).await
}

/// Keeps addresses where asked, and guests' names and e-mail for letters.
async fn remember(tx: &mut Tx, sales: &[Sale<'_>]) -> Result<(), Incident> {
    let guests: Vec<&Sale> = sales
        .iter()
        .filter(|sale| matches!(sale.asked.actor, Actor::Guest { .. }))
        .collect();
    if !guests.is_empty() {
        sqlx::query!(
            "update accounts a
             set email = g.email, name = case when a.name = '' then g.name else a.name end
             from unnest($1::uuid[], $2::text[], $3::text[]) as g (id, email, name)
             where a.id = g.id and a.kind = 'guest'",
            &column(&guests, |s| s.asked.buyer.0),
            &column(&guests, |s| s.accepted.email.as_str()) as &[&str],
            &column(&guests, |s| s.accepted.ship_to.recipient.as_str()) as &[&str],
        )
        .execute(tx.sql())
        .await?;
    }
    let asked: BTreeMap<_, _> = sales
        .iter()
        .filter(|sale| sale.asked.cmd.remember_address)
        .map(|sale| (sale.asked.buyer, &sale.accepted.ship_to))
        .collect();
    if asked.is_empty() {
        return Ok(());
    }
    let addresses: Vec<_> = asked.into_iter().collect();
    account::remember_addresses(tx, &addresses).await
}
