-- What is worth nothing any more is found once a day, to be forgotten. Sessions have no index for it:
-- theirs would be written with every use of theirs that is noted.

create index guest_links_by_expiry on guest_links (expires_at);
create index password_resets_by_expiry on password_resets (expires_at);
create index sign_in_attempts_by_time on sign_in_attempts (at);
create index addresses_by_removal on addresses (removed_at) where removed_at is not null;
create index confirmations_by_expiry on confirmations (expires_at) where spent_by is null;
create index code_misses_by_time on code_misses (at);
create index question_asks_by_time on question_asks (at);
