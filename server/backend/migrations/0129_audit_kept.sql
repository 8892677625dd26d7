-- The last audit, for the desk: of a large market it takes longer than a page may.
create table audit_kept (
    one boolean primary key default true,
    at timestamptz not null,
    report jsonb not null,
    constraint audit_kept_one check (one)
);
