//! What a call has changed in any table, row by row, and how it is taken back.

use sqlx::PgPool;

/// Triggers that note every row that is written, and a function that undoes what they noted.
const SETUP: &str = "
create schema journal;
create table journal.changes (
    id bigint generated always as identity primary key,
    relation regclass not null,
    before jsonb,
    after jsonb
);
create function journal.note() returns trigger language plpgsql as $$
declare
    before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
    if before is distinct from after then
        insert into journal.changes (relation, before, after) values (tg_relid, before, after);
    end if;
    return null;
end $$;
create function journal.undo() returns void language plpgsql as $$
declare
    change record;
    columns text;
begin
    -- histories are append-only for everybody but this
    set local session_replication_role = replica;
    for change in select * from journal.changes order by id desc loop
        execute format('delete from %1$s where ctid =
            (select t.ctid from %1$s t where to_jsonb(t) = $1 limit 1)', change.relation) using change.after;
        if change.before is not null then
            select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
            where attrelid = change.relation and attnum > 0 and not attisdropped and attgenerated = '';
            execute format('insert into %1$s (%2$s) overriding system value
                select %2$s from jsonb_populate_record(null::%1$s, $1)', change.relation, columns)
            using change.before;
        end if;
    end loop;
    delete from journal.changes;
end $$;
do $$
declare
    relation regclass;
begin
    for relation in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'journal') loop
        execute format('create trigger journal after insert or update or delete on %s
                        for each row execute function journal.note()', relation);
    end loop;
end $$;
";

pub struct Journal(PgPool);

impl Journal {
    pub async fn open(db: &PgPool) -> Self {
        sqlx::raw_sql(SETUP).execute(db).await.expect("a journal");
        Self(db.clone())
    }

    /// The tables that were changed since the last time, each once.
    pub async fn changed(&self) -> Vec<String> {
        sqlx::query_scalar("select distinct relation::text from journal.changes order by 1")
            .fetch_all(&self.0)
            .await
            .expect("changes")
    }

    /// Whether a row that was changed since the last time names this.
    pub async fn names(&self, id: &str) -> bool {
        sqlx::query_scalar(
            "select exists (select from journal.changes where strpos(concat(before, after), $1) > 0)",
        )
        .bind(id)
        .fetch_one(&self.0)
        .await
        .expect("changes")
    }

    pub async fn undo(&self) {
        sqlx::query("select journal.undo()")
            .execute(&self.0)
            .await
            .expect("all is as before");
    }
}
