-- Tax rates of regions, such as states and provinces, which stand in for their country's.

alter table tax_rates
    -- as staff wrote it; none where the rate is the country's own
    add column region text not null default '',
    -- what it is known by, however it is written: one region has one rate for a class and day
    add column region_key text not null default '',
    add constraint tax_rates_region_known check ((region = '') = (region_key = '')),
    add constraint tax_rates_region_fits check (char_length(region) <= 80),
    drop constraint tax_rates_pkey,
    add constraint tax_rates_pkey primary key (country, region_key, class, from_day);
