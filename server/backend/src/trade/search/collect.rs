//! Collects hits in the order asked for, in one walk, and counts them by every facet after it.
//!
//! Each facet is counted as if itself were not chosen, so that its other values can be seen.
//! So a hit that fails one facet only is counted there, and one that fails none everywhere.

use super::{
    buckets::Bucket,
    columns::Columns,
    generation::Generation,
    keys::{definition_bits, is_choice_of},
    rank::{Best, Order, Rank},
    score::{Place, Said, Sought},
};
use crate::failure::Incident;
use fixedbitset::FixedBitSet;
use longtail::trade::search::ranges::{Histogram, STEPS};
use rustc_hash::FxHashMap;
use tantivy::{DocId, Searcher, SegmentOrdinal};

/// By a key that is a hash already.
pub type Counts = FxHashMap<u64, u32>;

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

impl Filter {
    /// Whether anything is chosen of a facet.
    pub fn is_narrowed(&self) -> bool {
        self.narrowed() != 0
    }

    /// The bits of the facets in which something is chosen.
    fn narrowed(&self) -> u32 {
        let bit = |narrowed: bool, bit: u32| if narrowed { bit } else { 0 };
        let specs = (0..self.specs.len() as u32).map(|at| 1 << (FIRST_SPEC + at));
        bit(self.category.is_some(), CATEGORY)
            | bit(self.price != (None, None), PRICE)
            | bit(self.mall.is_some(), TIER)
            | bit(self.in_stock, STOCK)
            | bit(self.postage_free, POSTAGE)
            | bit(!self.shops.is_empty(), SHOP)
            | specs.sum::<u32>()
    }

    /// The bit of a bucket's facet; none for a specification that nothing is chosen of.
    fn facet(&self, bucket: Bucket) -> u32 {
        let spec = |is_it: &dyn Fn(&SpecFilter) -> bool| {
            let at = self.specs.iter().position(is_it);
            at.map_or(0, |at| 1 << (FIRST_SPEC + at as u32))
        };
        match bucket {
            Bucket::Category(_) => CATEGORY,
            Bucket::Price(_) => PRICE,
            Bucket::Mall | Bucket::Bazaar => TIER,
            Bucket::InStock => STOCK,
            Bucket::PostageFree => POSTAGE,
            Bucket::Shop(_) => SHOP,
            Bucket::Choice(key) => spec(&|spec| is_choice_of(key, &spec.key)),
            Bucket::Number { definition, .. } => {
                spec(&|spec| definition_bits(&spec.key) == definition)
            }
        }
    }

    /// Whether what is in a bucket is what was chosen of its facet. Ranges are not known by
    /// their buckets.
    fn chose(&self, bucket: Bucket) -> bool {
        match bucket {
            Bucket::Category(key) => self.category == Some(key),
            Bucket::Mall => self.mall == Some(true),
            Bucket::Bazaar => self.mall == Some(false),
            Bucket::InStock | Bucket::PostageFree => true,
            Bucket::Shop(key) => self.shops.contains(&key),
            Bucket::Choice(key) => self.specs.iter().any(|spec| spec.choices.contains(&key)),
            Bucket::Price(_) | Bucket::Number { .. } => false,
        }
    }

    /// The bits of the facets whose chosen range a listing is in.
    fn ranges_met(&self, columns: &Columns, doc: DocId) -> u32 {
        let mut met = 0;
        if within(columns.price(doc), self.price) {
            met |= PRICE;
        }
        let specs = self.specs.iter().enumerate();
        for (at, spec) in specs.filter(|(_, spec)| spec.choices.is_empty()) {
            let definition = definition_bits(&spec.key);
            let is_met = |(of, number)| of == definition && within(number, spec.range);
            if columns.numbers(doc).any(is_met) {
                met |= 1 << (FIRST_SPEC + at as u32);
            }
        }
        met
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
    pub numbers: FxHashMap<u64, Histogram>,
}

#[derive(Clone, Debug)]
pub struct PriceCounts(pub Histogram);

impl Default for PriceCounts {
    fn default() -> Self {
        Self([0; STEPS + 1])
    }
}

impl Tally {
    fn add(&mut self, bucket: Bucket, count: u32) {
        match bucket {
            Bucket::Category(key) => *self.categories.entry(key).or_default() += count,
            Bucket::Price(step) => self.prices.0[step] += count,
            Bucket::Mall => self.mall += u64::from(count),
            Bucket::Bazaar => self.bazaar += u64::from(count),
            Bucket::InStock => self.in_stock += u64::from(count),
            Bucket::PostageFree => self.postage_free += u64::from(count),
            Bucket::Shop(key) => *self.shops.entry(key).or_default() += count,
            Bucket::Choice(key) => *self.choices.entry(key).or_default() += count,
            Bucket::Number { definition, step } => {
                let steps = self.numbers.entry(definition).or_insert([0; STEPS + 1]);
                steps[step] += count;
            }
        }
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
struct Collector<'a> {
    filter: &'a Filter,
    narrowed: u32,
    /// How many words a hit has that has all of them.
    words: u32,
    best: Best<'a>,
    tally: Tally,
}

/// What is wanted of all hits.
pub struct Wanted<'a> {
    pub filter: &'a Filter,
    pub order: &'a Order,
    /// How many of the best; where none are, only the number of all is asked for.
    pub keep: usize,
}

/// Collects all that answers.
///
/// # Errors
/// An incident when the index cannot be read.
pub fn collect(
    generation: &Generation,
    searcher: &Searcher,
    sought: &Sought,
    wanted: &Wanted,
) -> Result<Found, Incident> {
    let segments = searcher.segment_readers();
    let columns = segments.iter().map(|one| generation.columns.of(one));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let filter = wanted.filter;
    let mut collector = Collector {
        filter,
        narrowed: filter.narrowed(),
        words: sought.words(),
        best: Best::new(wanted.order, &columns, wanted.keep),
        tally: Tally::default(),
    };
    for ((ordinal, segment), columns) in (0..).zip(segments).zip(&columns) {
        let place = Place {
            ordinal,
            segment,
            columns,
            slates: &generation.slates,
        };
        let mut counted = Counted::new(filter, collector.narrowed, columns);
        sought.hits(place, |hit| collector.take(ordinal, &mut counted, hit))?;
        if !collector.best.keeps_none() {
            counted.tell(&mut collector.tally);
        }
    }
    Ok(Found {
        ranks: collector.best.finish(),
        tally: collector.tally,
    })
}

impl Collector<'_> {
    fn take(&mut self, ordinal: SegmentOrdinal, counted: &mut Counted, hit: Said) {
        let columns = counted.columns;
        if let Some(own) = self.filter.own_shop
            && columns.named(hit.doc).shop != own
        {
            return;
        }
        let failed = counted.failed(hit.doc);
        if self.best.keeps_none() {
            self.tally.total += u64::from(failed == 0);
            return;
        }
        counted.count(hit.doc, failed);
        self.tally.everywhere += u64::from(failed & !CATEGORY == 0);
        if failed == 0 {
            self.tally.total += 1;
            self.tally.whole += u64::from(hit.matched >= self.words);
            self.best.take(ordinal, hit);
        }
    }
}

/// The hits of one segment, counted by its own buckets.
struct Counted<'a> {
    filter: &'a Filter,
    columns: &'a Columns,
    narrowed: u32,
    /// Each bucket's facet, and the same where it is what was chosen of it; both empty where
    /// nothing is chosen.
    facets: Vec<u32>,
    chosen: Vec<u32>,
    /// Hits that fail nothing, and by the bit of each facet those that fail it alone.
    passed: FixedBitSet,
    nearly: FxHashMap<u32, FixedBitSet>,
}

impl<'a> Counted<'a> {
    fn new(filter: &'a Filter, narrowed: u32, columns: &'a Columns) -> Self {
        let (mut facets, mut chosen) = (Vec::new(), Vec::new());
        if narrowed != 0 {
            for bucket in &columns.buckets.known {
                let facet = filter.facet(*bucket);
                facets.push(facet);
                chosen.push(if filter.chose(*bucket) { facet } else { 0 });
            }
        }
        Self {
            filter,
            columns,
            narrowed,
            facets,
            chosen,
            passed: columns.no_listing(),
            nearly: FxHashMap::default(),
        }
    }

    /// Which facets a listing fails, a bit for each.
    fn failed(&self, doc: DocId) -> u32 {
        if self.narrowed == 0 {
            return 0;
        }
        let places = self.columns.buckets.places(doc);
        let ranges = self.filter.ranges_met(self.columns, doc);
        let met = places.fold(ranges, |met, place| met | self.chosen[place]);
        self.narrowed & !met
    }

    fn count(&mut self, doc: DocId, failed: u32) {
        if failed == 0 {
            self.passed.insert(doc as usize);
        } else if failed.is_power_of_two() {
            let empty = || self.columns.no_listing();
            let nearly = self.nearly.entry(failed).or_insert_with(empty);
            nearly.insert(doc as usize);
        }
    }

    fn tell(self, tally: &mut Tally) {
        let buckets = &self.columns.buckets;
        let mut counts = vec![0; buckets.known.len()];
        buckets.count(&self.passed, &mut counts, |_| true);
        for (facet, hits) in &self.nearly {
            buckets.count(hits, &mut counts, |place| self.facets[place] == *facet);
        }
        for (bucket, count) in buckets.known.iter().zip(counts) {
            if count > 0 {
                tally.add(*bucket, count);
            }
        }
    }
}
