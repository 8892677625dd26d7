-- Refunds: parts of a paid order that went back to its buyer. Rules in docs/LEDGER.md.

-- Never more than was paid, in whole and line by line, whatever the code above believes.
alter table orders
    add column refunded_goods_minor bigint not null default 0,
    add column refunded_postage_minor bigint not null default 0,
    add column refunded_commission_minor bigint not null default 0,
    add constraint orders_refunded_goods_within check (refunded_goods_minor between 0 and goods_minor),
    add constraint orders_refunded_postage_within check (refunded_postage_minor between 0 and postage_minor),
    add constraint orders_refunded_commission_within
        check (refunded_commission_minor between 0 and commission_minor),
    add constraint orders_refunded_once_paid
        check (refunded_goods_minor + refunded_postage_minor = 0 or paid_at is not null);

alter table order_lines
    -- pieces paid back, and how many of these before dispatch, which are not sent
    add column refunded_quantity integer not null default 0,
    add column unsent_quantity integer not null default 0,
    add column refunded_goods_minor bigint not null default 0,
    add column refunded_commission_minor bigint not null default 0,
    add constraint order_lines_refunded_quantity_within check (refunded_quantity between 0 and quantity),
    add constraint order_lines_unsent_within check (unsent_quantity between 0 and refunded_quantity),
    add constraint order_lines_refunded_goods_within check (refunded_goods_minor between 0 and goods_minor),
    add constraint order_lines_refunded_commission_within
        check (refunded_commission_minor between 0 and commission_minor),
    add constraint order_lines_last_piece_takes_the_rest
        check (refunded_quantity < quantity or refunded_goods_minor = goods_minor),
    add constraint order_lines_commission_left_within
        check (commission_minor - refunded_commission_minor <= goods_minor - refunded_goods_minor);

create table refunds (
    -- also the entry of its transfers
    id uuid primary key,
    order_id uuid not null references orders (id),
    phase text not null,
    goods_minor bigint not null,
    postage_minor bigint not null,
    commission_minor bigint not null,
    -- what the buyer reads
    reason text not null,
    actor text not null,
    at timestamptz not null,
    constraint refunds_phase_known check (phase in ('before_dispatch', 'on_the_way', 'released')),
    constraint refunds_amounts
        check (goods_minor >= 0 and postage_minor >= 0 and goods_minor + postage_minor > 0),
    constraint refunds_commission_within check (commission_minor between 0 and goods_minor),
    constraint refunds_reason_given check (reason <> '')
);
create index refunds_by_order on refunds (order_id, at);
create trigger refunds_append_only before update or delete on refunds
    for each row execute function refuse_edit();

create table refund_lines (
    refund_id uuid not null references refunds (id),
    line_id uuid not null references order_lines (id),
    quantity integer not null,
    goods_minor bigint not null,
    commission_minor bigint not null,
    primary key (refund_id, line_id),
    constraint refund_lines_something check (quantity >= 0 and goods_minor >= 0 and quantity + goods_minor > 0),
    constraint refund_lines_commission_within check (commission_minor between 0 and goods_minor)
);
create index refund_lines_by_line on refund_lines (line_id);
create trigger refund_lines_append_only before update or delete on refund_lines
    for each row execute function refuse_edit();

-- A shop may owe: for refunds of what it was paid, until later sales make it good.
update ledger_accounts set floor_minor = null where kind = 'shop_balance';

-- An order is funded, released and returned once; its refunds are many, each posted once.
drop index ledger_transfers_once_per_order;
create unique index ledger_transfers_once_per_order on ledger_transfers (order_id, rule)
    where order_id is not null and rule not in ('order_refunded', 'sale_refunded', 'commission_refunded');
create unique index ledger_transfers_once_per_refund on ledger_transfers (entry_id, rule)
    where rule in ('order_refunded', 'sale_refunded', 'commission_refunded');
