-- What lowers prices: offers of a shop, coupons of a shop or the platform, and the platform's
-- spend-and-save. None of them is ever edited, only ended: what an order was priced by stays.

create table shop_offers (
    id uuid primary key,
    shop_id uuid not null references shops (id),
    name_en text not null,
    name_zh text not null,
    -- one of the two: a share of the price, or an amount off each piece
    share_bp integer,
    amount_minor bigint,
    -- false: for everything in the shop
    chosen boolean not null,
    from_at timestamptz not null,
    -- ended early, this is the moment at which it was
    until_at timestamptz not null,
    created_at timestamptz not null,
    constraint shop_offers_named check (name_en <> '' or name_zh <> ''),
    constraint shop_offers_one_kind check (num_nonnulls(share_bp, amount_minor) = 1),
    constraint shop_offers_share check (share_bp between 1 and 9500),
    constraint shop_offers_amount check (amount_minor > 0),
    constraint shop_offers_in_order check (until_at >= from_at)
);
create index shop_offers_by_shop on shop_offers (shop_id, until_at);

create table shop_offer_listings (
    offer_id uuid not null references shop_offers (id),
    listing_id uuid not null references listings (id),
    primary key (offer_id, listing_id)
);
create index shop_offer_listings_by_listing on shop_offer_listings (listing_id);

create table coupons (
    id uuid primary key,
    -- who pays for it, and whose goods it is for; none: the platform, for all
    shop_id uuid references shops (id),
    code text not null,
    share_bp integer,
    amount_minor bigint,
    cap_minor bigint,
    least_minor bigint not null default 0,
    -- uses in all, and by one account
    most_uses integer,
    per_person integer not null,
    used integer not null default 0,
    from_at timestamptz not null,
    until_at timestamptz not null,
    created_at timestamptz not null,
    constraint coupons_code_unique unique (code),
    constraint coupons_code_plain check (code ~ '^[A-Z0-9-]{3,24}$'),
    constraint coupons_one_kind check (num_nonnulls(share_bp, amount_minor) = 1),
    constraint coupons_share check (share_bp between 1 and 9500),
    constraint coupons_amount check (amount_minor > 0),
    constraint coupons_cap check (cap_minor is null or (cap_minor > 0 and share_bp is not null)),
    constraint coupons_least check (least_minor >= 0),
    constraint coupons_most_uses check (most_uses > 0),
    constraint coupons_per_person check (per_person > 0),
    constraint coupons_used_within check (used >= 0 and (most_uses is null or used <= most_uses)),
    constraint coupons_in_order check (until_at >= from_at),
    -- so that what hangs on a coupon can be held to its terms
    constraint coupons_terms_unique unique (id, per_person)
);
create index coupons_by_shop on coupons (shop_id, until_at);

-- The coupons that lie in carts, one of each shop and one of the platform.
create table cart_coupons (
    account_id uuid not null references accounts (id) on delete cascade,
    coupon_id uuid not null references coupons (id) on delete cascade,
    shop_id uuid,
    added_at timestamptz not null,
    primary key (account_id, coupon_id),
    constraint cart_coupons_one_per_shop unique nulls not distinct (account_id, shop_id)
);
create index cart_coupons_by_coupon on cart_coupons (coupon_id);

-- How often each account used a coupon.
create table coupon_people (
    coupon_id uuid not null,
    account_id uuid not null references accounts (id),
    per_person integer not null,
    used integer not null,
    primary key (coupon_id, account_id),
    constraint coupon_people_terms foreign key (coupon_id, per_person) references coupons (id, per_person),
    constraint coupon_people_within check (used between 0 and per_person)
);
create index coupon_people_by_account on coupon_people (account_id);

-- A use is taken when an order is placed, and given back where it is called off unpaid.
create table coupon_uses (
    coupon_id uuid not null references coupons (id),
    checkout_id uuid not null references checkouts (id),
    account_id uuid not null references accounts (id),
    shop_id uuid,
    off_minor bigint not null,
    taken_at timestamptz not null,
    given_back_at timestamptz,
    primary key (checkout_id, coupon_id),
    constraint coupon_uses_one_per_shop unique nulls not distinct (checkout_id, shop_id),
    constraint coupon_uses_something check (off_minor > 0)
);
create index coupon_uses_by_coupon on coupon_uses (coupon_id);

create table campaigns (
    id uuid primary key,
    name_en text not null,
    name_zh text not null,
    every_minor bigint not null,
    save_minor bigint not null,
    cap_minor bigint,
    -- the shops' part of what is saved on their goods
    shop_share_bp integer not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    created_at timestamptz not null,
    constraint campaigns_named check (name_en <> '' or name_zh <> ''),
    constraint campaigns_amounts check (every_minor > save_minor and save_minor > 0),
    constraint campaigns_cap check (cap_minor > 0),
    constraint campaigns_shop_share check (shop_share_bp between 0 and 10000),
    constraint campaigns_in_order check (until_at >= from_at),
    constraint campaigns_one_at_a_time exclude using gist (tstzrange(from_at, until_at) with &&)
);

-- No shop pays for what it did not agree to.
create table campaign_shops (
    campaign_id uuid not null references campaigns (id),
    shop_id uuid not null references shops (id),
    joined_at timestamptz not null,
    primary key (campaign_id, shop_id)
);
create index campaign_shops_by_shop on campaign_shops (shop_id);
