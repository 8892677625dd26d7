-- Addresses that shops and listings had before: they lead to the present one for ever, and
-- nobody else gets them. Each names what it belongs to, so no chain of them can grow.

create table former_shop_slugs (
    slug text primary key,
    shop_id uuid not null references shops (id) on delete cascade
);
create index former_shop_slugs_by_shop on former_shop_slugs (shop_id);

create table former_listing_slugs (
    shop_id uuid not null references shops (id) on delete cascade,
    slug text not null,
    listing_id uuid not null references listings (id) on delete cascade,
    primary key (shop_id, slug)
);
create index former_listing_slugs_by_listing on former_listing_slugs (listing_id);

create function keep_shop_slug() returns trigger language plpgsql as $$
begin
    if exists (select from former_shop_slugs where slug = new.slug and shop_id <> new.id) then
        raise unique_violation using
            message = 'another shop had this address', constraint = 'shops_slug_unique';
    end if;
    if tg_op = 'UPDATE' then
        delete from former_shop_slugs where slug = new.slug;
        insert into former_shop_slugs (slug, shop_id) values (old.slug, old.id);
    end if;
    return new;
end $$;
create trigger shops_keep_slug before insert on shops
    for each row execute function keep_shop_slug();
create trigger shops_keep_changed_slug before update of slug on shops
    for each row when (old.slug is distinct from new.slug) execute function keep_shop_slug();

create function keep_listing_slug() returns trigger language plpgsql as $$
begin
    if exists (select from former_listing_slugs
               where shop_id = new.shop_id and slug = new.slug and listing_id <> new.id) then
        raise unique_violation using
            message = 'another listing had this address', constraint = 'listings_slug_unique';
    end if;
    if tg_op = 'UPDATE' then
        delete from former_listing_slugs where shop_id = new.shop_id and slug = new.slug;
        -- nothing led to what was never published
        if old.published_at is not null then
            insert into former_listing_slugs (shop_id, slug, listing_id)
            values (old.shop_id, old.slug, old.id);
        end if;
    end if;
    return new;
end $$;
create trigger listings_keep_slug before insert on listings
    for each row execute function keep_listing_slug();
create trigger listings_keep_changed_slug before update of slug on listings
    for each row when (old.slug is distinct from new.slug) execute function keep_listing_slug();
