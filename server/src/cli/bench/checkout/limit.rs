//! The least that Postgres must do for a purchase: its statements, one after another in one
//! transaction. What they leave behind is what a purchase leaves, as the audit proves.

use super::{
    super::{Sample, Trouble},
    goods::{Buyer, Good, POSTAGE_MINOR, PRICE_MINOR, by_chance},
};
use longtail_backend::{Ctx, ctx::random_bytes};
use sqlx::PgPool;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;
use uuid::Uuid;

/// All are given the same: `$1` ids (buyer, variant, listing, shop, owner, command, checkout,
/// order, line, payment, entry, transfer, escrow, two notices), `$2` goods, postage and commission in the
/// smallest unit, `$3` the order's number, `$4` the time.
const STATEMENTS: [&str; 27] = [
    "insert into cart_lines (account_id, variant_id, quantity, added_at) values ($1[1], $1[2], 1, $4)
     on conflict (account_id, variant_id) do update set quantity = 1",
    "select v.price_minor, l.title_en, l.axes, v.choice, s.slug, s.postage_base_minor, m.id
     from cart_lines c join variants v on v.id = c.variant_id join listings l on l.id = v.listing_id
     join shops s on s.id = l.shop_id left join stock_levels k on k.variant_id = v.id
     left join media m on m.id = coalesce(v.media_id,
         (select p.media_id from listing_pictures p where p.listing_id = l.id order by p.position limit 1))
     where c.account_id = $1[1]",
    "insert into commands (id, name, actor, content_hash, at)
     values ($1[6], 'place_checkout', 'member:' || $1[1], decode(md5($3), 'hex'), $4) on conflict (id) do nothing",
    "select on_hand, reserved from stock_levels where variant_id = $1[2] for update",
    "insert into checkouts (id, buyer_id, stage, currency, goods_minor, postage_minor, total_minor, email, ship_to,
                            placed_at, reserved_until)
     values ($1[7], $1[1], 'awaiting_payment', 'CNY', $2[1], $2[2], $2[1] + $2[2], 'lin@longtail.example',
             '{\"recipient\": \"Lin\", \"phone\": \"5550101\", \"country\": \"CN\", \"city\": \"Hangzhou\"}', $4,
             $4 + interval '15 minutes')",
    "with m as (insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
                values ($1[2], 'reserved', 0, 1, $1[7], $4))
     update stock_levels set reserved = reserved + 1 where variant_id = $1[2]",
    "insert into orders (id, number, checkout_id, shop_id, buyer_id, stage, currency, goods_minor, postage_minor,
                         total_minor, commission_minor, placed_at)
     values ($1[8], $3, $1[7], $1[4], $1[1], 'awaiting_payment', 'CNY', $2[1], $2[2], $2[1] + $2[2], $2[3], $4)",
    "insert into order_lines (id, order_id, position, listing_id, variant_id, title_en, title_zh, options_en,
                              options_zh, quantity, unit_price_minor, goods_minor, postage_minor, commission_bp,
                              commission_minor)
     values ($1[9], $1[8], 0, $1[3], $1[2], 'A thing', '', '', '', 1, $2[1], $2[1], $2[2], 100, $2[3])",
    "insert into events (kind, payload, at)
     values ('listing_changed', jsonb_build_object('kind', 'listing_changed', 'listing', $1[3]), $4)",
    "delete from cart_lines where account_id = $1[1]",
    "insert into jobs (kind, payload, key, run_at, created_at)
     values ('expire_checkout', jsonb_build_object('kind', 'expire_checkout', 'checkouts', jsonb_build_array($1[7])), $1[7]::text,
             $4 + interval '15 minutes', $4)",
    "update commands set answer = jsonb_build_object('checkout', $1[7], 'orders', array[$1[8]]) where id = $1[6]",
    "select buyer_id, stage, total_minor, reserved_until from checkouts where id = $1[7] for update",
    "select balance_minor from ledger_accounts where kind = 'wallet' and owner_id = $1[1] and currency = 'CNY'",
    "insert into payments (id, payer_id, checkout_id, provider, stage, currency, amount_minor, created_at)
     values ($1[10], $1[1], $1[7], 'wallet', 'pending', 'CNY', $2[1] + $2[2], $4)",
    "select o.number, o.stage, s.name_en from orders o join shops s on s.id = o.shop_id
     where o.checkout_id = $1[7] for update of o",
    "update orders set stage = 'to_ship', paid_at = $4, version = version + 1 where id = $1[8]",
    "insert into order_events (order_id, kind, actor, detail, at)
     values ($1[8], 'paid', 'system', '{\"kind\": \"paid\", \"method\": \"wallet\"}', $4)",
    "insert into events (kind, payload, at)
     values ('listing_changed', jsonb_build_object('kind', 'listing_changed', 'listing', $1[3]), $4)",
    "insert into notices (id, account_id, content, link, at)
     select id, account, jsonb_build_object('kind', 'order_paid', 'order', $1[8], 'number', $3,
                'shop_name', '{\"en\": \"Shop\", \"zh\": \"\"}'::jsonb,
                'total', jsonb_build_object('minor', $2[1] + $2[2], 'currency', 'CNY')), '/orders/' || $1[8], $4
     from (values ($1[14], $1[1]), ($1[15], $1[5])) as n (id, account)",
    "insert into jobs (kind, payload, key, run_at, created_at)
     select 'mail_notice', jsonb_build_object('kind', 'mail_notice', 'notice', id), id::text, $4, $4
     from (values ($1[14]), ($1[15])) as n (id)",
    "insert into ledger_accounts (id, kind, owner_id, currency, balance_minor, floor_minor, created_at)
     values ($1[13], 'escrow', $1[8], 'CNY', $2[1] + $2[2], 0, $4)",
    "update ledger_accounts set balance_minor = balance_minor - $2[1] - $2[2]
     where kind = 'wallet' and owner_id = $1[1] and currency = 'CNY'",
    "insert into ledger_transfers (id, entry_id, rule, debit_id, credit_id, amount_minor, order_id, payment_id, at)
     select $1[12], $1[11], 'order_paid_by_wallet', id, $1[13], $2[1] + $2[2], $1[8], $1[10], $4
     from ledger_accounts where kind = 'wallet' and owner_id = $1[1] and currency = 'CNY'",
    "with m as (insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
                values ($1[2], 'allocated', -1, -1, $1[7], $4)),
          l as (update listings set sold_count = sold_count + 1 where id = $1[3])
     update stock_levels set on_hand = on_hand - 1, reserved = reserved - 1 where variant_id = $1[2]",
    "update checkouts set stage = 'paid', paid_at = $4 where id = $1[7]",
    "update payments set stage = 'captured', applied_to = 'checkout', settled_at = $4 where id = $1[10]",
];

/// Buys for a while, each buyer over a connection.
///
/// # Errors
/// When Postgres does not take a statement.
pub async fn buy(
    ctx: &Ctx,
    buyers: &[Buyer],
    goods: &Arc<[Good]>,
    time: Duration,
) -> Result<Sample, Trouble> {
    let begun = Instant::now();
    let mut buying = JoinSet::new();
    for buyer in buyers {
        let (ctx, buyer, goods) = (ctx.clone(), buyer.clone(), goods.clone());
        buying.spawn(async move {
            let mut sample = Sample::default();
            while begun.elapsed() < time {
                let asked = Instant::now();
                purchase(&ctx.db, &ctx, &buyer, by_chance(&goods)).await?;
                sample.times.push(asked.elapsed());
            }
            Ok::<_, Trouble>(sample)
        });
    }
    let mut all = Sample::default();
    while let Some(sample) = buying.join_next().await {
        all.join(sample??);
    }
    all.took = begun.elapsed();
    Ok(all)
}

async fn purchase(db: &PgPool, ctx: &Ctx, buyer: &Buyer, good: &Good) -> Result<(), Trouble> {
    let known = [
        buyer.account.0,
        good.variant.0,
        good.listing.0,
        good.shop.0,
        good.owner.0,
    ];
    let ids: Vec<Uuid> = known
        .into_iter()
        .chain((0..10).map(|_| ctx.new_id()))
        .collect();
    let amounts = [PRICE_MINOR, POSTAGE_MINOR, PRICE_MINOR / 100];
    // Longer than the market's own, so that chance meets no number twice.
    let number = format!("bench-{}", hex::encode(random_bytes::<8>()));
    let now = ctx.now();
    let mut tx = db.begin().await?;
    for statement in STATEMENTS {
        sqlx::query(statement)
            .bind(&ids)
            .bind(amounts)
            .bind(&number)
            .bind(now)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
