-- Wishes: a thing somebody wants to come back to, with what they were last told of it.

create table wishlists (
    account_id uuid primary key references accounts (id) on delete cascade,
    -- in the address that shows the list to others; none: nobody else sees it
    share_key text,
    -- whether news of wishes come by e-mail too
    by_letter boolean not null default true,
    constraint wishlists_share_key_unique unique (share_key)
);

create table wishes (
    account_id uuid not null references accounts (id) on delete cascade,
    listing_id uuid not null references listings (id) on delete cascade,
    -- the kind that is meant; none: any of it
    variant_id uuid references variants (id) on delete set null,
    wished_at timestamptz not null,
    -- the price on the day of the wish
    then_minor bigint not null,
    -- what the person knows: the price and the stock as of the wish, or of the last news
    known_minor bigint not null,
    known_in_stock boolean not null,
    -- the last time they were told that it is back
    told_back_at timestamptz,
    primary key (account_id, listing_id),
    constraint wishes_prices_positive check (then_minor > 0 and known_minor > 0)
);
create index wishes_latest on wishes (account_id, wished_at desc);
create index wishes_by_listing on wishes (listing_id, account_id);
create index wishes_by_variant on wishes (variant_id) where variant_id is not null;
