-- Barcodes; and specifications: what categories ask of their goods, and what listings answer.

alter table variants add column barcode text not null default '';
alter table variants add constraint variants_barcode_digits check (barcode ~ '^([0-9]{8}|[0-9]{12,14})?$');
create index variants_by_barcode on variants (barcode) where barcode <> '';

create table spec_definitions (
    id uuid primary key,
    category_id uuid not null references categories (id),
    key text not null,
    name_en text not null,
    name_zh text not null,
    kind text not null,
    -- of a number
    unit_en text not null default '',
    unit_zh text not null default '',
    -- [{"key": "cotton", "label": {"en","zh"}}]
    choices jsonb not null default '[]',
    facet boolean not null default false,
    position integer not null default 0,
    constraint spec_definitions_key_unique unique (category_id, key),
    -- lets an answer say of which kind it is
    constraint spec_definitions_kind_unique unique (id, kind),
    constraint spec_definitions_kind_known check (kind in ('text', 'number', 'choice')),
    constraint spec_definitions_key_plain check (key ~ '^[a-z0-9_]{1,60}$'),
    constraint spec_definitions_choices_list check (
        jsonb_typeof(choices) = 'array' and (kind = 'choice') = (choices <> '[]')
    )
);

create table listing_specs (
    listing_id uuid not null references listings (id) on delete cascade,
    definition_id uuid not null,
    kind text not null,
    text_en text,
    text_zh text,
    -- in thousandths of the unit
    number_milli bigint,
    choice text,
    primary key (listing_id, definition_id),
    constraint listing_specs_definition_of_kind foreign key (definition_id, kind)
        references spec_definitions (id, kind),
    constraint listing_specs_value_of_kind check (
        case kind
            when 'text' then text_en is not null and text_zh is not null and text_en || text_zh <> ''
                and number_milli is null and choice is null
            when 'number' then number_milli is not null and text_en is null and text_zh is null and choice is null
            else choice is not null and text_en is null and text_zh is null and number_milli is null
        end
    )
);
create index listing_specs_by_choice on listing_specs (definition_id, choice);
create index listing_specs_by_number on listing_specs (definition_id, number_milli);
