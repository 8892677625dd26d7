-- What an account moves in parts within a day is added up, until a code begins the count anew. Rules in
-- docs/PAYMENTS.md.

alter table confirmations add column spent_at timestamptz;
-- at the latest by then
update confirmations set spent_at = expires_at where spent_by is not null;
alter table confirmations
    add constraint confirmations_spent_at_when_spent check ((spent_by is null) = (spent_at is null));
create index confirmations_by_spending on confirmations (account_id, spent_at) where spent_at is not null;

-- Payments and payouts have theirs.
create index card_refunds_by_account on card_refunds (account_id, begun_at);
create index refunds_by_actor on refunds (actor, at);
