-- A notice is sent by e-mail once, and counted behind the bell while it changes.

alter table notices add column mailed_at timestamptz;
-- Every page counts what is unread, and so does the bell.
create index notices_unread on notices (account_id) where read_at is null;
-- Readers ask twice a second for what came after their place.
create index events_by_transaction on events (transaction_id, id);
