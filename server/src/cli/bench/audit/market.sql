-- A market of :orders orders whose books agree. Of twenty orders fourteen are completed, two are on
-- their way, two wait to be sent, one was called off after it was paid, and one was never paid, of
-- which a fifth may still be. What else sets one order apart goes by other primes, so that all meet all.
-- Ids count up within each kind, as the market's own nearly do. The schema `fill` is dropped in the end.

create schema fill;

create function fill.id(kind integer, n bigint) returns uuid language sql immutable as
'select (lpad(to_hex(kind), 8, ''0'') || ''-0000-7000-8000-'' || lpad(to_hex(n), 12, ''0''))::uuid';

-- A part of what is left, rounded half up.
create function fill.part(whole bigint, part bigint, parts bigint) returns bigint language sql immutable as
'select (2 * whole * part + parts) / (2 * parts)';

-- What is known of each order, from which all that it leaves behind is written.
create unlogged table fill.tally as
with drawn as materialized (
    select n, n / 7 % greatest(:orders / 10, 1) as buyer, n / 20 % greatest(:orders / 1000, 1) as shop,
           n / 20 % greatest(:orders / 1000, 1) * 11 + n % 11 as variant, 1 + n % 3 as pieces,
           case when n % 20 < 14 then 'completed' when n % 20 < 16 then 'shipped' when n % 20 < 18 then 'to_ship'
                when n % 100 = 99 then 'awaiting_payment' else 'cancelled' end as stage,
           n % 20 < 19 as paid, n % 13 < 5 as by_card, n % 19 = 0 as abroad, 6800::bigint * (1 + n % 3) as listed,
           -- one of a shop's eleven things is on offer
           case when n % 11 = 0 then 680 * (1 + n % 3) else 0 end::bigint as offer,
           case when n % 41 < 2 then 500 else 0 end::bigint as coupon,
           case when n % 31 = 0 then 300 else 0 end::bigint as platform_coupon,
           timestamptz '2026-01-01 00:00:00Z' + n * interval '3 seconds' as at
    from generate_series(0, :orders - 1) as n
), saved as materialized (
    -- one of fifty shops takes part in spend-and-save, and pays half of it
    select *, case when shop % 50 = 0 then (listed - offer - coupon - platform_coupon) / 6000 * 300 else 0 end as campaign
    from drawn
), taxed as materialized (
    -- once over goods and postage, and spread over the two
    select *, listed - offer - coupon - campaign as net, platform_coupon + campaign as promoted,
           case when abroad then fill.part(listed - offer - coupon - platform_coupon - 2 * campaign + 800, 825, 10000)
                                 - fill.part(800, 825, 10000) else 0 end as goods_tax,
           case when abroad then fill.part(800, 825, 10000) else 0 end as postage_tax
    from saved
), priced as materialized (
    select *, net + goods_tax as goods, 800 + postage_tax as postage, net + goods_tax - promoted as paid_for_goods,
           net + goods_tax + 800 + postage_tax - promoted as total, fill.part(net, 100, 10000) as commission,
           -- postage, or one piece of several
           case when n % 100 = 0 or n % 100 = 2 and pieces > 1 then 'on_the_way'
                when n % 100 = 1 and pieces > 1 then 'released'
                when n % 100 = 16 and pieces > 1 then 'before_dispatch' end as phase,
           case when n % 100 in (1, 2, 16) and pieces > 1 then 1 else 0 end as back_pieces,
           case when n % 100 = 0 then 800 + postage_tax else 0 end as back_postage
    from taxed
), refunded as materialized (
    -- all the tax that an invoice states
    select *, case when back_pieces > 0 then fill.part(goods, 1, pieces) else 0 end as back_goods,
           case when abroad then 825 else 1300 end as rate_bp,
           case when abroad then goods_tax
                else fill.part(total, 1300, 11300) - fill.part(postage, 1300, 11300) end as goods_vat,
           case when abroad then postage_tax else fill.part(postage, 1300, 11300) end as postage_vat
    from priced
), drawn_down as materialized (
    select *, fill.part(promoted, back_goods, goods) as back_promoted,
           fill.part(commission, back_goods, goods) as back_commission
    from refunded
)
select *, case when phase = 'before_dispatch' then back_pieces else 0 end as unsent,
       back_goods + back_postage - back_promoted as to_buyer,
       -- what was released, with its commission
       goods + postage - case when phase = 'on_the_way' then back_goods + back_postage else 0 end as due,
       commission - case when phase = 'on_the_way' then back_commission else 0 end as earned,
       -- what came back to a card's wallet goes back to the card
       case when not (by_card and paid and n % 7 < 3) then 0 when stage = 'cancelled' then total
            else back_goods + back_postage - back_promoted end as to_card,
       case n % 9 when 0 then 'failed' when 1 then 'sent' else 'settled' end as card_stage
from drawn_down;

analyze fill.tally;

insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
select fill.id(1, buyer), 'member', buyer || '@longtail.example', 'Buyer', 'none', min(at), min(at)
from fill.tally group by buyer
union all
select fill.id(38, 0), 'staff', 'staff@longtail.example', 'Staff', 'none', min(at), min(at) from fill.tally;

insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at, legal_name, legal_address,
                   legal_country, tax_number)
select fill.id(2, shop), 'shop-' || shop, case when shop % 10 = 0 then 'mall' else 'bazaar' end, 'open', 'Shop', 800,
       min(at), min(at), 'Shop', '12 Willow Lane, Hangzhou', 'CN', '91330100' || shop
from fill.tally group by shop;

insert into categories (id, slug, name_en, name_zh) values (fill.id(3, 0), 'bench', 'Bench', 'Bench');

insert into tax_rates (country, class, from_day, rate_bp, set_at)
values ('US', 'standard', '2026-01-01', 825, timestamptz '2026-01-01 00:00:00Z');

insert into listings (id, shop_id, category_id, slug, stage, title_en, sold_count, created_at, published_at, updated_at)
select fill.id(4, variant), fill.id(2, min(shop)), fill.id(3, 0), 'thing-' || variant, 'live', 'A thing',
       coalesce(sum(pieces - unsent) filter (where stage in ('to_ship', 'shipped', 'completed')), 0), min(at), min(at), min(at)
from fill.tally group by variant;

insert into variants (id, listing_id, price_minor)
select distinct fill.id(5, variant), fill.id(4, variant), 6800 from fill.tally;

-- On the shelves of the mall a piece of each thing was missing when it was counted.
insert into stock_levels (variant_id, on_hand, reserved)
select fill.id(5, variant),
       1000000 - case when min(shop) % 10 = 0 then 1 else 0 end
       - coalesce(sum(pieces - unsent) filter (where stage in ('to_ship', 'shipped', 'completed')), 0),
       coalesce(sum(pieces) filter (where stage = 'awaiting_payment'), 0)
from fill.tally group by variant;

insert into stock_counts (id, shop_id, stage, scope, begun_by, begun_at, ended_by, ended_at)
select fill.id(37, shop), fill.id(2, shop), 'finished', 'all', fill.id(38, 0), min(at), fill.id(38, 0), min(at)
from fill.tally where shop % 10 = 0 group by shop;

insert into stock_count_lines (count_id, variant_id, position, counted, expected, as_of, counted_by, counted_at, reason)
select fill.id(37, min(shop)), fill.id(5, variant), variant % 11, 999999, 1000000, 0, fill.id(38, 0), min(at), 'loss'
from fill.tally where shop % 10 = 0 group by variant;

insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, reason, count_id, at)
select fill.id(5, variant), 'counted', 1000000, 0, null, null, min(at) from fill.tally group by variant
union all
select fill.id(5, variant), 'counted', -1, 0, 'loss', fill.id(37, min(shop)), min(at)
from fill.tally where shop % 10 = 0 group by variant;

-- What lowers prices.
insert into shop_offers (id, shop_id, name_en, name_zh, share_bp, chosen, from_at, until_at, created_at)
select fill.id(29, shop), fill.id(2, shop), 'Ten off', '', 1000, true, min(at), max(at) + interval '1 day', min(at)
from fill.tally group by shop;

insert into shop_offer_listings (offer_id, listing_id)
select distinct fill.id(29, shop), fill.id(4, variant) from fill.tally where variant % 11 = 0;

insert into campaigns (id, name_en, name_zh, every_minor, save_minor, shop_share_bp, from_at, until_at, created_at)
select fill.id(32, 0), 'Spend and save', '', 6000, 600, 5000, min(at), max(at) + interval '1 day', min(at) from fill.tally;

insert into campaign_shops (campaign_id, shop_id, joined_at)
select fill.id(32, 0), fill.id(2, shop), min(at) from fill.tally where shop % 50 = 0 group by shop;

create unlogged table fill.uses as
select fill.id(30, shop) as coupon, fill.id(2, shop) as shop_id, 'SHOP-' || shop as code, 500 as off, n, buyer, at,
       not paid and stage = 'cancelled' as given_back
from fill.tally where coupon > 0
union all
select fill.id(31, 0), null, 'PLATFORM', 300, n, buyer, at, not paid and stage = 'cancelled'
from fill.tally where platform_coupon > 0;

insert into coupons (id, shop_id, code, amount_minor, per_person, used, from_at, until_at, created_at)
select coupon, shop_id, code, off, 1000, count(*) filter (where not given_back), min(at), max(at) + interval '1 day', min(at)
from fill.uses group by coupon, shop_id, code, off;

insert into coupon_people (coupon_id, account_id, per_person, used)
select coupon, fill.id(1, buyer), 1000, count(*) filter (where not given_back) from fill.uses group by coupon, buyer;

-- Money that buyers put into their wallets for what they bought; one of fifty for more than that.
create unlogged table fill.purses as
select buyer, sum(total)::bigint + case when buyer % 50 = 0 then 20000 else 0 end as funded, min(at) as at
from fill.tally where paid and not by_card group by buyer;

-- Each shop has been paid half of what it sold; some transfers came back, and some are on their way.
create unlogged table fill.outgoing as
with sales as materialized (
    select shop, sum(due - earned)::bigint as sold, max(at) as at from fill.tally where stage = 'completed' group by shop
)
select row_number() over () as k, * from (
    select shop, null::integer as buyer, 'settled' as stage, sold / 2 as amount, at from sales
    union all
    select shop, null, 'returned', sold / 4, at from sales where shop % 10 = 0
    union all
    select shop, null, 'sent', sold / 4, at from sales where shop % 10 = 5
    union all
    select null, buyer, case buyer / 50 % 5 when 0 then 'returned' when 1 then 'sent' else 'settled' end, 5000, at
    from fill.purses where buyer % 50 = 0
) as transfers;

-- A deposit of each shop of the mall, and a fee for one of its orders.
create unlogged table fill.fees as
select t.n, t.shop, t.buyer, t.at
from fill.tally t
join (select min(n) as n from fill.tally where shop % 10 = 0 and stage = 'completed' group by shop) as earliest using (n);
