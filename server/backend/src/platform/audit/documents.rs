//! Proofs of documents: invoices, credit notes and receipts.

use super::Proof;
use longtail::when::ZONE_HOURS;

// The proof of commission invoices writes the market's zone out.
const _: () = assert!(ZONE_HOURS == 8);

pub(super) const PROOFS: [Proof; 4] = [
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
];
