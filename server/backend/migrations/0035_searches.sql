-- What was searched for, counted by words, so that others are offered it while they type.
-- Only queries that found goods as they were typed; nobody's name stands beside them.

create table searches (
    words text primary key,
    asked bigint not null,
    asked_at timestamptz not null,
    constraint searches_words_given check (words <> ''),
    constraint searches_asked_positive check (asked > 0)
);
create index searches_by_words on searches (words text_pattern_ops, asked desc);
create index searches_by_age on searches (asked_at);
