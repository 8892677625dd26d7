-- Whether a thing has a job that is not done, dead or alive, is asked of many things at once.

drop index jobs_dead;
create index jobs_unfinished on jobs (kind, key) where done_at is null;
