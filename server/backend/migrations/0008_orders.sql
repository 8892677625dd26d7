-- A checkout is what is paid in one go; an order is one shop's part of it.

create table checkouts (
    id uuid primary key,
    buyer_id uuid not null references accounts (id),
    stage text not null,
    currency text not null,
    goods_minor bigint not null,
    postage_minor bigint not null,
    total_minor bigint not null,
    email text not null,
    -- frozen: recipient, phone, country, region, city, line, postcode
    ship_to jsonb not null,
    placed_at timestamptz not null,
    reserved_until timestamptz not null,
    paid_at timestamptz,
    closed_at timestamptz,
    constraint checkouts_stage_known check (stage in ('awaiting_payment', 'paid', 'expired', 'cancelled')),
    constraint checkouts_sum check (total_minor = goods_minor + postage_minor),
    constraint checkouts_amounts check (goods_minor > 0 and postage_minor >= 0),
    constraint checkouts_paid_when_paid check ((stage = 'paid') = (paid_at is not null)),
    constraint checkouts_closed_when_closed check ((stage in ('expired', 'cancelled')) = (closed_at is not null))
);
create index checkouts_by_buyer on checkouts (buyer_id, placed_at desc);

create table orders (
    id uuid primary key,
    number text not null,
    checkout_id uuid not null references checkouts (id),
    shop_id uuid not null references shops (id),
    buyer_id uuid not null references accounts (id),
    stage text not null,
    currency text not null,
    goods_minor bigint not null,
    postage_minor bigint not null,
    total_minor bigint not null,
    commission_minor bigint not null,
    note text not null default '',
    placed_at timestamptz not null,
    paid_at timestamptz,
    shipped_at timestamptz,
    confirm_by timestamptz,
    completed_at timestamptz,
    cancelled_at timestamptz,
    version integer not null default 1,
    constraint orders_number_unique unique (number),
    constraint orders_one_per_shop unique (checkout_id, shop_id),
    constraint orders_stage_known
        check (stage in ('awaiting_payment', 'to_ship', 'shipped', 'completed', 'cancelled')),
    constraint orders_sum check (total_minor = goods_minor + postage_minor),
    constraint orders_commission_within check (commission_minor between 0 and total_minor),
    constraint orders_times_match_stage check (
        case stage
            when 'awaiting_payment' then paid_at is null and shipped_at is null and completed_at is null and cancelled_at is null
            when 'to_ship' then paid_at is not null and shipped_at is null and completed_at is null and cancelled_at is null
            when 'shipped' then paid_at is not null and shipped_at is not null and confirm_by is not null and completed_at is null and cancelled_at is null
            when 'completed' then paid_at is not null and shipped_at is not null and completed_at is not null and cancelled_at is null
            when 'cancelled' then shipped_at is null and completed_at is null and cancelled_at is not null
        end)
);
create index orders_by_shop on orders (shop_id, stage, placed_at desc);
create index orders_by_buyer on orders (buyer_id, placed_at desc);

create table order_lines (
    id uuid primary key,
    order_id uuid not null references orders (id),
    position integer not null,
    listing_id uuid not null references listings (id),
    variant_id uuid not null references variants (id),
    -- frozen as it was sold
    title_en text not null,
    title_zh text not null,
    options_en text not null,
    options_zh text not null,
    media_id uuid references media (id),
    quantity integer not null,
    unit_price_minor bigint not null,
    goods_minor bigint not null,
    postage_minor bigint not null,
    commission_bp integer not null,
    commission_minor bigint not null,
    constraint order_lines_position_unique unique (order_id, position),
    constraint order_lines_quantity check (quantity between 1 and 99),
    constraint order_lines_goods check (goods_minor = unit_price_minor * quantity and unit_price_minor > 0),
    constraint order_lines_postage check (postage_minor >= 0),
    constraint order_lines_commission check (commission_bp between 0 and 10000 and commission_minor between 0 and goods_minor)
);
create index order_lines_by_listing on order_lines (listing_id);
create index order_lines_by_variant on order_lines (variant_id);

create table order_events (
    id bigint generated always as identity primary key,
    order_id uuid not null references orders (id),
    kind text not null,
    actor text not null,
    detail jsonb not null default '{}',
    at timestamptz not null
);
create index order_events_by_order on order_events (order_id, id);
create trigger order_events_append_only before update or delete on order_events
    for each row execute function refuse_edit();

create table parcels (
    id uuid primary key,
    order_id uuid not null references orders (id),
    carrier text not null,
    tracking_number text not null,
    shipped_at timestamptz not null,
    constraint parcels_tracking_given check (tracking_number <> '' and carrier <> '')
);
create index parcels_by_order on parcels (order_id);
