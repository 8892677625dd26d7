//! Which category a product goes to.

use super::product::Product;
use crate::{Ctx, failure::Failure, trade::catalog::category};
use longtail::{
    id::CategoryId,
    trade::{catalog::Category, import::ImportError},
};

/// A match below this is chance.
const LEAST: u32 = 6;

/// The category tree, and where goods go that fit nowhere.
pub struct Places {
    chosen: Option<CategoryId>,
    all: Vec<Category>,
    other: CategoryId,
}

impl Places {
    pub async fn load(ctx: &Ctx, chosen: Option<CategoryId>) -> Result<Self, Failure<ImportError>> {
        let read = async {
            let all = category::categories(ctx).await?;
            let other = match chosen {
                Some(chosen) => chosen,
                None => category::other_goods(ctx).await?,
            };
            Ok::<_, Failure<crate::failure::Refusal>>(Self { chosen, all, other })
        };
        read.await
            .map_err(|failure| failure.map_refusal(|never| match never {}))
    }

    /// The category chosen for the whole file, else the one whose name says best what the
    /// product's type, tags, facets and title say, else "other goods".
    pub fn of(&self, product: &Product) -> CategoryId {
        if let Some(chosen) = self.chosen {
            return chosen;
        }
        self.all
            .iter()
            .map(|category| (self.score(category, product), category))
            .filter(|(score, _)| *score >= LEAST)
            // The first of equals: siblings come in the order of the shop window.
            .rev()
            .max_by_key(|(score, _)| *score)
            .map_or(self.other, |(_, category)| category.id)
    }

    fn score(&self, category: &Category, product: &Product) -> u32 {
        let names = [&category.name.en, &category.name.zh, &category.slug];
        let tokens: Vec<String> = words(&format!("{} {}", category.name.en, category.slug));
        let mut score = 0;
        for phrase in &product.words {
            if names.iter().any(|name| name.eq_ignore_ascii_case(phrase)) {
                score += 12;
            }
            let said = words(phrase);
            score += 6 * tokens.iter().filter(|t| said.contains(t)).count() as u32;
        }
        let title = words(&product.title.en);
        score += 5 * tokens.iter().filter(|t| title.contains(t)).count() as u32;
        if score > 0 {
            score + self.depth(category)
        } else {
            0
        }
    }

    /// The deeper one says more.
    fn depth(&self, category: &Category) -> u32 {
        let mut depth = 0;
        let mut at = category.parent;
        while let Some(parent) = at {
            depth += 1;
            at = self
                .all
                .iter()
                .find(|c| c.id == parent)
                .filter(|_| depth < 20)
                .and_then(|c| c.parent);
        }
        depth
    }
}

/// Words in lower case, without a plural's s, each once; what is too short says nothing.
fn words(text: &str) -> Vec<String> {
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
