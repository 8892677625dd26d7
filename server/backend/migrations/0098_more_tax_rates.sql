-- The standard rates of the European Union, its neighbours, and of others that have one rate for all
-- goods. Where staff have set a rate already, theirs stand. Reduced goods are at the standard rate
-- until a reduced one is set. Left out: who has rates by province, by kind of goods, or for a while
-- (BR, CA, ID, IN, MY, TH, US, VN); /desk/taxes names them.

insert into tax_rates (country, class, from_day, rate_bp, set_at)
select r.country, 'standard', r.from_day, r.rate_bp, now() from (values
    ('AT', date '1984-01-01', 2000),
    ('BE', date '1996-01-01', 2100),
    ('BG', date '1999-01-01', 2000),
    ('CY', date '2014-01-13', 1900),
    ('CZ', date '2013-01-01', 2100),
    ('DK', date '1992-01-01', 2500),
    ('EE', date '2025-07-01', 2400),
    ('ES', date '2012-09-01', 2100),
    ('FI', date '2024-09-01', 2550),
    ('GR', date '2016-06-01', 2400),
    ('HR', date '2012-03-01', 2500),
    ('HU', date '2012-01-01', 2700),
    ('IE', date '2021-03-01', 2300),
    ('IT', date '2013-10-01', 2200),
    ('LT', date '2009-09-01', 2100),
    ('LU', date '2024-01-01', 1700),
    ('LV', date '2012-07-01', 2100),
    ('MT', date '2004-01-01', 1800),
    ('PL', date '2011-01-01', 2300),
    ('PT', date '2011-01-01', 2300),
    ('RO', date '2025-08-01', 2100),
    ('SE', date '1990-07-01', 2500),
    ('SI', date '2013-07-01', 2200),
    ('SK', date '2025-01-01', 2300),
    ('CH', date '2024-01-01', 810),
    ('NO', date '2005-01-01', 2500),
    ('TR', date '2023-07-10', 2000),
    ('AE', date '2018-01-01', 500),
    ('AU', date '2000-07-01', 1000),
    ('IL', date '2025-01-01', 1800),
    ('KR', date '1977-07-01', 1000),
    ('MX', date '2010-01-01', 1600),
    ('NZ', date '2010-10-01', 1500),
    ('PH', date '2006-02-01', 1200),
    ('SG', date '2024-01-01', 900),
    ('TW', date '1986-04-01', 500),
    -- no tax on sales: known, not forgotten
    ('HK', date '1997-07-01', 0),
    ('MO', date '1999-12-20', 0)
) as r (country, from_day, rate_bp)
where not exists (select from tax_rates t where t.country = r.country);
