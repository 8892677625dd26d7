//! Proofs of orders: what they cost, what was sent and what was paid back.

use super::Proof;

pub(super) const PROOFS: [Proof; 7] = [
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
        name: "added_tax",
        count: "select count(*) from order_lines where tax_added_bp is not null",
        broken: "select t.number || ' at ' || t.tax_added_bp, div(t.net * t.tax_added_bp + 5000, 10000)::bigint, t.tax::bigint
                 from (select o.number, n.tax_added_bp, sum(n.tax_added_minor + n.postage_tax_added_minor) as tax,
                              sum(n.goods_minor - n.promoted_minor - n.tax_added_minor
                                  + n.postage_minor - n.postage_tax_added_minor) as net
                       from orders o join order_lines n on n.order_id = o.id
                       where n.tax_added_bp is not null group by o.id, n.tax_added_bp) t
                 where t.tax <> div(t.net * t.tax_added_bp + 5000, 10000)
                 union all
                 select i.id::text, t.tax::bigint, i.tax_minor
                 from invoices i
                 join (select order_id, sum(tax_added_minor + postage_tax_added_minor) as tax
                       from order_lines where tax_added_bp is not null group by order_id) t on t.order_id = i.order_id
                 where i.kind = 'invoice' and i.tax_minor <> t.tax",
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
];
