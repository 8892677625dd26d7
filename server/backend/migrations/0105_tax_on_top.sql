-- Countries whose prices are without tax, so that it is added to what is ordered by where it goes.

create table tax_countries (
    -- ISO 3166-1 alpha-2; those that are not in it have prices that include tax
    country text primary key,
    on_top boolean not null,
    set_by uuid references accounts (id),
    set_at timestamptz not null,
    constraint tax_countries_country_code check (country ~ '^[A-Z]{2}$')
);

-- Shops and buyers there reckon without it. Neither has a rate: what is added is for staff to set.
insert into tax_countries (country, on_top, set_at) values ('CA', true, now()), ('US', true, now());

alter table order_lines
    -- frozen when the order was placed; none where the price included tax
    add column tax_added_bp integer,
    -- a part of the goods' price and of the postage
    add column tax_added_minor bigint not null default 0,
    add column postage_tax_added_minor bigint not null default 0,
    -- the steps and the tax sum to the difference between the list price and what the shop is paid,
    drop constraint order_lines_goods,
    add constraint order_lines_goods check (
        goods_minor = unit_price_minor * quantity - offer_minor - coupon_minor - campaign_shop_minor
                      + tax_added_minor
        and unit_price_minor > 0),
    -- what the buyer pays is never nothing, and not tax alone,
    drop constraint order_lines_paid,
    add constraint order_lines_paid check (
        goods_minor - tax_added_minor > platform_coupon_minor + campaign_platform_minor),
    -- and no commission is taken of tax
    drop constraint order_lines_commission,
    add constraint order_lines_commission check (
        commission_bp between 0 and 10000 and commission_minor between 0 and goods_minor - tax_added_minor),
    -- Reckoned once for all lines of a rate and spread, so that a line has its own tax but for less
    -- than one and a half of the smallest unit. The audit proves the sums.
    add constraint order_lines_tax_added check (
        case when tax_added_bp is null then tax_added_minor = 0 and postage_tax_added_minor = 0
             else tax_added_bp between 0 and 10000
                  and tax_added_minor >= 0 and postage_tax_added_minor between 0 and postage_minor
                  and abs(tax_added_minor * 10000::numeric
                          - (goods_minor - tax_added_minor - platform_coupon_minor - campaign_platform_minor)
                            * tax_added_bp::numeric) < 15000
                  and abs(postage_tax_added_minor * 10000::numeric
                          - (postage_minor - postage_tax_added_minor) * tax_added_bp::numeric) < 15000
        end);
