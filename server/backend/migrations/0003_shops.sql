-- Shops, their people, and what they ask for postage.

create table shops (
    id uuid primary key,
    slug text not null,
    tier text not null,
    stage text not null,
    name_en text not null default '',
    name_zh text not null default '',
    about_en text not null default '',
    about_zh text not null default '',
    city_en text not null default '',
    city_zh text not null default '',
    mark_id uuid references media (id),
    banner_id uuid references media (id),
    postage_base_minor bigint not null,
    postage_extra_item_minor bigint not null default 0,
    postage_free_over_minor bigint,
    created_at timestamptz not null,
    opened_at timestamptz,
    constraint shops_slug_unique unique (slug),
    constraint shops_slug_plain check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    constraint shops_tier_known check (tier in ('bazaar', 'mall')),
    constraint shops_stage_known check (stage in ('preparing', 'open', 'paused', 'closed')),
    constraint shops_named check (name_en <> '' or name_zh <> ''),
    constraint shops_opened_once_open check (stage = 'preparing' or opened_at is not null),
    constraint shops_postage_not_negative check (
        postage_base_minor >= 0 and postage_extra_item_minor >= 0
        and (postage_free_over_minor is null or postage_free_over_minor >= 0))
);

create table shop_seats (
    shop_id uuid not null references shops (id) on delete cascade,
    account_id uuid not null references accounts (id) on delete cascade,
    role text not null,
    since timestamptz not null,
    primary key (shop_id, account_id),
    constraint shop_seats_role_known check (role in ('owner', 'clerk'))
);
create index shop_seats_by_account on shop_seats (account_id);
