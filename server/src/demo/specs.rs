//! What the demo market's categories ask of their goods, and what each listing answers.

use super::{
    catalogue::Text,
    world::{DemoError, World},
};
use crate::spec_file::Question;
use longtail::{
    actor::Actor,
    id::CategoryId,
    text::Bilingual,
    trade::catalog::{SpecData, SpecDefinition, SpecKind, SpecValue, read_number},
};
use longtail_backend::trade::catalog::specs::save_definition;
use serde::Deserialize;
use std::collections::BTreeMap;

const SPECS: &str = include_str!("../../demo/specs.toml");

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecFile {
    spec: Vec<Question>,
    /// Answers by the listing's slug and the question's key.
    values: BTreeMap<String, BTreeMap<String, Answer>>,
}

/// A number or a choice's key; a text in both languages.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Answer {
    Plain(String),
    Words(Text),
}

/// What was asked of the demo's categories, by category.
pub struct Specs {
    asked: Vec<(String, SpecDefinition)>,
    values: BTreeMap<String, BTreeMap<String, Answer>>,
}

/// Writes what the categories ask.
pub(super) async fn ask(
    world: &World,
    categories: &BTreeMap<String, CategoryId>,
) -> Result<Specs, DemoError> {
    let file: SpecFile = toml::from_str(SPECS).map_err(DemoError::content)?;
    let mut asked = Vec::new();
    for (position, question) in file.spec.into_iter().enumerate() {
        let at = format!("{} {}", question.category, question.key);
        let category = categories
            .get(&question.category)
            .ok_or_else(|| DemoError::new(&at, "its category is missing"))?;
        let kind = question.kind().map_err(|cure| DemoError::new(&at, cure))?;
        let mut definition = SpecDefinition {
            id: world.ctx.new_id(),
            category: *category,
            key: question.key,
            name: question.name.bilingual(),
            kind,
            facet: question.facet,
            position: position as i32,
        };
        definition.id = save_definition(&world.ctx, &Actor::System, &definition)
            .await
            .map_err(DemoError::at(&at))?;
        asked.push((question.category, definition));
    }
    Ok(Specs {
        asked,
        values: file.values,
    })
}

impl Specs {
    /// A listing's answers. Its category's slug and its top category's say who asks.
    pub(super) fn of(&self, listing: &str, path: &[&str]) -> Result<Vec<SpecValue>, DemoError> {
        let Some(values) = self.values.get(listing) else {
            return Err(DemoError::new(listing, "it answers nothing"));
        };
        values
            .iter()
            .map(|(key, answer)| {
                let (_, definition) = self
                    .asked
                    .iter()
                    .find(|(category, d)| d.key == *key && path.contains(&category.as_str()))
                    .ok_or_else(|| DemoError::new(listing, format!("nobody asks for {key}")))?;
                let value = match (&definition.kind, answer) {
                    (SpecKind::Text, Answer::Words(words)) => {
                        SpecData::Text(Bilingual::new(words.en.clone(), words.zh.clone()))
                    }
                    (SpecKind::Number { .. }, Answer::Plain(number)) => {
                        SpecData::Number(read_number(number).ok_or_else(|| {
                            DemoError::new(listing, format!("{key} is no number"))
                        })?)
                    }
                    (SpecKind::Choice { .. }, Answer::Plain(chosen)) => {
                        SpecData::Choice(chosen.clone())
                    }
                    _ => return Err(DemoError::new(listing, format!("{key} does not fit"))),
                };
                Ok(SpecValue {
                    definition: definition.id,
                    value,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::catalogue, *};

    #[test]
    fn every_listing_answers_what_its_category_asks() {
        let file: SpecFile = toml::from_str(SPECS).expect("a file");
        let market = catalogue::load().expect("the catalogue");
        for listing in &market.listings {
            let values = file.values.get(&listing.slug);
            let values = values.unwrap_or_else(|| panic!("{} answers nothing", listing.slug));
            assert!(!values.is_empty(), "{}", listing.slug);
            let top = market
                .categories
                .iter()
                .find(|top| top.children.iter().any(|c| c.slug == listing.category))
                .expect("its category");
            for (key, answer) in values {
                let question = file
                    .spec
                    .iter()
                    .find(|q| {
                        q.key == *key && (q.category == listing.category || q.category == top.slug)
                    })
                    .unwrap_or_else(|| panic!("nobody asks {} for {key}", listing.slug));
                let fits = match (question.kind().expect("a kind"), answer) {
                    (SpecKind::Text, Answer::Words(words)) => !words.zh.is_empty(),
                    (SpecKind::Number { .. }, Answer::Plain(n)) => read_number(n).is_some(),
                    (SpecKind::Choice { choices }, Answer::Plain(chosen)) => {
                        choices.iter().any(|choice| choice.key == *chosen)
                    }
                    _ => false,
                };
                assert!(fits, "{} {key}", listing.slug);
            }
        }
        for slug in file.values.keys() {
            let known = market.listings.iter().any(|listing| listing.slug == *slug);
            assert!(known, "{slug} is no listing");
        }
    }
}
