-- The time to confirm receipt is extended once, by the buyer or the shop: who did, and when.

alter table orders
    add column extended_at timestamptz,
    add column extended_by text,
    add constraint orders_extended_by_known check (extended_by in ('buyer', 'shop')),
    add constraint orders_extended_by_somebody check ((extended_at is null) = (extended_by is null)),
    add constraint orders_extended_when_sent
        check (extended_at is null or (shipped_at is not null and extended_at >= shipped_at));
create unique index order_events_extended_once on order_events (order_id) where kind = 'extended';
