-- A link in a letter by which somebody who forgot their password chooses a new one.
create table password_resets (
    token_hash bytea primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index password_resets_by_account on password_resets (account_id);
