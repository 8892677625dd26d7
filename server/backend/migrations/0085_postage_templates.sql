-- Postage by piece, weight or volume, zone by zone. Rules in docs/SHIPPING.md.
-- A shop's plain terms, its columns postage_*, hold wherever no template does: every shop goes on as it was.

create table postage_templates (
    id uuid primary key,
    shop_id uuid not null references shops (id) on delete cascade,
    name text not null,
    unit text not null,
    -- for goods that name none
    is_default boolean not null default false,
    created_at timestamptz not null,
    constraint postage_templates_name_unique unique (shop_id, name),
    constraint postage_templates_of_shop unique (id, shop_id),
    constraint postage_templates_named check (name <> ''),
    constraint postage_templates_unit_known check (unit in ('piece', 'weight', 'volume'))
);
create unique index postage_templates_one_default on postage_templates (shop_id) where is_default;

create table postage_zones (
    template_id uuid not null references postage_templates (id) on delete cascade,
    position integer not null,
    -- codes; none: everywhere that no other zone names
    countries text[] not null,
    -- within the one country named; none: all of it
    regions text[] not null default '{}',
    -- none of the four: not sent there
    first_units integer,
    first_minor bigint,
    next_units integer,
    next_minor bigint,
    free_from_minor bigint,
    primary key (template_id, position),
    constraint postage_zones_regions_of_one_country
        check (cardinality(regions) = 0 or cardinality(countries) = 1),
    constraint postage_zones_rate_whole check (num_nonnulls(first_units, first_minor, next_units, next_minor) in (0, 4)),
    constraint postage_zones_amounts check (
        coalesce(first_units, 1) > 0 and coalesce(next_units, 1) > 0
        and coalesce(first_minor, 0) >= 0 and coalesce(next_minor, 0) >= 0 and coalesce(free_from_minor, 0) >= 0),
    constraint postage_zones_free_where_sent check (free_from_minor is null or first_units is not null)
);

alter table listings
    add column postage_template_id uuid,
    add constraint listings_postage_template_of_shop
        foreign key (postage_template_id, shop_id) references postage_templates (id, shop_id)
        on delete set null (postage_template_id);
create index listings_by_postage_template on listings (postage_template_id) where postage_template_id is not null;

alter table variants
    add column weight_g integer,
    add column length_cm integer,
    add column width_cm integer,
    add column height_cm integer,
    add constraint variants_weight check (weight_g between 1 and 1000000),
    add constraint variants_size_whole check (num_nonnulls(length_cm, width_cm, height_cm) in (0, 3)),
    add constraint variants_size check (
        length_cm between 1 and 1000 and width_cm between 1 and 1000 and height_cm between 1 and 1000);
