-- A line points at its goods once, and so at the variant's own listing. Whoever orders no longer
-- keeps the listing's row from being changed.
alter table variants add constraint variants_of_listing unique (id, listing_id);
alter table order_lines
    drop constraint order_lines_listing_id_fkey,
    drop constraint order_lines_variant_id_fkey,
    add constraint order_lines_goods_known
        foreign key (variant_id, listing_id) references variants (id, listing_id);

-- An order's buyer is its checkout's.
alter table checkouts add constraint checkouts_of_buyer unique (id, buyer_id);
alter table orders
    drop constraint orders_buyer_id_fkey,
    drop constraint orders_checkout_id_fkey,
    add constraint orders_of_checkout foreign key (checkout_id, buyer_id) references checkouts (id, buyer_id);

-- Nobody looks for commands by their time.
drop index commands_by_time;
