-- Parcels: an order is sent in one or several, each with its pieces. Rules in docs/SHIPPING.md.

alter table orders
    -- when its first parcel left; it is to be shipped until the last piece has
    add column first_sent_at timestamptz;
update orders set first_sent_at = shipped_at where shipped_at is not null;
alter table orders
    add constraint orders_first_sent_once_paid check (first_sent_at is null or paid_at is not null),
    add constraint orders_first_sent_by_shipping
        check (shipped_at is null or (first_sent_at is not null and first_sent_at <= shipped_at)),
    add constraint orders_sent_are_not_cancelled check (stage <> 'cancelled' or first_sent_at is null);

-- What was sent until now went in one parcel, with all that was left of its order.
create table parcel_lines (
    parcel_id uuid not null references parcels (id),
    line_id uuid not null references order_lines (id),
    quantity integer not null,
    primary key (parcel_id, line_id),
    constraint parcel_lines_something check (quantity > 0)
);
create index parcel_lines_by_line on parcel_lines (line_id);
insert into parcel_lines (parcel_id, line_id, quantity)
select p.id, n.id, n.quantity - n.unsent_quantity
from (select distinct on (order_id) id, order_id from parcels order by order_id, shipped_at, id) p
join order_lines n on n.order_id = p.order_id
where n.quantity > n.unsent_quantity;
create trigger parcel_lines_append_only before update or delete on parcel_lines
    for each row execute function refuse_edit();

-- Never more in parcels than was ordered less what was paid back before dispatch.
alter table order_lines add column sent_quantity integer not null default 0;
update order_lines n set sent_quantity = l.quantity from parcel_lines l where l.line_id = n.id;
alter table order_lines
    add constraint order_lines_sent_within
        check (sent_quantity >= 0 and sent_quantity + unsent_quantity <= quantity);
