-- Pictures: the row says what the object store holds. The name of a picture is its content's hash.

create table media (
    id uuid primary key,
    content_hash bytea not null,
    kind text not null,
    width integer not null,
    height integer not null,
    widths integer[] not null,
    bytes bigint not null,
    uploaded_by uuid references accounts (id),
    created_at timestamptz not null,
    constraint media_content_unique unique (content_hash),
    constraint media_kind_known check (kind in ('jpeg', 'png', 'webp', 'gif')),
    constraint media_has_size check (width > 0 and height > 0 and bytes > 0)
);
