-- The rows of a stock file that its import has counted, so that each counts once however often the import is
-- taken up again: what was sold meanwhile stays sold.
create table import_counts (
    import_id uuid not null references imports (id) on delete cascade,
    -- the row in the file
    row integer not null,
    primary key (import_id, row)
);

-- Two services outside may give their messages the same name.
alter table gateway_events drop constraint gateway_events_pkey;
alter table gateway_events add primary key (provider, id);
