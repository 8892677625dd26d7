-- What one unit of the market's currency is worth in others, by day: prices are read at it, and nothing
-- is charged by it.

create table exchange_rates (
    -- ISO 4217; the market's own
    base text not null,
    quote text not null,
    day date not null,
    -- units of the quote for one unit of the base, in parts of 10^8
    rate_e8 bigint not null,
    -- none: the command line
    set_by uuid references accounts (id),
    set_at timestamptz not null,
    primary key (base, quote, day),
    constraint exchange_rates_currency_codes check (base ~ '^[A-Z]{3}$' and quote ~ '^[A-Z]{3}$'),
    constraint exchange_rates_two_currencies check (base <> quote),
    constraint exchange_rates_rate_within check (rate_e8 between 1 and 100000000000000)
);
-- What prices were read at stays as it was: the next day's rate follows it.
create trigger exchange_rates_append_only before update or delete on exchange_rates
    for each row execute function refuse_edit();
