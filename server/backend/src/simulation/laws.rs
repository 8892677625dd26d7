//! What must hold whatever happened, said once more in other words than the audit's.

use crate::failure::Incident;
use longtail::{id::ParcelId, trade::checkout::PlacedCheckout};
use sqlx::{AssertSqlSafe, PgPool};

/// A sentence, and a query for the text of every row that breaks it.
type Law = (&'static str, &'static str);

pub const ALWAYS: &[Law] = &[
    (
        "money is neither made nor lost",
        "select currency from ledger_accounts group by currency having sum(balance_minor) <> 0",
    ),
    (
        "what is held is what was paid for open orders and was not paid back",
        "select 'escrow' where
             (select coalesce(sum(balance_minor), 0) from ledger_accounts where kind = 'escrow')
          <> (select coalesce(sum(total_minor + promoted_minor - refunded_goods_minor - refunded_postage_minor), 0)
              from orders where stage in ('to_ship', 'shipped'))",
    ),
    (
        "an order is paid once",
        "select o.number from orders o
         where (select count(*) from order_events e where e.order_id = o.id and e.kind = 'paid')
            <> case when o.paid_at is null then 0 else 1 end",
    ),
    (
        "an order's money goes to its shop once, or back to its buyer once",
        "select o.number from orders o
         where (select count(*) from order_events e where e.order_id = o.id and e.kind = 'released')
            <> case when o.stage = 'completed' then 1 else 0 end
            or (select count(*) from order_events e where e.order_id = o.id and e.kind = 'returned')
            <> case when o.stage = 'cancelled' and o.paid_at is not null then 1 else 0 end",
    ),
    (
        "no more is paid back than was paid",
        "select o.number from orders o
         where (select coalesce(sum(t.amount_minor), 0) from ledger_transfers t join ledger_accounts a on a.id = t.credit_id
                where t.order_id = o.id and a.kind = 'wallet' and t.rule <> 'violation_fee_buyer')
             > case when o.paid_at is null then 0 else o.total_minor end",
    ),
    (
        "no stock is below zero, and none is promised that is not there",
        "select variant_id::text from stock_levels where on_hand < 0 or reserved < 0 or reserved > on_hand",
    ),
    (
        "a command places one checkout, and no checkout is without one",
        "select c.id::text from commands c left join checkouts o on o.id = (c.answer ->> 'checkout')::uuid
         where c.name = 'place_checkout' and o.id is null
         union all
         select o.id::text from checkouts o
         where (select count(*) from commands c
                where c.name = 'place_checkout' and (c.answer ->> 'checkout')::uuid = o.id) <> 1",
    ),
    (
        "a checkout is paid by one payment, and no other",
        "select o.id::text from checkouts o
         where (select count(*) from payments p where p.checkout_id = o.id and p.applied_to = 'checkout')
            <> case when o.stage = 'paid' then 1 else 0 end",
    ),
    (
        "nobody but a shop, the gateway, the bank and the market's promotions stands below zero",
        "select kind || ' ' || owner_id from ledger_accounts
         where balance_minor < 0 and kind not in ('shop_balance', 'gateway', 'bank', 'promotion')",
    ),
    (
        "a shop has at most one payout under way",
        "select shop_id::text from payouts where shop_id is not null and stage in ('scheduled', 'sent')
         group by shop_id having count(*) > 1",
    ),
    (
        "the market's promotions cost what is promoted of orders that stand, less what came back",
        "select 'promotion' where
             (select coalesce(sum(balance_minor), 0) from ledger_accounts where kind = 'promotion')
          <> (select -coalesce(sum(promoted_minor - refunded_promoted_minor), 0)
              from orders where stage in ('to_ship', 'shipped', 'completed'))",
    ),
    (
        "a coupon is used no more often than it may be, by all and by one",
        "with uses as (select u.coupon_id, u.account_id from coupon_uses u join checkouts o on o.id = u.checkout_id
                       where o.stage in ('awaiting_payment', 'paid'))
         select c.code from coupons c
         where (select count(*) from uses u where u.coupon_id = c.id) > coalesce(c.most_uses, 2147483647)
         union all
         select c.code || ' by ' || u.account_id from coupons c join uses u on u.coupon_id = c.id
         group by c.id, c.code, c.per_person, u.account_id having count(*) > c.per_person",
    ),
    (
        "what a price was lowered by is somebody's coupon, offer or campaign of that moment",
        "select o.number from orders o join order_lines n on n.order_id = o.id join checkouts c on c.id = o.checkout_id
         where (n.coupon_minor > 0 and not exists (
                    select from coupon_uses u join coupons k on k.id = u.coupon_id
                    where u.checkout_id = c.id and k.shop_id = o.shop_id
                      and k.from_at <= c.placed_at and k.until_at >= c.placed_at))
            or (n.platform_coupon_minor > 0 and not exists (
                    select from coupon_uses u join coupons k on k.id = u.coupon_id
                    where u.checkout_id = c.id and k.shop_id is null
                      and k.from_at <= c.placed_at and k.until_at >= c.placed_at))
            or (n.offer_minor > 0 and not exists (
                    select from shop_offers f where f.id = n.offer_id and f.shop_id = o.shop_id
                      and f.from_at <= c.placed_at and f.until_at >= c.placed_at))
            or (n.campaign_shop_minor + n.campaign_platform_minor > 0 and not exists (
                    select from campaigns a where a.id = c.campaign_id
                      and a.from_at <= c.placed_at and a.until_at >= c.placed_at))",
    ),
    (
        "tax is added abroad, for who is registered, and is 13 % of what is paid besides it",
        "select o.number from orders o join checkouts c on c.id = o.checkout_id join shops s on s.id = o.shop_id
         cross join lateral (select sum(tax_added_minor + postage_tax_added_minor) as added from order_lines n
                             where n.order_id = o.id and n.tax_added_bp > 0) t
         where t.added is not null
           and (c.ship_to ->> 'country' <> 'CA' or s.tax_number = ''
                or t.added <> round((o.total_minor - t.added) * 0.13))",
    ),
    (
        "a deposit is what its owner paid in, less what was taken out and charged, and never below zero",
        "select s.slug from shops s join shop_seats t on t.shop_id = s.id
         cross join lateral (select coalesce(sum(balance_minor), 0) as held from ledger_accounts
                             where kind = 'deposit' and owner_id = s.id) d
         where d.held < 0 or d.held
          <> (select coalesce(sum((c.answer ->> 'minor')::bigint * case c.name when 'pay_deposit' then 1 else -1 end), 0)
              from commands c
              where c.name in ('pay_deposit', 'take_deposit') and c.actor = 'member:' || t.account_id)
           - (select coalesce(sum(f.platform_minor + f.buyer_minor), 0) from violation_fees f where f.shop_id = s.id)",
    ),
    (
        "the clock confirms nothing that is lost and was not paid back",
        "select o.number from orders o join order_lines n on n.order_id = o.id
         where exists (select from order_events e where e.order_id = o.id and e.kind = 'confirmed_by_clock')
           and n.refunded_goods_minor < n.goods_minor
           and n.refunded_quantity - n.unsent_quantity
             < (select coalesce(sum(l.quantity), 0) from parcel_lines l join parcels p on p.id = l.parcel_id
                where l.line_id = n.id and p.standing = 'lost'
                  and exists (select from parcel_scans c where c.parcel_id = p.id and c.kind = 'lost'
                                and c.heard_at < o.completed_at))",
    ),
];

/// When there was time enough for everything.
pub const AT_REST: &[Law] = &[
    (
        "no checkout waits for its payment",
        "select id::text from checkouts where stage = 'awaiting_payment'",
    ),
    (
        "no payment waits for its outcome",
        "select id::text from payments where stage in ('pending', 'authorised', 'voiding')",
    ),
    (
        "no order waits to be sent",
        "select number from orders where stage = 'to_ship'",
    ),
    (
        "no parcel with a label is still on its way",
        "select label_ref from parcels where label_ref is not null and standing not in ('delivered', 'lost')",
    ),
    (
        "no money is on its way back",
        "select id::text from card_refunds where stage in ('scheduled', 'sent')",
    ),
    (
        "no payout is still on its way after days",
        "select id::text from payouts where stage in ('scheduled', 'sent')
            and begun_at < (select max(done_at) from jobs) - interval '5 days'",
    ),
    (
        "a shop with a bank account waits for its turn to be paid",
        "select b.shop_id::text from bank_accounts b
         where b.shop_id is not null and not exists (
             select from jobs j where j.kind = 'pay_shop' and j.key = b.shop_id::text
                and j.done_at is null and j.dead_at is null)",
    ),
    (
        "a month's commission is invoiced when it is over",
        "select shop_id || ' ' || month from (
             select o.shop_id,
                    date_trunc('month', (t.at at time zone 'UTC') + interval '8 hours') as month,
                    sum(case t.rule when 'commission_earned' then t.amount_minor else -t.amount_minor end) as sum
             from ledger_transfers t join orders o on o.id = t.order_id
             where t.rule in ('commission_earned', 'commission_refunded', 'commission_promotion_refunded')
             group by 1, 2) earned
         where sum <> 0
           and month < (select date_trunc('month', (max(done_at) at time zone 'UTC') + interval '7 hours') from jobs)
           and not exists (select from invoices i where i.kind = 'commission'
                              and i.shop_id = earned.shop_id and i.month = earned.month::date)",
    ),
    (
        "what runs low was told, and what does not is watched",
        "select l.slug from listings l
         join shops s on s.id = l.shop_id
         join variants v on v.listing_id = l.id and v.offered
         join stock_levels k on k.variant_id = v.id
         where l.stage = 'live'
           and k.low_armed = (k.on_hand - k.reserved < coalesce(k.low_at, s.low_stock_at))",
    ),
    (
        "who wishes for a thing knows whether it is there",
        "select w.listing_id::text from wishes w left join shelf f on f.listing_id = w.listing_id
         where w.variant_id is null and w.known_in_stock <> coalesce(f.in_stock, false)",
    ),
    (
        "no parcel waits for its receipt",
        "select number from orders where stage = 'shipped'",
    ),
    (
        "no job was given up",
        "select kind || ': ' || coalesce(last_error, '') from jobs where dead_at is not null",
    ),
    (
        "no job was forgotten",
        "select kind from jobs where done_at is null and dead_at is null
            and run_at < (select max(done_at) from jobs) - interval '1 day'",
    ),
    (
        "every day's statement was compared",
        "select p.provider || ' ' || coalesce(day::date::text, 'never')
         from (values ('gateway'), ('bank')) as p (provider)
         left join lateral (select min(s.day) as first, max(s.day) as last
                            from statements s where s.provider = p.provider) s on true
         left join lateral generate_series(s.first, s.last, interval '1 day') day on true
         where not exists (select from statements n where n.provider = p.provider and n.day = day::date)",
    ),
    (
        "what card network and bank state is what is written",
        "select provider || ' ' || day || ' ' || what || ' ' || reference from statement_differences
         where cured_at is null",
    ),
];

/// What can only be counted in the end, so that whoever reads a report sees that it came about.
const HAPPENED: [(&str, &str); 9] = [
    (
        "lapsed",
        "select count(*) from payments where stage = 'lapsed'",
    ),
    (
        "delivered",
        "select count(*) from parcels where standing = 'delivered'",
    ),
    (
        "lost",
        "select count(*) from parcels where standing = 'lost'",
    ),
    ("coupons used", "select count(*) from coupon_uses"),
    (
        "told of low stock",
        "select count(*) from notices where content ->> 'kind' = 'stock_low'",
    ),
    (
        "commission invoiced",
        "select count(*) from invoices where kind = 'commission'",
    ),
    (
        "offers and campaigns used",
        "select count(*) from orders o where exists (
         select from order_lines n where n.order_id = o.id
            and n.offer_minor + n.campaign_shop_minor + n.campaign_platform_minor > 0)",
    ),
    (
        "tax added",
        "select count(*) from orders o where o.paid_at is not null and exists (
         select from order_lines n where n.order_id = o.id and n.tax_added_minor > 0)",
    ),
    (
        "tax given back",
        "select count(*) from refunds r where exists (
         select from order_lines n where n.order_id = r.order_id and n.tax_added_minor > 0)",
    ),
];

/// How often what happened, seen from the end.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn happened(db: &PgPool) -> Result<Vec<(&'static str, u64)>, Incident> {
    let mut happened = Vec::new();
    for (what, count) in HAPPENED {
        let often: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(db)
            .await?;
        happened.push((what, often.unsigned_abs()));
    }
    Ok(happened)
}

/// Whether there is such a parcel with a label.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn has_label(db: &PgPool, parcel: ParcelId) -> Result<bool, Incident> {
    let known = "select exists (select from parcels where id = $1 and label_ref is not null)";
    Ok(sqlx::query_scalar(known)
        .bind(parcel.0)
        .fetch_one(db)
        .await?)
}

/// Each law that does not hold, with the first rows that break it.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn broken(db: &PgPool, laws: &[Law]) -> Result<Vec<String>, Incident> {
    let mut broken = Vec::new();
    for (law, query) in laws {
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(*query))
            .fetch_all(db)
            .await?;
        if !rows.is_empty() {
            let first: Vec<&str> = rows.iter().take(3).map(String::as_str).collect();
            broken.push(format!(
                "{law}: {} rows, as {}",
                rows.len(),
                first.join(", ")
            ));
        }
    }
    Ok(broken)
}

/// What the accounts of one kind hold together.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn held(db: &PgPool, kind: &str) -> Result<i64, Incident> {
    let sum = "select coalesce(sum(balance_minor), 0)::bigint from ledger_accounts where kind = $1";
    Ok(sqlx::query_scalar(sum).bind(kind).fetch_one(db).await?)
}

/// Whether a checkout is there as its buyer was told, with all its orders.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn is_placed(db: &PgPool, told: &PlacedCheckout) -> Result<bool, Incident> {
    let orders: Vec<uuid::Uuid> = told.orders.iter().map(|order| order.0).collect();
    Ok(sqlx::query_scalar(
        "select exists (select from checkouts where id = $1 and total_minor = $2)
            and (select array_agg(id order by id) from orders where checkout_id = $1)
              = (select array_agg(id order by id) from unnest($3::uuid[]) as id)",
    )
    .bind(told.checkout.0)
    .bind(told.total.minor)
    .bind(orders)
    .fetch_one(db)
    .await?)
}
