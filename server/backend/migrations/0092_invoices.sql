-- Invoices, credit notes, the market's own invoices for commission, and receipts of top-ups.

alter table shops
    -- who invoices, where that is another name than the one above the door
    add column legal_name text not null default '',
    add column legal_address text not null default '',
    add column legal_country text not null default '',
    add column tax_number text not null default '',
    add constraint shops_legal_whole check (
        (legal_name = '') = (legal_address = '') and (legal_name = '') = (legal_country = '')
        and (tax_number = '' or legal_name <> '')),
    add constraint shops_tax_number_plain check (tax_number ~ '^[A-Z0-9]*$');

-- Whom an invoice is made out to, where that is not who the parcel goes to. Until it is paid.
create table checkout_billing (
    checkout_id uuid primary key references checkouts (id),
    company text not null,
    tax_number text not null,
    constraint checkout_billing_named check (company <> ''),
    constraint checkout_billing_tax_number_plain check (tax_number ~ '^[A-Z0-9]*$')
);

-- The last number that was given, locked until the document that has it is kept: no gaps.
create table invoice_series (
    -- the shop; nil for the market
    issuer_id uuid not null,
    kind text not null,
    last_number bigint not null,
    primary key (issuer_id, kind),
    constraint invoice_series_begins_at_one check (last_number >= 1)
);

create table invoices (
    id uuid primary key,
    issuer_id uuid not null,
    kind text not null,
    number bigint not null,
    shop_id uuid references shops (id),
    -- whose purchase or wallet it is about
    account_id uuid references accounts (id),
    order_id uuid references orders (id),
    -- of a credit note: the invoice, and the refund; none where the order was called off
    cancels uuid references invoices (id),
    refund_id uuid references refunds (id),
    payment_id uuid references payments (id),
    -- of an invoice for commission: the first day of its month
    month date,
    currency text not null,
    gross_minor bigint not null,
    tax_minor bigint not null,
    -- frozen: name, lines, country, tax_number, email
    seller jsonb not null,
    buyer jsonb not null,
    issued_at timestamptz not null,
    constraint invoices_number_unique unique (issuer_id, kind, number),
    constraint invoices_kind_known check (kind in ('invoice', 'credit_note', 'commission', 'receipt')),
    constraint invoices_tax_within check (abs(tax_minor) <= abs(gross_minor)),
    constraint invoices_signs check (kind = 'commission' or (gross_minor > 0 and tax_minor >= 0)),
    constraint invoices_shape check (
        case kind
            when 'invoice' then shop_id = issuer_id and account_id is not null and order_id is not null and cancels is null
            when 'credit_note' then shop_id = issuer_id and account_id is not null and order_id is not null and cancels is not null
            when 'commission' then shop_id is not null and month is not null and account_id is null
            when 'receipt' then shop_id is null and account_id is not null and payment_id is not null and tax_minor = 0
        end)
);
create unique index invoices_one_per_order on invoices (order_id) where kind = 'invoice';
create unique index invoices_one_per_refund on invoices (refund_id) where kind = 'credit_note' and refund_id is not null;
create unique index invoices_called_off_once on invoices (order_id) where kind = 'credit_note' and refund_id is null;
create unique index invoices_one_per_month on invoices (shop_id, month) where kind = 'commission';
create unique index invoices_one_per_payment on invoices (payment_id) where kind = 'receipt';
create index invoices_by_account on invoices (account_id, issued_at desc);
create index invoices_by_shop on invoices (shop_id, issued_at desc);
create index invoices_by_order on invoices (order_id);
create index invoices_by_cancelled on invoices (cancels);
create trigger invoices_append_only before update or delete on invoices
    for each row execute function refuse_edit();

create table invoice_lines (
    invoice_id uuid not null references invoices (id),
    position integer not null,
    what text not null,
    line_id uuid references order_lines (id),
    -- of a credit note: the line of the invoice that it gives back
    credits_position integer,
    title_en text not null default '',
    title_zh text not null default '',
    options_en text not null default '',
    options_zh text not null default '',
    quantity integer not null default 0,
    gross_minor bigint not null,
    rate_bp integer not null,
    tax_minor bigint not null,
    primary key (invoice_id, position),
    constraint invoice_lines_what_known check (what in ('goods', 'postage', 'commission', 'top_up')),
    constraint invoice_lines_goods_named check ((what = 'goods') = (line_id is not null)),
    constraint invoice_lines_rate_within check (rate_bp between 0 and 10000),
    constraint invoice_lines_tax_within check (abs(tax_minor) <= abs(gross_minor))
);
create index invoice_lines_by_order_line on invoice_lines (line_id);
create trigger invoice_lines_append_only before update or delete on invoice_lines
    for each row execute function refuse_edit();

-- The months' commissions are looked through again and again.
create index ledger_transfers_commissions on ledger_transfers (at)
    where rule in ('commission_earned', 'commission_refunded');
