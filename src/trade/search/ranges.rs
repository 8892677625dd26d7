//! Ranges of prices and measures, drawn from what a list holds: round bounds, and about as
//! much in each.

use serde::{Deserialize, Serialize};

/// Ranges offered at most.
const MOST_RANGES: usize = 5;
/// Steps of the ladder.
pub const STEPS: usize = 3 * 13;

/// Counts between the ladder's steps; the last is for what lies above all.
pub type Histogram = [u32; STEPS + 1];

/// From a number on and below another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CountedRange {
    pub from: Option<i64>,
    /// The first number that is outside.
    pub to: Option<i64>,
    pub count: u64,
}

/// The ladder's steps: 1, 2, 5, 10, 20, 50, …
pub fn step(at: usize) -> i64 {
    let ten = u32::try_from(at / 3).unwrap_or_default();
    [1, 2, 5][at % 3] * 10_i64.pow(ten)
}

/// Where a number belongs in a [`Histogram`]: how many steps are at it or below.
pub fn place(number: i64) -> usize {
    let (mut low, mut high) = (0, STEPS);
    while low < high {
        let middle = usize::midpoint(low, high);
        if step(middle) <= number {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Up to five ranges that hold all that was counted; none where there would be one only.
pub fn ranges(counts: &Histogram) -> Vec<CountedRange> {
    let mut ranges: Vec<CountedRange> = Vec::new();
    for (at, count) in counts.iter().enumerate() {
        if *count > 0 {
            ranges.push(CountedRange {
                from: at.checked_sub(1).map(step),
                to: (at < STEPS).then(|| step(at)),
                count: u64::from(*count),
            });
        }
    }
    while ranges.len() > MOST_RANGES {
        let smallest = (0..ranges.len() - 1)
            .min_by_key(|at| ranges[*at].count + ranges[at + 1].count)
            .unwrap_or_default();
        let next = ranges.remove(smallest + 1);
        ranges[smallest].to = next.to;
        ranges[smallest].count += next.count;
    }
    // no gap between neighbours, and no bound where there is nothing beyond
    for at in 1..ranges.len() {
        ranges[at].from = ranges[at - 1].to;
    }
    if ranges.len() < 2 {
        return Vec::new();
    }
    if let Some(first) = ranges.first_mut() {
        first.from = None;
    }
    if let Some(last) = ranges.last_mut() {
        last.to = None;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(numbers: &[i64]) -> Vec<CountedRange> {
        let mut counts = [0; STEPS + 1];
        for number in numbers {
            counts[place(*number)] += 1;
        }
        ranges(&counts)
    }

    #[test]
    fn ranges_are_round() {
        let range = |from, to, count| CountedRange { from, to, count };
        assert_eq!(
            drawn(&[990, 1_200, 1_999, 2_000, 6_000]),
            [
                range(None, Some(1_000), 1),
                range(Some(1_000), Some(2_000), 2),
                range(Some(2_000), Some(5_000), 1),
                range(Some(5_000), None, 1),
            ]
        );
        assert!(drawn(&[1_000, 1_500]).is_empty(), "one range says nothing");
        assert_eq!(
            [step(0), step(1), step(2), step(3), step(7)],
            [1, 2, 5, 10, 200]
        );
    }

    proptest! {
        #[test]
        fn everything_is_in_exactly_one(numbers in prop::collection::vec(-50_i64..10_000_000, 0..60)) {
            let ranges = drawn(&numbers);
            prop_assert!(ranges.len() <= MOST_RANGES);
            for range in &ranges {
                let inside = |n: &&i64| range.from.is_none_or(|from| **n >= from) && range.to.is_none_or(|to| **n < to);
                prop_assert_eq!(numbers.iter().filter(inside).count() as u64, range.count);
            }
        }
    }
}
