-- Changes of many listings at once, with what is needed to take them back.

create table bulk_edits (
    id uuid primary key,
    shop_id uuid not null references shops (id),
    account_id uuid references accounts (id),
    stage text not null,
    change jsonb,
    created_at timestamptz not null,
    constraint bulk_edits_stage_known check (stage in ('choosing', 'running', 'done', 'undoing', 'undone')),
    constraint bulk_edits_runs_a_change check (stage = 'choosing' or change is not null)
);
create index bulk_edits_by_shop on bulk_edits (shop_id, created_at);

create table bulk_edit_listings (
    edit_id uuid not null references bulk_edits (id),
    listing_id uuid not null references listings (id),
    position integer not null,
    -- none: not gone through yet
    outcome jsonb,
    -- the listing before the change, and the counts of its shelves
    before jsonb,
    on_hand_before integer[],
    -- a later one says that somebody changed it since
    version_after integer,
    primary key (edit_id, listing_id)
);
create index bulk_edit_listings_waiting on bulk_edit_listings (edit_id, position) where outcome is null;
create index bulk_edit_listings_by_listing on bulk_edit_listings (listing_id);
