-- The category tree, listings, their option axes, variants and pictures.

create table categories (
    id uuid primary key,
    parent_id uuid references categories (id),
    slug text not null,
    name_en text not null,
    name_zh text not null,
    position integer not null default 0,
    constraint categories_slug_unique unique (slug),
    constraint categories_not_own_parent check (parent_id <> id)
);
create index categories_by_parent on categories (parent_id, position);

create table listings (
    id uuid primary key,
    shop_id uuid not null references shops (id),
    category_id uuid not null references categories (id),
    slug text not null,
    stage text not null,
    title_en text not null default '',
    title_zh text not null default '',
    description_en text not null default '',
    description_zh text not null default '',
    -- [{"name": {"en","zh"}, "values": [{"label": {"en","zh"}, "media": uuid | null}]}]
    axes jsonb not null default '[]',
    -- where an import took it from, so that the same file twice makes no second listing
    import_key text,
    -- what the file said the last time, so that the same file again changes nothing
    import_hash text,
    sold_count bigint not null default 0,
    created_at timestamptz not null,
    published_at timestamptz,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint listings_slug_unique unique (shop_id, slug),
    constraint listings_import_key_unique unique (shop_id, import_key),
    constraint listings_stage_known check (stage in ('draft', 'live', 'paused', 'removed')),
    constraint listings_titled check (title_en <> '' or title_zh <> ''),
    constraint listings_published_once_live check (stage <> 'live' or published_at is not null),
    constraint listings_axes_list check (jsonb_typeof(axes) = 'array')
);
create index listings_by_shop on listings (shop_id, stage);
create index listings_by_category on listings (category_id, stage);

create table listing_pictures (
    listing_id uuid not null references listings (id) on delete cascade,
    position integer not null,
    media_id uuid not null references media (id),
    primary key (listing_id, position)
);
create index listing_pictures_by_media on listing_pictures (media_id);

create table variants (
    id uuid primary key,
    listing_id uuid not null references listings (id) on delete cascade,
    -- one index into each axis' values, in the order of the axes
    choice smallint[] not null default '{}',
    sku text not null default '',
    price_minor bigint not null,
    was_price_minor bigint,
    media_id uuid references media (id),
    offered boolean not null default true,
    -- its options are gone from the listing; kept because orders and stock tell of it
    retired boolean not null default false,
    position integer not null default 0,
    constraint variants_retired_is_not_offered check (not (retired and offered)),
    constraint variants_price_positive check (price_minor > 0),
    constraint variants_was_price_higher check (was_price_minor is null or was_price_minor > price_minor)
);
create unique index variants_choice_unique on variants (listing_id, choice) where not retired;
create index variants_by_media on variants (media_id);

create table imports (
    id uuid primary key,
    shop_id uuid not null references shops (id),
    account_id uuid references accounts (id),
    format text not null,
    file_name text not null,
    stage text not null,
    -- the category for everything in it; none: found by the products' words
    category_id uuid references categories (id),
    done integer not null default 0,
    total integer not null default 0,
    report jsonb not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    constraint imports_format_known check (format in ('shopify', 'vendure')),
    constraint imports_stage_known check (stage in ('previewed', 'running', 'done')),
    constraint imports_finished_when_done check ((stage = 'done') = (finished_at is not null))
);
create index imports_by_shop on imports (shop_id, created_at);
