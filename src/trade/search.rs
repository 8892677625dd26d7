//! Finding goods: what can be asked, how words are read, and what is answered.

pub mod alike;
pub mod narrow;
pub mod orders;
pub mod ranges;
pub mod readings;
pub mod suggest;
pub mod variants;
pub mod words;

pub use narrow::{Facet, FacetName, FacetValue, Narrowing, SpecChosen};
pub use orders::{Relevant, Sort, Taste, Why, relevance};

use crate::{
    id::{ListingId, ShopId},
    money::{Currency, Money},
    platform::media::Picture,
    text::{Bilingual, Lang},
    trade::{catalog::Choice, shop::Tier},
};
use serde::{Deserialize, Serialize};

/// Cards on one page of a list.
pub const PAGE_SIZE: u32 = 48;
/// The longest query that is read; the rest is cut off.
pub const MOST_QUERY_CHARS: usize = 120;
/// The longest name of a kept list.
const LONGEST_KEEPING: usize = 32;
/// The last page that can be asked for: nobody reads further, and depth costs.
pub const LAST_PAGE: u32 = 400;

/// What is asked for. An empty query browses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SearchRequest {
    pub query: String,
    /// A category's slug; its descendants are meant too.
    pub category: Option<String>,
    /// Only the goods of one shop, by its slug.
    pub shop: Option<String>,
    /// Only shops of one tier.
    pub tier: Option<Tier>,
    /// What else the list is narrowed to.
    #[serde(default)]
    pub narrow: Narrowing,
    pub sort: Sort,
    /// From 1.
    pub page: u32,
    /// Which keeping of the list is being read, so that its pages do not jump.
    #[serde(default)]
    pub at: Option<String>,
}

impl SearchRequest {
    /// Whether nothing is searched for yet: the first page of everything, as it comes.
    pub fn is_front(&self) -> bool {
        self.query.is_empty()
            && self.category.is_none()
            && self.tier.is_none()
            && self.narrow == Narrowing::default()
            && self.sort == Sort::default()
            && self.page <= 1
    }

    /// Trims and bounds what came from an address bar.
    pub fn tidied(&self) -> Self {
        let filled = |slug: &Option<String>| {
            slug.as_deref()
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
        };
        Self {
            query: without_controls(&self.query)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(MOST_QUERY_CHARS)
                .collect(),
            category: filled(&self.category),
            shop: filled(&self.shop),
            tier: self.tier,
            narrow: self.narrow.tidied(),
            sort: self.sort,
            page: self.page.clamp(1, LAST_PAGE),
            at: filled(&self.at).filter(|at| at.len() <= LONGEST_KEEPING),
        }
    }
}

/// A text with a space for every control character: Postgres takes no NUL.
pub fn without_controls(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A listing as it stands in a list, on the home page or beside another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListingCard {
    pub id: ListingId,
    pub slug: String,
    pub title: Bilingual,
    pub shop: CardShop,
    pub picture: Option<Picture>,
    /// The lowest price among what is offered.
    pub price: Money,
    /// The highest; the same as the lowest where there is one price only.
    pub price_to: Money,
    /// What the cheapest variant cost before, where its price was cut.
    pub was_price: Option<Money>,
    pub sold_count: u64,
    pub in_stock: bool,
    /// The variant that a search means; empty where it means the listing.
    #[serde(default)]
    pub choice: Choice,
}

impl ListingCard {
    /// The address of its page, with the variant chosen that a search means.
    pub fn path(&self) -> String {
        let path = format!("/shops/{}/{}", self.shop.slug, self.slug);
        if self.choice.is_empty() {
            return path;
        }
        let choice: Vec<String> = self.choice.iter().map(u16::to_string).collect();
        format!("{path}?o={}", choice.join(","))
    }

    /// Leaves out what is written in the other language.
    pub fn say_in(&mut self, lang: Lang) {
        self.title.keep(lang);
        self.shop.name.keep(lang);
    }
}

/// The shop's part of a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CardShop {
    pub id: ShopId,
    pub slug: String,
    pub name: Bilingual,
    pub tier: Tier,
}

/// A category by name, for breadcrumbs and chips.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryLink {
    pub slug: String,
    pub name: Bilingual,
}

/// A category beside a list, with how much of the query it holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CategoryCount {
    pub slug: String,
    pub name: Bilingual,
    /// Listings found in it and below it, whatever category is chosen.
    pub count: u64,
    /// 0 for a top category.
    pub depth: u32,
    pub chosen: bool,
}

/// How a query that found nothing was changed into one that finds something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Relaxed {
    /// A word was read as one that is written nearly alike.
    Respelled { to: String },
    /// Words were left out.
    Dropped { kept: String, dropped: String },
    /// So few goods have all the words that those with most of them follow.
    Partly { all: u64 },
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPage {
    /// What was asked, tidied, with the page that is really shown.
    pub request: SearchRequest,
    /// The chosen category with its ancestors, the top one first.
    pub trail: Vec<CategoryLink>,
    pub hits: Vec<ListingCard>,
    /// Why each of the hits is here, in their order.
    pub whys: Vec<Why>,
    pub total: u64,
    /// At least 1.
    pub pages: u32,
    /// Found with the query in all categories together.
    pub everywhere: u64,
    /// In reading order: each category is followed by those below it.
    pub categories: Vec<CategoryCount>,
    /// What the list can be narrowed by, each counted as if itself were not chosen.
    pub facets: Vec<Facet>,
    pub currency: Currency,
    /// Whether the order by taste has something to go by.
    pub has_taste: bool,
    /// Set when the words as typed found nothing; the hits are then those of the changed query.
    pub relaxed: Option<Relaxed>,
    /// Other words that may have been meant, although there are hits.
    pub meant: Option<String>,
    /// What sells now, for when there is nothing else to show.
    pub popular: Vec<ListingCard>,
}

impl SearchPage {
    /// The page for a reader of one language: its goods without the other.
    #[must_use]
    pub fn said_in(mut self, lang: Lang) -> Self {
        for card in self.hits.iter_mut().chain(&mut self.popular) {
            card.say_in(lang);
        }
        self
    }
}

/// Pages needed for so many hits; an empty list still has one.
pub fn page_count(total: u64) -> u32 {
    u32::try_from(total.div_ceil(u64::from(PAGE_SIZE)))
        .unwrap_or(LAST_PAGE)
        .clamp(1, LAST_PAGE)
}

/// Which words to keep when all together find nothing, best guess first: given how much
/// each finds alone. Words that find nothing go; then one word after another, the most
/// common first, since it says least.
pub fn words_to_keep(found_alone: &[u64]) -> Vec<Vec<usize>> {
    let mut kept: Vec<usize> = (0..found_alone.len())
        .filter(|i| found_alone[*i] > 0)
        .collect();
    let mut guesses = Vec::new();
    if !kept.is_empty() && kept.len() < found_alone.len() {
        guesses.push(kept.clone());
    }
    while kept.len() > 1 {
        let mut by_commonness = kept.clone();
        by_commonness.sort_by_key(|i| (std::cmp::Reverse(found_alone[*i]), *i));
        for left_out in &by_commonness {
            guesses.push(kept.iter().copied().filter(|i| i != left_out).collect());
        }
        let most_common = by_commonness[0];
        kept.retain(|i| *i != most_common);
    }
    guesses
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn requests_are_bounded() {
        let request = SearchRequest {
            query: format!("  green \t tea\0 {}", "x".repeat(200)),
            category: Some("  ".into()),
            page: 0,
            ..Default::default()
        };
        let tidy = request.tidied();
        assert!(tidy.query.starts_with("green tea x"));
        assert_eq!(tidy.query.chars().count(), MOST_QUERY_CHARS);
        assert_eq!((tidy.category, tidy.page), (None, 1));
    }

    #[test]
    fn an_empty_list_has_one_page() {
        assert_eq!([0, 1, 48, 49, 97].map(page_count), [1, 1, 1, 2, 3]);
    }

    #[test]
    fn words_that_find_nothing_go_first() {
        assert_eq!(words_to_keep(&[0, 4]), vec![vec![1]]);
        assert_eq!(words_to_keep(&[9, 4]), vec![vec![1], vec![0]]);
        assert_eq!(words_to_keep(&[0, 0]), Vec::<Vec<usize>>::new());
        assert_eq!(
            words_to_keep(&[0, 9, 4]).first(),
            Some(&vec![1, 2]),
            "the two that find something stay together"
        );
    }

    proptest! {
        #[test]
        fn some_word_always_stays_and_one_always_goes(found in prop::collection::vec(0_u64..20, 0..7)) {
            for kept in words_to_keep(&found) {
                prop_assert!(!kept.is_empty() && kept.len() < found.len());
                prop_assert!(kept.iter().all(|i| found[*i] > 0));
            }
        }
    }
}
