//! The audit: every balance, every piece of stock, recomputed from the history that led to it.
//!
//! Each proof is one query that answers with the rows that disagree: subject, expected, found.
//! All run in one read-only snapshot, so that trading may go on meanwhile.

use crate::{ctx::Ctx, failure::Incident};
use longtail::{
    platform::audit::{AuditReport, Finding},
    when::ZONE_HOURS,
};
use sqlx::{AssertSqlSafe, Row};

// The proof of commission invoices writes the market's zone out.
const _: () = assert!(ZONE_HOURS == 8);

/// A statement about the whole market: its name, how many rows it looks at, and the rows that break it.
struct Proof {
    name: &'static str,
    count: &'static str,
    /// Answers with `subject text, expected bigint, found bigint`.
    broken: &'static str,
}

const PROOFS: [Proof; 22] = [
    Proof {
        name: "balance",
        count: "select count(*) from ledger_accounts",
        broken: "select a.kind || ' ' || a.owner_id, coalesce(t.sum, 0)::bigint, a.balance_minor
                 from ledger_accounts a
                 left join (select account, sum(change) as sum from (
                     select credit_id as account, amount_minor as change from ledger_transfers
                     union all select debit_id, -amount_minor from ledger_transfers) legs
                   group by account) t on t.account = a.id
                 where a.balance_minor <> coalesce(t.sum, 0)",
    },
    Proof {
        name: "double_entry",
        count: "select count(distinct currency) from ledger_accounts",
        broken: "select currency, 0::bigint, sum(balance_minor)::bigint
                 from ledger_accounts group by currency having sum(balance_minor) <> 0",
    },
    Proof {
        name: "escrow",
        count: "select count(*) from orders",
        broken: "select o.number, o.held, coalesce(a.balance_minor, 0)
                 from (select number, id, currency, case when stage in ('to_ship', 'shipped')
                              then goods_minor + postage_minor - refunded_goods_minor - refunded_postage_minor
                              else 0 end as held
                       from orders) o
                 left join ledger_accounts a
                   on a.kind = 'escrow' and a.owner_id = o.id and a.currency = o.currency
                 where coalesce(a.balance_minor, 0) <> o.held
                 union all
                 select a.owner_id::text, 0::bigint, a.balance_minor from ledger_accounts a
                 where a.kind = 'escrow' and not exists (select from orders o where o.id = a.owner_id)",
    },
    Proof {
        name: "release",
        count: "select count(*) from orders where stage = 'completed'",
        broken: "select o.number, o.due, coalesce(t.sum, 0)::bigint
                 from (select o.number, o.id, case when o.stage = 'completed' then o.goods_minor + o.postage_minor
                              - coalesce((select sum(r.goods_minor + r.postage_minor)::bigint from refunds r
                                          where r.order_id = o.id and r.phase <> 'released'), 0) else 0 end as due
                       from orders o) o
                 left join (select order_id, sum(amount_minor) as sum from ledger_transfers
                            where rule in ('order_released', 'commission_earned') group by order_id) t
                   on t.order_id = o.id
                 where coalesce(t.sum, 0) <> o.due",
    },
    Proof {
        name: "commission",
        count: "select count(*) from orders where stage = 'completed'",
        broken: "select o.number, o.due, coalesce(t.amount_minor, 0)
                 from (select o.number, o.id, o.commission_minor
                              - coalesce((select sum(r.commission_minor)::bigint from refunds r
                                          where r.order_id = o.id and r.phase <> 'released'), 0) as due
                       from orders o where o.stage = 'completed') o
                 left join ledger_transfers t on t.order_id = o.id and t.rule = 'commission_earned'
                 where o.due <> coalesce(t.amount_minor, 0)",
    },
    Proof {
        name: "refunds",
        count: "select count(*) from refunds",
        broken: "select r.id::text, r.goods_minor + r.postage_minor, coalesce(t.sum, 0)::bigint
                 from refunds r
                 left join (select entry_id, order_id, sum(amount_minor) as sum,
                                   coalesce(sum(amount_minor) filter (
                                       where rule in ('commission_refunded', 'commission_promotion_refunded')), 0)
                                       as commission,
                                   coalesce(sum(amount_minor) filter (
                                       where rule in ('promotion_refunded', 'sale_promotion_refunded',
                                                      'commission_promotion_refunded')), 0) as promoted,
                                   bool_or(rule in ('order_refunded', 'promotion_refunded')) as held
                            from ledger_transfers
                            where rule in ('order_refunded', 'sale_refunded', 'commission_refunded',
                                           'promotion_refunded', 'sale_promotion_refunded',
                                           'commission_promotion_refunded')
                            group by entry_id, order_id) t on t.entry_id = r.id and t.order_id = r.order_id
                 where coalesce(t.sum, 0) <> r.goods_minor + r.postage_minor
                    or t.held <> (r.phase <> 'released')
                    or t.promoted <> r.promoted_minor
                    or t.commission <> case when r.phase = 'released' then r.commission_minor else 0 end
                 union all
                 select t.entry_id::text, 0::bigint, t.amount_minor from ledger_transfers t
                 where t.rule in ('order_refunded', 'sale_refunded', 'commission_refunded', 'promotion_refunded',
                                  'sale_promotion_refunded', 'commission_promotion_refunded')
                   and not exists (select from refunds r where r.id = t.entry_id)",
    },
    Proof {
        name: "refund_sums",
        count: "select count(*) from orders where refunded_goods_minor + refunded_postage_minor > 0",
        broken: "select p.subject, p.expected::bigint, p.found::bigint
                 from orders o
                 left join (select order_id, sum(goods_minor) as goods, sum(postage_minor) as postage,
                                   sum(commission_minor) as commission, sum(promoted_minor) as promoted
                            from refunds group by order_id) r on r.order_id = o.id
                 cross join lateral (values
                     (o.number || ' goods', coalesce(r.goods, 0), o.refunded_goods_minor),
                     (o.number || ' postage', coalesce(r.postage, 0), o.refunded_postage_minor),
                     (o.number || ' commission', coalesce(r.commission, 0), o.refunded_commission_minor),
                     (o.number || ' promoted', coalesce(r.promoted, 0), o.refunded_promoted_minor),
                     (o.number || ' above what was paid', 0,
                      greatest(o.refunded_goods_minor + o.refunded_postage_minor - o.refunded_promoted_minor
                               - o.total_minor, 0))
                 ) as p (subject, expected, found)
                 where p.expected <> p.found
                 union all
                 select p.subject, p.expected::bigint, p.found::bigint
                 from order_lines n
                 left join (select l.line_id, sum(l.quantity) as pieces, sum(l.goods_minor) as goods,
                                   sum(l.commission_minor) as commission, sum(l.promoted_minor) as promoted,
                                   sum(l.unsent_quantity) as unsent
                            from refund_lines l group by l.line_id) r
                   on r.line_id = n.id
                 cross join lateral (values
                     (n.id || ' pieces', coalesce(r.pieces, 0), n.refunded_quantity),
                     (n.id || ' unsent', coalesce(r.unsent, 0), n.unsent_quantity),
                     (n.id || ' goods', coalesce(r.goods, 0), n.refunded_goods_minor),
                     (n.id || ' promoted', coalesce(r.promoted, 0), n.refunded_promoted_minor),
                     (n.id || ' commission', coalesce(r.commission, 0), n.refunded_commission_minor)
                 ) as p (subject, expected, found)
                 where p.expected <> p.found
                 union all
                 select r.id::text, r.goods_minor + r.commission_minor + r.promoted_minor,
                        coalesce(sum(l.goods_minor + l.commission_minor + l.promoted_minor), 0)::bigint
                 from refunds r left join refund_lines l on l.refund_id = r.id
                 group by r.id
                 having r.goods_minor <> coalesce(sum(l.goods_minor), 0)
                     or r.commission_minor <> coalesce(sum(l.commission_minor), 0)
                     or r.promoted_minor <> coalesce(sum(l.promoted_minor), 0)",
    },
    Proof {
        name: "parcels",
        count: "select count(*) from parcels",
        broken: "select p.subject, p.expected::bigint, p.found::bigint
                 from order_lines n
                 join orders o on o.id = n.order_id
                 left join (select l.line_id, sum(l.quantity) as pieces,
                                   coalesce(sum(l.quantity) filter (where p.order_id <> m.order_id), 0) as foreign_pieces
                            from parcel_lines l join parcels p on p.id = l.parcel_id
                            join order_lines m on m.id = l.line_id group by l.line_id) l on l.line_id = n.id
                 cross join lateral (values
                     (n.id || ' in parcels', coalesce(l.pieces, 0), n.sent_quantity),
                     (n.id || ' in parcels of other orders', 0, coalesce(l.foreign_pieces, 0)),
                     (n.id || ' sent', case when o.stage in ('shipped', 'completed')
                                            then n.quantity - n.unsent_quantity else n.sent_quantity end,
                      n.sent_quantity),
                     (n.id || ' sent of what is not to be sent', 0,
                      case when o.stage in ('awaiting_payment', 'cancelled') then n.sent_quantity else 0 end)
                 ) as p (subject, expected, found)
                 where p.expected <> p.found
                 union all
                 select o.number || ' has begun to be sent', (sum(n.sent_quantity) > 0)::int::bigint,
                        (o.first_sent_at is not null)::int::bigint
                 from orders o join order_lines n on n.order_id = o.id
                 group by o.id having (sum(n.sent_quantity) > 0) <> (o.first_sent_at is not null)
                 union all
                 select o.number || ' has something left to send', 1::bigint, 0::bigint
                 from orders o join order_lines n on n.order_id = o.id
                 where o.stage = 'to_ship'
                 group by o.id having sum(n.quantity - n.unsent_quantity - n.sent_quantity) = 0",
    },
    Proof {
        name: "payments",
        count: "select count(*) from payments where stage = 'captured'",
        broken: "select p.id::text, p.amount_minor, coalesce(t.sum, 0)::bigint
                 from payments p
                 left join (select payment_id, sum(amount_minor) as sum from ledger_transfers
                            where payment_id is not null group by payment_id) t on t.payment_id = p.id
                 where coalesce(t.sum, 0) <> case when p.stage = 'captured' then p.amount_minor else 0 end",
    },
    Proof {
        name: "payouts",
        count: "select count(*) from payouts",
        broken: "select p.id::text, case when p.stage in ('scheduled', 'sent') then p.amount_minor else 0 end,
                        coalesce(a.balance_minor, 0)
                 from payouts p left join ledger_accounts a
                   on a.kind = 'payout' and a.owner_id = p.id and a.currency = p.currency
                 where coalesce(a.balance_minor, 0)
                       <> case when p.stage in ('scheduled', 'sent') then p.amount_minor else 0 end
                 union all
                 select 'bank ' || c.currency, coalesce(s.sum, 0)::bigint, coalesce(b.balance_minor, 0)
                 from (select distinct currency from ledger_accounts) c
                 left join (select currency, sum(amount_minor) as sum from payouts
                            where stage = 'settled' group by currency) s on s.currency = c.currency
                 left join ledger_accounts b on b.kind = 'bank' and b.currency = c.currency
                 where coalesce(s.sum, 0) <> coalesce(b.balance_minor, 0)
                 union all
                 select a.owner_id::text, 0::bigint, a.balance_minor from ledger_accounts a
                 where a.kind = 'payout' and a.balance_minor <> 0
                   and not exists (select from payouts p where p.id = a.owner_id)",
    },
    Proof {
        name: "deposits",
        count: "select (select count(*) from ledger_accounts where kind = 'deposit') + (select count(*) from violation_fees)",
        broken: "select f.id || ' ' || p.part, p.due, p.posted
                 from (select id, shop_id, currency, platform_minor, buyer_minor from violation_fees
                       union all
                       select t.entry_id, d.owner_id, d.currency, 0, 0
                       from ledger_transfers t join ledger_accounts d on d.id = t.debit_id
                       where t.rule in ('violation_fee_platform', 'violation_fee_buyer')
                         and not exists (select from violation_fees f where f.id = t.entry_id
                                         and f.shop_id = d.owner_id and f.currency = d.currency)) f
                 left join (select t.entry_id,
                                   sum(t.amount_minor) filter (where t.rule = 'violation_fee_platform') as platform,
                                   sum(t.amount_minor) filter (where t.rule = 'violation_fee_buyer') as buyer
                            from ledger_transfers t
                            where t.rule in ('violation_fee_platform', 'violation_fee_buyer')
                            group by t.entry_id) t on t.entry_id = f.id
                 cross join lateral (values
                     ('platform', f.platform_minor, coalesce(t.platform, 0)::bigint),
                     ('buyer', f.buyer_minor, coalesce(t.buyer, 0)::bigint)
                 ) as p (part, due, posted)
                 where p.due <> p.posted
                 union all
                 select f.id || ' to another than the buyer', 0::bigint, t.amount_minor
                 from violation_fees f
                 join ledger_transfers t on t.entry_id = f.id and t.rule = 'violation_fee_buyer'
                 join ledger_accounts w on w.id = t.credit_id
                 left join orders o on o.id = f.order_id
                 where w.kind <> 'wallet' or w.owner_id is distinct from o.buyer_id
                 union all
                 select 'fees ' || c.currency, coalesce(s.sum, 0)::bigint, coalesce(a.balance_minor, 0)
                 from (select distinct currency from ledger_accounts) c
                 left join (select currency, sum(platform_minor) as sum from violation_fees
                            group by currency) s on s.currency = c.currency
                 left join ledger_accounts a on a.kind = 'fees' and a.currency = c.currency
                 where coalesce(s.sum, 0) <> coalesce(a.balance_minor, 0)
                 union all
                 select 'deposit ' || d.owner_id, p.due::bigint, d.balance_minor
                 from ledger_accounts d
                 cross join lateral (select
                     coalesce((select sum(t.amount_minor) from ledger_transfers t
                               where t.credit_id = d.id and t.rule = 'deposit_paid'), 0)
                   - coalesce((select sum(t.amount_minor) from ledger_transfers t
                               where t.debit_id = d.id and t.rule = 'deposit_returned'), 0)
                   - coalesce((select sum(f.platform_minor + f.buyer_minor) from violation_fees f
                               where f.shop_id = d.owner_id and f.currency = d.currency), 0) as due) p
                 where d.kind = 'deposit' and d.balance_minor <> p.due",
    },
    Proof {
        name: "order_sums",
        count: "select count(*) from orders",
        broken: "select o.number, o.goods_minor + o.postage_minor + o.commission_minor + o.promoted_minor,
                        sum(n.goods_minor + n.postage_minor + n.commission_minor + n.promoted_minor)::bigint
                 from orders o join order_lines n on n.order_id = o.id
                 group by o.id
                 having sum(n.goods_minor) <> o.goods_minor or sum(n.postage_minor) <> o.postage_minor
                     or sum(n.commission_minor) <> o.commission_minor or sum(n.promoted_minor) <> o.promoted_minor
                 union all
                 select c.id::text, c.total_minor, sum(o.total_minor)::bigint
                 from checkouts c join orders o on o.checkout_id = c.id
                 group by c.id having sum(o.total_minor) <> c.total_minor
                     or sum(o.promoted_minor) <> c.promoted_minor",
    },
    Proof {
        name: "promotion",
        count: "select count(*) from orders where promoted_minor > 0",
        broken: "select p.subject, p.expected::bigint, p.found::bigint
                 from orders o
                 left join (select order_id,
                                   sum(amount_minor) filter (where rule = 'order_promoted') as paid,
                                   sum(amount_minor) filter (where rule = 'promotion_returned') as back
                            from ledger_transfers where rule in ('order_promoted', 'promotion_returned')
                            group by order_id) t on t.order_id = o.id
                 cross join lateral (values
                     (o.number || ' promoted', case when o.paid_at is null then 0 else o.promoted_minor end,
                      coalesce(t.paid, 0)),
                     (o.number || ' promotion back', case when o.paid_at is not null and o.stage = 'cancelled'
                          then o.promoted_minor - o.refunded_promoted_minor else 0 end, coalesce(t.back, 0))
                 ) as p (subject, expected, found)
                 where p.expected <> p.found",
    },
    Proof {
        name: "coupons",
        count: "select count(*) from coupons",
        broken: "select c.code, coalesce(u.uses, 0)::bigint, c.used::bigint
                 from coupons c
                 left join (select coupon_id, count(*) as uses from coupon_uses
                            where given_back_at is null group by coupon_id) u on u.coupon_id = c.id
                 where c.used <> coalesce(u.uses, 0)
                 union all
                 select c.code || ' ' || coalesce(p.account_id, u.account_id), coalesce(u.uses, 0)::bigint,
                        coalesce(p.used, 0)::bigint
                 from coupon_people p
                 full join (select coupon_id, account_id, count(*) as uses from coupon_uses
                            where given_back_at is null group by coupon_id, account_id) u
                   on u.coupon_id = p.coupon_id and u.account_id = p.account_id
                 join coupons c on c.id = coalesce(p.coupon_id, u.coupon_id)
                 where coalesce(p.used, 0) <> coalesce(u.uses, 0)
                 union all
                 select c.code || ' ' || u.checkout_id, u.off_minor, coalesce(sum(
                            case when c.shop_id is null then n.platform_coupon_minor
                                 when o.shop_id = c.shop_id then n.coupon_minor else 0 end), 0)::bigint
                 from coupon_uses u
                 join coupons c on c.id = u.coupon_id
                 join orders o on o.checkout_id = u.checkout_id
                 join order_lines n on n.order_id = o.id
                 group by c.code, u.checkout_id, u.coupon_id, u.off_minor
                 having u.off_minor <> coalesce(sum(
                            case when c.shop_id is null then n.platform_coupon_minor
                                 when o.shop_id = c.shop_id then n.coupon_minor else 0 end), 0)
                 union all
                 select c.id::text, 0::bigint, count(*)
                 from checkouts c where c.stage in ('expired', 'cancelled')
                   and exists (select from coupon_uses u where u.checkout_id = c.id and u.given_back_at is null)
                 group by c.id",
    },
    Proof {
        name: "stock",
        count: "select count(*) from stock_levels",
        broken: "select p.subject, p.expected::bigint, p.found::bigint
                 from stock_levels s
                 left join (select variant_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
                            from stock_movements group by variant_id) m on m.variant_id = s.variant_id
                 cross join lateral (values
                     (s.variant_id || ' on hand', coalesce(m.on_hand, 0), s.on_hand),
                     (s.variant_id || ' reserved', coalesce(m.reserved, 0), s.reserved)
                 ) as p (subject, expected, found)
                 where p.expected <> p.found",
    },
    Proof {
        name: "stock_counts",
        count: "select count(*) from stock_counts where stage = 'finished'",
        broken: "select l.count_id || ' ' || l.variant_id, (l.counted - l.expected)::bigint,
                        coalesce(m.on_hand_change, 0)::bigint
                 from stock_count_lines l
                 join stock_counts c on c.id = l.count_id
                 left join stock_movements m on m.count_id = l.count_id and m.variant_id = l.variant_id
                 where l.counted is not null
                   and coalesce(m.on_hand_change, 0)
                       <> case when c.stage = 'finished' then l.counted - l.expected else 0 end",
    },
    Proof {
        name: "invoice_numbers",
        count: "select count(*) from invoice_series",
        broken: "select s.issuer_id || ' ' || s.kind, s.last_number, count(i.number)
                 from invoice_series s
                 left join invoices i on i.issuer_id = s.issuer_id and i.kind = s.kind
                      and i.number between 1 and s.last_number
                 group by s.issuer_id, s.kind having count(i.number) <> s.last_number
                 union all
                 select i.issuer_id || ' ' || i.kind, coalesce(s.last_number, 0), i.number
                 from invoices i
                 left join invoice_series s on s.issuer_id = i.issuer_id and s.kind = i.kind
                 where i.number > coalesce(s.last_number, 0)",
    },
    Proof {
        name: "invoices",
        count: "select count(*) from invoices",
        broken: "select i.id::text, i.gross_minor + i.tax_minor, coalesce(sum(l.gross_minor + l.tax_minor), 0)::bigint
                 from invoices i left join invoice_lines l on l.invoice_id = i.id
                 group by i.id
                 having i.gross_minor <> coalesce(sum(l.gross_minor), 0) or i.tax_minor <> coalesce(sum(l.tax_minor), 0)
                 union all
                 select i.id::text, o.total_minor, i.gross_minor
                 from invoices i join orders o on o.id = i.order_id
                 where i.kind = 'invoice' and i.gross_minor <> o.total_minor
                 union all
                 select i.id::text, p.paid_back, coalesce(c.gross, 0)::bigint
                 from invoices i
                 join (select id, case when stage = 'cancelled' then total_minor
                                       else refunded_goods_minor + refunded_postage_minor
                                            - refunded_promoted_minor end as paid_back
                       from orders) p on p.id = i.order_id
                 left join (select cancels, sum(gross_minor) as gross from invoices
                            where kind = 'credit_note' group by cancels) c on c.cancels = i.id
                 where i.kind = 'invoice' and coalesce(c.gross, 0) <> p.paid_back",
    },
    Proof {
        name: "commission_invoices",
        count: "select count(*) from invoices where kind = 'commission'",
        // of months between two that were invoiced, none is left out
        broken: "select coalesce(t.shop_id, i.shop_id) || ' ' || coalesce(t.month, i.month),
                        coalesce(t.sum, 0)::bigint, coalesce(i.gross_minor, 0)
                 from (select o.shop_id,
                              date_trunc('month', (t.at at time zone 'UTC') + interval '8 hours')::date as month,
                              sum(case t.rule when 'commission_earned' then t.amount_minor else -t.amount_minor end) as sum
                       from ledger_transfers t join orders o on o.id = t.order_id
                       where t.rule in ('commission_earned', 'commission_refunded', 'commission_promotion_refunded') group by 1, 2) t
                 full join (select shop_id, month, gross_minor from invoices where kind = 'commission') i
                   on i.shop_id = t.shop_id and i.month = t.month
                 where coalesce(t.sum, 0) <> coalesce(i.gross_minor, 0)
                   and (i.month is not null
                        or exists (select from invoices f where f.kind = 'commission' and f.shop_id = t.shop_id
                                   having min(f.month) < t.month and max(f.month) > t.month))",
    },
    Proof {
        name: "receipts",
        count: "select count(*) from invoices where kind = 'receipt'",
        broken: "select i.id::text, coalesce(t.sum, 0)::bigint, i.gross_minor
                 from invoices i
                 left join (select payment_id, sum(amount_minor) as sum from ledger_transfers
                            where rule = 'wallet_funded' group by payment_id) t on t.payment_id = i.payment_id
                 where i.kind = 'receipt' and i.gross_minor <> coalesce(t.sum, 0)",
    },
    Proof {
        name: "reservations",
        count: "select count(*) from checkouts where stage = 'awaiting_payment'",
        broken: "select s.variant_id::text, coalesce(w.quantity, 0)::bigint, s.reserved::bigint
                 from stock_levels s
                 left join (select n.variant_id, sum(n.quantity) as quantity
                            from order_lines n join orders o on o.id = n.order_id
                            where o.stage = 'awaiting_payment' group by n.variant_id) w
                   on w.variant_id = s.variant_id
                 where s.reserved <> coalesce(w.quantity, 0)",
    },
    Proof {
        name: "sold_counts",
        count: "select count(*) from listings",
        broken: "select l.slug, coalesce(n.pieces, 0)::bigint, l.sold_count
                 from listings l
                 left join (select i.listing_id, sum(i.quantity - i.unsent_quantity) as pieces
                            from order_lines i join orders o on o.id = i.order_id
                            where o.stage in ('to_ship', 'shipped', 'completed') group by i.listing_id) n
                   on n.listing_id = l.id
                 where l.sold_count <> coalesce(n.pieces, 0)",
    },
];

/// Recomputes everything and reports what does not agree.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn run(ctx: &Ctx) -> Result<AuditReport, Incident> {
    let mut tx = ctx.db.begin().await?;
    sqlx::query("set transaction isolation level repeatable read, read only")
        .execute(&mut *tx)
        .await?;
    let mut report = AuditReport::default();
    for proof in &PROOFS {
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(proof.count))
            .fetch_one(&mut *tx)
            .await?;
        report.checked.insert(proof.name.to_owned(), count);
        for row in sqlx::query(AssertSqlSafe(proof.broken))
            .fetch_all(&mut *tx)
            .await?
        {
            report.findings.push(Finding {
                proof: proof.name.to_owned(),
                subject: row.try_get(0)?,
                expected: row.try_get(1)?,
                found: row.try_get(2)?,
            });
        }
    }
    Ok(report)
}
