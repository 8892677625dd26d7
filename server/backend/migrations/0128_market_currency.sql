-- The currency that all prices are kept in: written when the market first runs, and not to be another after.
create table market_currency (
    one boolean primary key default true,
    currency text not null,
    constraint market_currency_one check (one)
);
insert into market_currency (currency)
select coalesce((select currency from orders order by placed_at desc limit 1),
                (select currency from ledger_accounts limit 1))
where exists (select from orders) or exists (select from ledger_accounts);
