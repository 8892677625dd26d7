-- The platform's promotions in the ledger. Rules in docs/LEDGER.md.

alter table ledger_accounts
    drop constraint ledger_accounts_kind_known,
    add constraint ledger_accounts_kind_known check (kind in (
        'gateway', 'wallet', 'escrow', 'shop_balance', 'commission', 'payout', 'bank', 'promotion'));

-- An order is funded, released and returned once; its refunds are many, each posted once.
drop index ledger_transfers_once_per_order;
create unique index ledger_transfers_once_per_order on ledger_transfers (order_id, rule)
    where order_id is not null and rule not in (
        'order_refunded', 'sale_refunded', 'commission_refunded',
        'promotion_refunded', 'sale_promotion_refunded', 'commission_promotion_refunded');
drop index ledger_transfers_once_per_refund;
create unique index ledger_transfers_once_per_refund on ledger_transfers (entry_id, rule)
    where rule in (
        'order_refunded', 'sale_refunded', 'commission_refunded',
        'promotion_refunded', 'sale_promotion_refunded', 'commission_promotion_refunded');
