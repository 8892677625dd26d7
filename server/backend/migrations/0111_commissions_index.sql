-- What the market gives back of its commission where it had paid a part of the price, too.
drop index ledger_transfers_commissions;
create index ledger_transfers_commissions on ledger_transfers (at)
    where rule in ('commission_earned', 'commission_refunded', 'commission_promotion_refunded');
