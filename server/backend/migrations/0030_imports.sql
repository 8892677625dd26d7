-- Imports that are taken up again after a crash and can be taken back, and what a shop chose
-- for the words of its files.

alter table imports drop constraint imports_format_known;
alter table imports add constraint imports_format_known check (format in
    ('longtail', 'shopify', 'woocommerce', 'taobao', 'google_xml', 'google_tsv', 'vendure', 'stock'));
alter table imports drop constraint imports_stage_known;
alter table imports add constraint imports_stage_known
    check (stage in ('previewed', 'running', 'done', 'undoing', 'undone'));
alter table imports drop constraint imports_finished_when_done;
alter table imports add constraint imports_finished_when_done
    check ((stage in ('done', 'undoing', 'undone')) = (finished_at is not null));
-- {"heading": "the column's name in its format"}
alter table imports add column renames jsonb not null default '{}';
-- what the command line finds an import by that was cut short
alter table imports add column file_hash bytea;

-- Reports count their products now.
update imports set report = report || jsonb_build_object(
    'created', (select count(*) from jsonb_array_elements(report -> 'products') p where p ->> 'how' = 'created'),
    'updated', (select count(*) from jsonb_array_elements(report -> 'products') p where p ->> 'how' = 'updated'),
    'unchanged', (select count(*) from jsonb_array_elements(report -> 'products') p where p ->> 'how' = 'unchanged'),
    'left_out', (select count(*) from jsonb_array_elements(report -> 'products') p where p ->> 'how' is null),
    'issue_count', jsonb_array_length(report -> 'issues'));

-- What an import has written, in the transaction in which it wrote it.
create table import_products (
    import_id uuid not null references imports (id) on delete cascade,
    -- the product's place in the file
    position integer not null,
    listing_id uuid not null references listings (id) on delete cascade,
    how text not null,
    -- the listing as it was
    before jsonb,
    before_hash text,
    -- {"variant": pieces}, as the import counted them
    counted jsonb not null default '{}',
    -- the listing's version that the import wrote
    version integer not null,
    primary key (import_id, position),
    constraint import_products_how_known check (how in ('created', 'updated')),
    constraint import_products_before_what_was_updated check ((how = 'updated') = (before is not null))
);
create index import_products_by_listing on import_products (listing_id);

create table import_places (
    shop_id uuid not null references shops (id),
    -- in lower case
    said text not null,
    category_id uuid not null references categories (id),
    primary key (shop_id, said)
);
create index import_places_by_category on import_places (category_id);
