-- Withdrawals: a member's money goes from the wallet to a bank account of their own. They are
-- payouts of another payee, and share all that payouts have. Rules in docs/LEDGER.md.

alter table bank_accounts
    drop constraint bank_accounts_pkey,
    alter column shop_id drop not null,
    -- only shops have turns; a member says when
    alter column next_at drop not null,
    add column account_id uuid references accounts (id) on delete cascade;
alter table bank_accounts
    add column payee_id uuid not null generated always as (coalesce(shop_id, account_id)) stored,
    add constraint bank_accounts_one_payee check (num_nonnulls(shop_id, account_id) = 1),
    add constraint bank_accounts_turns_of_shops check ((shop_id is null) = (next_at is null)),
    add constraint bank_accounts_pkey primary key (payee_id);
create index bank_accounts_by_account on bank_accounts (account_id) where account_id is not null;
create index bank_accounts_by_shop on bank_accounts (shop_id) where shop_id is not null;

alter table payouts
    alter column shop_id drop not null,
    add column account_id uuid references accounts (id);
alter table payouts
    add column payee_id uuid not null generated always as (coalesce(shop_id, account_id)) stored,
    add constraint payouts_one_payee check (num_nonnulls(shop_id, account_id) = 1);
create index payouts_by_payee on payouts (payee_id, begun_at desc);
drop index payouts_by_shop;
create index payouts_by_account on payouts (account_id) where account_id is not null;

-- Filled once and emptied once, whoever is paid.
drop index ledger_transfers_payout_begun_once;
create unique index ledger_transfers_payout_begun_once on ledger_transfers (credit_id)
    where rule in ('payout_begun', 'withdrawal_begun');
drop index ledger_transfers_payout_ends_once;
create unique index ledger_transfers_payout_ends_once on ledger_transfers (debit_id)
    where rule in ('payout_settled', 'payout_returned', 'withdrawal_settled', 'withdrawal_returned');

-- A floor can be lifted, as a shop's was; a wallet's cannot.
alter table ledger_accounts
    add constraint ledger_accounts_wallet_not_below_zero check (kind <> 'wallet' or balance_minor >= 0);
