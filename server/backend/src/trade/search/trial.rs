//! An index of made-up or borrowed goods, to measure how well and how quickly goods are found.
//! It is built and asked by the same code as the market's own.

use super::{
    collect::{Filter, SpecFilter},
    document::Findable,
    facets,
    generation::Generation,
    keys::{choice_key, shop_key},
    look::{Answer, Question, look},
    rank::{Order, Rank},
    specs::{Answers, Definition},
    standing::Standing,
    synonyms::Synonyms,
    tree::{CategoryTree, Node},
    variants::Names,
};
use crate::failure::Incident;
use longtail::{
    id::{CategoryId, ListingId},
    text::Bilingual,
    trade::search::{Facet, PAGE_SIZE, SearchRequest, Sort},
};
use std::{collections::HashMap, path::Path, sync::Arc};
use uuid::Uuid;

/// A listing of a trial.
#[derive(Clone, Debug, Default)]
pub struct TrialGoods {
    pub id: u128,
    pub title_en: String,
    pub title_zh: String,
    pub description: String,
    pub brand: String,
    /// By its slug; none that the trial knows: in none.
    pub category: String,
    pub shop: String,
    pub price_minor: i64,
    pub sold: u64,
    pub age_days: i64,
    /// Choices, by definition.
    pub choices: Vec<(&'static str, &'static str)>,
    /// Thousandths, by definition.
    pub numbers: Vec<(&'static str, i64)>,
}

/// The time of trials, in microseconds since 1970: they have no clock.
const NOW_MICROS: i64 = 1_800_000_000_000_000;
const MICROS_A_DAY: i64 = 24 * 60 * 60 * 1_000_000;
/// Goods written between two commits.
const BATCH: usize = 20_000;

/// An index to be asked.
pub struct Trial {
    generation: Generation,
    tree: CategoryTree,
    synonyms: Synonyms,
    standing: Arc<Standing>,
    definitions: Vec<Definition>,
}

impl Trial {
    /// An empty index: below a folder, or in memory.
    ///
    /// # Errors
    /// An incident when the folder cannot be used.
    pub fn new(folder: Option<&Path>) -> Result<Self, Incident> {
        Self::with_categories(folder, &[])
    }

    /// An empty index with a tree of categories: slugs, names, and the slugs of those above.
    ///
    /// # Errors
    /// An incident when the folder cannot be used.
    pub fn with_categories(
        folder: Option<&Path>,
        categories: &[(String, Bilingual, Option<String>)],
    ) -> Result<Self, Incident> {
        let mut below: HashMap<_, Vec<Node>> = HashMap::new();
        for (slug, name, above) in categories {
            let parent = above.as_deref().map(category_id);
            below.entry(parent).or_default().push(Node {
                id: category_id(slug),
                parent,
                slug: slug.clone(),
                name: name.clone(),
                depth: 0,
            });
        }
        let tree = CategoryTree::of(below);
        Ok(Self {
            generation: Generation::create(folder, Uuid::from_u128(1))?,
            synonyms: Synonyms::of_market(&tree),
            tree,
            standing: Arc::default(),
            definitions: Vec::new(),
        })
    }

    /// The specifications that are counted.
    pub fn define(&mut self, key: &str, choices: &[&str]) {
        let label = |text: &str| Bilingual::new(text, text);
        self.definitions.push(Definition {
            key: key.to_owned(),
            name: label(key),
            unit: choices.is_empty().then(|| label("")),
            choices: choices
                .iter()
                .map(|choice| ((*choice).to_owned(), label(choice)))
                .collect(),
        });
    }

    /// Takes goods in.
    ///
    /// # Errors
    /// An incident when the index cannot be written.
    pub fn fill(&self, goods: impl IntoIterator<Item = TrialGoods>) -> Result<(), Incident> {
        let mut goods = goods.into_iter();
        loop {
            let batch: Vec<TrialGoods> = goods.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let fields = self.generation.fields;
            self.generation.write(|writer| {
                for listing in batch {
                    let document = findable(listing).document(&fields, &self.tree);
                    writer.add_document(document)?;
                }
                Ok(())
            })?;
        }
    }

    /// The best goods for a query, by id, and how long the list is; with its facets counted.
    ///
    /// # Errors
    /// An incident when the index cannot be read.
    pub fn ask(&self, asked: &Asking) -> Result<(Vec<u128>, u64, Vec<Facet>), Incident> {
        let answer = self.best(asked, (super::kept::KEPT_PAGES * PAGE_SIZE) as usize)?;
        let tally = &answer.found.tally;
        let request = SearchRequest::default();
        let facets = facets::facets(&request, tally, &self.standing, &self.definitions);
        let ids = answer.found.ranks.iter().map(Rank::listing);
        Ok((ids.map(|id| id.0.as_u128()).collect(), tally.total, facets))
    }

    /// The best of all hits, so many of them.
    pub(super) fn best(&self, asked: &Asking, keep: usize) -> Result<Answer, Incident> {
        let filter = Filter {
            specs: asked
                .choices
                .iter()
                .map(|(key, choice)| SpecFilter {
                    key: (*key).to_owned(),
                    choices: vec![choice_key(key, choice)],
                    range: (None, None),
                })
                .collect(),
            price: asked.price,
            ..Filter::default()
        };
        let question = Question {
            query: &asked.query,
            synonyms: &self.synonyms,
            filter,
            order: Order {
                sort: asked.sort,
                now: NOW_MICROS / 1_000_000,
                standing: self.standing.clone(),
                ..Order::default()
            },
            keep,
        };
        look(&self.generation, &question)
    }
}

/// What is asked of a trial.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    pub query: String,
    pub sort: Sort,
    pub choices: Vec<(&'static str, &'static str)>,
    pub price: (Option<i64>, Option<i64>),
}

fn category_id(slug: &str) -> CategoryId {
    CategoryId(Uuid::from_u64_pair(1, shop_key(slug)))
}

fn findable(goods: TrialGoods) -> Findable {
    let mut answers = Answers::default();
    for (definition, choice) in goods.choices {
        answers.choose(definition, choice, None);
    }
    for (definition, thousandths) in goods.numbers {
        answers.measure(definition, thousandths);
    }
    if !goods.brand.is_empty() {
        answers.say(goods.brand);
    }
    Findable {
        id: ListingId(Uuid::from_u128(goods.id)),
        titles: [goods.title_en, goods.title_zh],
        descriptions: [goods.description, String::new()],
        category: category_id(&goods.category),
        shop_names: [goods.shop.clone(), String::new()],
        mall: goods.id.is_multiple_of(5),
        postage_free: goods.id.is_multiple_of(3),
        shop_slug: goods.shop,
        lowest_minor: goods.price_minor,
        sold: goods.sold,
        published_micros: NOW_MICROS - goods.age_days * MICROS_A_DAY,
        in_stock: true,
        answers,
        names: Names::default(),
    }
}
