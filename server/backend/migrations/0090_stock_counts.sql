-- Low stock that is told once, and counts of whole shelves with reasons.

alter table shops
    add column low_stock_at integer not null default 5,
    add constraint shops_low_stock_within check (low_stock_at between 0 and 1000000);

alter table stock_levels
    -- fewer available than this is low; none: the shop's own number
    add column low_at integer,
    -- it was not low since its people were told the last time: being low is worth telling
    add column low_armed boolean not null default false,
    add constraint stock_low_at_within check (low_at between 0 and 1000000);
update stock_levels set low_armed = on_hand - reserved >= 5;

create table stock_counts (
    id uuid primary key,
    shop_id uuid not null references shops (id),
    stage text not null,
    scope text not null,
    category_id uuid references categories (id),
    words text not null default '',
    begun_by uuid not null references accounts (id),
    begun_at timestamptz not null,
    ended_by uuid references accounts (id),
    ended_at timestamptz,
    constraint stock_counts_stage_known check (stage in ('open', 'finished', 'discarded')),
    constraint stock_counts_scope_known check (scope in ('all', 'category', 'search')),
    constraint stock_counts_scope_shape
        check ((scope = 'category') = (category_id is not null) and (scope = 'search') = (words <> '')),
    constraint stock_counts_ended
        check ((stage <> 'open') = (ended_at is not null) and (ended_at is null) = (ended_by is null))
);
create index stock_counts_by_shop on stock_counts (shop_id, begun_at desc);

create table stock_count_lines (
    count_id uuid not null references stock_counts (id),
    variant_id uuid not null references variants (id),
    position integer not null,
    -- what lay there, what should have, and the last movement up to then
    counted integer,
    expected integer,
    as_of bigint,
    counted_by uuid references accounts (id),
    counted_at timestamptz,
    reason text,
    primary key (count_id, variant_id),
    constraint stock_count_lines_whole
        check (num_nulls(counted, expected, as_of, counted_by, counted_at) in (0, 5)),
    constraint stock_count_lines_counted_within check (counted between 0 and 1000000),
    constraint stock_count_lines_expected_not_negative check (expected >= 0),
    constraint stock_count_lines_reason_known
        check (reason in ('breakage', 'loss', 'found', 'returned', 'correction', 'own_use'))
);
create index stock_count_lines_by_variant on stock_count_lines (variant_id);

-- What has ended is read again, and never written.
create function refuse_ended_count() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'stock_counts' then
        if old.stage <> 'open' then
            raise exception 'the count has ended' using errcode = 'restrict_violation';
        end if;
    elsif exists (select from stock_counts c where c.id = old.count_id and c.stage <> 'open') then
        raise exception 'the count has ended' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger stock_counts_end_once before update or delete on stock_counts
    for each row execute function refuse_ended_count();
create trigger stock_count_lines_end_once before update or delete on stock_count_lines
    for each row execute function refuse_ended_count();

alter table stock_movements
    add column reason text,
    add column count_id uuid references stock_counts (id),
    add constraint stock_movements_reason_known
        check (reason in ('breakage', 'loss', 'found', 'returned', 'correction', 'own_use')),
    add constraint stock_movements_reason_of_counts
        check (kind = 'counted' or num_nonnulls(reason, count_id) = 0),
    add constraint stock_movements_count_has_reason check (count_id is null or reason is not null);
-- A count moves a thing once, whoever finishes it.
create unique index stock_movements_once_per_count on stock_movements (count_id, variant_id)
    where count_id is not null;
