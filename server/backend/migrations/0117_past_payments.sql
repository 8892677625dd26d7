-- What was paid for orders of earlier days, where they were bought: kept to compare sums with the books of
-- the market that was left.

create table past_payments (
    order_id uuid not null references past_orders (id),
    position integer not null,
    -- in the source's words
    kind text not null,
    instalments integer not null,
    amount_minor bigint not null,
    primary key (order_id, position),
    constraint past_payments_kind_named check (kind <> ''),
    constraint past_payments_not_negative check (amount_minor >= 0 and instalments >= 0)
);
