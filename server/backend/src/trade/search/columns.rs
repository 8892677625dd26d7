//! The numbers that a segment of the index keeps for each listing.

use crate::failure::Incident;
use tantivy::{DocId, SegmentOrdinal, SegmentReader, columnar::Column};
use uuid::Uuid;

pub struct Columns {
    /// Which segment these are of.
    pub segment: SegmentOrdinal,
    id_high: Column<u64>,
    id_low: Column<u64>,
    price: Column<i64>,
    sold: Column<u64>,
    published: Column<i64>,
    in_stock: Column<bool>,
    mall: Column<bool>,
    postage_free: Column<bool>,
    shop: Column<u64>,
    pub categories: Column<u64>,
    pub choices: Column<u64>,
    pub numbers: Column<u64>,
}

impl Columns {
    pub fn open(ordinal: usize, segment: &SegmentReader) -> Result<Self, Incident> {
        let fast = segment.fast_fields();
        Ok(Self {
            segment: SegmentOrdinal::try_from(ordinal).unwrap_or_default(),
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

    pub fn id(&self, doc: DocId) -> Uuid {
        let half = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        Uuid::from_u64_pair(half(&self.id_high), half(&self.id_low))
    }

    pub fn price(&self, doc: DocId) -> i64 {
        self.price.first(doc).unwrap_or_default()
    }

    pub fn sold(&self, doc: DocId) -> u64 {
        self.sold.first(doc).unwrap_or_default()
    }

    /// Microseconds since 1970.
    pub fn published(&self, doc: DocId) -> i64 {
        self.published.first(doc).unwrap_or_default()
    }

    pub fn in_stock(&self, doc: DocId) -> bool {
        self.in_stock.first(doc).unwrap_or_default()
    }

    pub fn mall(&self, doc: DocId) -> bool {
        self.mall.first(doc).unwrap_or_default()
    }

    pub fn postage_free(&self, doc: DocId) -> bool {
        self.postage_free.first(doc).unwrap_or_default()
    }

    pub fn shop(&self, doc: DocId) -> u64 {
        self.shop.first(doc).unwrap_or_default()
    }
}
