-- What gateway and bank say of a day, compared with what we have written. Rules in docs/PAYMENTS.md.

create table statements (
    provider text not null,
    -- in UTC
    day date not null,
    lines integer not null,
    checked_at timestamptz not null,
    primary key (provider, day),
    constraint statements_provider_known check (provider in ('gateway', 'bank')),
    constraint statements_lines_not_negative check (lines >= 0)
);

create table statement_differences (
    provider text not null,
    day date not null,
    -- our name for it: a payment's, a payout's or a withdrawal's
    reference uuid not null,
    what text not null,
    currency text not null,
    ours_minor bigint,
    ours_state text,
    theirs_minor bigint,
    theirs_state text,
    found_at timestamptz not null,
    -- checked again, it was gone
    cured_at timestamptz,
    primary key (provider, day, reference),
    foreign key (provider, day) references statements (provider, day),
    constraint statement_differences_what_known
        check (what in ('missing_here', 'missing_there', 'other_amount', 'other_state')),
    constraint statement_differences_ours check ((what = 'missing_here') = (ours_state is null)),
    constraint statement_differences_theirs check ((what = 'missing_there') = (theirs_state is null)),
    constraint statement_differences_whole
        check ((ours_minor is null) = (ours_state is null) and (theirs_minor is null) = (theirs_state is null))
);
create index statement_differences_open on statement_differences (found_at desc) where cured_at is null;

-- Told to the simulators by a test: what their statements get wrong.
create table gateway_simulator.tricks (
    reference uuid primary key,
    trick text not null,
    constraint tricks_known check (trick in ('leave_out', 'other_amount', 'other_state'))
);
create table bank_simulator.tricks (
    reference uuid primary key,
    trick text not null,
    constraint tricks_known check (trick in ('leave_out', 'other_amount', 'other_state'))
);
