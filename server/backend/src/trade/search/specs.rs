//! Specifications as search needs them: which of them are facets, and what a listing answers.

use super::{
    generation::Fields,
    keys::{choice_key, number_key},
};
use crate::failure::Incident;
use longtail::text::Bilingual;
use serde::Deserialize;
use sqlx::PgPool;
use std::collections::{BTreeMap, HashMap};
use tantivy::TantivyDocument;
use uuid::Uuid;

/// A specification that lists can be narrowed by. Categories that ask for the same key ask
/// for the same thing: their choices are put together.
#[derive(Clone, Debug)]
pub struct Definition {
    pub key: String,
    pub name: Bilingual,
    /// Of a number; none for answers to choose from.
    pub unit: Option<Bilingual>,
    /// Keys and labels, in their order.
    pub choices: Vec<(String, Bilingual)>,
}

/// A choice as its definition keeps it.
#[derive(Deserialize)]
struct Choice {
    key: String,
    label: Bilingual,
}

/// All specifications that are facets.
pub async fn load_definitions(db: &PgPool) -> Result<Vec<Definition>, Incident> {
    let rows = sqlx::query!(
        "select key, name_en, name_zh, kind, unit_en, unit_zh, choices from spec_definitions
         where facet and kind <> 'text' order by position, key, id"
    )
    .fetch_all(db)
    .await?;
    let mut known: BTreeMap<String, Definition> = BTreeMap::new();
    let mut order = Vec::new();
    for row in rows {
        let definition = known.entry(row.key.clone()).or_insert_with(|| {
            order.push(row.key.clone());
            Definition {
                key: row.key,
                name: Bilingual::new(row.name_en, row.name_zh),
                unit: (row.kind == "number").then(|| Bilingual::new(row.unit_en, row.unit_zh)),
                choices: Vec::new(),
            }
        });
        let choices: Vec<Choice> = serde_json::from_value(row.choices)?;
        for choice in choices {
            if !definition.choices.iter().any(|(key, _)| *key == choice.key) {
                definition.choices.push((choice.key, choice.label));
            }
        }
    }
    Ok(order.iter().filter_map(|key| known.remove(key)).collect())
}

/// What one listing answers.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    choices: Vec<u64>,
    numbers: Vec<u64>,
    words: Vec<String>,
}

impl Answers {
    /// An answer chosen from the definition's list, with its label's words.
    pub fn choose(&mut self, definition: &str, choice: &str, label: Option<&Bilingual>) {
        self.choices.push(choice_key(definition, choice));
        if let Some(label) = label {
            self.words.extend([label.en.clone(), label.zh.clone()]);
        }
    }

    /// A number in thousandths of its unit.
    pub fn measure(&mut self, definition: &str, thousandths: i64) {
        self.numbers.push(number_key(definition, thousandths));
    }

    /// Words that can be found and are no facet.
    pub fn say(&mut self, words: impl Into<String>) {
        self.words.push(words.into());
    }

    pub fn write(&self, document: &mut TantivyDocument, fields: &Fields) {
        for key in &self.choices {
            document.add_u64(fields.choices, *key);
        }
        for key in &self.numbers {
            document.add_u64(fields.numbers, *key);
        }
        for words in &self.words {
            document.add_text(fields.specs_text, words);
        }
    }
}

/// What these listings answer.
pub async fn load_answers(
    db: &PgPool,
    listings: &[Uuid],
) -> Result<HashMap<Uuid, Answers>, Incident> {
    let rows = sqlx::query!(
        "select a.listing_id, d.key, d.choices, a.text_en, a.text_zh, a.number_milli, a.choice
         from listing_specs a join spec_definitions d on d.id = a.definition_id
         where a.listing_id = any($1)",
        listings,
    )
    .fetch_all(db)
    .await?;
    let mut known: HashMap<Uuid, Answers> = HashMap::new();
    for row in rows {
        let answers = known.entry(row.listing_id).or_default();
        if let Some(chosen) = row.choice {
            let choices: Vec<Choice> = serde_json::from_value(row.choices)?;
            let label = choices.iter().find(|choice| choice.key == chosen);
            answers.choose(&row.key, &chosen, label.map(|choice| &choice.label));
        }
        if let Some(number) = row.number_milli {
            answers.measure(&row.key, number);
        }
        for words in [row.text_en, row.text_zh].into_iter().flatten() {
            answers.say(words);
        }
    }
    Ok(known)
}
