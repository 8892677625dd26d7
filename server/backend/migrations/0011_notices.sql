-- What a person is told: behind the bell, and by e-mail.

create table notices (
    id uuid primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    -- a longtail::platform::notification::Notice, so that it reads in either language
    content jsonb not null,
    link text not null,
    at timestamptz not null,
    read_at timestamptz
);
create index notices_by_account on notices (account_id, at desc);

-- A form that was refused before scripts had loaded: what was typed comes back with the page.
create table returned_forms (
    id uuid primary key,
    session_token_hash bytea,
    path text not null,
    fields jsonb not null,
    at timestamptz not null
);
