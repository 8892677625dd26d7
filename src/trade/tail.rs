//! The way down the tail (M5, M9): beside what many buy stands what few have found, with the
//! reason why it stands there (M10).

use crate::{
    id::{ListingId, ShopId},
    money::Money,
    text::Bilingual,
    trade::search::{
        ListingCard,
        words::{Piece, pieces, says_nothing},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Above this many pieces sold, a thing is no secret any more.
pub const QUIET_AT_MOST: i64 = 25;
/// From this many pieces on, that others bought it says something.
const LIKED_FROM: u64 = 3;
/// Things of one shop among the picks: the tail has many hands.
const MOST_OF_ONE_SHOP: usize = 2;

/// Why a thing from the tail is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TailWhy {
    /// Sent from the same town.
    SameTown { city: Bilingual },
    /// A good deal cheaper.
    Less { by: Money },
    /// A few people found it already.
    FoundByFew { sold: u64 },
    /// Published lately.
    New,
    /// The same kind of thing, and hardly seen.
    SameKind,
}

/// A thing from the tail, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TailPick {
    pub card: ListingCard,
    pub why: TailWhy,
}

/// What is known of a thing when its like is looked for.
#[derive(Clone, Debug)]
pub struct Thing {
    pub listing: ListingId,
    pub shop: ShopId,
    pub title: Bilingual,
    pub city: Bilingual,
    pub price: Money,
    /// Pieces.
    pub sold: u64,
    /// Whether it was published within the last weeks.
    pub new: bool,
    /// Whether it lies in the very category of the thing looked at, not in one beside it.
    pub same_category: bool,
}

/// The things most like `of` among quiet ones, the best first, each with its reason.
pub fn down_the_tail(of: &Thing, quiet: &[Thing], most: usize) -> Vec<(ListingId, TailWhy)> {
    let quiet: Vec<&Thing> = quiet
        .iter()
        .filter(|thing| thing.listing != of.listing)
        .collect();
    let words: Vec<BTreeSet<String>> = quiet.iter().map(|thing| words_of(&thing.title)).collect();
    let mut in_titles: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().flatten() {
        *in_titles.entry(word).or_default() += 1;
    }
    let wanted = words_of(&of.title);
    let mut ranked: Vec<(u64, &Thing)> = quiet
        .into_iter()
        .zip(&words)
        .map(|(thing, words)| {
            // a word that few titles have in common says more than one that all have
            let shared: u64 = words
                .intersection(&wanted)
                .map(|word| 1_000 / in_titles.get(word.as_str()).copied().unwrap_or(1) as u64)
                .sum();
            let kind = if thing.same_category { 400 } else { 0 };
            (
                shared.min(2_000) + kind + nearness(of.price, thing.price),
                thing,
            )
        })
        .collect();
    ranked.sort_by_key(|(score, thing)| (std::cmp::Reverse(*score), thing.listing));
    let mut of_shop: BTreeMap<ShopId, usize> = BTreeMap::new();
    ranked
        .into_iter()
        .filter(|(_, thing)| {
            let taken = of_shop.entry(thing.shop).or_default();
            *taken += 1;
            *taken <= MOST_OF_ONE_SHOP
        })
        .take(most)
        .map(|(_, thing)| (thing.listing, why(of, thing)))
        .collect()
}

/// Up to 300 for the same price, nothing for twice or half of it.
fn nearness(a: Money, b: Money) -> u64 {
    let (low, high) = (a.minor.min(b.minor).max(0), a.minor.max(b.minor).max(1));
    let share = u64::try_from(i128::from(low) * 600 / i128::from(high)).unwrap_or_default();
    share.saturating_sub(300)
}

/// The strongest of the reasons that hold.
fn why(of: &Thing, thing: &Thing) -> TailWhy {
    let same_town = !of.city.is_empty() && of.city == thing.city && of.shop != thing.shop;
    let saved = of.price.minor - thing.price.minor;
    if thing.sold >= LIKED_FROM {
        TailWhy::FoundByFew { sold: thing.sold }
    } else if same_town {
        TailWhy::SameTown {
            city: thing.city.clone(),
        }
    } else if saved * 5 >= of.price.minor && saved > 0 {
        TailWhy::Less {
            by: Money::new(saved, of.price.currency),
        }
    } else if thing.new {
        TailWhy::New
    } else {
        TailWhy::SameKind
    }
}

/// The words of a title; Chinese, which has no gaps, as pairs of characters.
fn words_of(title: &Bilingual) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (_, piece) in pieces(&title.en).into_iter().chain(pieces(&title.zh)) {
        match piece {
            Piece::Word(word) if word.chars().count() > 2 && !says_nothing(&word) => {
                words.insert(word);
            }
            Piece::Word(_) => {}
            Piece::Han(run) => {
                let run: Vec<char> = run.chars().collect();
                words.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use uuid::Uuid;

    fn thing(n: u128, title: &str, price: i64) -> Thing {
        Thing {
            listing: ListingId(Uuid::from_u128(n)),
            shop: ShopId(Uuid::from_u128(n)),
            title: Bilingual::new(title, ""),
            city: Bilingual::default(),
            price: Money::new(price, Currency::Cny),
            sold: 0,
            new: false,
            same_category: true,
        }
    }

    fn ids(picks: &[(ListingId, TailWhy)]) -> Vec<u128> {
        picks.iter().map(|(id, _)| id.0.as_u128()).collect()
    }

    #[test]
    fn a_rare_word_in_common_counts_more_than_a_common_one() {
        let of = thing(1, "Celadon tea bowl", 10_000);
        let quiet = [
            thing(2, "Tea bowl, black", 10_000),
            thing(3, "Celadon vase", 10_000),
            thing(4, "Tea bowl, white", 10_000),
            thing(5, "Tea bowl, blue", 10_000),
            of.clone(),
        ];
        let picks = down_the_tail(&of, &quiet, 2);
        assert_eq!(
            ids(&picks)[0],
            3,
            "celadon is rarer than tea bowl: {picks:?}"
        );
        assert_eq!(picks.len(), 2);
    }

    #[test]
    fn never_the_thing_itself_and_few_of_one_shop() {
        let of = thing(1, "Bowl", 100);
        let mut quiet: Vec<Thing> = (2..8).map(|n| thing(n, "Bowl", 100)).collect();
        quiet.push(of.clone());
        for thing in &mut quiet[..4] {
            thing.shop = ShopId(Uuid::nil());
        }
        let picks = down_the_tail(&of, &quiet, 10);
        assert!(!ids(&picks).contains(&1));
        assert_eq!(picks.len(), MOST_OF_ONE_SHOP + 2);
    }

    #[test]
    fn each_has_its_reason() {
        let town = Bilingual::new("Jingdezhen", "景德镇");
        let of = Thing {
            city: town.clone(),
            ..thing(1, "Bowl", 10_000)
        };
        let table = [
            (
                Thing {
                    sold: 4,
                    ..thing(2, "Bowl", 10_000)
                },
                TailWhy::FoundByFew { sold: 4 },
            ),
            (
                Thing {
                    city: town.clone(),
                    ..thing(2, "Bowl", 10_000)
                },
                TailWhy::SameTown { city: town },
            ),
            (
                thing(2, "Bowl", 8_000),
                TailWhy::Less {
                    by: Money::new(2_000, Currency::Cny),
                },
            ),
            (thing(2, "Bowl", 8_001), TailWhy::SameKind),
            (
                Thing {
                    new: true,
                    ..thing(2, "Bowl", 12_000)
                },
                TailWhy::New,
            ),
        ];
        for (quiet, expected) in table {
            let picks = down_the_tail(&of, &[quiet], 1);
            assert_eq!(picks[0].1, expected);
        }
    }

    #[test]
    fn chinese_titles_are_compared_by_pairs_of_characters() {
        let zh = |n, title: &str| Thing {
            title: Bilingual::new("", title),
            ..thing(n, "", 100)
        };
        let of = zh(1, "青瓷茶杯");
        let picks = down_the_tail(&of, &[zh(2, "竹制茶盘"), zh(3, "青瓷花瓶")], 2);
        assert_eq!(ids(&picks), [3, 2]);
    }
}
