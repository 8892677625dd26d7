-- Back to where it came from: what lies in a wallet is given back to the card or the bank account
-- that paid it, by the gateway. Rules in docs/PAYMENTS.md and docs/LEDGER.md.

create table card_refunds (
    -- also the owner of its account in the ledger, and the gateway's idempotency key
    id uuid primary key,
    payment_id uuid not null references payments (id),
    -- whose wallet it comes from, and goes back into
    account_id uuid not null references accounts (id),
    -- what was paid back, where it goes by itself
    order_id uuid references orders (id),
    stage text not null,
    currency text not null,
    amount_minor bigint not null,
    -- the gateway's name for it
    provider_ref text,
    failure_reason text,
    begun_at timestamptz not null,
    ended_at timestamptz,
    constraint card_refunds_stage_known check (stage in ('scheduled', 'sent', 'settled', 'failed')),
    constraint card_refunds_amount_positive check (amount_minor > 0),
    constraint card_refunds_ended check ((stage in ('settled', 'failed')) = (ended_at is not null)),
    constraint card_refunds_reason_when_failed check ((stage = 'failed') = (failure_reason is not null)),
    constraint card_refunds_reference_when_sent check (stage <> 'sent' or provider_ref is not null),
    constraint card_refunds_reference_unique unique (provider_ref)
);
create index card_refunds_by_payment on card_refunds (payment_id);
create index card_refunds_under_way on card_refunds (begun_at) where stage in ('scheduled', 'sent');
create index card_refunds_failed on card_refunds (account_id) where stage = 'failed';
create index card_refunds_by_end on card_refunds (ended_at) where stage = 'settled';

-- What of a payment has gone back or is on its way: never more than was taken, whatever the code
-- above believes.
alter table payments
    add column returned_minor bigint not null default 0,
    add constraint payments_returned_within check (returned_minor between 0 and amount_minor),
    add constraint payments_returned_once_captured
        check (returned_minor = 0 or (stage = 'captured' and provider <> 'wallet'));

-- Set aside as a payout is: filled once and emptied once, whoever is paid.
drop index ledger_transfers_payout_begun_once;
create unique index ledger_transfers_payout_begun_once on ledger_transfers (credit_id)
    where rule in ('payout_begun', 'withdrawal_begun', 'card_refund_begun');
drop index ledger_transfers_payout_ends_once;
create unique index ledger_transfers_payout_ends_once on ledger_transfers (debit_id)
    where rule in ('payout_settled', 'payout_returned', 'withdrawal_settled', 'withdrawal_returned',
                   'card_refund_settled', 'card_refund_returned');

alter table confirmations
    drop constraint confirmations_purpose_known,
    add constraint confirmations_purpose_known
        check (purpose in ('payment', 'top_up', 'withdrawal', 'refund', 'card_refund'));

create table gateway_simulator.refunds (
    id text primary key,
    intent_id text not null references gateway_simulator.intents (id) on delete cascade,
    -- the market's id for it, under which the same request is the same refund
    reference uuid not null,
    amount_minor bigint not null,
    currency text not null,
    webhook_url text not null,
    stage text not null default 'pending',
    -- set from the start, where it is going to fail
    failure_reason text,
    decides_at timestamptz not null,
    -- no message is sent: the market has to ask
    silent boolean not null,
    created_at timestamptz not null,
    constraint refunds_reference_unique unique (reference),
    constraint refunds_stage_known check (stage in ('pending', 'settled', 'failed')),
    constraint refunds_amount_positive check (amount_minor > 0),
    constraint refunds_reason_when_failed check (stage <> 'failed' or failure_reason is not null)
);
create index refunds_by_intent on gateway_simulator.refunds (intent_id);
create index refunds_undecided on gateway_simulator.refunds (decides_at) where stage = 'pending';
