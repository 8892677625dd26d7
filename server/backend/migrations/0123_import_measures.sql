-- What goods weighed and measured before an import and after it, and by which template they were
-- sent: so that it can be taken back, but for what somebody has said since.
alter table import_products add column measures jsonb;
