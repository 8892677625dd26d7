//! Finding goods: what can be asked, how words are read, and what is answered.

pub mod words;

use crate::{
    id::{ListingId, ShopId},
    money::Money,
    platform::media::Picture,
    text::Bilingual,
    trade::shop::Tier,
};
use serde::{Deserialize, Serialize};

/// Cards on one page of a list.
pub const PAGE_SIZE: u32 = 48;
/// The longest query that is read; the rest is cut off.
pub const MOST_QUERY_CHARS: usize = 120;
/// The last page that can be asked for: nobody reads further, and depth costs.
pub const LAST_PAGE: u32 = 400;

/// M8: the orders a list can be read in.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Sort {
    #[default]
    Relevance,
    Sales,
    Newness,
    PriceUp,
    PriceDown,
}

impl Sort {
    /// As the address names it.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// What is asked for. An empty query browses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRequest {
    pub query: String,
    /// A category's slug; its descendants are meant too.
    pub category: Option<String>,
    /// Only the goods of one shop, by its slug.
    pub shop: Option<String>,
    /// Only shops of one tier.
    pub tier: Option<Tier>,
    pub sort: Sort,
    /// From 1.
    pub page: u32,
}

impl SearchRequest {
    /// Trims and bounds what came from an address bar.
    pub fn tidied(&self) -> Self {
        let filled = |slug: &Option<String>| {
            slug.as_deref()
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
        };
        Self {
            query: self
                .query
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(MOST_QUERY_CHARS)
                .collect(),
            category: filled(&self.category),
            shop: filled(&self.shop),
            tier: self.tier,
            sort: self.sort,
            page: self.page.clamp(1, LAST_PAGE),
        }
    }
}

/// A listing as it stands in a list, on the home page or beside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

impl ListingCard {
    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/shops/{}/{}", self.shop.slug, self.slug)
    }
}

/// The shop's part of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPage {
    /// What was asked, tidied, with the page that is really shown.
    pub request: SearchRequest,
    /// The chosen category with its ancestors, the top one first.
    pub trail: Vec<CategoryLink>,
    pub hits: Vec<ListingCard>,
    pub total: u64,
    /// At least 1.
    pub pages: u32,
    /// Found with the query in all categories together.
    pub everywhere: u64,
    /// In reading order: each category is followed by those below it.
    pub categories: Vec<CategoryCount>,
    /// Set when the words as typed found nothing; the hits are then those of the changed query.
    pub relaxed: Option<Relaxed>,
    /// What sells now, for when there is nothing else to show.
    pub popular: Vec<ListingCard>,
}

/// Pages needed for so many hits; an empty list still has one.
pub fn page_count(total: u64) -> u32 {
    u32::try_from(total.div_ceil(u64::from(PAGE_SIZE)))
        .unwrap_or(LAST_PAGE)
        .clamp(1, LAST_PAGE)
}

/// How good a hit is: the words first, then what buyers made of it, with a little help for
/// what is new (M7), so that the tail gets its chance.
///
/// `text_score` is the index's own score (1 for browsing).
pub fn relevance(text_score: f32, sold_count: u64, age_days: i64) -> f32 {
    let bought = 1.0 + 0.18 * (1.0 + sold_count as f32).ln();
    let fresh = match age_days {
        ..=7 => 1.2,
        8..=30 => 1.1,
        _ => 1.0,
    };
    text_score * bought * fresh
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
            query: format!("  green \t tea {}", "x".repeat(200)),
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

        #[test]
        fn a_hit_that_sold_more_is_never_worse(score in 0.01_f32..50.0, sold in 0_u64..10_000, age in 0_i64..900) {
            prop_assert!(relevance(score, sold + 1, age) >= relevance(score, sold, age));
        }
    }
}
