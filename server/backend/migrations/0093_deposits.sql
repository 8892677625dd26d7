-- Deposits of shops, and the fees that are paid from them. Rules in docs/LEDGER.md.

-- Also the kinds of 0082, whatever order the two came in.
alter table ledger_accounts
    drop constraint ledger_accounts_kind_known,
    add constraint ledger_accounts_kind_known check (kind in (
        'gateway', 'wallet', 'escrow', 'shop_balance', 'commission', 'payout', 'bank', 'promotion',
        'deposit', 'fees')),
    -- a floor can be lifted; a deposit's cannot
    add constraint ledger_accounts_deposit_not_below_zero check (kind <> 'deposit' or balance_minor >= 0);

create table violation_fees (
    -- also the entry of its transfers, and the command that charged it
    id uuid primary key,
    shop_id uuid not null references shops (id),
    -- the order that it is about; its buyer is paid the buyer's part
    order_id uuid references orders (id),
    currency text not null,
    platform_minor bigint not null,
    buyer_minor bigint not null,
    -- what the shop and the buyer read
    reason text not null,
    charged_by uuid not null references accounts (id),
    at timestamptz not null,
    constraint violation_fees_amounts
        check (platform_minor >= 0 and buyer_minor >= 0 and platform_minor + buyer_minor > 0),
    constraint violation_fees_buyer_has_order check (buyer_minor = 0 or order_id is not null),
    constraint violation_fees_reason_given check (reason <> '')
);
create index violation_fees_by_shop on violation_fees (shop_id, at);
create index violation_fees_by_order on violation_fees (order_id) where order_id is not null;
create index violation_fees_latest on violation_fees (at, id);
create trigger violation_fees_append_only before update or delete on violation_fees
    for each row execute function refuse_edit();

-- An order is funded, released and returned once; its refunds and fees are many, each posted once.
drop index ledger_transfers_once_per_order;
create unique index ledger_transfers_once_per_order on ledger_transfers (order_id, rule)
    where order_id is not null and rule not in (
        'order_refunded', 'sale_refunded', 'commission_refunded',
        'promotion_refunded', 'sale_promotion_refunded', 'commission_promotion_refunded',
        'violation_fee_platform', 'violation_fee_buyer');
create unique index ledger_transfers_once_per_deposit_entry on ledger_transfers (entry_id, rule)
    where rule in ('deposit_paid', 'deposit_returned', 'violation_fee_platform', 'violation_fee_buyer');
