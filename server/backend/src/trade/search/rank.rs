//! Where a hit stands in the order asked for.

use super::{columns::Columns, standing::Standing};
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
    pub fn rank(&self, columns: &Columns, doc: DocId, score: f32) -> Rank {
        let published = columns.published(doc);
        let age_days = (self.now_micros - published).max(0) / MICROS_A_DAY;
        let relevant = || Relevant {
            text_score: score,
            sold_count: columns.sold(doc),
            age_days,
        };
        let shop = columns.shop(doc);
        let by = match self.sort {
            Sort::Relevance => thousandths(relevance(relevant())),
            Sort::Taste => {
                let meets = self
                    .taste
                    .meets(columns.categories.values_for_doc(doc), shop);
                thousandths(suits(relevant(), meets))
            }
            Sort::Sales => i64::try_from(columns.sold(doc)).unwrap_or(i64::MAX),
            Sort::Reliability => {
                let kept = i64::from(self.standing.of(shop).score());
                kept * 1_000_000 + thousandths(relevance(relevant())).min(999_999)
            }
            Sort::Newness => published,
            Sort::PriceUp => -columns.price(doc),
            Sort::PriceDown => columns.price(doc),
        };
        Rank {
            in_stock: columns.in_stock(doc),
            by,
            id: columns.id(doc).as_u128(),
            shop,
            category: columns
                .categories
                .values_for_doc(doc)
                .last()
                .unwrap_or_default(),
            is_new: age_days <= NEW_DAYS,
            score_milli: thousandths(score),
            segment: columns.segment,
            doc,
        }
    }
}

fn thousandths(score: f32) -> i64 {
    (f64::from(score) * 1_000.0) as i64
}

/// Keeps the greatest ranks only; cheap, because it sorts what it keeps alone.
pub fn cut_to(ranks: &mut Vec<Rank>, keep: usize) {
    if ranks.len() > keep {
        if keep > 0 {
            ranks.select_nth_unstable_by(keep - 1, |a, b| b.cmp(a));
        }
        ranks.truncate(keep);
    }
}
