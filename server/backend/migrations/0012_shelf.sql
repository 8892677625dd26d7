-- What shoppers can find: live listings of open shops that offer something, with the prices
-- and the stock of what is offered.

create view shelf as
select
    l.id as listing_id,
    l.shop_id,
    l.category_id,
    l.sold_count,
    l.published_at,
    v.lowest_minor,
    v.highest_minor,
    v.was_minor,
    v.in_stock
from listings l
join shops s on s.id = l.shop_id
cross join lateral (
    select
        min(v.price_minor) as lowest_minor,
        max(v.price_minor) as highest_minor,
        (array_agg(v.was_price_minor order by v.price_minor, v.position, v.id))[1] as was_minor,
        coalesce(bool_or(k.on_hand > k.reserved), false) as in_stock
    from variants v
    left join stock_levels k on k.variant_id = v.id
    where v.listing_id = l.id and v.offered
) v
where l.stage = 'live' and s.stage = 'open' and v.lowest_minor is not null;

create index listings_by_publishing on listings (published_at desc) where stage = 'live';
