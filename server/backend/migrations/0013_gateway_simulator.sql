-- The payment gateway's simulator: an outside service that happens to run beside the market.
-- Its tables lie in a schema of their own, and neither side reads the other's.

create schema gateway_simulator;

create table gateway_simulator.intents (
    id text primary key,
    idempotency_key text not null,
    amount_minor bigint not null,
    currency text not null,
    reference uuid not null,
    return_url text not null,
    webhook_url text not null,
    -- pending: no card yet; challenge: the card's bank asks back
    stage text not null,
    decline_reason text,
    card_last4 text,
    created_at timestamptz not null,
    settled_at timestamptz,
    constraint intents_idempotency_key_unique unique (idempotency_key),
    constraint intents_stage_known check (stage in ('pending', 'challenge', 'captured', 'declined', 'cancelled')),
    constraint intents_amount_positive check (amount_minor > 0),
    constraint intents_reason_when_declined check ((stage = 'declined') = (decline_reason is not null)),
    constraint intents_settled check ((stage in ('pending', 'challenge')) = (settled_at is null))
);

-- Messages to the market, until it has said that it got them.
create table gateway_simulator.deliveries (
    id text primary key,
    intent_id text not null references gateway_simulator.intents (id) on delete cascade,
    url text not null,
    body text not null,
    attempts integer not null default 0,
    next_at timestamptz not null,
    delivered_at timestamptz,
    given_up_at timestamptz,
    last_error text,
    created_at timestamptz not null
);
create index deliveries_due on gateway_simulator.deliveries (next_at)
    where delivered_at is null and given_up_at is null;
create index deliveries_by_intent on gateway_simulator.deliveries (intent_id);
