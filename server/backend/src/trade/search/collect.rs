//! Collects hits in the order asked for, and counts them by every facet, in one walk.
//!
//! Each facet is counted as if itself were not chosen, so that its other values can be seen.
//! So a hit that fails one facet only is counted there, and one that fails none everywhere.

use super::{
    columns::Columns,
    keys::{definition_bits, is_choice_of, number_of},
    rank::{Order, Rank, cut_to},
};
use longtail::trade::search::ranges::{Histogram, STEPS, place};
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};
use tantivy::DocId;

/// Keys are random numbers already.
#[derive(Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        // the upper half carries the definition: mixed in, since tables read the ends
        self.0 = key ^ (key >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

pub type Counts = HashMap<u64, u32, BuildHasherDefault<AsItIs>>;
type Histograms = HashMap<u64, Histogram, BuildHasherDefault<AsItIs>>;

/// What narrows a list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The one shop whose goods are looked at; its page has no facet of shops.
    pub own_shop: Option<u64>,
    pub category: Option<u64>,
    pub price: (Option<i64>, Option<i64>),
    pub mall: Option<bool>,
    pub in_stock: bool,
    pub postage_free: bool,
    pub shops: Vec<u64>,
    pub specs: Vec<SpecFilter>,
}

/// What was chosen of a specification.
#[derive(Clone, Debug)]
pub struct SpecFilter {
    pub key: String,
    /// By [`super::keys::choice_key`]; empty for a number.
    pub choices: Vec<u64>,
    pub range: (Option<i64>, Option<i64>),
}

const CATEGORY: u32 = 1;
const PRICE: u32 = 1 << 1;
const TIER: u32 = 1 << 2;
const STOCK: u32 = 1 << 3;
const POSTAGE: u32 = 1 << 4;
const SHOP: u32 = 1 << 5;
const FIRST_SPEC: u32 = 6;

fn within(number: i64, (from, to): (Option<i64>, Option<i64>)) -> bool {
    from.is_none_or(|from| number >= from) && to.is_none_or(|to| number < to)
}

impl SpecFilter {
    fn holds(&self, columns: &Columns, doc: DocId) -> bool {
        if !self.choices.is_empty() {
            let mut chosen = columns.choices.values_for_doc(doc);
            return chosen.any(|key| self.choices.contains(&key));
        }
        let bits = definition_bits(&self.key);
        columns
            .numbers
            .values_for_doc(doc)
            .map(number_of)
            .any(|(of, number)| of == bits && within(number, self.range))
    }
}

impl Filter {
    /// Which facets a listing fails, a bit for each.
    fn failed(&self, columns: &Columns, doc: DocId) -> u32 {
        let mut failed = 0;
        let mut test = |holds: bool, bit: u32| {
            if !holds {
                failed |= bit;
            }
        };
        if let Some(category) = self.category {
            let mut of = columns.categories.values_for_doc(doc);
            test(of.any(|key| key == category), CATEGORY);
        }
        if self.price != (None, None) {
            test(within(columns.price(doc), self.price), PRICE);
        }
        if let Some(mall) = self.mall {
            test(columns.mall(doc) == mall, TIER);
        }
        if self.in_stock {
            test(columns.in_stock(doc), STOCK);
        }
        if self.postage_free {
            test(columns.postage_free(doc), POSTAGE);
        }
        if !self.shops.is_empty() {
            test(self.shops.contains(&columns.shop(doc)), SHOP);
        }
        for (at, spec) in self.specs.iter().enumerate() {
            test(spec.holds(columns, doc), 1 << (FIRST_SPEC + at as u32));
        }
        failed
    }
}

/// How many hits there are, by every facet.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Hits that fail nothing.
    pub total: u64,
    /// Hits in whatever category.
    pub everywhere: u64,
    /// Hits that have all the words.
    pub whole: u64,
    pub categories: Counts,
    pub prices: PriceCounts,
    pub mall: u64,
    pub bazaar: u64,
    pub in_stock: u64,
    pub postage_free: u64,
    pub shops: Counts,
    pub choices: Counts,
    pub numbers: Histograms,
}

#[derive(Clone, Debug)]
pub struct PriceCounts(pub Histogram);

impl Default for PriceCounts {
    fn default() -> Self {
        Self([0; STEPS + 1])
    }
}

/// The best hits of a query.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Best first.
    pub ranks: Vec<Rank>,
    pub tally: Tally,
}

/// Takes in hits, one segment after another.
pub struct Collector<'a> {
    pub filter: &'a Filter,
    pub order: &'a Order,
    /// How many of the best are kept; none where only the number of all is asked for.
    keep: usize,
    /// How many words a hit has that has all of them.
    words: u32,
    found: Found,
}

impl<'a> Collector<'a> {
    pub fn new(filter: &'a Filter, order: &'a Order, keep: usize, words: u32) -> Self {
        Self {
            filter,
            order,
            keep,
            words,
            found: Found::default(),
        }
    }

    pub fn take(&mut self, columns: &Columns, doc: DocId, score: f32, matched: u32) {
        if let Some(own) = self.filter.own_shop
            && columns.shop(doc) != own
        {
            return;
        }
        let failed = self.filter.failed(columns, doc);
        if failed.count_ones() > 1 {
            return;
        }
        if self.keep == 0 {
            self.found.tally.total += u64::from(failed == 0);
            return;
        }
        self.count(columns, doc, failed);
        if failed != 0 {
            return;
        }
        self.found.tally.whole += u64::from(matched >= self.words);
        let ranks = &mut self.found.ranks;
        ranks.push(self.order.rank(columns, doc, score));
        // now and then, so that a broad query does not fill the memory
        if ranks.len() >= self.keep.saturating_mul(4).max(4_096) {
            cut_to(ranks, self.keep);
        }
    }

    fn count(&mut self, columns: &Columns, doc: DocId, failed: u32) {
        let tally = &mut self.found.tally;
        let counts = |bit: u32| failed & !bit == 0;
        if failed == 0 {
            tally.total += 1;
        }
        if counts(CATEGORY) {
            tally.everywhere += 1;
            for key in columns.categories.values_for_doc(doc) {
                *tally.categories.entry(key).or_default() += 1;
            }
        }
        if counts(PRICE) {
            tally.prices.0[place(columns.price(doc))] += 1;
        }
        if counts(TIER) {
            match columns.mall(doc) {
                true => tally.mall += 1,
                false => tally.bazaar += 1,
            }
        }
        if counts(STOCK) {
            tally.in_stock += u64::from(columns.in_stock(doc));
        }
        if counts(POSTAGE) {
            tally.postage_free += u64::from(columns.postage_free(doc));
        }
        if counts(SHOP) && self.filter.own_shop.is_none() {
            *tally.shops.entry(columns.shop(doc)).or_default() += 1;
        }
        self.count_specs(columns, doc, failed);
    }

    /// A hit that fails one specification is counted by that one only.
    fn count_specs(&mut self, columns: &Columns, doc: DocId, failed: u32) {
        let specs = failed >> FIRST_SPEC;
        if failed != 0 && specs == 0 {
            return;
        }
        let only = (specs != 0)
            .then(|| self.filter.specs.get(specs.trailing_zeros() as usize))
            .flatten();
        let tally = &mut self.found.tally;
        for key in columns.choices.values_for_doc(doc) {
            if only.is_none_or(|spec| is_choice_of(key, &spec.key)) {
                *tally.choices.entry(key).or_default() += 1;
            }
        }
        for key in columns.numbers.values_for_doc(doc) {
            let (bits, number) = number_of(key);
            if only.is_none_or(|spec| definition_bits(&spec.key) == bits) {
                tally.numbers.entry(bits).or_insert([0; STEPS + 1])[place(number)] += 1;
            }
        }
    }

    pub fn finish(mut self) -> Found {
        let ranks = &mut self.found.ranks;
        cut_to(ranks, self.keep);
        ranks.sort_unstable_by(|a, b| b.cmp(a));
        self.found
    }
}
