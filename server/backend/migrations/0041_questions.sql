-- Buyers' questions about listings, answered by the shop for everybody to read.

create table listing_questions (
    id uuid primary key,
    listing_id uuid not null references listings (id) on delete cascade,
    asker_id uuid not null references accounts (id) on delete cascade,
    words text not null,
    asked_at timestamptz not null,
    answer text,
    answered_by uuid references accounts (id),
    answered_at timestamptz,
    -- asked once: a second press of the button is the same question
    constraint listing_questions_asked_once unique (listing_id, asker_id, words),
    constraint listing_questions_words_fit check (char_length(words) between 1 and 300),
    constraint listing_questions_answer_fits check (char_length(answer) between 1 and 1000),
    constraint listing_questions_answered_whole check (
        (answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
create index listing_questions_by_asker on listing_questions (asker_id);

-- Whom it helped.
create table question_helped (
    question_id uuid not null references listing_questions (id) on delete cascade,
    account_id uuid not null references accounts (id) on delete cascade,
    primary key (question_id, account_id)
);
create index question_helped_by_account on question_helped (account_id);

-- Counted against the limit, also when the question was withdrawn.
create table question_asks (
    account_id uuid not null references accounts (id) on delete cascade,
    at timestamptz not null
);
create index question_asks_by_account on question_asks (account_id, at);
