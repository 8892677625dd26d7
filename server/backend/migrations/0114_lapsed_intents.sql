-- The gateway's simulator lets go by itself what was authorised and neither captured nor voided.

alter table gateway_simulator.intents add column lapses_at timestamptz;
update gateway_simulator.intents set lapses_at = created_at + interval '7 days' where stage = 'authorised';
alter table gateway_simulator.intents
    drop constraint intents_stage_known,
    add constraint intents_stage_known check (
        stage in ('pending', 'challenge', 'processing', 'authorised', 'captured', 'declined', 'cancelled', 'voided',
                  'lapsed')),
    add constraint intents_lapses_when_authorised check (stage <> 'authorised' or lapses_at is not null);
create index intents_unlapsed on gateway_simulator.intents (lapses_at) where stage = 'authorised';
