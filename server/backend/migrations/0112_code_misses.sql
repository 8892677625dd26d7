-- Codes that were typed and are none, so that nobody guesses them without end. Kept for a few minutes.
create table code_misses (
    id bigint generated always as identity primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    -- an IPv4 address or an IPv6 network; empty where it is not known
    place text not null,
    at timestamptz not null
);
create index code_misses_by_account on code_misses (account_id, at);
create index code_misses_by_place on code_misses (place, at);
