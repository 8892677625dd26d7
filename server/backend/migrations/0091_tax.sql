-- Tax rates by country, and which goods are taxed at the reduced one.

create table tax_rates (
    -- ISO 3166-1 alpha-2
    country text not null,
    class text not null,
    -- in force from this day on, until the next one begins
    from_day date not null,
    rate_bp integer not null,
    set_by uuid references accounts (id),
    set_at timestamptz not null,
    primary key (country, class, from_day),
    constraint tax_rates_country_code check (country ~ '^[A-Z]{2}$'),
    constraint tax_rates_class_known check (class in ('standard', 'reduced')),
    constraint tax_rates_rate_within check (rate_bp between 0 and 10000)
);
-- What is in force was reckoned with: it is followed by another rate, and never edited.
create trigger tax_rates_not_edited before update on tax_rates
    for each row execute function refuse_edit();

insert into tax_rates (country, class, from_day, rate_bp, set_at)
select country, class, from_day, rate_bp, now() from (values
    ('CN', 'standard', date '2019-04-01', 1300), ('CN', 'reduced', date '2019-04-01', 900),
    ('DE', 'standard', date '2021-01-01', 1900), ('DE', 'reduced', date '2021-01-01', 700),
    ('FR', 'standard', date '2014-01-01', 2000), ('FR', 'reduced', date '2014-01-01', 550),
    ('NL', 'standard', date '2019-01-01', 2100), ('NL', 'reduced', date '2019-01-01', 900),
    ('GB', 'standard', date '2011-01-04', 2000), ('GB', 'reduced', date '2011-01-04', 500),
    ('JP', 'standard', date '2019-10-01', 1000), ('JP', 'reduced', date '2019-10-01', 800)
) as r (country, class, from_day, rate_bp);

alter table categories
    -- none: its parent's, and at the top the standard one
    add column tax_class text,
    add constraint categories_tax_class_known check (tax_class in ('standard', 'reduced'));
