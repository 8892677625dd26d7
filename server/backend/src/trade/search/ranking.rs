//! Collects hits in the order asked for, counts them, and counts their categories.

use longtail::{
    id::ListingId,
    trade::search::{Sort, relevance},
};
use std::collections::HashMap;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
};
use uuid::Uuid;

const MICROS_A_DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Greater comes first. What is in stock stands before what is not; the id breaks ties, so
/// that pages neither repeat nor lose a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    in_stock: bool,
    by: i64,
    id: u128,
}

/// The best hits of a query and how many there are.
#[derive(Debug, Default)]
pub struct Found {
    /// Best first.
    pub ids: Vec<ListingId>,
    pub total: u64,
}

/// Keeps the first `keep` hits in an order.
pub struct Ranked {
    pub sort: Sort,
    pub keep: usize,
    pub now_micros: i64,
}

pub struct RankedSegment {
    sort: Sort,
    keep: usize,
    now_micros: i64,
    columns: Columns,
    ranks: Vec<Rank>,
    total: u64,
}

struct Columns {
    id_high: Column<u64>,
    id_low: Column<u64>,
    price: Column<i64>,
    sold: Column<u64>,
    published: Column<i64>,
    in_stock: Column<bool>,
}

/// Keeps the greatest ranks only; cheap, because it sorts what it keeps alone.
fn cut_to(ranks: &mut Vec<Rank>, keep: usize) {
    if ranks.len() > keep {
        if keep > 0 {
            ranks.select_nth_unstable_by(keep - 1, |a, b| b.cmp(a));
        }
        ranks.truncate(keep);
    }
}

impl Collector for Ranked {
    type Fruit = Found;
    type Child = RankedSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<RankedSegment> {
        let fast = segment.fast_fields();
        Ok(RankedSegment {
            sort: self.sort,
            keep: self.keep,
            now_micros: self.now_micros,
            columns: Columns {
                id_high: fast.u64("id_high")?,
                id_low: fast.u64("id_low")?,
                price: fast.i64("price")?,
                sold: fast.u64("sold")?,
                published: fast.i64("published")?,
                in_stock: fast.bool("in_stock")?,
            },
            ranks: Vec::new(),
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<(Vec<Rank>, u64)>) -> tantivy::Result<Found> {
        let total = segments.iter().map(|(_, total)| total).sum();
        let mut ranks: Vec<Rank> = segments.into_iter().flat_map(|(ranks, _)| ranks).collect();
        cut_to(&mut ranks, self.keep);
        ranks.sort_unstable_by(|a, b| b.cmp(a));
        let ids = ranks
            .into_iter()
            .map(|rank| ListingId(Uuid::from_u128(rank.id)))
            .collect();
        Ok(Found { ids, total })
    }
}

impl SegmentCollector for RankedSegment {
    type Fruit = (Vec<Rank>, u64);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let of = &self.columns;
        let sold = || of.sold.first(doc).unwrap_or_default();
        let published = || of.published.first(doc).unwrap_or_default();
        let price = || of.price.first(doc).unwrap_or_default();
        let by = match self.sort {
            Sort::Relevance => {
                let age_days = (self.now_micros - published()).max(0) / MICROS_A_DAY;
                (f64::from(relevance(score, sold(), age_days)) * 1_000.0) as i64
            }
            Sort::Sales => i64::try_from(sold()).unwrap_or(i64::MAX),
            Sort::Newness => published(),
            Sort::PriceUp => -price(),
            Sort::PriceDown => price(),
        };
        let (high, low) = (of.id_high.first(doc), of.id_low.first(doc));
        let id = Uuid::from_u64_pair(high.unwrap_or_default(), low.unwrap_or_default());
        self.ranks.push(Rank {
            in_stock: of.in_stock.first(doc).unwrap_or_default(),
            by,
            id: id.as_u128(),
        });
        // now and then, so that a broad query does not fill the memory
        if self.ranks.len() >= self.keep.saturating_mul(4).max(4_096) {
            cut_to(&mut self.ranks, self.keep);
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        cut_to(&mut self.ranks, self.keep);
        (self.ranks, self.total)
    }
}

/// Counts hits by category, ancestors included, and all of them.
pub struct CategoryCounts;

pub struct CategoryCountsSegment {
    categories: Column<u64>,
    counts: HashMap<u64, u64>,
    total: u64,
}

impl Collector for CategoryCounts {
    /// By [`super::tree::category_key`], and the number of hits.
    type Fruit = (HashMap<u64, u64>, u64);
    type Child = CategoryCountsSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<CategoryCountsSegment> {
        Ok(CategoryCountsSegment {
            categories: segment.fast_fields().u64("categories")?,
            counts: HashMap::new(),
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut all = HashMap::new();
        let mut total = 0;
        for (counts, of_segment) in segments {
            total += of_segment;
            for (key, count) in counts {
                *all.entry(key).or_default() += count;
            }
        }
        Ok((all, total))
    }
}

impl SegmentCollector for CategoryCountsSegment {
    type Fruit = (HashMap<u64, u64>, u64);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        for key in self.categories.values_for_doc(doc) {
            *self.counts.entry(key).or_default() += 1;
        }
    }

    fn harvest(self) -> Self::Fruit {
        (self.counts, self.total)
    }
}
