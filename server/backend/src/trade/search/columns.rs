//! What a segment of the index says of its listings, laid out in memory.
//!
//! A broad query looks at tens of thousands of listings and counts each of them by a dozen
//! facets. Read from the index's files, every number would be unpacked and every key hashed
//! again for every query. A segment never changes, so that is done once, when it appears.

use super::{keys::number_of, lists::Lists};
use crate::failure::Incident;
use longtail::trade::search::{orders::bought, ranges::place};
use rustc_hash::FxHashMap;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock},
};
use tantivy::{
    DocId, Searcher, SearcherGeneration, SegmentReader, TantivyError, Warmer, columnar::Column,
    index::SegmentId,
};
use uuid::Uuid;

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

/// What orders and filters read of every hit: half a line of the processor's cache, so that
/// one read brings all of it.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub struct Row {
    pub price: i64,
    pub sold: u64,
    /// Microseconds since 1970.
    pub published: i64,
    /// By [`bought`].
    pub bought: f32,
    pub in_stock: bool,
}

const _: () = assert!(size_of::<Row>() == 32);

/// One segment's listings.
pub struct Columns {
    /// By listing.
    rows: Vec<Row>,
    ids: Vec<Uuid>,
    shops: Vec<u64>,
    /// Each kind of bucket that a listing of this segment is in.
    pub buckets: Vec<Bucket>,
    /// For each listing the places of its buckets.
    places: Lists<u32>,
    /// For each listing its numbers, by [`super::keys::number_key`].
    numbers: Lists<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Self, TantivyError> {
        let files = Files::open(segment)?;
        let (mut places, mut numbers) = (Lists::default(), Lists::default());
        let mut buckets = Distinct::default();
        let many = segment.max_doc() as usize;
        let (mut rows, mut ids) = (Vec::with_capacity(many), Vec::with_capacity(many));
        let mut shops = Vec::with_capacity(many);
        for doc in 0..segment.max_doc() {
            let row = files.row(doc);
            files.tell_buckets(doc, &row, |bucket| places.push(buckets.place(bucket)));
            files
                .numbers
                .values_for_doc(doc)
                .for_each(|key| numbers.push(key));
            places.end();
            numbers.end();
            rows.push(row);
            ids.push(files.id(doc));
            shops.push(files.shop(doc));
        }
        Ok(Self {
            rows,
            ids,
            shops,
            buckets: buckets.known,
            places,
            numbers,
        })
    }

    pub fn row(&self, doc: DocId) -> &Row {
        &self.rows[doc as usize]
    }

    pub fn id(&self, doc: DocId) -> Uuid {
        self.ids[doc as usize]
    }

    /// A listing's shop, by [`super::keys::shop_key`].
    pub fn shop(&self, doc: DocId) -> u64 {
        self.shops[doc as usize]
    }

    /// The places in [`Self::buckets`] that a listing has.
    pub fn places(&self, doc: DocId) -> &[u32] {
        self.places.of(doc)
    }

    /// A listing's categories, the topmost first.
    pub fn categories(&self, doc: DocId) -> impl DoubleEndedIterator<Item = u64> + '_ {
        let buckets = self
            .places(doc)
            .iter()
            .map(|place| self.buckets[*place as usize]);
        buckets.filter_map(|bucket| match bucket {
            Bucket::Category(key) => Some(key),
            _ => None,
        })
    }

    /// A listing's numbers: the bits of their definitions, and thousandths.
    pub fn numbers(&self, doc: DocId) -> impl Iterator<Item = (u64, i64)> + '_ {
        self.numbers.of(doc).iter().copied().map(number_of)
    }
}

/// Values in the order in which they were first met.
struct Distinct<T> {
    known: Vec<T>,
    places: FxHashMap<T, u32>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self {
            known: Vec::new(),
            places: FxHashMap::default(),
        }
    }
}

impl<T: Copy + Eq + Hash> Distinct<T> {
    fn place(&mut self, value: T) -> u32 {
        *self.places.entry(value).or_insert_with(|| {
            self.known.push(value);
            (self.known.len() - 1) as u32
        })
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

    fn row(&self, doc: DocId) -> Row {
        let sold = self.sold.first(doc).unwrap_or_default();
        Row {
            price: self.price.first(doc).unwrap_or_default(),
            sold,
            published: self.published.first(doc).unwrap_or_default(),
            bought: bought(sold),
            in_stock: self.in_stock.first(doc).unwrap_or_default(),
        }
    }

    fn id(&self, doc: DocId) -> Uuid {
        let half = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        Uuid::from_u64_pair(half(&self.id_high), half(&self.id_low))
    }

    fn shop(&self, doc: DocId) -> u64 {
        self.shop.first(doc).unwrap_or_default()
    }

    fn tell_buckets(&self, doc: DocId, row: &Row, mut tell: impl FnMut(Bucket)) {
        let says = |column: &Column<bool>| column.first(doc).unwrap_or_default();
        self.categories
            .values_for_doc(doc)
            .for_each(|key| tell(Bucket::Category(key)));
        tell(Bucket::Price(place(row.price)));
        tell(match says(&self.mall) {
            true => Bucket::Mall,
            false => Bucket::Bazaar,
        });
        if row.in_stock {
            tell(Bucket::InStock);
        }
        if says(&self.postage_free) {
            tell(Bucket::PostageFree);
        }
        tell(Bucket::Shop(self.shop(doc)));
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
