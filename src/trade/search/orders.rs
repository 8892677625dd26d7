//! The orders that a list can be read in, and what stands behind them.

use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

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
    /// What goes with what one bought and looked at.
    Taste,
    Sales,
    /// How the shop kept its word.
    Reliability,
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

/// What a hit's place in the order of relevance is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relevant {
    /// The index's own score; 1 for browsing.
    pub text_score: f32,
    /// By [`bought`].
    pub bought: f32,
    pub age_days: i64,
}

/// Younger than this, a listing is new: it gets a little help, since nobody could buy it yet.
pub const NEW_DAYS: i64 = 30;

/// What it says for a thing that so many were sold.
pub fn bought(sold_count: u64) -> f32 {
    1.0 + 0.18 * (1.0 + sold_count as f32).ln()
}

/// How good a hit is: the words first, then what buyers made of it, with a little help for
/// what is new (M7), so that the tail gets its chance.
pub fn relevance(of: Relevant) -> f32 {
    let fresh = match of.age_days {
        ..=7 => 1.2,
        8..=NEW_DAYS => 1.1,
        _ => 1.0,
    };
    of.text_score * of.bought * fresh
}

/// What somebody likes: parts of a whole, from what was bought and looked at. Keys are the
/// index's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taste {
    pub categories: Vec<(u64, f32)>,
    pub shops: Vec<(u64, f32)>,
}

impl Taste {
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty() && self.shops.is_empty()
    }

    /// From counts: how often each category and each shop was chosen, and with what weight.
    pub fn from_counts(
        categories: impl IntoIterator<Item = (u64, f32)>,
        shops: impl IntoIterator<Item = (u64, f32)>,
    ) -> Self {
        Self {
            categories: parts(categories),
            shops: parts(shops),
        }
    }

    /// How much of one's taste a thing meets: 0 for none; up to 1.5.
    pub fn meets(&self, categories: impl Iterator<Item = u64>, shop: u64) -> f32 {
        let of = |known: &[(u64, f32)], key: u64| {
            let found = known.iter().find(|(k, _)| *k == key);
            found.map_or(0.0, |(_, part)| *part)
        };
        let category = categories
            .map(|key| of(&self.categories, key))
            .fold(0.0, f32::max);
        category + 0.5 * of(&self.shops, shop)
    }
}

fn parts(counts: impl IntoIterator<Item = (u64, f32)>) -> Vec<(u64, f32)> {
    let mut known: Vec<(u64, f32)> = Vec::new();
    for (key, weight) in counts {
        match known.iter_mut().find(|(k, _)| *k == key) {
            Some((_, sum)) => *sum += weight,
            None => known.push((key, weight)),
        }
    }
    let most = known.iter().map(|(_, sum)| *sum).fold(0.0, f32::max);
    if most > 0.0 {
        for (_, sum) in &mut known {
            *sum /= most;
        }
    }
    known
}

/// How well a thing suits somebody: what they like counts most, then what others bought.
pub fn suits(of: Relevant, meets: f32) -> f32 {
    relevance(of) * (1.0 + 3.0 * meets)
}

/// How a shop kept its word lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kept {
    /// Orders that ended with the goods at the buyer's.
    pub completed: u32,
    /// Orders that were paid, and cancelled before they were sent.
    pub cancelled: u32,
    /// Hours from payment to dispatch, on average over the orders that were sent.
    pub dispatch_hours: u32,
    /// Orders that were sent.
    pub sent: u32,
}

/// A shop without a history is taken for one with this many usual orders.
const USUAL_ORDERS: f32 = 8.0;
const USUAL_SHARE: f32 = 0.9;
const USUAL_HOURS: f32 = 48.0;

impl Kept {
    /// In thousandths: seven parts for orders that were kept, three for quick dispatch.
    pub fn score(self) -> u32 {
        let (completed, cancelled) = (self.completed as f32, self.cancelled as f32);
        let share =
            (completed + USUAL_ORDERS * USUAL_SHARE) / (completed + cancelled + USUAL_ORDERS);
        let sent = self.sent as f32;
        let hours = (sent * self.dispatch_hours as f32 + USUAL_ORDERS * USUAL_HOURS)
            / (sent + USUAL_ORDERS);
        let quick = 1.0 / (1.0 + hours / USUAL_HOURS);
        (700.0 * share + 300.0 * quick) as u32
    }

    /// Of a hundred paid orders, how many were kept; none before there is something to tell.
    pub fn percent(self) -> Option<u32> {
        let all = self.completed + self.cancelled;
        (all >= 5).then(|| (100 * self.completed + all / 2) / all)
    }
}

/// M10: why a thing stands where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Why {
    /// The words asked for that its title has, as they were typed.
    pub in_title: Vec<String>,
    /// Those found elsewhere: in its description, its specifications, its category or shop,
    /// or by a word that means the same.
    pub elsewhere: Vec<String>,
    pub sold_count: u64,
    /// Listed within the last weeks.
    pub is_new: bool,
    /// A category that one bought from or looked at.
    pub liked_category: Option<Bilingual>,
    /// One bought from this shop or looked at its goods.
    pub liked_shop: bool,
    /// How its shop kept its word.
    pub kept: Option<Kept>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(completed: u32, cancelled: u32, dispatch_hours: u32) -> u32 {
        Kept {
            completed,
            cancelled,
            dispatch_hours,
            sent: completed,
        }
        .score()
    }

    #[test]
    fn shops_that_keep_their_word_come_first() {
        assert!(kept(50, 0, 20) > kept(50, 5, 20));
        assert!(kept(50, 0, 20) > kept(50, 0, 90));
        assert!(kept(50, 0, 20) > kept(0, 0, 0), "known before unknown");
        assert!(kept(0, 0, 0) > kept(10, 10, 48), "unknown before bad");
        assert!(kept(40, 0, 20) > kept(1, 0, 20), "one order says little");
    }

    /// The search lets go of hits that even the best listing could not lift.
    #[test]
    fn relevance_grows_with_score_and_sales_and_never_with_age() {
        let of = |text_score, sold, age_days| {
            relevance(Relevant {
                text_score,
                bought: bought(sold),
                age_days,
            })
        };
        for age in 1..100 {
            assert!(of(2.0, 10, age) <= of(2.0, 10, age - 1), "{age} days");
        }
        assert!(of(2.0, 11, 5) > of(2.0, 10, 5) && of(2.5, 10, 5) > of(2.0, 10, 5));
    }

    #[test]
    fn taste_is_what_was_chosen_most() {
        let taste = Taste::from_counts([(1, 2.0), (2, 1.0), (1, 2.0)], [(9, 1.0)]);
        assert_eq!(taste.categories, [(1, 1.0), (2, 0.25)]);
        assert_eq!(taste.meets([2, 1].into_iter(), 8), 1.0);
        assert_eq!(taste.meets([3].into_iter(), 9), 0.5);
    }

    #[test]
    fn every_order_has_a_name_for_the_address() {
        use strum::VariantArray;
        for sort in Sort::VARIANTS {
            assert_eq!(sort.key().parse(), Ok(*sort));
        }
    }

    proptest! {
        #[test]
        fn a_hit_that_sold_more_is_never_worse(text_score in 0.01_f32..50.0, sold_count in 0_u64..10_000, age_days in 0_i64..900) {
            let of = |sold_count| Relevant { text_score, bought: bought(sold_count), age_days };
            prop_assert!(relevance(of(sold_count + 1)) >= relevance(of(sold_count)));
        }
    }
}
