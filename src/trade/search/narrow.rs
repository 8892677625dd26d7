//! What a list is narrowed to, and what it can be narrowed by.

use super::ranges::CountedRange;
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

/// Values of one facet that are read from an address at most.
pub const MOST_VALUES: usize = 20;
/// Facets of specifications that are read from an address at most.
const MOST_SPECS: usize = 12;
/// The longest key or slug.
const LONGEST_KEY: usize = 80;

/// Facets that were chosen. Those of different facets must all hold; of several values of one
/// facet, any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Narrowing {
    /// In the currency's smallest unit.
    pub price_from: Option<i64>,
    /// The first price that is outside.
    pub price_to: Option<i64>,
    pub in_stock: bool,
    pub postage_free: bool,
    /// Slugs.
    pub shops: Vec<String>,
    pub specs: Vec<SpecChosen>,
}

/// What was chosen of one specification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SpecChosen {
    /// The definition's key.
    pub key: String,
    /// Keys of choices.
    pub values: Vec<String>,
    /// Of a number, in thousandths.
    pub from: Option<i64>,
    /// The first number that is outside.
    pub to: Option<i64>,
}

impl SpecChosen {
    fn says_something(&self) -> bool {
        !self.values.is_empty() || self.from.is_some() || self.to.is_some()
    }
}

impl Narrowing {
    /// Bounded and in order, so that the same choice has one address.
    pub fn tidied(&self) -> Self {
        let mut specs: Vec<SpecChosen> = self
            .specs
            .iter()
            .filter(|spec| is_key(&spec.key) && spec.says_something())
            .map(|spec| SpecChosen {
                values: tidy(&spec.values),
                ..spec.clone()
            })
            .collect();
        specs.sort_by(|a, b| a.key.cmp(&b.key));
        specs.dedup_by(|a, b| a.key == b.key);
        specs.truncate(MOST_SPECS);
        Self {
            price_from: self.price_from.filter(|from| *from > 0),
            price_to: self.price_to.filter(|to| *to > 0),
            in_stock: self.in_stock,
            postage_free: self.postage_free,
            shops: tidy(&self.shops),
            specs,
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is chosen of a specification.
    pub fn spec(&self, key: &str) -> Option<&SpecChosen> {
        self.specs.iter().find(|spec| spec.key == key)
    }

    /// Puts something else in the place of what was chosen of a specification.
    #[must_use]
    pub fn with_spec(&self, chosen: SpecChosen) -> Self {
        let mut next = self.clone();
        next.specs.retain(|spec| spec.key != chosen.key);
        next.specs.push(chosen);
        next.tidied()
    }

    /// Adds a choice of a specification, or takes it away where it was chosen.
    #[must_use]
    pub fn toggled(&self, key: &str, value: &str) -> Self {
        let mut chosen = self.spec(key).cloned().unwrap_or_else(|| SpecChosen {
            key: key.to_owned(),
            ..SpecChosen::default()
        });
        toggle(&mut chosen.values, value);
        self.with_spec(chosen)
    }

    /// Adds a shop, or takes it away.
    #[must_use]
    pub fn with_shop_toggled(&self, slug: &str) -> Self {
        let mut next = self.clone();
        toggle(&mut next.shops, slug);
        next.tidied()
    }
}

fn toggle(values: &mut Vec<String>, value: &str) {
    let before = values.len();
    values.retain(|chosen| chosen != value);
    if values.len() == before {
        values.push(value.to_owned());
    }
}

fn tidy(values: &[String]) -> Vec<String> {
    let mut values: Vec<String> = values.iter().filter(|v| is_key(v)).cloned().collect();
    values.sort();
    values.dedup();
    values.truncate(MOST_VALUES);
    values
}

/// Slugs and keys: what needs no escape in an address.
fn is_key(text: &str) -> bool {
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_');
    !text.is_empty() && text.len() <= LONGEST_KEY && text.bytes().all(plain)
}

/// Something a list can be narrowed by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Facet {
    pub name: FacetName,
    pub values: Vec<FacetValue>,
    /// Of prices and numbers.
    pub ranges: Vec<CountedRange>,
}

/// What a facet is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum FacetName {
    Price,
    Tier,
    InStock,
    PostageFree,
    Shop,
    /// Answers to choose from.
    Choice {
        key: String,
        name: Bilingual,
    },
    /// In thousandths of its unit.
    Number {
        key: String,
        name: Bilingual,
        unit: Bilingual,
    },
}

/// A value with how much of the list has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FacetValue {
    /// As the address names it.
    pub key: String,
    pub label: Bilingual,
    pub count: u64,
    pub chosen: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_choice_has_one_address() {
        let typed = Narrowing {
            shops: vec!["b".into(), "a".into(), "b".into(), "<script>".into()],
            specs: vec![
                SpecChosen {
                    key: "size".into(),
                    values: vec!["l".into()],
                    ..SpecChosen::default()
                },
                SpecChosen {
                    key: "colour".into(),
                    from: Some(1),
                    ..SpecChosen::default()
                },
                SpecChosen {
                    key: "empty".into(),
                    ..SpecChosen::default()
                },
            ],
            price_to: Some(-4),
            ..Narrowing::default()
        };
        let tidy = typed.tidied();
        assert_eq!(tidy.shops, ["a", "b"]);
        let keys: Vec<&str> = tidy.specs.iter().map(|s| s.key.as_str()).collect();
        assert_eq!(keys, ["colour", "size"]);
        assert_eq!(tidy.price_to, None);
        assert_eq!(tidy.tidied(), tidy);
    }

    #[test]
    fn a_second_click_takes_away() {
        let red = Narrowing::default().toggled("colour", "red");
        assert_eq!(red.spec("colour").map(|s| s.values.len()), Some(1));
        let both = red.toggled("colour", "blue");
        assert_eq!(both.spec("colour").map(|s| s.values.len()), Some(2));
        assert!(red.toggled("colour", "red").is_empty());
        assert!(
            Narrowing::default()
                .with_shop_toggled("lin-tea")
                .with_shop_toggled("lin-tea")
                .is_empty()
        );
    }
}
