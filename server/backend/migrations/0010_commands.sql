-- What makes commands safe to repeat, events to follow, and work to be done later.

create table commands (
    id uuid primary key,
    name text not null,
    actor text not null,
    content_hash bytea not null,
    answer jsonb,
    at timestamptz not null
);
create index commands_by_time on commands (at);

-- Events in the order they happened; each reader keeps its own place.
create table events (
    id bigint generated always as identity primary key,
    kind text not null,
    payload jsonb not null,
    at timestamptz not null,
    transaction_id xid8 not null default pg_current_xact_id()
);

create table event_readers (
    name text primary key,
    transaction_id xid8 not null,
    event_id bigint not null
);

create table jobs (
    id bigint generated always as identity primary key,
    kind text not null,
    payload jsonb not null,
    -- two jobs of one kind with the same key are one job
    key text,
    run_at timestamptz not null,
    attempts integer not null default 0,
    last_error text,
    done_at timestamptz,
    dead_at timestamptz,
    created_at timestamptz not null
);
create index jobs_due on jobs (run_at) where done_at is null and dead_at is null;
create unique index jobs_key_unique on jobs (kind, key) where done_at is null and dead_at is null;
