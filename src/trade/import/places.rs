//! Which category of the market a file's words mean.

use crate::{id::CategoryId, trade::catalog::Category};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A match below this is chance.
const LEAST: u32 = 6;

/// The words by which a file places a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Its category as the file writes it, such as `Clothing > Tshirts`. May be empty.
    pub category: String,
    /// Its type, tags and facets.
    pub words: Vec<String>,
}

/// One category as a file writes it, and where its goods go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// The file's words.
    pub said: String,
    /// Products that say so.
    pub products: u32,
    /// Where they go now.
    pub category: CategoryId,
    /// Whether the shop has said so; else it is a guess.
    pub chosen: bool,
}

/// The category tree, what a shop has chosen before, and where goods go that fit nowhere.
pub struct Places {
    all: Vec<(Category, Vec<String>, u32)>,
    /// By the file's words in lower case.
    chosen: BTreeMap<String, CategoryId>,
    whole_file: Option<CategoryId>,
    other: CategoryId,
}

impl Places {
    /// `all` comes in the order of the shop window. `whole_file` is for everything in the file.
    pub fn new(
        all: Vec<Category>,
        chosen: BTreeMap<String, CategoryId>,
        whole_file: Option<CategoryId>,
        other: CategoryId,
    ) -> Self {
        let parents: BTreeMap<CategoryId, Option<CategoryId>> =
            all.iter().map(|c| (c.id, c.parent)).collect();
        let depth = |category: &Category| {
            let mut depth = 0;
            let mut at = category.parent;
            while let Some(parent) = at.filter(|_| depth < 20) {
                depth += 1;
                at = parents.get(&parent).copied().flatten();
            }
            depth
        };
        let all = all
            .into_iter()
            .map(|category| {
                let tokens = tokens(&format!("{} {}", category.name.en, category.slug));
                let depth = depth(&category);
                (category, tokens, depth)
            })
            .collect();
        Self {
            all,
            chosen,
            whole_file,
            other,
        }
    }

    /// Where a product goes: the category chosen for the whole file, else the one chosen for
    /// the words of its category, else the only one that is called as its path ends, else the one
    /// whose name says best what the product's words and title say, else "other goods".
    pub fn of(&self, said: &Said, title: &str) -> CategoryId {
        if let Some(chosen) = self.whole_file {
            return chosen;
        }
        if let Some(chosen) = self.chosen_for(&said.category) {
            return chosen;
        }
        if let Some(named) = self.named(&said.category) {
            return named;
        }
        let mut phrases: Vec<&str> = said.words.iter().map(String::as_str).collect();
        phrases.extend(
            said.category
                .split('>')
                .map(str::trim)
                .filter(|p| !p.is_empty()),
        );
        self.guess(&phrases, title).unwrap_or(self.other)
    }

    /// The category chosen for everything in the file.
    pub fn whole_file(&self) -> Option<CategoryId> {
        self.whole_file
    }

    /// What the shop has chosen for these words.
    pub fn chosen_for(&self, said: &str) -> Option<CategoryId> {
        self.chosen.get(&said.to_lowercase()).copied()
    }

    /// The category that is called as a path of several names ends, where there is only one. A
    /// guess would take the name above it where that has more words.
    fn named(&self, path: &str) -> Option<CategoryId> {
        let last = path.rsplit_once('>')?.1.trim();
        let is_named = |category: &Category| {
            category.name.en.eq_ignore_ascii_case(last) || category.name.zh == last
        };
        let mut named = self.all.iter().filter(|one| is_named(&one.0));
        let only = named.next().filter(|_| !last.is_empty())?;
        named.next().is_none().then_some(only.0.id)
    }

    /// The best guess for a path of words, such as Google's `Home & Garden > Kitchen`.
    pub fn guess(&self, phrases: &[&str], title: &str) -> Option<CategoryId> {
        let spoken: Vec<(&str, Vec<String>)> = phrases
            .iter()
            .map(|phrase| (*phrase, tokens(phrase)))
            .collect();
        let title = tokens(title);
        self.all
            .iter()
            .map(|one| (score(one, &spoken, &title), &one.0))
            .filter(|(score, _)| *score >= LEAST)
            // The first of equals: siblings come in the order of the shop window.
            .rev()
            .max_by_key(|(score, _)| *score)
            .map(|(_, category)| category.id)
    }
}

fn score(
    (category, own, depth): &(Category, Vec<String>, u32),
    spoken: &[(&str, Vec<String>)],
    title: &[String],
) -> u32 {
    let names = [&category.name.en, &category.name.zh, &category.slug];
    let mut score = 0;
    for (phrase, said) in spoken {
        if names.iter().any(|name| name.eq_ignore_ascii_case(phrase)) {
            score += 12;
        }
        score += 6 * own.iter().filter(|token| said.contains(token)).count() as u32;
        // Chinese is not cut into words here: a name within the phrase counts as one.
        let zh = &category.name.zh;
        if zh.chars().count() > 1 && phrase.contains(zh.as_str()) && zh != phrase {
            score += 6;
        }
    }
    score += 5 * own.iter().filter(|token| title.contains(token)).count() as u32;
    // The deeper one says more.
    if score > 0 { score + depth } else { 0 }
}

/// Words in lower case, without a plural's s, each once; what is too short says nothing.
fn tokens(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2 && *word != "and")
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect();
    words.sort();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Bilingual;
    use uuid::Uuid;

    fn id(n: u128) -> CategoryId {
        CategoryId(Uuid::from_u128(n))
    }

    fn category(n: u128, parent: Option<u128>, slug: &str, en: &str, zh: &str) -> Category {
        Category {
            id: id(n),
            parent: parent.map(id),
            slug: slug.into(),
            name: Bilingual::new(en, zh),
        }
    }

    fn places(chosen: &[(&str, u128)], whole_file: Option<u128>) -> Places {
        let all = vec![
            category(1, None, "home", "Home & Garden", "家居"),
            category(2, Some(1), "kitchen", "Kitchen & Dining", "厨房餐具"),
            category(3, None, "clothing", "Clothing", "服装"),
            category(4, Some(3), "shirts", "Shirts", "衬衫"),
        ];
        let chosen = chosen
            .iter()
            .map(|(said, n)| ((*said).to_owned(), id(*n)))
            .collect();
        Places::new(all, chosen, whole_file.map(id), id(9))
    }

    fn said(category: &str, words: &[&str]) -> Said {
        Said {
            category: category.into(),
            words: words.iter().map(|w| (*w).to_owned()).collect(),
        }
    }

    #[test]
    fn googles_path_finds_the_nearest_name() {
        let path = "Home & Garden > Kitchen & Dining > Cookware";
        assert_eq!(places(&[], None).of(&said(path, &[]), "A pot"), id(2));
        assert_eq!(
            places(&[], None).of(&said("Apparel > Shirts & Tops", &[]), ""),
            id(4)
        );
        assert_eq!(
            places(&[], None).of(&said("男装 > 男士衬衫", &[]), ""),
            id(4)
        );
    }

    #[test]
    fn a_path_ends_in_its_category_though_the_name_above_it_has_more_words() {
        let mut all = vec![
            category(1, None, "home-garden", "Home & Garden", ""),
            category(2, Some(1), "furniture", "Furniture", ""),
        ];
        let path = said("Home & Garden > Furniture", &["Home & Garden", "Furniture"]);
        let of = |all: &[Category], path: &Said| {
            Places::new(all.to_vec(), BTreeMap::new(), None, id(9)).of(path, "A chair")
        };
        assert_eq!(of(&all, &path), id(2));
        assert_eq!(of(&all, &said("Home & Garden > ", &[])), id(1));
        // Of two with one name, the words around it decide as before.
        all.push(category(3, None, "furniture-2", "Furniture", ""));
        assert_eq!(of(&all, &path), id(1));
    }

    #[test]
    fn what_the_shop_chose_comes_before_a_guess_and_one_for_all_before_both() {
        let shirts = said("Shirts", &["Kitchen"]);
        assert_eq!(places(&[("shirts", 1)], None).of(&shirts, ""), id(1));
        assert_eq!(places(&[("shirts", 1)], Some(2)).of(&shirts, ""), id(2));
    }

    #[test]
    fn words_that_mean_nothing_here_go_to_other_goods() {
        assert_eq!(
            places(&[], None).of(&said("5604", &["xyz"]), "Thing"),
            id(9)
        );
    }
}
