-- Attempts to pay, for a checkout or into a wallet, and the messages a gateway sent about them.

create table payments (
    id uuid primary key,
    payer_id uuid not null references accounts (id),
    checkout_id uuid references checkouts (id),
    provider text not null,
    provider_ref text,
    stage text not null,
    currency text not null,
    amount_minor bigint not null,
    decline_reason text,
    -- where the money went when it arrived: to the checkout's orders, or (too late, twice, top-up) to the wallet
    applied_to text,
    created_at timestamptz not null,
    settled_at timestamptz,
    constraint payments_stage_known check (stage in ('pending', 'captured', 'declined', 'cancelled')),
    constraint payments_amount_positive check (amount_minor > 0),
    constraint payments_applied_known check (applied_to in ('checkout', 'wallet')),
    constraint payments_applied_when_captured check ((stage = 'captured') = (applied_to is not null)),
    constraint payments_settled check ((stage = 'pending') = (settled_at is null)),
    constraint payments_reference_unique unique (provider, provider_ref)
);
create unique index payments_one_per_checkout on payments (checkout_id) where applied_to = 'checkout';
create index payments_by_checkout on payments (checkout_id);
create index payments_by_payer on payments (payer_id, created_at desc);

create table gateway_events (
    id text primary key,
    provider text not null,
    payload jsonb not null,
    received_at timestamptz not null
);
