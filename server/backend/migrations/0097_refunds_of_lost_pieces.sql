-- A refund while a part is still to be sent may name lost pieces too, which do not go back to the
-- shelf: which of its pieces do is kept with each line, and no longer follows from its phase.

alter table refund_lines add column unsent_quantity integer not null default 0;
alter table refund_lines disable trigger refund_lines_append_only;
update refund_lines l set unsent_quantity = l.quantity
from refunds r where r.id = l.refund_id and r.phase = 'before_dispatch';
alter table refund_lines enable trigger refund_lines_append_only;
alter table refund_lines
    add constraint refund_lines_unsent_within check (unsent_quantity between 0 and quantity);
