//! Where a hit stands in the order asked for.

use super::{columns::Columns, score::Said, standing::Standing};
use longtail::{
    id::ListingId,
    trade::search::{
        Relevant, Sort, Taste,
        orders::{NEW_DAYS, relevance, suits},
    },
};
use std::sync::Arc;
use tantivy::{DocId, SegmentOrdinal};
use uuid::Uuid;

const MICROS_A_DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Greater comes first. What is in stock stands before what is not; the id breaks ties, so
/// that pages neither repeat nor lose a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    in_stock: bool,
    by: i64,
    id: u128,
    /// What follows says why, and decides nothing.
    pub shop: u64,
    /// The last of its line of categories.
    pub category: u64,
    pub is_new: bool,
    /// What the words alone say, in thousandths.
    pub score_milli: i64,
    /// Where the index has it.
    pub segment: SegmentOrdinal,
    pub doc: DocId,
}

impl Rank {
    pub fn listing(&self) -> ListingId {
        ListingId(Uuid::from_u128(self.id))
    }

    /// The same with so many times the weight.
    pub fn times(&self, factor: f32) -> Self {
        Self {
            by: (self.by as f64 * f64::from(factor)) as i64,
            ..*self
        }
    }
}

/// An order with all that it goes by.
#[derive(Clone, Debug, Default)]
pub struct Order {
    pub sort: Sort,
    pub now_micros: i64,
    pub taste: Taste,
    pub standing: Arc<Standing>,
}

impl Order {
    /// What a hit is ordered by; more is better.
    fn by(&self, columns: &Columns, hit: &Said) -> i64 {
        let row = columns.row(hit.doc);
        let relevant = || Relevant {
            text_score: hit.score,
            bought: row.bought,
            age_days: self.age_days(row.published),
        };
        match self.sort {
            Sort::Relevance => thousandths(relevance(relevant())),
            Sort::Taste => {
                let shop = columns.shop(hit.doc);
                let meets = self.taste.meets(columns.categories(hit.doc), shop);
                thousandths(suits(relevant(), meets))
            }
            Sort::Sales => i64::try_from(row.sold).unwrap_or(i64::MAX),
            Sort::Reliability => {
                let kept = i64::from(self.standing.of(columns.shop(hit.doc)).score());
                kept * 1_000_000 + thousandths(relevance(relevant())).min(999_999)
            }
            Sort::Newness => row.published,
            Sort::PriceUp => -row.price,
            Sort::PriceDown => row.price,
        }
    }

    fn age_days(&self, published: i64) -> i64 {
        (self.now_micros - published).max(0) / MICROS_A_DAY
    }
}

fn thousandths(score: f32) -> i64 {
    (f64::from(score) * 1_000.0) as i64
}

/// Ranks that are put up with before the worst of them are let go, at least.
const SLACK: usize = 256;

/// The best of all hits, so many of them.
pub struct Best {
    keep: usize,
    ranks: Vec<Rank>,
    /// What a hit must reach, once there are more than enough.
    floor: Option<(bool, i64)>,
}

impl Best {
    pub fn new(keep: usize) -> Self {
        Self {
            keep,
            ranks: Vec::new(),
            floor: None,
        }
    }

    pub fn keeps_none(&self) -> bool {
        self.keep == 0
    }

    pub fn take(&mut self, order: &Order, segment: SegmentOrdinal, columns: &Columns, hit: &Said) {
        let row = columns.row(hit.doc);
        let by = order.by(columns, hit);
        if self.floor.is_some_and(|floor| (row.in_stock, by) < floor) {
            return;
        }
        self.ranks.push(Rank {
            in_stock: row.in_stock,
            by,
            id: columns.id(hit.doc).as_u128(),
            shop: columns.shop(hit.doc),
            category: columns.categories(hit.doc).next_back().unwrap_or_default(),
            is_new: order.age_days(row.published) <= NEW_DAYS,
            score_milli: thousandths(hit.score),
            segment,
            doc: hit.doc,
        });
        if self.ranks.len() >= self.keep.saturating_mul(2).max(SLACK) {
            self.cut();
            self.floor = self.ranks.last().map(|worst| (worst.in_stock, worst.by));
        }
    }

    /// Lets go of all but the best; the worst of those is last.
    fn cut(&mut self) {
        if self.ranks.len() > self.keep {
            if let Some(last) = self.keep.checked_sub(1) {
                self.ranks.select_nth_unstable_by(last, |a, b| b.cmp(a));
            }
            self.ranks.truncate(self.keep);
        }
    }

    /// Best first.
    pub fn finish(mut self) -> Vec<Rank> {
        self.cut();
        self.ranks.sort_unstable_by(|a, b| b.cmp(a));
        self.ranks
    }
}
