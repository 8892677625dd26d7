-- More methods than the card, and money that is authorised first: captured when its order is
-- placed for good, voided when that was called off meanwhile. Rules in docs/PAYMENTS.md.

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
