//! Specifications: what a category wants to know of its goods, and what a listing answers.
//!
//! A definition belongs to a category and holds for everything below it. Definitions are
//! typed, so that answers can be counted, filtered and compared.

mod define;

pub use define::{
    AskedSpec, CategorySpecs, DefinitionForm, InheritedSpec, OwnSpec, SpecificationsPage, key_of,
};

use crate::{
    id::{CategoryId, SpecId},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues, Lang},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that a category wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecDefinition {
    pub id: SpecId,
    /// The category that asks; everything below it is asked too.
    pub category: CategoryId,
    /// `screen_size`; once on each path of the tree.
    pub key: String,
    pub name: Bilingual,
    pub kind: SpecKind,
    /// Whether shoppers can narrow a list by it.
    pub facet: bool,
    /// Among those of its category.
    pub position: i32,
}

/// What kind of answer is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SpecKind {
    Text,
    /// With its unit, which may be empty: `g` / `克`.
    Number {
        unit: Bilingual,
    },
    Choice {
        choices: Vec<SpecChoice>,
    },
}

/// One of the answers to choose from. The key stays when the words change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecChoice {
    pub key: String,
    pub label: Bilingual,
}

/// A listing's answer to one definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecValue {
    pub definition: SpecId,
    pub value: SpecData,
}

/// The answer itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecData {
    Text(Bilingual),
    /// In thousandths of the unit: `6.3 inches` is `6300`.
    Number(i64),
    /// The key of a choice.
    Choice(String),
}

/// An answer as typed; which field counts depends on the definition's kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecForm {
    pub definition: String,
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub choice: String,
}

/// The largest number an answer takes, in thousandths.
const MOST_NUMBER: i64 = 1_000_000_000_000;
/// The longest text.
const LONGEST: u32 = 200;

impl SpecKind {
    /// As the database names it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number { .. } => "number",
            Self::Choice { .. } => "choice",
        }
    }

    /// The keys of the choices that are called otherwise now.
    pub fn renamed_since(&self, before: &Self) -> Vec<String> {
        let (Self::Choice { choices: now }, Self::Choice { choices: before }) = (self, before)
        else {
            return Vec::new();
        };
        let is_renamed = |choice: &&SpecChoice| {
            let was = before.iter().find(|was| was.key == choice.key);
            was.is_some_and(|was| was.label != choice.label)
        };
        let renamed = now.iter().filter(is_renamed);
        renamed.map(|choice| choice.key.clone()).collect()
    }

    fn takes(&self, value: &SpecData) -> bool {
        match (self, value) {
            (Self::Text, SpecData::Text(words)) => !words.is_empty(),
            (Self::Number { .. }, SpecData::Number(n)) => n.abs() <= MOST_NUMBER,
            (Self::Choice { choices }, SpecData::Choice(key)) => {
                choices.iter().any(|choice| choice.key == *key)
            }
            _ => false,
        }
    }
}

impl SpecDefinition {
    /// Checks what a category asks: a key, a name, choices with keys of their own.
    ///
    /// # Errors
    /// Every field that cannot be taken.
    pub fn check(&self) -> Result<(), FieldIssues> {
        let mut check = FieldCheck::default();
        if !is_key(&self.key) {
            check.issue("key", FieldIssue::NotASlug);
        }
        if self.name.is_empty() {
            check.issue("name_en", FieldIssue::Missing);
        }
        if let SpecKind::Choice { choices } = &self.kind {
            let mut seen = BTreeSet::new();
            for (n, choice) in choices.iter().enumerate() {
                let field = format!("choices[{n}]");
                if !is_key(&choice.key) {
                    check.issue(&field, FieldIssue::NotASlug);
                } else if !seen.insert(&choice.key) {
                    check.issue(&field, FieldIssue::AlreadyTaken);
                } else if choice.label.is_empty() {
                    check.issue(&field, FieldIssue::Missing);
                }
            }
            if choices.is_empty() {
                check.issue("choices", FieldIssue::Missing);
            }
        }
        check.finish()
    }

    /// An answer in words, with the unit; `None` where it does not fit the definition.
    pub fn say(&self, value: &SpecData, lang: Lang) -> Option<String> {
        match (&self.kind, value) {
            (SpecKind::Text, SpecData::Text(words)) => Some(words.pick(lang).to_owned()),
            (SpecKind::Number { unit }, SpecData::Number(n)) => {
                let number = number_text(*n);
                Some(match unit.pick(lang) {
                    "" => number,
                    unit => format!("{number} {unit}"),
                })
            }
            (SpecKind::Choice { choices }, SpecData::Choice(key)) => choices
                .iter()
                .find(|choice| choice.key == *key)
                .map(|choice| choice.label.pick(lang).to_owned()),
            _ => None,
        }
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= define::LONGEST_KEY
        && key
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
}

/// Reads a number with up to three decimals into thousandths.
pub fn read_number(typed: &str) -> Option<i64> {
    let plain = typed.trim().replace([',', ' '], "");
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, plain.as_str()),
    };
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    let sound =
        (!whole.is_empty() || !part.is_empty()) && digits(whole) && digits(part) && part.len() <= 3;
    if !sound {
        return None;
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let thousandths: i64 = format!("{part:0<3}").parse().ok()?;
    let read = whole.checked_mul(1000)?.checked_add(thousandths)?;
    (read <= MOST_NUMBER).then_some(sign * read)
}

/// Writes thousandths as [`read_number`] reads them, without idle zeros.
pub fn number_text(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let (whole, part) = (
        thousandths.unsigned_abs() / 1000,
        thousandths.unsigned_abs() % 1000,
    );
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:03}");
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}

/// The answers that hold under the definitions of a listing's category, one for each, in the
/// order of their ids. What no definition asks for is left out, as after a move to another
/// category; so is what was stored before and fits no longer, as when a choice was taken away.
///
/// # Errors
/// `specs[<key>]` for a new answer that does not fit its definition.
pub fn holding(
    definitions: &[SpecDefinition],
    answers: &[SpecValue],
    stored: &[SpecValue],
) -> Result<Vec<SpecValue>, FieldIssues> {
    let mut check = FieldCheck::default();
    let mut held = Vec::new();
    for definition in definitions {
        let Some(answer) = answers.iter().find(|a| a.definition == definition.id) else {
            continue;
        };
        let field = format!("specs[{}]", definition.key);
        if !definition.kind.takes(&answer.value) {
            if stored.contains(answer) {
                continue;
            }
            check.issue(&field, FieldIssue::NotAChoice);
        }
        if let SpecData::Text(words) = &answer.value {
            check.text(&field, &words.en, 0, LONGEST);
            check.text(&field, &words.zh, 0, LONGEST);
        }
        held.push(answer.clone());
    }
    check.finish()?;
    held.sort_by_key(|answer| answer.definition);
    Ok(held)
}

/// Reads the editor's fields. An empty field is no answer.
///
/// # Errors
/// Every field that cannot be read, named as the form does: `specs[3][number]`.
pub fn read_specs(
    definitions: &[SpecDefinition],
    typed: &[SpecForm],
) -> Result<Vec<SpecValue>, FieldIssues> {
    let by_id: BTreeMap<String, &SpecDefinition> = definitions
        .iter()
        .map(|definition| (definition.id.to_string(), definition))
        .collect();
    let mut check = FieldCheck::default();
    let mut read = Vec::new();
    for (n, form) in typed.iter().enumerate() {
        let Some(definition) = by_id.get(&form.definition) else {
            continue;
        };
        let value = match &definition.kind {
            SpecKind::Text => {
                let en = check.text(&format!("specs[{n}][en]"), &form.en, 0, LONGEST);
                let zh = check.text(&format!("specs[{n}][zh]"), &form.zh, 0, LONGEST);
                let words = Bilingual::new(en, zh);
                (!words.is_empty()).then_some(SpecData::Text(words))
            }
            SpecKind::Number { .. } if form.number.trim().is_empty() => None,
            SpecKind::Number { .. } => {
                let number = read_number(&form.number);
                if number.is_none() {
                    check.issue(&format!("specs[{n}][number]"), FieldIssue::NotANumber);
                }
                number.map(SpecData::Number)
            }
            SpecKind::Choice { .. } if form.choice.is_empty() => None,
            SpecKind::Choice { .. } => {
                let chosen = SpecData::Choice(form.choice.clone());
                if !definition.kind.takes(&chosen) {
                    check.issue(&format!("specs[{n}][choice]"), FieldIssue::NotAChoice);
                }
                Some(chosen)
            }
        };
        read.extend(value.map(|value| SpecValue {
            definition: definition.id,
            value,
        }));
    }
    check.finish()?;
    Ok(read)
}

#[cfg(test)]
mod tests;
