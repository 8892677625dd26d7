//! Files that say what categories ask of their goods: the demo market's own, and an operator's.

use longtail::{
    text::Bilingual,
    trade::catalog::{SpecChoice, SpecKind},
};
use serde::Deserialize;

/// One `[[spec]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The category's slug.
    pub category: String,
    pub key: String,
    pub name: Words,
    /// `text`, `number` or `choice`.
    kind: String,
    unit: Option<Words>,
    #[serde(default)]
    choices: Vec<Label>,
    #[serde(default)]
    pub facet: bool,
}

/// A text in both languages, of which one may be left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default)]
    en: String,
    #[serde(default)]
    zh: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    key: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    zh: String,
}

impl Words {
    pub fn bilingual(&self) -> Bilingual {
        Bilingual::new(self.en.clone(), self.zh.clone())
    }
}

impl Question {
    /// Which kind of answer it wants.
    ///
    /// # Errors
    /// What is wrong, with the cure.
    pub fn kind(&self) -> Result<SpecKind, &'static str> {
        Ok(match self.kind.as_str() {
            "text" => SpecKind::Text,
            "number" => {
                let unit = self.unit.as_ref().ok_or(
                    "a number needs its unit, such as unit = { en = \"g\", zh = \"克\" }; {} where it has none",
                )?;
                SpecKind::Number {
                    unit: unit.bilingual(),
                }
            }
            "choice" => SpecKind::Choice {
                choices: self
                    .choices
                    .iter()
                    .map(|label| SpecChoice {
                        key: label.key.clone(),
                        label: Bilingual::new(label.en.clone(), label.zh.clone()),
                    })
                    .collect(),
            },
            _ => return Err("write kind = \"text\", \"number\" or \"choice\""),
        })
    }
}
