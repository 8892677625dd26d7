-- A cart belongs to an account, a guest's too. Prices are looked up, never kept here.

create table cart_lines (
    account_id uuid not null references accounts (id) on delete cascade,
    variant_id uuid not null references variants (id) on delete cascade,
    quantity integer not null,
    added_at timestamptz not null,
    primary key (account_id, variant_id),
    constraint cart_lines_quantity check (quantity between 1 and 99)
);
create index cart_lines_by_variant on cart_lines (variant_id);
