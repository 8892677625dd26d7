-- A market of :orders orders whose books agree. Of twenty orders fourteen are completed, two are on
-- their way, two wait to be sent, one was called off after it was paid, and one was never paid.
-- Ids count up within each kind, as the market's own nearly do.

create function pg_temp.id(kind integer, n bigint) returns uuid language sql immutable as
'select (lpad(to_hex(kind), 8, ''0'') || ''-0000-7000-8000-'' || lpad(to_hex(n), 12, ''0''))::uuid';

create temp table tally as
select n, n / 7 % greatest(:orders / 10, 1) as buyer, n / 20 % greatest(:orders / 1000, 1) as shop,
       n / 20 % greatest(:orders / 1000, 1) as variant, 1 + n % 3 as pieces, 6800 * (1 + n % 3) as goods,
       800::bigint as postage, 68 * (1 + n % 3) as commission,
       case when n % 20 < 14 then 'completed' when n % 20 < 16 then 'shipped' when n % 20 < 18 then 'to_ship'
            else 'cancelled' end as stage,
       n % 20 < 19 as paid, n % 3 = 0 as by_card,
       case when n % 20 < 14 and n % 100 = 0 then 800 else 0 end::bigint as refunded,
       timestamptz '2026-01-01 00:00:00Z' + n * interval '3 seconds' as at
from generate_series(0, :orders - 1) as n;

analyze tally;

insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
select pg_temp.id(1, buyer), 'member', buyer || '@longtail.example', 'Buyer', 'none', min(at), min(at)
from tally group by buyer;

insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
select pg_temp.id(2, shop), 'shop-' || shop, 'bazaar', 'open', 'Shop', 800, min(at), min(at)
from tally group by shop;

insert into categories (id, slug, name_en, name_zh) values (pg_temp.id(3, 0), 'bench', 'Bench', 'Bench');

insert into listings (id, shop_id, category_id, slug, stage, title_en, sold_count, created_at, published_at, updated_at)
select pg_temp.id(4, variant), pg_temp.id(2, min(shop)), pg_temp.id(3, 0), 'thing-' || variant, 'live', 'A thing',
       coalesce(sum(pieces) filter (where stage <> 'cancelled'), 0), min(at), min(at), min(at)
from tally group by variant;

insert into variants (id, listing_id, price_minor)
select distinct pg_temp.id(5, variant), pg_temp.id(4, variant), 6800 from tally;

insert into stock_levels (variant_id, on_hand, reserved)
select pg_temp.id(5, variant), 1000000 - coalesce(sum(pieces) filter (where stage <> 'cancelled'), 0), 0
from tally group by variant;

insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, at)
select distinct pg_temp.id(5, variant), 'counted', 1000000, 0, timestamptz '2026-01-01 00:00:00Z' from tally;

insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
select pg_temp.id(5, variant), 'reserved', 0, pieces, pg_temp.id(6, n), at from tally;

insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
select pg_temp.id(5, variant), case when paid then 'allocated' else 'released' end,
       case when paid then -pieces else 0 end, -pieces, pg_temp.id(6, n), at from tally;

insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
select pg_temp.id(5, variant), 'returned', pieces, 0, pg_temp.id(6, n), at from tally
where paid and stage = 'cancelled';

insert into checkouts (id, buyer_id, stage, currency, goods_minor, postage_minor, total_minor, email, ship_to, placed_at,
                       reserved_until, paid_at, closed_at)
select pg_temp.id(6, n), pg_temp.id(1, buyer), case when paid then 'paid' else 'expired' end, 'CNY', goods, postage,
       goods + postage, 'lin@longtail.example',
       '{"recipient": "Lin", "phone": "5550101", "country": "CN", "city": "Hangzhou"}', at,
       at + interval '15 minutes', case when paid then at end, case when not paid then at end
from tally;

insert into orders (id, number, checkout_id, shop_id, buyer_id, stage, currency, goods_minor, postage_minor, total_minor,
                    commission_minor, placed_at, paid_at, shipped_at, confirm_by, completed_at, cancelled_at,
                    refunded_postage_minor, first_sent_at)
select pg_temp.id(7, n), 'B' || n, pg_temp.id(6, n), pg_temp.id(2, shop), pg_temp.id(1, buyer), stage, 'CNY', goods, postage,
       goods + postage, commission, at, case when paid then at end,
       case when stage in ('shipped', 'completed') then at end,
       case when stage in ('shipped', 'completed') then at + interval '10 days' end,
       case when stage = 'completed' then at end, case when stage = 'cancelled' then at end, refunded,
       case when stage in ('shipped', 'completed') then at end
from tally;

insert into order_lines (id, order_id, position, listing_id, variant_id, title_en, title_zh, options_en, options_zh, quantity,
                         unit_price_minor, goods_minor, postage_minor, commission_bp, commission_minor, sent_quantity)
select pg_temp.id(8, n), pg_temp.id(7, n), 0, pg_temp.id(4, variant), pg_temp.id(5, variant), 'A thing', '', '', '', pieces,
       6800, goods, postage, 100, commission, case when stage in ('shipped', 'completed') then pieces else 0 end
from tally;

insert into parcels (id, order_id, carrier, tracking_number, shipped_at)
select pg_temp.id(24, n), pg_temp.id(7, n), 'Swift Post', 'T' || n, at from tally where stage in ('shipped', 'completed');

insert into parcel_lines (parcel_id, line_id, quantity)
select pg_temp.id(24, n), pg_temp.id(8, n), pieces from tally where stage in ('shipped', 'completed');

insert into refunds (id, order_id, phase, goods_minor, postage_minor, commission_minor, reason, actor, at)
select pg_temp.id(9, n), pg_temp.id(7, n), 'on_the_way', 0, refunded, 0, 'It came late', 'system', at
from tally where refunded > 0;

insert into payments (id, payer_id, checkout_id, provider, stage, currency, amount_minor, applied_to, created_at, settled_at)
select pg_temp.id(10, n), pg_temp.id(1, buyer), pg_temp.id(6, n), case when by_card then 'card' else 'wallet' end, 'captured',
       'CNY', goods + postage, 'checkout', at, at
from tally where paid;

insert into payments (id, payer_id, provider, stage, currency, amount_minor, applied_to, created_at, settled_at)
select pg_temp.id(11, buyer), pg_temp.id(1, buyer), 'card', 'captured', 'CNY', sum(goods + postage), 'wallet', min(at), min(at)
from tally where paid and not by_card group by buyer;

insert into invoices (id, issuer_id, kind, number, shop_id, account_id, order_id, currency, gross_minor, tax_minor,
                      seller, buyer, issued_at)
select pg_temp.id(25, n), pg_temp.id(2, shop), 'invoice', row_number() over (partition by shop order by n), pg_temp.id(2, shop),
       pg_temp.id(1, buyer), pg_temp.id(7, n), 'CNY', goods + postage, 0, party, party, at
from tally, (select '{"name": "Lin", "lines": [], "country": "CN", "tax_number": "", "email": ""}'::jsonb as party) as parties
where paid;

insert into invoice_lines (invoice_id, position, what, line_id, title_en, quantity, gross_minor, rate_bp, tax_minor)
select pg_temp.id(25, n), 0, 'goods', pg_temp.id(8, n), 'A thing', pieces, goods, 0, 0 from tally where paid
union all
select pg_temp.id(25, n), 1, 'postage', null, '', 1, postage, 0, 0 from tally where paid;

insert into invoices (id, issuer_id, kind, number, shop_id, account_id, order_id, cancels, refund_id, currency, gross_minor,
                      tax_minor, seller, buyer, issued_at)
select pg_temp.id(26, t.n), i.issuer_id, 'credit_note', row_number() over (partition by t.shop order by t.n), i.shop_id,
       i.account_id, i.order_id, i.id, case when t.refunded > 0 then pg_temp.id(9, t.n) end, i.currency,
       case when t.refunded > 0 then t.refunded else i.gross_minor end, 0, i.seller, i.buyer, i.issued_at
from tally t join invoices i on i.id = pg_temp.id(25, t.n)
where t.paid and (t.refunded > 0 or t.stage = 'cancelled');

insert into invoice_lines (invoice_id, position, what, line_id, credits_position, title_en, quantity, gross_minor, rate_bp,
                           tax_minor)
select pg_temp.id(26, n), 0, 'goods', pg_temp.id(8, n), 0, 'A thing', pieces, goods, 0, 0
from tally where paid and stage = 'cancelled'
union all
select pg_temp.id(26, n), 1, 'postage', null, 1, '', 1, case when refunded > 0 then refunded else postage end, 0, 0
from tally where paid and (refunded > 0 or stage = 'cancelled');

insert into invoices (id, issuer_id, kind, number, account_id, payment_id, currency, gross_minor, tax_minor, seller, buyer,
                      issued_at)
select pg_temp.id(27, row_number() over (order by p.id)), '00000000-0000-0000-0000-000000000000', 'receipt',
       row_number() over (order by p.id), p.payer_id, p.id, p.currency, p.amount_minor, 0, party, party, p.created_at
from payments p, (select '{"name": "Lin", "lines": [], "country": "CN", "tax_number": "", "email": ""}'::jsonb as party) as parties
where p.applied_to = 'wallet';

insert into invoice_lines (invoice_id, position, what, quantity, gross_minor, rate_bp, tax_minor)
select id, 0, 'top_up', 1, gross_minor, 0, 0 from invoices where kind = 'receipt';

insert into invoice_series (issuer_id, kind, last_number)
select issuer_id, kind, max(number) from invoices group by issuer_id, kind;

insert into payouts (id, shop_id, stage, currency, amount_minor, holder, number, bank, begun_at, ended_at)
select pg_temp.id(12, shop), pg_temp.id(2, shop), 'settled', 'CNY', (sum(goods + postage - refunded - commission) / 2)::bigint,
       'Lin Xiaoyu', '6222021100001234567', 'Bank of the Lake', max(at), max(at)
from tally where stage = 'completed' group by shop;

insert into ledger_accounts (id, kind, owner_id, currency, floor_minor, created_at)
select pg_temp.id(13, n), kind, '00000000-0000-0000-0000-000000000000', 'CNY', floor, timestamptz '2026-01-01 00:00:00Z'
from (values (1, 'gateway', null), (2, 'bank', null), (3, 'commission', 0)) as platform (n, kind, floor)
union all
select pg_temp.id(14, buyer), 'wallet', pg_temp.id(1, buyer), 'CNY', 0, min(at) from tally group by buyer
union all
select pg_temp.id(15, shop), 'shop_balance', pg_temp.id(2, shop), 'CNY', null, min(at) from tally group by shop
union all
select pg_temp.id(16, shop), 'payout', pg_temp.id(12, shop), 'CNY', 0, min(at) from tally group by shop
union all
select pg_temp.id(17, n), 'escrow', pg_temp.id(7, n), 'CNY', 0, at from tally where paid;

create temp table legs as
select pg_temp.id(18, buyer) as entry, 'wallet_funded' as rule, pg_temp.id(13, 1) as debit, pg_temp.id(14, buyer) as credit,
       sum(goods + postage) as amount, null::uuid as order_id, pg_temp.id(11, buyer) as payment_id, min(at) as at
from tally where paid and not by_card group by buyer
union all
select pg_temp.id(19, n), case when by_card then 'order_paid_by_gateway' else 'order_paid_by_wallet' end,
       case when by_card then pg_temp.id(13, 1) else pg_temp.id(14, buyer) end, pg_temp.id(17, n), goods + postage,
       pg_temp.id(7, n), pg_temp.id(10, n), at
from tally where paid
union all
select pg_temp.id(9, n), 'order_refunded', pg_temp.id(17, n), pg_temp.id(14, buyer), refunded, pg_temp.id(7, n), null, at
from tally where refunded > 0
union all
select pg_temp.id(20, n), 'order_returned', pg_temp.id(17, n), pg_temp.id(14, buyer), goods + postage, pg_temp.id(7, n), null, at
from tally where paid and stage = 'cancelled'
union all
select pg_temp.id(20, n), 'order_released', pg_temp.id(17, n), pg_temp.id(15, shop), goods + postage - refunded - commission,
       pg_temp.id(7, n), null, at
from tally where stage = 'completed'
union all
select pg_temp.id(20, n), 'commission_earned', pg_temp.id(17, n), pg_temp.id(13, 3), commission, pg_temp.id(7, n), null, at
from tally where stage = 'completed'
union all
select pg_temp.id(21, shop), 'payout_begun', pg_temp.id(15, shop), pg_temp.id(16, shop),
       (sum(goods + postage - refunded - commission) / 2)::bigint, null, null, max(at)
from tally where stage = 'completed' group by shop
union all
select pg_temp.id(22, shop), 'payout_settled', pg_temp.id(16, shop), pg_temp.id(13, 2),
       (sum(goods + postage - refunded - commission) / 2)::bigint, null, null, max(at)
from tally where stage = 'completed' group by shop;

insert into ledger_transfers (id, entry_id, rule, debit_id, credit_id, amount_minor, order_id, payment_id, at)
select pg_temp.id(23, row_number() over ()), entry, rule, debit, credit, amount, order_id, payment_id, at from legs;

update ledger_accounts a set balance_minor = b.sum
from (select account, sum(change) as sum
      from (select credit as account, amount as change from legs union all select debit, -amount from legs) moved
      group by account) b
where b.account = a.id;
