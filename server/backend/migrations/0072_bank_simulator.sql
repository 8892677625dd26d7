-- The bank's simulator: an outside service that happens to run beside the market.
-- Its table lies in a schema of its own, and neither side reads the other's.

create schema bank_simulator;

create table bank_simulator.transfers (
    id text primary key,
    -- the market's id for it, under which the same request is the same transfer
    reference uuid not null,
    amount_minor bigint not null,
    currency text not null,
    holder text not null,
    number text not null,
    bank text not null,
    webhook_url text not null,
    stage text not null default 'pending',
    -- set from the start, where it is going to be returned
    return_reason text,
    -- down until then: requests about it are not answered
    answers_at timestamptz not null,
    decides_at timestamptz not null,
    -- no message is sent: the market has to ask
    silent boolean not null,
    message_id text not null,
    attempts integer not null default 0,
    next_at timestamptz not null,
    delivered_at timestamptz,
    given_up_at timestamptz,
    last_error text,
    created_at timestamptz not null,
    constraint transfers_reference_unique unique (reference),
    constraint transfers_stage_known check (stage in ('pending', 'settled', 'returned')),
    constraint transfers_amount_positive check (amount_minor > 0),
    constraint transfers_reason_when_returned check (stage <> 'returned' or return_reason is not null)
);
create index transfers_undecided on bank_simulator.transfers (decides_at) where stage = 'pending';
create index transfers_undelivered on bank_simulator.transfers (next_at)
    where stage <> 'pending' and not silent and delivered_at is null and given_up_at is null;
