-- People: guests, members, staff; how they sign in; where they want parcels sent.

create table accounts (
    id uuid primary key,
    kind text not null,
    email text,
    name text not null default '',
    password_hash text,
    language text not null default 'en',
    created_at timestamptz not null,
    joined_at timestamptz,
    constraint accounts_kind_known check (kind in ('guest', 'member', 'staff')),
    constraint accounts_language_known check (language in ('en', 'zh')),
    constraint accounts_email_lower_case check (email = lower(email)),
    constraint accounts_member_can_sign_in
        check (kind = 'guest' or (email is not null and password_hash is not null and joined_at is not null))
);
-- A guest may leave the address of a member, so only those who sign in are unique.
create unique index accounts_email_unique on accounts (email) where kind <> 'guest';

create table sessions (
    id uuid primary key,
    token_hash bytea not null,
    account_id uuid not null references accounts (id) on delete cascade,
    user_agent text not null default '',
    address text not null default '',
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    constraint sessions_token_unique unique (token_hash)
);
create index sessions_by_account on sessions (account_id);

-- A link in a guest's e-mail that opens the guest's orders again.
create table guest_links (
    token_hash bytea primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index guest_links_by_account on guest_links (account_id);

create table sign_in_attempts (
    id bigint generated always as identity primary key,
    email text not null,
    address text not null,
    succeeded boolean not null,
    at timestamptz not null
);
create index sign_in_attempts_by_email on sign_in_attempts (email, at);
create index sign_in_attempts_by_address on sign_in_attempts (address, at);

create table addresses (
    id uuid primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    recipient text not null,
    phone text not null,
    country text not null,
    region text not null,
    city text not null,
    line text not null,
    postcode text not null,
    preferred boolean not null default false,
    created_at timestamptz not null,
    -- for an hour it can be brought back
    removed_at timestamptz,
    constraint addresses_removed_not_preferred check (removed_at is null or not preferred),
    constraint addresses_country_code check (country ~ '^[A-Z]{2}$')
);
create index addresses_by_account on addresses (account_id);
create unique index addresses_one_preferred on addresses (account_id) where preferred;
