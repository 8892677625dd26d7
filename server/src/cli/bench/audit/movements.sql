-- What moved with the orders: pieces on the shelves, and money. It refers to none of their rows, so that
-- it can be written at the same time.

insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
select fill.id(5, variant), 'reserved', 0, pieces, fill.id(6, n), at from fill.tally
union all
select fill.id(5, variant), 'allocated', -pieces, -pieces, fill.id(6, n), at from fill.tally where paid
union all
select fill.id(5, variant), 'released', 0, -pieces, fill.id(6, n), at from fill.tally where not paid and stage = 'cancelled'
union all
select fill.id(5, variant), 'returned', case when stage = 'cancelled' then pieces else unsent end, 0, fill.id(6, n), at
from fill.tally where paid and (stage = 'cancelled' or unsent > 0);

insert into payouts (id, shop_id, account_id, stage, currency, amount_minor, holder, number, bank, bank_ref, return_reason,
                     begun_at, ended_at)
select fill.id(12, k), fill.id(2, shop), fill.id(1, buyer), stage, 'CNY', amount, 'Lin Xiaoyu', '6222021100001234567',
       'Bank of the Lake', 'K' || k, case when stage = 'returned' then 'account_closed' end, at,
       case when stage <> 'sent' then at end
from fill.outgoing;

create unlogged table fill.legs as
select fill.id(18, buyer) as entry, 'wallet_funded' as rule, fill.id(13, 1) as debit, fill.id(14, buyer) as credit,
       funded as amount, null::uuid as order_id, fill.id(11, buyer) as payment_id, at
from fill.purses
union all
select fill.id(19, n), case when by_card then 'order_paid_by_gateway' else 'order_paid_by_wallet' end,
       case when by_card then fill.id(13, 1) else fill.id(14, buyer) end, fill.id(17, n), total,
       fill.id(7, n), fill.id(10, n), at
from fill.tally where paid
union all
select fill.id(19, n), 'order_promoted', fill.id(13, 4), fill.id(17, n), promoted, fill.id(7, n), null, at
from fill.tally where paid and promoted > 0
union all
select fill.id(9, n), 'order_refunded', fill.id(17, n), fill.id(14, buyer), to_buyer, fill.id(7, n), null, at
from fill.tally where phase in ('before_dispatch', 'on_the_way')
union all
select fill.id(9, n), 'promotion_refunded', fill.id(17, n), fill.id(13, 4), back_promoted, fill.id(7, n), null, at
from fill.tally where phase in ('before_dispatch', 'on_the_way') and back_promoted > 0
union all
select fill.id(9, n), 'sale_refunded', fill.id(15, shop), fill.id(14, buyer), to_buyer - back_commission,
       fill.id(7, n), null, at
from fill.tally where phase = 'released'
union all
select fill.id(9, n), 'commission_refunded', fill.id(13, 3), fill.id(14, buyer), back_commission, fill.id(7, n),
       null, at
from fill.tally where phase = 'released' and back_commission > 0
union all
select fill.id(9, n), 'sale_promotion_refunded', fill.id(15, shop), fill.id(13, 4), back_promoted, fill.id(7, n),
       null, at
from fill.tally where phase = 'released' and back_promoted > 0
union all
select fill.id(20, n), 'order_returned', fill.id(17, n), fill.id(14, buyer), total, fill.id(7, n), null, at
from fill.tally where paid and stage = 'cancelled'
union all
select fill.id(20, n), 'promotion_returned', fill.id(17, n), fill.id(13, 4), promoted, fill.id(7, n), null, at
from fill.tally where paid and stage = 'cancelled' and promoted > 0
union all
select fill.id(20, n), 'order_released', fill.id(17, n), fill.id(15, shop), due - earned, fill.id(7, n), null, at
from fill.tally where stage = 'completed'
union all
select fill.id(20, n), 'commission_earned', fill.id(17, n), fill.id(13, 3), earned, fill.id(7, n), null, at
from fill.tally where stage = 'completed'
union all
select fill.id(40, n), 'card_refund_begun', fill.id(14, buyer), fill.id(34, n), to_card, null, null, at
from fill.tally where to_card > 0
union all
select fill.id(41, n), case card_stage when 'settled' then 'card_refund_settled' else 'card_refund_returned' end,
       fill.id(34, n), case card_stage when 'settled' then fill.id(13, 1) else fill.id(14, buyer) end, to_card, null,
       null, at
from fill.tally where to_card > 0 and card_stage <> 'sent'
union all
select fill.id(21, k), case when buyer is null then 'payout_begun' else 'withdrawal_begun' end,
       coalesce(fill.id(15, shop), fill.id(14, buyer)), fill.id(16, k), amount, null, null, at
from fill.outgoing
union all
select fill.id(22, k), case when buyer is null then 'payout_' else 'withdrawal_' end || stage, fill.id(16, k),
       case stage when 'settled' then fill.id(13, 2) else coalesce(fill.id(15, shop), fill.id(14, buyer)) end, amount,
       null, null, at
from fill.outgoing where stage <> 'sent'
union all
select fill.id(42, shop), 'deposit_paid', fill.id(15, shop), fill.id(35, shop), 100000, null, null, at from fill.fees
union all
select fill.id(36, n), 'violation_fee_platform', fill.id(35, shop), fill.id(13, 5), 2000, fill.id(7, n), null, at
from fill.fees
union all
select fill.id(36, n), 'violation_fee_buyer', fill.id(35, shop), fill.id(14, buyer), 1000, fill.id(7, n), null, at
from fill.fees;

-- Accounts as they stand in the end, so that none is written twice.
create unlogged table fill.balances as
select account, sum(change)::bigint as balance
from (select credit as account, amount as change from fill.legs union all select debit, -amount from fill.legs) as moved
group by account;

insert into ledger_accounts (id, kind, owner_id, currency, balance_minor, floor_minor, created_at)
select a.id, a.kind, a.owner, 'CNY', coalesce(b.balance, 0), a.floor, a.at
from (
    select fill.id(13, n) as id, kind, '00000000-0000-0000-0000-000000000000'::uuid as owner, floor,
           timestamptz '2026-01-01 00:00:00Z' as at
    from (values (1, 'gateway', null), (2, 'bank', null), (3, 'commission', 0), (4, 'promotion', null), (5, 'fees', 0))
         as platform (n, kind, floor)
    union all
    select fill.id(14, buyer), 'wallet', fill.id(1, buyer), 0, min(at) from fill.tally group by buyer
    union all
    select fill.id(15, shop), 'shop_balance', fill.id(2, shop), null, min(at) from fill.tally group by shop
    union all
    select fill.id(16, k), 'payout', fill.id(12, k), 0, at from fill.outgoing
    union all
    select fill.id(34, n), 'payout', fill.id(33, n), 0, at from fill.tally where to_card > 0
    union all
    select fill.id(35, shop), 'deposit', fill.id(2, shop), 0, at from fill.fees
    union all
    select fill.id(17, n), 'escrow', fill.id(7, n), 0, at from fill.tally where paid
) as a left join fill.balances b on b.account = a.id;

insert into ledger_transfers (id, entry_id, rule, debit_id, credit_id, amount_minor, order_id, payment_id, at)
select fill.id(23, row_number() over ()), entry, rule, debit, credit, amount, order_id, payment_id, at from fill.legs;
