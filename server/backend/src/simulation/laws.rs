//! What must hold whatever happened, said once more in other words than the audit's.

use crate::failure::Incident;
use longtail::trade::checkout::PlacedCheckout;
use sqlx::{AssertSqlSafe, PgPool};

/// A sentence, and a query for the text of every row that breaks it.
type Law = (&'static str, &'static str);

pub const ALWAYS: [Law; 10] = [
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
                where t.order_id = o.id and a.kind = 'wallet')
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
];

/// When there was time enough for everything.
pub const AT_REST: [Law; 7] = [
    (
        "no checkout waits for its payment",
        "select id::text from checkouts where stage = 'awaiting_payment'",
    ),
    (
        "no payment waits for its outcome",
        "select id::text from payments where stage in ('pending', 'authorised', 'voiding')",
    ),
    (
        "no money is on its way back",
        "select id::text from card_refunds where stage in ('scheduled', 'sent')",
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
        "statements were compared",
        "select p.provider from (values ('gateway'), ('bank')) as p (provider)
         where not exists (select from statements s where s.provider = p.provider)",
    ),
    (
        "what card network and bank state is what is written",
        "select provider || ' ' || day || ' ' || what || ' ' || reference from statement_differences
         where cured_at is null",
    ),
];

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
