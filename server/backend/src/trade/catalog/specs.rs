//! Specifications: what categories ask of their goods, and what listings answer.

pub mod desk;

use crate::{
    Ctx,
    ctx::{Tx, column},
    failure::{Failure, Incident, Refusal, denied, invalid, violates},
    outbox::Event,
};
use longtail::{
    actor::Actor,
    id::{CategoryId, ListingId, SpecId},
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::catalog::{SpecChoice, SpecData, SpecDefinition, SpecKind, SpecValue},
};
use sqlx::{PgExecutor, PgPool, types::Json};
use std::collections::HashMap;
use uuid::Uuid;

/// Writes what a category asks; one with the same key in the same category is changed and
/// keeps its id. Its kind stays what it was where listings have answered.
///
/// # Errors
/// Fields that cannot be taken: a key that the path to the top or the tree below has already,
/// another kind than the answers have. Not found for all but staff and the market itself.
pub async fn save_definition(
    ctx: &Ctx,
    actor: &Actor,
    definition: &SpecDefinition,
) -> Result<SpecId, Failure<Refusal>> {
    permit(actor, Action::ManageSpecifications).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    let id = define(&mut tx, definition).await?;
    tx.commit().await?;
    Ok(id)
}

/// Who defines waits for who defines: two could ask the same above and below each other.
async fn wait_for_others(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query("lock table spec_definitions in share row exclusive mode")
        .execute(tx.sql())
        .await?;
    Ok(())
}

/// Checks and writes a definition.
async fn define(tx: &mut Tx, definition: &SpecDefinition) -> Result<SpecId, Failure<Refusal>> {
    definition.check().map_err(invalid)?;
    wait_for_others(tx).await?;
    let (before, elsewhere): (Vec<_>, Vec<_>) = definitions_within(tx.sql(), definition.category)
        .await?
        .into_iter()
        .filter(|other| other.key == definition.key)
        .partition(|other| other.category == definition.category);
    if !elsewhere.is_empty() {
        return Err(invalid(FieldIssues::one("key", FieldIssue::AlreadyTaken)));
    }
    let is_answered = sqlx::query_scalar!(
        r#"select exists (
               select 1 from spec_definitions d join listing_specs s on s.definition_id = d.id
               where d.category_id = $1 and d.key = $2 and d.kind <> $3) as "is_answered!""#,
        definition.category.0,
        definition.key,
        definition.kind.name(),
    )
    .fetch_one(tx.sql())
    .await?;
    if is_answered {
        return Err(other_kind());
    }
    let (unit, choices) = match &definition.kind {
        SpecKind::Text => (Bilingual::default(), Vec::new()),
        SpecKind::Number { unit } => (unit.clone(), Vec::new()),
        SpecKind::Choice { choices } => (Bilingual::default(), choices.clone()),
    };
    let saved = sqlx::query_scalar!(
        "insert into spec_definitions
             (id, category_id, key, name_en, name_zh, kind, unit_en, unit_zh, choices, facet, position)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (category_id, key) do update set
             name_en = excluded.name_en, name_zh = excluded.name_zh, kind = excluded.kind,
             unit_en = excluded.unit_en, unit_zh = excluded.unit_zh, choices = excluded.choices,
             facet = excluded.facet, position = excluded.position
         returning id",
        definition.id.0,
        definition.category.0,
        definition.key,
        definition.name.en,
        definition.name.zh,
        definition.kind.name(),
        unit.en,
        unit.zh,
        Json(choices) as _,
        definition.facet,
        definition.position,
    )
    .fetch_one(tx.sql())
    .await;
    let id = match saved {
        Ok(id) => SpecId(id),
        Err(error) if violates(&error, "listing_specs_definition_of_kind") => {
            return Err(other_kind());
        }
        Err(error) if violates(&error, "spec_definitions_category_id_fkey") => {
            let issue = FieldIssue::NotAChoice;
            return Err(invalid(FieldIssues::one("category", issue)));
        }
        Err(error) => return Err(error.into()),
    };
    for before in &before {
        tell_of_renamed(tx, id, &definition.kind.renamed_since(&before.kind)).await?;
    }
    Ok(id)
}

/// Goods are found by the words of what they chose.
async fn tell_of_renamed(tx: &mut Tx, id: SpecId, choices: &[String]) -> Result<(), Incident> {
    if choices.is_empty() {
        return Ok(());
    }
    let listings = sqlx::query_scalar!(
        "select listing_id from listing_specs where definition_id = $1 and choice = any($2)",
        id.0,
        choices,
    )
    .fetch_all(tx.sql())
    .await?;
    let changed = column(&listings, |id| Event::ListingChanged {
        listing: ListingId(*id),
    });
    tx.emit_many(&changed).await
}

/// Why the kind stays.
fn other_kind() -> Failure<Refusal> {
    let text = Bilingual::new(
        "Listings have answered already, so its kind stays as it is. Ask under another key.",
        "已有商品填写，类型不能再改。请用另一个代码新增。",
    );
    invalid(FieldIssues::one("kind", FieldIssue::Other { text }))
}

/// The definitions that hold for a category: its ancestors' first, then its own.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn definitions_for(
    db: impl PgExecutor<'_>,
    category: CategoryId,
) -> Result<Vec<SpecDefinition>, Incident> {
    sqlx::query_as!(
        Row,
        r#"with recursive path as (
               select id, parent_id, 0 as up from categories where id = $1
               union all
               select c.id, c.parent_id, p.up + 1 from categories c join path p on c.id = p.parent_id
               where p.up < 32)
           select d.id, d.category_id, d.key, d.name_en, d.name_zh, d.kind, d.unit_en, d.unit_zh,
                  d.choices as "choices: Json<Vec<SpecChoice>>", d.facet, d.position
           from spec_definitions d join path p on p.id = d.category_id
           order by p.up desc, d.position, d.key"#,
        category.0,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// The definitions that hold for the category of a listing.
pub(super) async fn asked_of(
    db: &PgPool,
    listing: ListingId,
) -> Result<Vec<SpecDefinition>, Incident> {
    let category = sqlx::query_scalar!("select category_id from listings where id = $1", listing.0)
        .fetch_optional(db)
        .await?;
    match category {
        Some(category) => definitions_for(db, CategoryId(category)).await,
        None => Ok(Vec::new()),
    }
}

/// The definitions that hold for a category or for anything below it, for the facets of
/// its list: its ancestors' and its own, then those of the tree below.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn definitions_within(
    db: impl PgExecutor<'_>,
    category: CategoryId,
) -> Result<Vec<SpecDefinition>, Incident> {
    sqlx::query_as!(
        Row,
        r#"with recursive path as (
               select id, parent_id, 0 as step from categories where id = $1
               union all
               select c.id, c.parent_id, p.step - 1 from categories c join path p on c.id = p.parent_id
               where p.step > -32),
           tree as (
               select id, 0 as step from categories where id = $1
               union all
               select c.id, t.step + 1 from categories c join tree t on c.parent_id = t.id
               where t.step < 32)
           select d.id, d.category_id, d.key, d.name_en, d.name_zh, d.kind, d.unit_en, d.unit_zh,
                  d.choices as "choices: Json<Vec<SpecChoice>>", d.facet, d.position
           from spec_definitions d
           join (select id, step from path union select id, step from tree) p on p.id = d.category_id
           order by p.step, d.category_id, d.position, d.key"#,
        category.0,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// Every definition there is, by category.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn all_definitions(db: impl PgExecutor<'_>) -> Result<Vec<SpecDefinition>, Incident> {
    sqlx::query_as!(
        Row,
        r#"select id, category_id, key, name_en, name_zh, kind, unit_en, unit_zh,
                  choices as "choices: Json<Vec<SpecChoice>>", facet, position
           from spec_definitions order by category_id, position, key"#,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// What many listings answer, in one query: for the search index and for comparing.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn of_listings(
    db: impl PgExecutor<'_>,
    listings: &[Uuid],
) -> Result<HashMap<ListingId, Vec<SpecValue>>, Incident> {
    let rows = sqlx::query!(
        "select s.listing_id, s.definition_id, s.text_en, s.text_zh, s.number_milli, s.choice
         from listing_specs s where s.listing_id = any($1) order by s.listing_id, s.definition_id",
        listings,
    )
    .fetch_all(db)
    .await?;
    let mut answers: HashMap<ListingId, Vec<SpecValue>> = HashMap::new();
    for row in rows {
        let value = match (row.number_milli, row.choice) {
            (Some(number), _) => SpecData::Number(number),
            (None, Some(choice)) => SpecData::Choice(choice),
            (None, None) => SpecData::Text(Bilingual::new(
                row.text_en.unwrap_or_default(),
                row.text_zh.unwrap_or_default(),
            )),
        };
        answers
            .entry(ListingId(row.listing_id))
            .or_default()
            .push(SpecValue {
                definition: SpecId(row.definition_id),
                value,
            });
    }
    Ok(answers)
}

/// What one listing answers.
pub(super) async fn of_listing(
    db: impl PgExecutor<'_>,
    listing: Uuid,
) -> Result<Vec<SpecValue>, Incident> {
    let mut all = of_listings(db, &[listing]).await?;
    Ok(all.remove(&ListingId(listing)).unwrap_or_default())
}

/// Makes a listing's stored answers equal to these, which were checked.
pub(super) async fn record(
    tx: &mut Tx,
    listing: ListingId,
    specs: &[SpecValue],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from listing_specs where listing_id = $1", listing.0)
        .execute(tx.sql())
        .await?;
    let ids: Vec<Uuid> = specs.iter().map(|spec| spec.definition.0).collect();
    let text = |lang: fn(&Bilingual) -> &String| -> Vec<Option<String>> {
        specs
            .iter()
            .map(|spec| match &spec.value {
                SpecData::Text(words) => Some(lang(words).clone()),
                SpecData::Number(_) | SpecData::Choice(_) => None,
            })
            .collect()
    };
    let numbers: Vec<Option<i64>> = specs
        .iter()
        .map(|spec| match spec.value {
            SpecData::Number(number) => Some(number),
            SpecData::Text(_) | SpecData::Choice(_) => None,
        })
        .collect();
    let choices: Vec<Option<String>> = specs
        .iter()
        .map(|spec| match &spec.value {
            SpecData::Choice(key) => Some(key.clone()),
            SpecData::Text(_) | SpecData::Number(_) => None,
        })
        .collect();
    sqlx::query!(
        "insert into listing_specs (listing_id, definition_id, kind, text_en, text_zh, number_milli, choice)
         select $1, s.id, d.kind, s.en, s.zh, s.number, s.choice
         from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[])
              as s (id, en, zh, number, choice)
         join spec_definitions d on d.id = s.id",
        listing.0,
        &ids,
        &text(|words| &words.en) as &[Option<String>],
        &text(|words| &words.zh) as &[Option<String>],
        &numbers as &[Option<i64>],
        &choices as &[Option<String>],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

struct Row {
    id: Uuid,
    category_id: Uuid,
    key: String,
    name_en: String,
    name_zh: String,
    kind: String,
    unit_en: String,
    unit_zh: String,
    choices: Json<Vec<SpecChoice>>,
    facet: bool,
    position: i32,
}

impl Row {
    fn read(self) -> Result<SpecDefinition, Incident> {
        let kind = match self.kind.as_str() {
            "text" => SpecKind::Text,
            "number" => SpecKind::Number {
                unit: Bilingual::new(self.unit_en, self.unit_zh),
            },
            "choice" => SpecKind::Choice {
                choices: self.choices.0,
            },
            other => {
                return Err(Incident::new(format!("an unknown kind of answer: {other}")));
            }
        };
        Ok(SpecDefinition {
            id: SpecId(self.id),
            category: CategoryId(self.category_id),
            key: self.key,
            name: Bilingual::new(self.name_en, self.name_zh),
            kind,
            facet: self.facet,
            position: self.position,
        })
    }
}
