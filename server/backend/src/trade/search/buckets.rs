//! What the listings of a segment are counted by.
//!
//! A listing is in a dozen buckets. Some hold a large part of all listings, most hold few. Who
//! is in a common bucket is kept as a set of bits too: so many hits are counted sixty-four at
//! a time, and only the rare buckets have to be looked up for each of them.

use super::lists::Lists;
use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;
use tantivy::DocId;

/// A bucket is common when at least one listing in so many is in it.
const COMMON: usize = 64;
/// Above one hit among so many listings, hits are counted by sets.
const MANY_HITS: usize = 16;

/// What listings are counted by: one value of one facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// By [`super::tree::category_key`].
    Category(u64),
    /// Between two steps of the ladder of prices.
    Price(usize),
    Mall,
    Bazaar,
    InStock,
    PostageFree,
    /// By [`super::keys::shop_key`].
    Shop(u64),
    /// By [`super::keys::choice_key`].
    Choice(u64),
    /// Between two steps of a definition's ladder.
    Number {
        definition: u64,
        step: usize,
    },
}

/// The buckets of one segment.
#[derive(Default)]
pub struct Buckets {
    /// Each that a listing is in; its index is its place.
    pub known: Vec<Bucket>,
    /// For each listing the places of its common buckets, and of its rare ones.
    common: Lists<u32>,
    rare: Lists<u32>,
    /// Who is in each common bucket.
    members: Vec<(usize, FixedBitSet)>,
}

impl Buckets {
    /// The places in [`Self::known`] that a listing has.
    pub fn places(&self, doc: DocId) -> impl Iterator<Item = usize> + '_ {
        let places = self.common.of(doc).iter().chain(self.rare.of(doc));
        places.map(|place| *place as usize)
    }

    pub fn of(&self, doc: DocId) -> impl Iterator<Item = Bucket> + '_ {
        self.places(doc).map(|place| self.known[place])
    }

    /// Adds how many of the hits are in each bucket that counts, by its place.
    pub fn count(
        &self,
        hits: &FixedBitSet,
        counts: &mut [u32],
        is_counted: impl Fn(usize) -> bool,
    ) {
        let mut add = |places: &[u32]| {
            for place in places.iter().map(|place| *place as usize) {
                counts[place] += u32::from(is_counted(place));
            }
        };
        let is_many = hits.count_ones(..) * MANY_HITS > hits.len();
        for doc in hits.ones() {
            add(self.rare.of(doc as DocId));
            if !is_many {
                add(self.common.of(doc as DocId));
            }
        }
        if is_many {
            for (place, members) in &self.members {
                if is_counted(*place) {
                    counts[*place] += members.intersection_count(hits) as u32;
                }
            }
        }
    }
}

/// Takes in the buckets of one listing after another.
#[derive(Default)]
pub struct BucketsWriter {
    known: Vec<Bucket>,
    places: FxHashMap<Bucket, u32>,
    lists: Lists<u32>,
    /// How many listings are in each bucket, by its place.
    sizes: Vec<usize>,
}

impl BucketsWriter {
    /// Puts the listing that is being written into a bucket, once.
    pub fn push(&mut self, bucket: Bucket) {
        let place = *self.places.entry(bucket).or_insert_with(|| {
            self.known.push(bucket);
            self.sizes.push(0);
            (self.known.len() - 1) as u32
        });
        if !self.lists.open().contains(&place) {
            self.sizes[place as usize] += 1;
            self.lists.push(place);
        }
    }

    /// Ends a listing, and begins the next.
    pub fn end(&mut self) {
        self.lists.end();
    }

    pub fn finish(self) -> Buckets {
        let listings = self.lists.len();
        let is_common = |place: u32| self.sizes[place as usize] * COMMON >= listings;
        let (mut common, mut rare) = (Lists::default(), Lists::default());
        let mut members: FxHashMap<usize, FixedBitSet> = FxHashMap::default();
        for doc in 0..listings as DocId {
            for place in self.lists.of(doc) {
                if is_common(*place) {
                    let empty = || FixedBitSet::with_capacity(listings);
                    members
                        .entry(*place as usize)
                        .or_insert_with(empty)
                        .insert(doc as usize);
                    common.push(*place);
                } else {
                    rare.push(*place);
                }
            }
            common.end();
            rare.end();
        }
        Buckets {
            known: self.known,
            common,
            rare,
            members: members.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every third of a thousand listings is in stock, each has one of two hundred shops,
    /// which is told twice.
    fn buckets() -> Buckets {
        let mut buckets = BucketsWriter::default();
        for doc in 0..1_000 {
            if doc % 3 == 0 {
                buckets.push(Bucket::InStock);
            }
            buckets.push(Bucket::Shop(doc % 200));
            buckets.push(Bucket::Shop(doc % 200));
            buckets.end();
        }
        buckets.finish()
    }

    #[test]
    fn few_and_many_hits_are_counted_alike() {
        let buckets = buckets();
        for hits in [3, 30, 300, 1_000] {
            let docs = (0..1_000).filter(|doc| doc * hits % 1_000 < hits);
            let hits: FixedBitSet = docs.chain([999]).collect();
            let mut counts = vec![0; buckets.known.len()];
            buckets.count(&hits, &mut counts, |_| true);
            for (place, bucket) in buckets.known.iter().enumerate() {
                let is_in = |doc: &usize| buckets.of(*doc as DocId).any(|of| of == *bucket);
                assert_eq!(counts[place] as usize, hits.ones().filter(is_in).count());
            }
        }
    }

    #[test]
    fn a_listing_has_its_buckets() {
        let of = |doc| buckets().of(doc).collect::<Vec<_>>();
        assert_eq!(of(0), [Bucket::InStock, Bucket::Shop(0)]);
        assert_eq!(of(401), [Bucket::Shop(1)]);
    }
}
