//! `longtail bench search-quality`: how often a shopper's words find the goods they mean, and
//! how far up the list.
//!
//! Two trials, both asked of the index and the ranking that the market uses: other people's
//! labelled pairs (one shop's title as the query, another shop's catalogue), and queries of
//! our own for the demo market, graded by hand. docs/BENCHMARKS.md says how to read them.

mod demo;
mod pairs;

use super::{Report, Sample, Trouble, rounded};
use clap::{Args, ValueEnum};
use pairs::{Figures, Pairs};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// Measures how well goods are found.
#[derive(Args)]
pub struct SearchQuality {
    /// Where the labelled pairs lie.
    #[arg(long, default_value = "../shared/data/entity-resolution")]
    data: PathBuf,
    /// Which part of the pairs is asked. Only train and valid may be tuned by.
    #[arg(long, value_enum, default_value_t = Split::Test)]
    split: Split,
    /// Which goods are searched.
    #[arg(long, value_enum, default_value_t = Catalogue::Split)]
    catalogue: Catalogue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Split {
    Train,
    Valid,
    Test,
}

impl Split {
    const ALL: [Self; 3] = [Self::Train, Self::Valid, Self::Test];

    fn file(self) -> &'static str {
        match self {
            Self::Train => "train.txt",
            Self::Valid => "valid.txt",
            Self::Test => "test.txt",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Catalogue {
    /// The goods that the part's own pairs name.
    Split,
    /// The goods of all parts, which holds more that are nearly alike.
    All,
}

/// Name of the pairs, and what plain TF-IDF reaches on the test part: recall at 1 and at 10,
/// and the mean reciprocal rank within 10.
const SETS: [(&str, [f64; 3]); 3] = [
    ("Abt-Buy", [0.791, 0.972, 0.858]),
    ("Amazon-Google", [0.776, 0.987, 0.861]),
    ("Walmart-Amazon", [0.905, 0.997, 0.940]),
];

impl SearchQuality {
    /// Every floor that is missed on the test part counts as an error.
    ///
    /// # Errors
    /// When the pairs cannot be read or an index cannot be built.
    pub fn run(&self) -> Result<Report, Trouble> {
        let mut sample = Sample::default();
        let mut sets = Map::new();
        for (name, floors) in SETS {
            let pairs = Pairs::read(&self.data.join(name), self.split, self.catalogue)?;
            let ours = pairs.ask_market(&mut sample)?;
            let counts = self.split == Split::Test && self.catalogue == Catalogue::Split;
            if counts {
                sample.errors += missed(&ours, floors);
            }
            sets.insert(
                name.to_owned(),
                json!({
                    "queries": pairs.queries.len(),
                    "goods": pairs.goods.len(),
                    "ours": shown(&ours),
                    "tf_idf_here": shown(&pairs.ask_tf_idf()),
                    "floors": counts.then_some(floors),
                }),
            );
        }
        let graded = demo::graded()?;
        Ok(Report::new("search-quality", &sample)
            .with("pairs", Value::Object(sets))
            .with("demo_queries", graded.queries)
            .with("demo_ndcg_at_10", rounded(graded.ndcg))
            .with("demo_ndcg_by_language", json!(graded.by_language))
            .with("demo_weak_queries", json!(graded.weak)))
    }
}

fn missed(ours: &Figures, floors: [f64; 3]) -> u64 {
    let reached = [ours.recall_1, ours.recall_10, ours.mrr_10];
    let below = reached
        .iter()
        .zip(floors)
        .filter(|(of, floor)| **of <= *floor);
    below.count() as u64
}

fn shown(figures: &Figures) -> Value {
    json!({
        "recall_at_1": rounded(figures.recall_1),
        "recall_at_10": rounded(figures.recall_10),
        "mrr_at_10": rounded(figures.mrr_10),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_floor_of_the_labelled_pairs_is_missed() {
        let Some(folder) = std::env::var_os("LONGTAIL_DATA").map(PathBuf::from) else {
            eprintln!("skipped: LONGTAIL_DATA is not set");
            return;
        };
        let trial = SearchQuality {
            data: folder.join("entity-resolution"),
            split: Split::Test,
            catalogue: Catalogue::Split,
        };
        let report = trial.run().expect("measured");
        assert_eq!(report.errors, 0, "of nine floors are missed");
    }
}
