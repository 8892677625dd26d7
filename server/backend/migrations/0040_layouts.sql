-- What a shop lays out above its goods, for every day and for campaigns.

create table shop_layouts (
    id uuid primary key,
    shop_id uuid not null references shops (id) on delete cascade,
    name text not null,
    stage text not null,
    from_at timestamptz,
    until_at timestamptz,
    begun_at timestamptz,
    ended_at timestamptz,
    -- longtail::trade::shop::layout::Blocks, as they are being laid out
    blocks jsonb not null default '[]',
    -- the same, as buyers see them
    published jsonb,
    -- what `blocks` was before each of the last steps, the latest last
    earlier jsonb not null default '[]',
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint shop_layouts_named check (name <> ''),
    constraint shop_layouts_stage_known check (stage in ('draft', 'scheduled', 'live', 'ended')),
    constraint shop_layouts_scheduled_begins check ((stage = 'scheduled') = (from_at is not null)),
    constraint shop_layouts_live_begun check ((stage = 'live') = (begun_at is not null)),
    constraint shop_layouts_ended check ((stage = 'ended') = (ended_at is not null)),
    constraint shop_layouts_published_is_there check (stage = 'draft' or published is not null),
    constraint shop_layouts_ends_later check (until_at > coalesce(from_at, begun_at)),
    constraint shop_layouts_blocks_list check (
        jsonb_typeof(blocks) = 'array' and jsonb_typeof(earlier) = 'array'
        and (published is null or jsonb_typeof(published) = 'array'))
);
create index shop_layouts_by_shop on shop_layouts (shop_id, stage);
