-- What stands open without a job is found once an hour, to be armed again, and so are jobs that lie dead.

create index jobs_dead on jobs (kind, key) where dead_at is not null;
create index payments_under_way on payments (created_at) where stage in ('pending', 'authorised', 'voiding');
create index parcels_followed on parcels (shipped_at) where label_ref is not null and standing <> 'delivered';
