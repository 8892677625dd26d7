//! M10: says of each hit why it stands where it stands.

use super::{
    asked::{AskedWord, Way},
    rank::Rank,
    standing::Standing,
    tokens::{cut_han, pairs},
    tree::{CategoryTree, category_key},
};
use longtail::{
    text::Bilingual,
    trade::search::{ListingCard, Taste, Why, readings, words::Piece},
};
use std::collections::{HashMap, HashSet};

/// Less than this part of one's taste is not worth a word.
const LIKED: f32 = 0.2;

/// The reasons of all hits of a page, in their order.
pub fn whys(
    hits: &[ListingCard],
    ranks: &[Rank],
    words: &[AskedWord],
    taste: &Taste,
    standing: &Standing,
    tree: &CategoryTree,
) -> Vec<Why> {
    let ranks: HashMap<_, _> = ranks.iter().map(|rank| (rank.listing(), rank)).collect();
    let liked = |known: &[(u64, f32)], key: u64| {
        let found = known.iter().find(|(k, _)| *k == key);
        found.is_some_and(|(_, part)| *part >= LIKED)
    };
    hits.iter()
        .map(|card| {
            let rank = ranks.get(&card.id);
            let title = if words.is_empty() {
                HashSet::new()
            } else {
                terms(&card.title)
            };
            let (in_title, elsewhere): (Vec<_>, Vec<_>) =
                words.iter().partition(|word| is_said(word, &title));
            let typed =
                |words: Vec<&AskedWord>| words.into_iter().map(|w| w.typed.clone()).collect();
            let category = rank.and_then(|rank| {
                let node = tree
                    .nodes
                    .iter()
                    .find(|n| category_key(n.id) == rank.category)?;
                let liked = liked(&taste.categories, rank.category);
                liked.then(|| node.name.clone())
            });
            Why {
                in_title: typed(in_title),
                elsewhere: typed(elsewhere),
                sold_count: card.sold_count,
                is_new: rank.is_some_and(|rank| rank.is_new),
                liked_category: category,
                liked_shop: rank.is_some_and(|rank| liked(&taste.shops, rank.shop)),
                kept: rank.map(|rank| standing.of(rank.shop)),
            }
        })
        .collect()
}

/// A title's words as the index has them.
fn terms(title: &Bilingual) -> HashSet<String> {
    let mut terms = HashSet::new();
    for text in [&title.en, &title.zh] {
        let reads = readings::read(text);
        terms.extend(reads.texts().map(str::to_owned));
        for word in &reads.written {
            if let Piece::Han(run) = &word.piece {
                terms.extend(cut_han(run, true));
                terms.extend(pairs(run));
            }
        }
    }
    terms
}

fn is_said(word: &AskedWord, title: &HashSet<String>) -> bool {
    let said = |way: &Way| way.terms.iter().all(|term| title.contains(term));
    word.ways.iter().any(said)
}
