-- Stock: a level per variant, and every movement that led to it. Movements are never edited.

create table stock_levels (
    variant_id uuid primary key references variants (id) on delete cascade,
    on_hand integer not null default 0,
    reserved integer not null default 0,
    constraint stock_never_below_zero check (on_hand >= 0),
    constraint stock_reserved_never_below_zero check (reserved >= 0),
    constraint stock_reserved_is_on_hand check (reserved <= on_hand)
);

create table stock_movements (
    id bigint generated always as identity primary key,
    variant_id uuid not null references variants (id) on delete cascade,
    kind text not null,
    on_hand_change integer not null,
    reserved_change integer not null,
    checkout_id uuid,
    account_id uuid references accounts (id),
    at timestamptz not null,
    constraint stock_movements_kind_known
        check (kind in ('counted', 'reserved', 'released', 'allocated', 'returned')),
    constraint stock_movements_shape check (
        case kind
            when 'counted' then reserved_change = 0
            when 'reserved' then on_hand_change = 0 and reserved_change > 0 and checkout_id is not null
            when 'released' then on_hand_change = 0 and reserved_change < 0 and checkout_id is not null
            when 'allocated' then on_hand_change < 0 and reserved_change = on_hand_change and checkout_id is not null
            when 'returned' then on_hand_change > 0 and reserved_change = 0 and checkout_id is not null
        end)
);
create index stock_movements_by_variant on stock_movements (variant_id, id);
create index stock_movements_by_checkout on stock_movements (checkout_id);

create function refuse_edit() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger stock_movements_append_only before update or delete on stock_movements
    for each row execute function refuse_edit();
