-- Orders of earlier days, brought along from another market. They were paid and settled there: history to
-- look at, which no entry of the ledger, no stock and no notice follows from.

-- Whom the source calls a seller, and whose shop here it is.
create table past_sellers (
    id uuid primary key,
    source text not null,
    external_id text not null,
    -- none: nobody here has this history yet
    shop_id uuid references shops (id),
    constraint past_sellers_external_unique unique (source, external_id),
    constraint past_sellers_source_known check (source in ('olist')),
    constraint past_sellers_named check (external_id <> '')
);
create index past_sellers_by_shop on past_sellers (shop_id);

create table past_orders (
    id uuid primary key,
    source text not null,
    -- the source's number
    external_id text not null,
    stage text not null,
    currency text not null,
    -- by the source's clock, which names no zone
    placed_at timestamp not null,
    approved_at timestamp,
    handed_over_at timestamp,
    delivered_at timestamp,
    promised_at timestamp,
    -- of all that the source said of it, its lines and payments too
    content_hash bytea not null,
    imported_at timestamptz not null,
    constraint past_orders_external_unique unique (source, external_id),
    constraint past_orders_source_known check (source in ('olist')),
    constraint past_orders_named check (external_id <> ''),
    constraint past_orders_currency_code check (currency ~ '^[A-Z]{3}$'),
    constraint past_orders_stage_known check (stage in
        ('placed', 'approved', 'invoiced', 'processing', 'shipped', 'delivered', 'cancelled', 'unavailable'))
);

create table past_order_lines (
    order_id uuid not null references past_orders (id),
    position integer not null,
    seller_id uuid not null references past_sellers (id),
    -- the source's code
    product text not null,
    -- in the source's words; empty where it says none
    category text not null default '',
    goods_minor bigint not null,
    postage_minor bigint not null,
    primary key (order_id, position),
    constraint past_order_lines_not_negative check (goods_minor >= 0 and postage_minor >= 0)
);
create index past_order_lines_by_seller on past_order_lines (seller_id);
