-- Double entry. A transfer debits one account and credits another; a balance is credits less debits.
-- Rules in docs/LEDGER.md.

create table ledger_accounts (
    id uuid primary key,
    kind text not null,
    -- the person, order or shop it stands for; nil for the platform's own
    owner_id uuid not null,
    currency text not null,
    balance_minor bigint not null default 0,
    floor_minor bigint,
    created_at timestamptz not null,
    constraint ledger_accounts_kind_known
        check (kind in ('gateway', 'wallet', 'escrow', 'shop_balance', 'commission')),
    constraint ledger_accounts_owner_unique unique (kind, owner_id, currency),
    constraint ledger_accounts_above_floor check (floor_minor is null or balance_minor >= floor_minor),
    constraint ledger_accounts_currency_code check (currency ~ '^[A-Z]{3}$')
);

create table ledger_transfers (
    id uuid primary key,
    -- the legs of one business event share it
    entry_id uuid not null,
    rule text not null,
    debit_id uuid not null references ledger_accounts (id),
    credit_id uuid not null references ledger_accounts (id),
    amount_minor bigint not null,
    order_id uuid,
    payment_id uuid,
    at timestamptz not null,
    constraint ledger_transfers_positive check (amount_minor > 0),
    constraint ledger_transfers_two_sides check (debit_id <> credit_id)
);
create index ledger_transfers_by_debit on ledger_transfers (debit_id, at);
create index ledger_transfers_by_credit on ledger_transfers (credit_id, at);
create index ledger_transfers_by_order on ledger_transfers (order_id);
-- Each order is funded, released, and returned at most once.
create unique index ledger_transfers_once_per_order on ledger_transfers (order_id, rule) where order_id is not null;
create unique index ledger_transfers_once_per_top_up on ledger_transfers (payment_id, rule) where order_id is null and payment_id is not null;
create trigger ledger_transfers_append_only before update or delete on ledger_transfers
    for each row execute function refuse_edit();
