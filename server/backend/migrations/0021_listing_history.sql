-- What listings were, what they cost, and when they go on the shelf by themselves.

alter table listings add column publish_at timestamptz;
alter table listings add constraint listings_publish_at_before_live
    check (publish_at is null or stage in ('draft', 'paused'));

-- One row for each version; the first is written when a listing is changed for the first time.
create table listing_versions (
    listing_id uuid not null references listings (id),
    version integer not null,
    at timestamptz not null,
    -- none: the market itself, or nobody knows
    account_id uuid references accounts (id),
    cause text not null,
    state jsonb not null,
    primary key (listing_id, version),
    constraint listing_versions_cause_known check (cause in (
        'first', 'edit', 'import', 'stage', 'schedule', 'clock', 'bulk', 'undo', 'bring_back'))
);
create trigger listing_versions_append_only before update or delete on listing_versions
    for each row execute function refuse_edit();

-- What variants cost since their listing was published; the first row is written with the
-- first change.
create table price_changes (
    id bigint generated always as identity primary key,
    variant_id uuid not null references variants (id),
    price_minor bigint not null,
    at timestamptz not null,
    constraint price_changes_price_positive check (price_minor > 0)
);
create index price_changes_by_variant on price_changes (variant_id, at);
create trigger price_changes_append_only before update or delete on price_changes
    for each row execute function refuse_edit();
