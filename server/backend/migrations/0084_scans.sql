-- What carriers tell of parcels, and the carrier's simulator.

alter table parcels
    -- the carrier's name for the label it made; none where the number was typed by hand
    add column label_ref text,
    add column label_url text,
    -- follows from the scans
    add column standing text not null default 'sent',
    add constraint parcels_standing_known check (standing in ('sent', 'under_way', 'delivered', 'lost')),
    add constraint parcels_label_whole check ((label_ref is null) = (label_url is null)),
    add constraint parcels_followed_by_label check (standing = 'sent' or label_ref is not null),
    add constraint parcels_label_unique unique (label_ref);

create table parcel_scans (
    parcel_id uuid not null references parcels (id),
    -- the carrier's id of it: told twice it is one
    id text not null,
    kind text not null,
    place text not null,
    -- when it happened, which may be long before we heard of it
    at timestamptz not null,
    heard_at timestamptz not null,
    primary key (parcel_id, id),
    constraint parcel_scans_kind_known
        check (kind in ('picked_up', 'sorted', 'out_for_delivery', 'not_at_home', 'delivered', 'lost'))
);
create trigger parcel_scans_append_only before update or delete on parcel_scans
    for each row execute function refuse_edit();

-- The simulator is an outside service that happens to run beside the market: its tables lie in
-- a schema of their own, and neither side reads the other's.
create schema carrier_simulator;

create table carrier_simulator.labels (
    -- the tracking number
    id text primary key,
    -- the market's id for it, under which the same request is the same label
    reference uuid not null,
    -- who knows it may look at the label
    page_key text not null,
    wanted jsonb not null,
    made_at timestamptz not null,
    constraint labels_reference_unique unique (reference)
);

create table carrier_simulator.scans (
    id text primary key,
    label_id text not null references carrier_simulator.labels (id),
    kind text not null,
    place text not null,
    at timestamptz not null,
    -- how often it is still to be told; nothing where the market has to ask
    to_tell integer not null,
    attempts integer not null default 0,
    next_at timestamptz not null,
    given_up_at timestamptz,
    last_error text
);
create index scans_by_label on carrier_simulator.scans (label_id, at);
create index scans_untold on carrier_simulator.scans (next_at) where to_tell > 0 and given_up_at is null;
