//! `longtail bench search`: asks an index of a made-up catalogue, in this process, with every
//! facet counted, as a list page does before it reads its cards.
//!
//! Goods and questions come from a seed. Words are spread as in real shops: a few stand in
//! very many titles, most in hardly any (Zipf's law); half of the goods are titled in Chinese
//! as well.

mod words;

use super::{Report, Sample, Trouble, rounded};
use clap::Args;
use longtail_backend::trade::search::trial::Trial;
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use words::Words;

/// Questions asked before anything counts.
const WARM_UP: usize = 200;

/// Searches a made-up catalogue.
#[derive(Args)]
pub struct Search {
    /// Goods in the catalogue.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    products: u32,
    /// Questions that are timed.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    questions: u32,
    /// What goods and questions are made from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Search {
    /// A question that finds nothing it should find counts as an error.
    ///
    /// # Errors
    /// When the index cannot be built or read.
    pub fn run(&self) -> Result<Report, Trouble> {
        let folder = Folder::new()?;
        let mut words = Words::new(self.seed);
        let mut trial = Trial::new(Some(&folder.0))?;
        for (key, choices) in words::CHOICES {
            trial.define(key, choices);
        }
        trial.define(words::NUMBER, &[]);
        let begun = Instant::now();
        trial.fill((0..self.products).map(|at| words.goods(u128::from(at) + 1)))?;
        let indexing = begun.elapsed();
        let mut sample = Sample::default();
        let mut kinds = Kinds::default();
        for at in 0..WARM_UP + self.questions as usize {
            let (kind, asked) = words.question();
            let begun = Instant::now();
            let (_, total, facets) = trial.ask(&asked)?;
            let took = begun.elapsed();
            if at < WARM_UP {
                continue;
            }
            sample.errors += u64::from(total > 0 && facets.is_empty());
            sample.times.push(took);
            sample.took += took;
            kinds.note(kind, took);
        }
        Ok(Report::new("search", &sample)
            .with("products", self.products)
            .with("indexing_s", rounded(indexing.as_secs_f64()))
            .with("index_mb", rounded(megabytes(folder_size(&folder.0)?)))
            .with("resident_mb", rounded(megabytes(resident()?)))
            .with("p99_ms_by_kind", json!(kinds.p99())))
    }
}

/// How long each kind of question took.
#[derive(Default)]
struct Kinds(std::collections::BTreeMap<&'static str, Sample>);

impl Kinds {
    fn note(&mut self, kind: &'static str, took: Duration) {
        self.0.entry(kind).or_default().times.push(took);
    }

    fn p99(&self) -> std::collections::BTreeMap<&'static str, f64> {
        let p99 = |sample: &Sample| rounded(sample.percentile_ms(99));
        self.0.iter().map(|(kind, s)| (*kind, p99(s))).collect()
    }
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// A folder of this run's own, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, Trouble> {
        let folder = std::env::temp_dir().join(format!("longtail-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn folder_size(folder: &Path) -> Result<u64, Trouble> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_folder = entry.file_type()?.is_dir();
        size += if is_folder {
            folder_size(&entry.path())?
        } else {
            entry.metadata()?.len()
        };
    }
    Ok(size)
}

/// Memory of this process that is in use now, in bytes; the index's mapped pages are in it.
fn resident() -> Result<u64, Trouble> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    Ok(kilobytes.unwrap_or_default() * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_catalogue_is_built_and_asked() {
        let search = Search {
            products: 2_000,
            questions: 100,
            seed: 7,
        };
        let report = search.run().expect("measured");
        assert_eq!((report.errors, report.scenario), (0, "search"));
        assert!(report.per_s > 0.0);
    }
}
