-- What a person looked at lately: a few dozen things each, and theirs to clear or switch off.

alter table accounts add column keeps_seen boolean not null default true;

create table seen_listings (
    account_id uuid not null references accounts (id) on delete cascade,
    listing_id uuid not null references listings (id) on delete cascade,
    seen_at timestamptz not null,
    primary key (account_id, listing_id)
);
create index seen_listings_latest on seen_listings (account_id, seen_at desc);
create index seen_listings_by_listing on seen_listings (listing_id);

-- The paths into the tail ask a category for its newest quiet goods.
create index listings_quiet on listings (category_id, published_at desc) where stage = 'live';
