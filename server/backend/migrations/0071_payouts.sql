-- Payouts: the bank account that a shop's money goes to, and each transfer to it.
-- Rules in docs/LEDGER.md.

create table bank_accounts (
    shop_id uuid primary key references shops (id) on delete cascade,
    holder text not null,
    number text not null,
    bank text not null,
    saved_at timestamptz not null,
    -- another number is paid nothing before this
    held_until timestamptz,
    -- when the shop is looked at next
    next_at timestamptz not null,
    -- payouts that came back one after another
    failures integer not null default 0,
    constraint bank_accounts_holder_fits check (char_length(holder) between 2 and 100),
    constraint bank_accounts_bank_fits check (char_length(bank) between 2 and 100),
    constraint bank_accounts_number_plain check (number ~ '^[A-Z0-9]{8,34}$'),
    constraint bank_accounts_not_paid_while_held check (held_until is null or next_at >= held_until),
    constraint bank_accounts_failures_not_negative check (failures >= 0)
);

create table payouts (
    id uuid primary key,
    shop_id uuid not null references shops (id),
    stage text not null,
    currency text not null,
    amount_minor bigint not null,
    -- the account as it was when the payout was begun
    holder text not null,
    number text not null,
    bank text not null,
    -- the bank's name for it
    bank_ref text,
    return_reason text,
    begun_at timestamptz not null,
    ended_at timestamptz,
    constraint payouts_stage_known check (stage in ('scheduled', 'sent', 'settled', 'returned')),
    constraint payouts_amount_positive check (amount_minor > 0),
    constraint payouts_ended check ((stage in ('settled', 'returned')) = (ended_at is not null)),
    constraint payouts_reason_when_returned check ((stage = 'returned') = (return_reason is not null)),
    constraint payouts_reference_when_sent check (stage <> 'sent' or bank_ref is not null),
    constraint payouts_reference_unique unique (bank_ref)
);
create unique index payouts_one_under_way on payouts (shop_id) where stage in ('scheduled', 'sent');
create index payouts_by_shop on payouts (shop_id, begun_at desc);

alter table ledger_accounts
    drop constraint ledger_accounts_kind_known,
    add constraint ledger_accounts_kind_known
        check (kind in ('gateway', 'wallet', 'escrow', 'shop_balance', 'commission', 'payout', 'bank'));

-- Each payout has an account of its own: it is filled once, and emptied once, one way or the other.
create unique index ledger_transfers_payout_begun_once on ledger_transfers (credit_id)
    where rule = 'payout_begun';
create unique index ledger_transfers_payout_ends_once on ledger_transfers (debit_id)
    where rule in ('payout_settled', 'payout_returned');
