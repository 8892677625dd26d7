-- Large sums wait for a six-digit code from a letter. Rules in docs/PAYMENTS.md.

create table confirmations (
    id uuid primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    purpose text not null,
    -- the checkout or the order; the account itself where it is about its wallet
    subject_id uuid not null,
    currency text not null,
    amount_minor bigint not null,
    -- Argon2id; none until the letter is written
    code_hash text,
    tries integer not null default 0,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    -- the command that it confirmed
    spent_by uuid,
    constraint confirmations_purpose_known check (purpose in ('payment', 'top_up', 'withdrawal', 'refund')),
    constraint confirmations_amount_positive check (amount_minor > 0),
    constraint confirmations_tries_within check (tries between 0 and 5),
    constraint confirmations_spent_once unique (spent_by)
);
create index confirmations_by_account on confirmations (account_id, asked_at desc);
