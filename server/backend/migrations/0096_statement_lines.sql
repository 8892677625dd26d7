-- What statements named: kept, since we may hear of a payment or transfer long after its day. What
-- was named on any day is then not missed on the one on which we heard of it.

create table statement_lines (
    provider text not null,
    -- in UTC
    day date not null,
    -- our name for it: a payment's, a payout's or a withdrawal's
    reference uuid not null,
    primary key (provider, day, reference),
    constraint statement_lines_provider_known check (provider in ('gateway', 'bank'))
);
create index statement_lines_by_reference on statement_lines (reference);
