//! Specifications as staff and files define them.

use super::{SpecChoice, SpecDefinition, SpecKind, is_key};
use crate::{
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
    trade::catalog::CategoryNode,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest key.
pub(super) const LONGEST_KEY: usize = 60;
/// The longest name, unit and choice.
const LONGEST_WORDS: u32 = 80;
/// Answers to choose from, at most.
const MOST_CHOICES: usize = 200;

/// What a category is to ask, before it is known which category that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedSpec {
    /// The category's slug.
    pub category: String,
    pub key: String,
    pub name: Bilingual,
    pub kind: SpecKind,
    pub facet: bool,
}

/// A specification as staff type it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DefinitionForm {
    /// The slug of the category that asks.
    pub category: String,
    /// Left empty, it is made of the English name.
    pub key: String,
    /// `true`: one that is there already is changed.
    pub change: String,
    pub name_en: String,
    pub name_zh: String,
    /// `text`, `number` or `choice`.
    pub kind: String,
    /// Of a number.
    pub unit_en: String,
    pub unit_zh: String,
    /// A line each: `cotton | Cotton | 棉`. Without its key, that is made of the English words.
    pub choices: String,
    /// `true`: shoppers can narrow a list by it.
    pub facet: String,
}

impl DefinitionForm {
    pub fn is_change(&self) -> bool {
        self.change == "true"
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// Every field that cannot be taken.
    pub fn read(&self) -> Result<AskedSpec, FieldIssues> {
        let mut check = FieldCheck::default();
        let mut words = |field: &str, typed: &str| check.text(field, typed, 0, LONGEST_WORDS);
        let name = Bilingual::new(
            words("name_en", &self.name_en),
            words("name_zh", &self.name_zh),
        );
        let unit = Bilingual::new(
            words("unit_en", &self.unit_en),
            words("unit_zh", &self.unit_zh),
        );
        if name.is_empty() {
            check.issue("name_en", FieldIssue::Missing);
        }
        let key = match self.key.trim() {
            "" => key_of(&name.en),
            typed => typed.to_owned(),
        };
        if key.is_empty() {
            check.issue("key", FieldIssue::Missing);
        } else if !is_key(&key) {
            check.issue("key", not_a_key(&key));
        }
        let kind = match self.kind.as_str() {
            "text" => SpecKind::Text,
            "number" => SpecKind::Number { unit },
            "choice" => SpecKind::Choice {
                choices: self.read_choices(&mut check),
            },
            other => {
                let issue = match other {
                    "" => FieldIssue::Missing,
                    _ => FieldIssue::NotAChoice,
                };
                check.issue("kind", issue);
                SpecKind::Text
            }
        };
        check.finish()?;
        Ok(AskedSpec {
            category: self.category.clone(),
            key,
            name,
            kind,
            facet: self.facet == "true",
        })
    }

    fn read_choices(&self, check: &mut FieldCheck) -> Vec<SpecChoice> {
        let mut choices = Vec::new();
        let mut seen = BTreeSet::new();
        for (n, line) in (1..).zip(self.choices.lines()) {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            match read_choice(line) {
                Ok(choice) if !seen.insert(choice.key.clone()) => {
                    let (en, zh) = ("is there already", "重复了");
                    check.issue("choices", at_line(n, &choice.key, en, zh));
                }
                Ok(choice) => choices.push(choice),
                Err((en, zh)) => check.issue("choices", at_line(n, line, en, zh)),
            }
        }
        if choices.is_empty() {
            check.issue("choices", FieldIssue::Missing);
        } else if choices.len() > MOST_CHOICES {
            let most = MOST_CHOICES as i64;
            check.issue("choices", FieldIssue::OutOfRange { least: 1, most });
        }
        choices
    }
}

/// One line; else what is wrong with it, in both languages.
fn read_choice(line: &str) -> Result<SpecChoice, (&'static str, &'static str)> {
    let parts: Vec<&str> = line.split(['|', '｜']).map(str::trim).collect();
    let (key, en, zh) = match parts.as_slice() {
        [en] => (key_of(en), *en, ""),
        [en, zh] => (key_of(en), *en, *zh),
        [key, en, zh] => ((*key).to_owned(), *en, *zh),
        _ => return Err(("has too many parts", "部分过多")),
    };
    if en.is_empty() && zh.is_empty() {
        return Err(("has no words", "没有文字"));
    }
    let is_long = |words: &str| words.chars().count() > LONGEST_WORDS as usize;
    if is_long(en) || is_long(zh) {
        return Err(("is too long", "太长了"));
    }
    if !is_key(&key) {
        return Err((
            "needs a key of small letters, digits and _ before its words, such as “cotton | Cotton | 棉”",
            "需要在文字前加上由小写字母、数字和 _ 组成的代码，例如“cotton | Cotton | 棉”",
        ));
    }
    Ok(SpecChoice {
        key,
        label: Bilingual::new(en, zh),
    })
}

fn at_line(n: usize, what: &str, en: &str, zh: &str) -> FieldIssue {
    FieldIssue::Other {
        text: Bilingual::new(
            format!("Line {n}: “{what}” {en}."),
            format!("第 {n} 行：“{what}”{zh}。"),
        ),
    }
}

/// Why a key is none.
fn not_a_key(key: &str) -> FieldIssue {
    FieldIssue::Other {
        text: Bilingual::new(
            format!("“{key}” is no key: use small letters, digits and _, {LONGEST_KEY} at most."),
            format!("“{key}”不能用作代码：请使用小写字母、数字和 _，最多 {LONGEST_KEY} 个字符。"),
        ),
    }
}

/// A key made of words: `Net weight` becomes `net_weight`. Empty where they hold no letter of
/// the alphabet and no digit.
pub fn key_of(words: &str) -> String {
    let mut key = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    key.truncate(LONGEST_KEY);
    key.trim_end_matches('_').to_owned()
}

impl SpecDefinition {
    /// Its choices as [`DefinitionForm`] reads them; empty for other kinds.
    pub fn choices_text(&self) -> String {
        let SpecKind::Choice { choices } = &self.kind else {
            return String::new();
        };
        let lines = choices.iter().map(|choice| {
            let label = &choice.label;
            format!("{} | {} | {}", choice.key, label.en, label.zh)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// What staff see of one category's specifications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationsPage {
    pub categories: Vec<CategoryNode>,
    pub chosen: Option<CategorySpecs>,
}

/// What a category asks, and what it is asked from above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategorySpecs {
    pub slug: String,
    pub name: Bilingual,
    pub own: Vec<OwnSpec>,
    /// The top category's first.
    pub inherited: Vec<InheritedSpec>,
}

/// A specification of the category itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSpec {
    pub definition: SpecDefinition,
    /// Listings that answer it.
    pub answers: u64,
}

/// One that a category above asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InheritedSpec {
    pub definition: SpecDefinition,
    pub from_slug: String,
    pub from_name: Bilingual,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CategoryId, SpecId};
    use uuid::Uuid;

    fn typed(kind: &str, choices: &str) -> DefinitionForm {
        DefinitionForm {
            category: "tea".into(),
            name_en: "Net weight".into(),
            name_zh: "净含量".into(),
            kind: kind.into(),
            unit_en: "g".into(),
            choices: choices.into(),
            ..DefinitionForm::default()
        }
    }

    #[test]
    fn a_key_is_made_of_the_name() {
        assert_eq!(key_of(" Net  weight (dry)"), "net_weight_dry");
        assert_eq!(key_of("净含量"), "");
        let read = typed("number", "").read().expect("read");
        assert_eq!(read.key, "net_weight");
        let unit = Bilingual::new("g", "");
        assert_eq!(read.kind, SpecKind::Number { unit });
        let chinese = DefinitionForm {
            name_en: String::new(),
            ..typed("text", "")
        };
        let issues = chinese.read().expect_err("without a key");
        assert_eq!(issues.get("key"), Some(&FieldIssue::Missing));
    }

    #[test]
    fn choices_are_read_a_line_each_and_written_back() {
        let lines = "Raw silk | 生丝\n\ncotton | Cotton | 棉\nLinen";
        let read = typed("choice", lines).read().expect("read");
        let SpecKind::Choice { choices } = &read.kind else {
            panic!("no choices");
        };
        let keys: Vec<&str> = choices.iter().map(|choice| choice.key.as_str()).collect();
        assert_eq!(keys, ["raw_silk", "cotton", "linen"]);
        let definition = SpecDefinition {
            id: SpecId(Uuid::nil()),
            category: CategoryId(Uuid::nil()),
            key: read.key.clone(),
            name: read.name.clone(),
            kind: read.kind.clone(),
            facet: false,
            position: 0,
        };
        let again = typed("choice", &definition.choices_text()).read();
        assert_eq!(again.as_ref().map(|again| &again.kind), Ok(&read.kind));
    }

    #[test]
    fn a_faulty_line_is_named() {
        for lines in [
            "Cotton\n棉",
            "Cotton\n | ",
            "Cotton\ncotton",
            "Cotton\na|b|c|d",
        ] {
            let issues = typed("choice", lines).read().expect_err(lines);
            let Some(FieldIssue::Other { text }) = issues.get("choices") else {
                panic!("{lines}: {issues:?}");
            };
            assert!(text.en.starts_with("Line 2: "), "{}", text.en);
        }
        let issues = typed("choice", "").read().expect_err("none");
        assert_eq!(issues.get("choices"), Some(&FieldIssue::Missing));
        let issues = typed("colour", "").read().expect_err("no kind");
        assert_eq!(issues.get("kind"), Some(&FieldIssue::NotAChoice));
    }
}
