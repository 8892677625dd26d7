//! Proofs of goods: pieces on the shelf, promised and sold.

use super::Proof;

pub(super) const PROOFS: [Proof; 4] = [
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
