//! What a segment of the index says of its listings, laid out in memory.
//!
//! A broad query looks at tens of thousands of listings and counts each of them by a dozen
//! facets. Read from the index's files, every number would be unpacked and every key hashed
//! again for every query. A segment never changes, so that is done once, when it appears.

use super::{
    buckets::{Bucket, Buckets, BucketsWriter},
    keys::number_of,
    lists::Lists,
};
use crate::failure::Incident;
use fixedbitset::FixedBitSet;
use longtail::trade::search::{orders::bought, ranges::place};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use tantivy::{
    DocId, Searcher, SearcherGeneration, SegmentReader, TantivyError, Warmer, columnar::Column,
    index::SegmentId,
};
use uuid::Uuid;

/// Who a listing is: what the best hits are told by. It lies in half a line of the processor's
/// cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub struct Named {
    pub id: u128,
    /// By [`super::keys::shop_key`].
    pub shop: u64,
    /// The last of its line of categories, by [`super::tree::category_key`].
    pub category: u64,
}

const _: () = assert!(size_of::<Named>() == 32);

/// One segment's listings, a column for each thing that is read of them: an order goes by two
/// or three.
#[derive(Default)]
pub struct Columns {
    prices: Vec<i64>,
    sold: Vec<u32>,
    /// By [`bought`].
    bought: Vec<f32>,
    /// Seconds since 1970.
    published: Vec<u32>,
    in_stock: FixedBitSet,
    named: Vec<Named>,
    pub buckets: Buckets,
    /// For each listing its numbers, by [`super::keys::number_key`].
    numbers: Lists<u64>,
    /// The largest of [`Self::bought`].
    pub most_bought: f32,
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Self, TantivyError> {
        let files = Files::open(segment)?;
        let many = segment.max_doc() as usize;
        let mut buckets = BucketsWriter::default();
        let mut columns = Self {
            prices: Vec::with_capacity(many),
            sold: Vec::with_capacity(many),
            bought: Vec::with_capacity(many),
            published: Vec::with_capacity(many),
            in_stock: FixedBitSet::with_capacity(many),
            named: Vec::with_capacity(many),
            ..Self::default()
        };
        for doc in 0..segment.max_doc() {
            let sold = files.sold.first(doc).unwrap_or_default();
            columns
                .prices
                .push(files.price.first(doc).unwrap_or_default());
            columns.sold.push(u32::try_from(sold).unwrap_or(u32::MAX));
            columns.bought.push(bought(sold));
            columns.published.push(files.published_seconds(doc));
            columns.in_stock.set(doc as usize, files.is_in_stock(doc));
            columns.named.push(files.named(doc));
            files.tell_buckets(doc, |bucket| buckets.push(bucket));
            buckets.end();
            let numbers = files.numbers.values_for_doc(doc);
            numbers.for_each(|key| columns.numbers.push(key));
            columns.numbers.end();
        }
        columns.most_bought = columns.bought.iter().copied().fold(0.0, f32::max);
        columns.buckets = buckets.finish();
        Ok(columns)
    }

    /// A set with room for every listing.
    pub fn no_listing(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.named.len())
    }

    pub fn price(&self, doc: DocId) -> i64 {
        self.prices[doc as usize]
    }

    pub fn sold(&self, doc: DocId) -> u32 {
        self.sold[doc as usize]
    }

    /// By [`bought`].
    pub fn bought(&self, doc: DocId) -> f32 {
        self.bought[doc as usize]
    }

    /// Seconds since 1970.
    pub fn published(&self, doc: DocId) -> u32 {
        self.published[doc as usize]
    }

    pub fn is_in_stock(&self, doc: DocId) -> bool {
        self.in_stock.contains(doc as usize)
    }

    pub fn named(&self, doc: DocId) -> &Named {
        &self.named[doc as usize]
    }

    /// A listing's whole line of categories.
    pub fn categories(&self, doc: DocId) -> impl Iterator<Item = u64> + '_ {
        self.buckets.of(doc).filter_map(|bucket| match bucket {
            Bucket::Category(key) => Some(key),
            _ => None,
        })
    }

    /// A listing's numbers: the bits of their definitions, and thousandths.
    pub fn numbers(&self, doc: DocId) -> impl Iterator<Item = (u64, i64)> + '_ {
        self.numbers.of(doc).iter().copied().map(number_of)
    }
}

/// The same as the index's files have it.
struct Files {
    id_high: Column<u64>,
    id_low: Column<u64>,
    price: Column<i64>,
    sold: Column<u64>,
    published: Column<i64>,
    in_stock: Column<bool>,
    mall: Column<bool>,
    postage_free: Column<bool>,
    shop: Column<u64>,
    categories: Column<u64>,
    choices: Column<u64>,
    numbers: Column<u64>,
}

impl Files {
    fn open(segment: &SegmentReader) -> Result<Self, TantivyError> {
        let fast = segment.fast_fields();
        Ok(Self {
            id_high: fast.u64("id_high")?,
            id_low: fast.u64("id_low")?,
            price: fast.i64("price")?,
            sold: fast.u64("sold")?,
            published: fast.i64("published")?,
            in_stock: fast.bool("in_stock")?,
            mall: fast.bool("mall")?,
            postage_free: fast.bool("postage_free")?,
            shop: fast.u64("shop")?,
            categories: fast.u64("categories")?,
            choices: fast.u64("choices")?,
            numbers: fast.u64("numbers")?,
        })
    }

    fn published_seconds(&self, doc: DocId) -> u32 {
        let micros = self.published.first(doc).unwrap_or_default();
        (micros / 1_000_000).clamp(0, i64::from(u32::MAX)) as u32
    }

    fn is_in_stock(&self, doc: DocId) -> bool {
        self.in_stock.first(doc).unwrap_or_default()
    }

    fn named(&self, doc: DocId) -> Named {
        let half = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        let id = Uuid::from_u64_pair(half(&self.id_high), half(&self.id_low));
        Named {
            id: id.as_u128(),
            shop: half(&self.shop),
            category: self
                .categories
                .values_for_doc(doc)
                .last()
                .unwrap_or_default(),
        }
    }

    fn tell_buckets(&self, doc: DocId, mut tell: impl FnMut(Bucket)) {
        let says = |column: &Column<bool>| column.first(doc).unwrap_or_default();
        self.categories
            .values_for_doc(doc)
            .for_each(|key| tell(Bucket::Category(key)));
        tell(Bucket::Price(place(
            self.price.first(doc).unwrap_or_default(),
        )));
        tell(match says(&self.mall) {
            true => Bucket::Mall,
            false => Bucket::Bazaar,
        });
        if self.is_in_stock(doc) {
            tell(Bucket::InStock);
        }
        if says(&self.postage_free) {
            tell(Bucket::PostageFree);
        }
        tell(Bucket::Shop(self.shop.first(doc).unwrap_or_default()));
        self.choices
            .values_for_doc(doc)
            .for_each(|key| tell(Bucket::Choice(key)));
        for (definition, number) in self.numbers.values_for_doc(doc).map(number_of) {
            tell(Bucket::Number {
                definition,
                step: place(number),
            });
        }
    }
}

/// The columns of every segment that is searched.
#[derive(Default)]
pub struct KnownColumns(RwLock<HashMap<SegmentId, Arc<Columns>>>);

impl KnownColumns {
    /// A segment's columns.
    ///
    /// # Errors
    /// An incident when the index cannot be read.
    pub fn of(&self, segment: &SegmentReader) -> Result<Arc<Columns>, Incident> {
        Ok(self.known_or_read(segment)?)
    }

    fn known_or_read(&self, segment: &SegmentReader) -> Result<Arc<Columns>, TantivyError> {
        let id = segment.segment_id();
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(columns) = known.get(&id) {
            return Ok(columns.clone());
        }
        drop(known);
        let columns = Arc::new(Columns::open(segment)?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(id, columns.clone());
        Ok(columns)
    }
}

/// New segments are read before searches meet them, and forgotten with the last search.
impl Warmer for KnownColumns {
    fn warm(&self, searcher: &Searcher) -> tantivy::Result<()> {
        for segment in searcher.segment_readers() {
            self.known_or_read(segment)?;
        }
        Ok(())
    }

    fn garbage_collect(&self, live: &[&SearcherGeneration]) {
        let is_live = |id: &SegmentId| live.iter().any(|one| one.segments().contains_key(id));
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.retain(|id, _| is_live(id));
    }
}
