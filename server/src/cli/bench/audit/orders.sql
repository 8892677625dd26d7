-- The orders themselves, and what follows from each: parcels, refunds, payments, invoices.

insert into checkouts (id, buyer_id, stage, currency, goods_minor, postage_minor, total_minor, promoted_minor, campaign_id,
                       email, ship_to, placed_at, reserved_until, paid_at, closed_at)
select fill.id(6, n), fill.id(1, buyer),
       case when paid then 'paid' when stage = 'cancelled' then 'expired' else stage end, 'CNY', goods, postage, total,
       promoted, case when campaign > 0 then fill.id(32, 0) end, 'lin@longtail.example',
       case when abroad then jsonb '{"recipient": "Lin", "phone": "5550101", "country": "US", "city": "Portland"}'
            else jsonb '{"recipient": "Lin", "phone": "5550101", "country": "CN", "city": "Hangzhou"}' end, at,
       at + interval '15 minutes', case when paid then at end, case when not paid and stage = 'cancelled' then at end
from fill.tally;

insert into orders (id, number, checkout_id, shop_id, buyer_id, stage, currency, goods_minor, postage_minor, promoted_minor,
                    total_minor, commission_minor, placed_at, paid_at, first_sent_at, shipped_at, confirm_by, completed_at,
                    cancelled_at, refunded_goods_minor, refunded_postage_minor, refunded_promoted_minor,
                    refunded_commission_minor)
select fill.id(7, n), 'B' || n, fill.id(6, n), fill.id(2, shop), fill.id(1, buyer), stage, 'CNY', goods, postage,
       promoted, total, commission, at, case when paid then at end,
       case when stage in ('shipped', 'completed') then at end, case when stage in ('shipped', 'completed') then at end,
       case when stage in ('shipped', 'completed') then at + interval '10 days' end,
       case when stage = 'completed' then at end, case when stage = 'cancelled' then at end, back_goods, back_postage,
       back_promoted, back_commission
from fill.tally;

insert into order_lines (id, order_id, position, listing_id, variant_id, title_en, title_zh, options_en, options_zh, quantity,
                         unit_price_minor, offer_id, offer_minor, coupon_minor, platform_coupon_minor, campaign_shop_minor,
                         campaign_platform_minor, tax_added_bp, tax_added_minor, postage_tax_added_minor, goods_minor,
                         postage_minor, commission_bp, commission_minor, sent_quantity, refunded_quantity, unsent_quantity,
                         refunded_goods_minor, refunded_promoted_minor, refunded_commission_minor)
select fill.id(8, n), fill.id(7, n), 0, fill.id(4, variant), fill.id(5, variant), 'A thing', '', '', '', pieces,
       6800, case when offer > 0 then fill.id(29, shop) end, offer, coupon, platform_coupon, campaign, campaign,
       case when abroad then 825 end, goods_tax, postage_tax, goods, postage, 100, commission,
       case when stage in ('shipped', 'completed') then pieces else 0 end, back_pieces, unsent, back_goods, back_promoted,
       back_commission
from fill.tally;

insert into coupon_uses (coupon_id, checkout_id, account_id, shop_id, off_minor, taken_at, given_back_at)
select coupon, fill.id(6, n), fill.id(1, buyer), shop_id, off, at, case when given_back then at end from fill.uses;

insert into parcels (id, order_id, carrier, tracking_number, shipped_at)
select fill.id(24, n), fill.id(7, n), 'Swift Post', 'T' || n, at from fill.tally where stage in ('shipped', 'completed');

insert into parcel_lines (parcel_id, line_id, quantity)
select fill.id(24, n), fill.id(8, n), pieces from fill.tally where stage in ('shipped', 'completed');

insert into refunds (id, order_id, phase, goods_minor, postage_minor, promoted_minor, commission_minor, reason, actor, at)
select fill.id(9, n), fill.id(7, n), phase, back_goods, back_postage, back_promoted, back_commission, 'It came late',
       'system', at
from fill.tally where phase is not null;

insert into refund_lines (refund_id, line_id, quantity, unsent_quantity, goods_minor, promoted_minor, commission_minor)
select fill.id(9, n), fill.id(8, n), back_pieces, unsent, back_goods, back_promoted, back_commission
from fill.tally where back_pieces > 0;

insert into payments (id, payer_id, checkout_id, provider, stage, currency, amount_minor, applied_to, created_at, settled_at,
                      returned_minor)
select fill.id(10, n), fill.id(1, buyer), fill.id(6, n), case when by_card then 'card' else 'wallet' end, 'captured',
       'CNY', total, 'checkout', at, at, case when card_stage = 'failed' then 0 else to_card end
from fill.tally where paid;

insert into card_refunds (id, payment_id, account_id, order_id, stage, currency, amount_minor, provider_ref, failure_reason,
                          begun_at, ended_at)
select fill.id(33, n), fill.id(10, n), fill.id(1, buyer), fill.id(7, n), card_stage, 'CNY', to_card, 'C' || n,
       case when card_stage = 'failed' then 'card_closed' end, at, case when card_stage <> 'sent' then at end
from fill.tally where to_card > 0;

insert into payments (id, payer_id, provider, stage, currency, amount_minor, applied_to, created_at, settled_at)
select fill.id(11, buyer), fill.id(1, buyer), 'card', 'captured', 'CNY', funded, 'wallet', at, at from fill.purses;

create unlogged table fill.documents as
select 'invoice' as kind, fill.id(25, n) as id, n, shop, buyer, abroad, null::uuid as cancels, null::uuid as refund_id,
       paid_for_goods, postage, rate_bp, goods_vat, postage_vat, pieces, at
from fill.tally where paid
union all
select 'credit_note', fill.id(26, n), n, shop, buyer, abroad, fill.id(25, n),
       case when phase is not null then fill.id(9, n) end,
       case when phase is null then paid_for_goods else back_goods - back_promoted end,
       case when phase is null then postage else back_postage end, rate_bp,
       case when phase is null then goods_vat else fill.part(goods_vat, back_goods - back_promoted, paid_for_goods) end,
       case when phase is null or back_postage > 0 then postage_vat else 0 end,
       case when phase is null then pieces else back_pieces end, at
from fill.tally where paid and (phase is not null or stage = 'cancelled');

insert into invoices (id, issuer_id, kind, number, shop_id, account_id, order_id, cancels, refund_id, currency, gross_minor,
                      tax_minor, seller, buyer, issued_at)
select id, fill.id(2, shop), kind, row_number() over (partition by kind, shop order by n), fill.id(2, shop),
       fill.id(1, buyer), fill.id(7, n), cancels, refund_id, 'CNY', paid_for_goods + postage, goods_vat + postage_vat,
       jsonb '{"name": "Shop", "lines": [], "country": "CN", "tax_number": "91330100", "email": ""}',
       case when abroad then jsonb '{"name": "Lin", "lines": [], "country": "US", "tax_number": "", "email": ""}'
            else jsonb '{"name": "Lin", "lines": [], "country": "CN", "tax_number": "", "email": ""}' end, at
from fill.documents;

insert into invoice_lines (invoice_id, position, what, line_id, credits_position, title_en, quantity, gross_minor, rate_bp,
                           tax_minor)
select id, 0, 'goods', fill.id(8, n), case when kind = 'credit_note' then 0 end, 'A thing', pieces, paid_for_goods, rate_bp,
       goods_vat
from fill.documents where paid_for_goods > 0
union all
select id, 1, 'postage', null, case when kind = 'credit_note' then 1 end, '', 1, postage, rate_bp, postage_vat
from fill.documents where postage > 0;

-- The market's own documents.
insert into invoices (id, issuer_id, kind, number, account_id, payment_id, currency, gross_minor, tax_minor, seller, buyer,
                      issued_at)
select fill.id(27, buyer), '00000000-0000-0000-0000-000000000000', 'receipt', row_number() over (order by buyer),
       fill.id(1, buyer), fill.id(11, buyer), 'CNY', funded, 0, party, party, at
from fill.purses,
     (select jsonb '{"name": "Lin", "lines": [], "country": "CN", "tax_number": "", "email": ""}' as party) as parties;

insert into invoices (id, issuer_id, kind, number, shop_id, month, currency, gross_minor, tax_minor, seller, buyer, issued_at)
select fill.id(28, row_number() over (order by month, shop)), '00000000-0000-0000-0000-000000000000', 'commission',
       row_number() over (order by month, shop), fill.id(2, shop), month, 'CNY', gross, 0, party, party, at
from (select shop, date_trunc('month', (at at time zone 'UTC') + interval '8 hours')::date as month,
             sum(earned - case when phase = 'released' then back_commission else 0 end)::bigint as gross, max(at) as at
      from fill.tally where stage = 'completed' group by 1, 2) as months,
     (select jsonb '{"name": "Shop", "lines": [], "country": "CN", "tax_number": "", "email": ""}' as party) as parties;

insert into invoice_lines (invoice_id, position, what, quantity, gross_minor, rate_bp, tax_minor)
select id, 0, case kind when 'receipt' then 'top_up' else 'commission' end, 1, gross_minor, 0, 0
from invoices where kind in ('receipt', 'commission');

insert into invoice_series (issuer_id, kind, last_number)
select issuer_id, kind, max(number) from invoices group by issuer_id, kind;

insert into violation_fees (id, shop_id, order_id, currency, platform_minor, buyer_minor, reason, charged_by, at)
select fill.id(36, n), fill.id(2, shop), fill.id(7, n), 'CNY', 2000, 1000, 'It was not what it said', fill.id(38, 0), at
from fill.fees;
