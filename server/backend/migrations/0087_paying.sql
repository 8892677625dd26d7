-- Paying: large sums wait for a six-digit code from a letter; there are more methods than the card,
-- and money is authorised first: captured when its order is placed for good, voided when that was
-- called off meanwhile. Rules in docs/PAYMENTS.md.

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

alter table payments
    add column authorised_at timestamptz,
    add constraint payments_provider_known check (provider in ('card', 'wallet', 'online_bank', 'quick_pay')),
    drop constraint payments_stage_known,
    add constraint payments_stage_known check (
        stage in ('pending', 'authorised', 'voiding', 'captured', 'declined', 'cancelled', 'voided')),
    drop constraint payments_settled,
    add constraint payments_settled check ((stage in ('pending', 'authorised', 'voiding')) = (settled_at is null)),
    add constraint payments_authorised_when_authorised check (stage <> 'authorised' or authorised_at is not null);
-- Whoever pays in two windows is charged in one.
create unique index payments_one_authorised on payments (checkout_id) where stage = 'authorised';

alter table gateway_simulator.intents
    add column method text not null default 'card',
    -- an online bank says later how it ended
    add column decides_at timestamptz,
    add column refuses boolean not null default false,
    add column silent boolean not null default false,
    drop constraint intents_stage_known,
    add constraint intents_stage_known check (
        stage in ('pending', 'challenge', 'processing', 'authorised', 'captured', 'declined', 'cancelled', 'voided')),
    drop constraint intents_settled,
    add constraint intents_settled
        check ((stage in ('pending', 'challenge', 'processing', 'authorised')) = (settled_at is null)),
    add constraint intents_decided_when_processing check (stage <> 'processing' or decides_at is not null);
create index intents_undecided on gateway_simulator.intents (decides_at) where stage = 'processing';
