-- A buyer may call off what a silent shop neither sends nor pays back (docs/SHIPPING.md), and gives no
-- reason: a refund without one is the buyer's own.
alter table refunds drop constraint refunds_reason_given;
