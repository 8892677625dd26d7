//! Where a hit stands in the order asked for.

use super::{columns::Columns, score::Said, standing::Standing};
use longtail::{
    id::ListingId,
    trade::search::{
        Relevant, Sort, Taste,
        orders::{NEW_DAYS, relevance, suits},
    },
};
use std::{cmp::Ordering, sync::Arc};
use tantivy::{DocId, SegmentOrdinal};
use uuid::Uuid;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

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
    /// Seconds since 1970.
    pub now: i64,
    pub taste: Taste,
    pub standing: Arc<Standing>,
}

impl Order {
    /// What a hit is ordered by; more is better.
    fn by(&self, columns: &Columns, hit: &Said) -> i64 {
        let doc = hit.doc;
        let relevant = || Relevant {
            text_score: hit.score,
            bought: columns.bought(doc),
            age_days: self.age_days(columns.published(doc)),
        };
        match self.sort {
            Sort::Relevance => thousandths(relevance(relevant())),
            Sort::Taste => {
                let shop = columns.named(doc).shop;
                let meets = self.taste.meets(columns.categories(doc), shop);
                thousandths(suits(relevant(), meets))
            }
            Sort::Sales => i64::from(columns.sold(doc)),
            Sort::Reliability => {
                let kept = i64::from(self.standing.of(columns.named(doc).shop).score());
                kept * 1_000_000 + thousandths(relevance(relevant())).min(999_999)
            }
            Sort::Newness => i64::from(columns.published(doc)),
            Sort::PriceUp => -columns.price(doc),
            Sort::PriceDown => columns.price(doc),
        }
    }

    /// What no hit of a segment with such a score is above; `None` where it goes by what
    /// every listing has of its own.
    fn at_most(&self, columns: &Columns, score: f32) -> Option<i64> {
        let best = Relevant {
            text_score: score,
            bought: columns.most_bought,
            age_days: 0,
        };
        (self.sort == Sort::Relevance).then(|| thousandths(relevance(best)))
    }

    fn age_days(&self, published: u32) -> i64 {
        (self.now - i64::from(published)).max(0) / SECONDS_A_DAY
    }
}

fn thousandths(score: f32) -> i64 {
    (f64::from(score) * 1_000.0) as i64
}

/// Hits that are put up with before the worst of them are let go, at least.
const SLACK: usize = 256;

/// The best of all hits, so many of them.
pub struct Best<'a> {
    order: &'a Order,
    columns: &'a [Arc<Columns>],
    keep: usize,
    candidates: Vec<Candidate>,
    /// What a hit must reach, once there are more than enough.
    floor: Option<(bool, i64)>,
}

/// What decides a hit's place; of those that are alike, their ids do.
struct Candidate {
    in_stock: bool,
    by: i64,
    segment: SegmentOrdinal,
    hit: Said,
}

impl<'a> Best<'a> {
    pub fn new(order: &'a Order, columns: &'a [Arc<Columns>], keep: usize) -> Self {
        Self {
            order,
            columns,
            keep,
            candidates: Vec::new(),
            floor: None,
        }
    }

    pub fn keeps_none(&self) -> bool {
        self.keep == 0
    }

    pub fn take(&mut self, segment: SegmentOrdinal, hit: Said) {
        let columns = &*self.columns[segment as usize];
        // a weak hit is let go before anything of its listing is read
        let at_most = self.order.at_most(columns, hit.score);
        if let (Some(floor), Some(at_most)) = (self.floor, at_most)
            && (true, at_most) < floor
        {
            return;
        }
        let in_stock = columns.is_in_stock(hit.doc);
        let by = self.order.by(columns, &hit);
        if self.floor.is_some_and(|floor| (in_stock, by) < floor) {
            return;
        }
        self.candidates.push(Candidate {
            in_stock,
            by,
            segment,
            hit,
        });
        if self.candidates.len() >= self.keep.saturating_mul(2).max(SLACK) {
            self.cut();
            let worst = self.candidates.last();
            self.floor = worst.map(|worst| (worst.in_stock, worst.by));
        }
    }

    /// Lets go of all but the best; the worst of those is last.
    fn cut(&mut self) {
        if self.candidates.len() <= self.keep {
            return;
        }
        if let Some(last) = self.keep.checked_sub(1) {
            let columns = self.columns;
            let best_first = |a: &Candidate, b: &Candidate| b.cmp_in(a, columns);
            self.candidates.select_nth_unstable_by(last, best_first);
        }
        self.candidates.truncate(self.keep);
    }

    /// Best first.
    pub fn finish(mut self) -> Vec<Rank> {
        self.cut();
        let candidates = self.candidates.iter();
        let mut ranks: Vec<Rank> = candidates.map(|one| one.rank(&self)).collect();
        ranks.sort_unstable_by(|a, b| b.cmp(a));
        ranks
    }
}

impl Candidate {
    fn cmp_in(&self, other: &Self, columns: &[Arc<Columns>]) -> Ordering {
        let id = |of: &Self| columns[of.segment as usize].named(of.hit.doc).id;
        let key = |of: &Self| (of.in_stock, of.by);
        key(self)
            .cmp(&key(other))
            .then_with(|| id(self).cmp(&id(other)))
    }

    fn rank(&self, best: &Best) -> Rank {
        let columns = &*best.columns[self.segment as usize];
        let named = columns.named(self.hit.doc);
        Rank {
            in_stock: self.in_stock,
            by: self.by,
            id: named.id,
            shop: named.shop,
            category: named.category,
            is_new: best.order.age_days(columns.published(self.hit.doc)) <= NEW_DAYS,
            score_milli: thousandths(self.hit.score),
            segment: self.segment,
            doc: self.hit.doc,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::trial::{Asking, Trial, TrialGoods},
        *,
    };
    use std::cmp::Reverse;
    use strum::VariantArray;

    const MANY: u128 = 3_000;

    /// Alike in all but their price, which five have each, how many were sold, and how many
    /// words stand beside the one that is sought; the later half sold little.
    fn tea(id: u128) -> TrialGoods {
        let title = ["Tea", "Tea of the far hills in a tin with a lid"][(id % 2) as usize];
        let sold = [0, 1_000, 10][(id % 3) as usize];
        TrialGoods {
            id,
            title_en: title.to_owned(),
            price_minor: 100 + i64::try_from(id % (MANY / 5)).expect("small"),
            sold: if id < MANY / 2 { sold } else { sold / 10 },
            age_days: 365,
            ..TrialGoods::default()
        }
    }

    fn best(sort: Sort, keep: usize) -> Vec<u128> {
        let trial = Trial::new(None).expect("an index");
        for half in [0..MANY / 2, MANY / 2..MANY] {
            trial.fill(half.map(tea)).expect("filled");
        }
        let asking = Asking {
            query: "tea".to_owned(),
            sort,
            ..Asking::default()
        };
        let ranks = trial.best(&asking, keep).expect("an answer").found.ranks;
        ranks.iter().map(|rank| rank.id).collect()
    }

    fn in_order<K: Ord>(key: impl Fn(&TrialGoods) -> K) -> Vec<u128> {
        let mut goods: Vec<TrialGoods> = (0..MANY).map(tea).collect();
        goods.sort_by_key(|one| (key(one), Reverse(one.id)));
        goods.into_iter().map(|one| one.id).collect()
    }

    #[test]
    fn what_is_alike_goes_by_its_id() {
        for (sort, all) in [
            (Sort::PriceUp, in_order(|one| one.price_minor)),
            (Sort::PriceDown, in_order(|one| Reverse(one.price_minor))),
            (Sort::Sales, in_order(|one| Reverse(one.sold))),
        ] {
            assert_eq!(best(sort, MANY as usize), all, "by {}", sort.key());
        }
    }

    #[test]
    fn the_few_that_are_kept_are_the_best_of_all() {
        for sort in Sort::VARIANTS {
            let (few, all) = (best(*sort, 300), best(*sort, MANY as usize));
            assert_eq!((few.len(), all.len()), (300, MANY as usize));
            assert_eq!(few, all[..300], "by {}", sort.key());
        }
    }
}
