-- Every step from list price to price stays on its line, and has one funder: the shop's lower
-- what it is paid, the platform's are paid by the platform.

alter table order_lines
    add column offer_id uuid references shop_offers (id),
    add column offer_minor bigint not null default 0,
    add column coupon_minor bigint not null default 0,
    add column platform_coupon_minor bigint not null default 0,
    add column campaign_shop_minor bigint not null default 0,
    add column campaign_platform_minor bigint not null default 0,
    -- what the platform pays of the goods' price
    add column promoted_minor bigint not null
        generated always as (platform_coupon_minor + campaign_platform_minor) stored,
    add column refunded_promoted_minor bigint not null default 0,
    drop constraint order_lines_goods,
    -- the steps sum to the difference between the list price and what the shop is paid,
    add constraint order_lines_goods check (
        goods_minor = unit_price_minor * quantity - offer_minor - coupon_minor - campaign_shop_minor
        and unit_price_minor > 0),
    -- and between that and what the buyer pays, which is never nothing
    add constraint order_lines_paid check (goods_minor > platform_coupon_minor + campaign_platform_minor),
    add constraint order_lines_steps check (
        offer_minor >= 0 and coupon_minor >= 0 and platform_coupon_minor >= 0
        and campaign_shop_minor >= 0 and campaign_platform_minor >= 0),
    add constraint order_lines_offer_named check ((offer_id is null) = (offer_minor = 0)),
    add constraint order_lines_refunded_promoted_within
        check (refunded_promoted_minor between 0 and promoted_minor),
    add constraint order_lines_last_piece_takes_the_promoted_rest
        check (refunded_quantity < quantity or refunded_promoted_minor = promoted_minor),
    add constraint order_lines_promoted_left_within
        check (promoted_minor - refunded_promoted_minor <= goods_minor - refunded_goods_minor);
create index order_lines_by_offer on order_lines (offer_id) where offer_id is not null;

-- `goods_minor` is what the shop is paid for the goods, `total_minor` what the buyer pays.
alter table orders
    add column promoted_minor bigint not null default 0,
    add column refunded_promoted_minor bigint not null default 0,
    drop constraint orders_sum,
    add constraint orders_sum check (total_minor = goods_minor + postage_minor - promoted_minor),
    add constraint orders_promoted_within check (promoted_minor >= 0 and promoted_minor < goods_minor),
    drop constraint orders_commission_within,
    add constraint orders_commission_within check (commission_minor between 0 and goods_minor),
    add constraint orders_refunded_promoted_within
        check (refunded_promoted_minor between 0 and promoted_minor),
    -- the buyer gets no more than the buyer paid
    add constraint orders_refunded_to_buyer_within check (
        refunded_promoted_minor <= refunded_goods_minor
        and refunded_goods_minor + refunded_postage_minor - refunded_promoted_minor <= total_minor);

alter table checkouts
    add column promoted_minor bigint not null default 0,
    add column campaign_id uuid references campaigns (id),
    drop constraint checkouts_sum,
    add constraint checkouts_sum check (total_minor = goods_minor + postage_minor - promoted_minor),
    add constraint checkouts_promoted_within check (promoted_minor >= 0 and promoted_minor < goods_minor);
create index checkouts_by_campaign on checkouts (campaign_id) where campaign_id is not null;

alter table refunds
    add column promoted_minor bigint not null default 0,
    add constraint refunds_promoted_within check (promoted_minor between 0 and goods_minor);

alter table refund_lines
    add column promoted_minor bigint not null default 0,
    add constraint refund_lines_promoted_within check (promoted_minor between 0 and goods_minor);
