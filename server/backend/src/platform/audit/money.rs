//! Proofs of money: what the ledger holds, and what came in and went out.

use super::Proof;

pub(super) const PROOFS: [Proof; 9] = [
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
                   and not exists (select from payouts p where p.id = a.owner_id)
                   and not exists (select from card_refunds r where r.id = a.owner_id)",
    },
    Proof {
        name: "card_refunds",
        count: "select count(*) from card_refunds",
        broken: "select r.id::text, case when r.stage in ('scheduled', 'sent') then r.amount_minor else 0 end,
                        coalesce(a.balance_minor, 0)
                 from card_refunds r left join ledger_accounts a
                   on a.kind = 'payout' and a.owner_id = r.id and a.currency = r.currency
                 where coalesce(a.balance_minor, 0)
                       <> case when r.stage in ('scheduled', 'sent') then r.amount_minor else 0 end
                 union all
                 select p.id || ' goes back', coalesce(s.sum, 0)::bigint, p.returned_minor
                 from payments p
                 left join (select payment_id, currency, sum(amount_minor) as sum from card_refunds
                            where stage <> 'failed' group by payment_id, currency) s
                   on s.payment_id = p.id and s.currency = p.currency
                 where coalesce(s.sum, 0) <> p.returned_minor
                 union all
                 select p.id || ' was captured', case when p.stage = 'captured' then p.amount_minor else 0 end,
                        p.returned_minor
                 from payments p
                 where p.returned_minor > case when p.stage = 'captured' and p.provider <> 'wallet'
                                               then p.amount_minor else 0 end
                 union all
                 select r.id || ' of another', 0::bigint, r.amount_minor
                 from card_refunds r join payments p on p.id = r.payment_id
                 where p.payer_id <> r.account_id or p.currency <> r.currency
                 union all
                 select r.id || ' posted', r.due, coalesce(t.sum, 0)::bigint
                 from (select id, currency, case when stage = 'settled' then amount_minor else 0 end as due
                       from card_refunds) r
                 left join (select a.owner_id, sum(l.amount_minor) as sum
                            from ledger_transfers l join ledger_accounts a on a.id = l.debit_id
                            where l.rule = 'card_refund_settled' group by a.owner_id) t on t.owner_id = r.id
                 where coalesce(t.sum, 0) <> r.due",
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
];
