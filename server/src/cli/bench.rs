//! `longtail bench`: how fast this market is on this machine.
//!
//! A scenario measures the market, and beside it, in the same run, the least that any program
//! must do for the same answer. The ratio of the two can be compared between machines; the
//! figures alone cannot.

mod audit;
mod browse;
mod checkout;
mod crash;
mod flash;
mod import;
mod load;
pub mod market;
mod search;
mod search_quality;
mod server;
mod tpcb;

use super::Trouble;
use crate::config::Config;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{process::ExitCode, time::Duration};

/// Measures one thing.
#[derive(Args)]
pub struct Bench {
    #[command(subcommand)]
    scenario: Scenario,
    /// As JSON, one object.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Scenario {
    /// The audit, over a made-up market of very many orders.
    Audit(audit::AuditBench),
    /// List pages of goods, drawn whole, against the same pages written by hand.
    Browse(browse::Browse),
    /// Purchases over HTTP, against their statements alone.
    Checkout(checkout::Checkout),
    /// Purchases at a server that is killed meanwhile, as `cargo xtask crash` does.
    Crash(crash::Crash),
    /// One thing that all want at once, against TPC-B, and over HTTP.
    Flash(flash::Flash),
    /// A catalogue brought into an empty market, against its bare lines.
    Import(import::Import),
    /// Searching a made-up catalogue with facets, in process.
    Search(search::Search),
    /// How often the wanted goods are found, and how far up.
    SearchQuality(search_quality::SearchQuality),
}

impl Bench {
    /// Exits with 1 where an answer was wrong: the figures are then not worth reading.
    ///
    /// # Errors
    /// When what is to be measured cannot be made ready.
    pub async fn run(self, config: &Config) -> Result<ExitCode, Trouble> {
        let report = match self.scenario {
            Scenario::Browse(browse) => match browse.run(config).await? {
                Some(report) => report,
                None => return Ok(ExitCode::SUCCESS),
            },
            Scenario::Audit(audit) => audit.run(config).await?,
            Scenario::Crash(crash) => crash.run(config).await?,
            Scenario::Checkout(checkout) => checkout.run(config).await?,
            Scenario::Flash(flash) => flash.run(config).await?,
            Scenario::Import(import) => import.run(config).await?,
            Scenario::Search(search) => search.run()?,
            Scenario::SearchQuality(quality) => quality.run()?,
        };
        if self.json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            print!("{}", report.as_text());
        }
        Ok(if report.errors == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// What was measured of one side.
#[derive(Debug, Default)]
pub struct Sample {
    /// How long each answer took.
    pub times: Vec<Duration>,
    /// Answers that did not come, or were not what was asked for.
    pub errors: u64,
    /// How long the whole took.
    pub took: Duration,
}

impl Sample {
    /// Good answers in a second.
    #[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
    pub fn per_s(&self) -> f64 {
        let seconds = self.took.as_secs_f64();
        if seconds > 0.0 {
            self.times.len() as f64 / seconds
        } else {
            0.0
        }
    }

    /// The time within which so many hundredths of the answers came, in milliseconds.
    pub fn percentile_ms(&self, hundredths: usize) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        let place = times.len().saturating_sub(1) * hundredths.min(100) / 100;
        times
            .get(place)
            .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }

    /// Joins what was measured of the same side at another time.
    pub fn join(&mut self, later: Self) {
        self.times.extend(later.times);
        self.errors += later.errors;
        self.took += later.took;
    }
}

/// What a scenario answers.
#[derive(Debug, Serialize)]
pub struct Report {
    pub scenario: &'static str,
    pub per_s: f64,
    /// What the limit did in the same run, where there is one.
    pub limit_per_s: Option<f64>,
    pub ratio: Option<f64>,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub errors: u64,
    /// What only this scenario measures.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl Report {
    pub fn new(scenario: &'static str, measured: &Sample) -> Self {
        Self {
            scenario,
            per_s: rounded(measured.per_s()),
            limit_per_s: None,
            ratio: None,
            p50_ms: rounded(measured.percentile_ms(50)),
            p99_ms: rounded(measured.percentile_ms(99)),
            errors: measured.errors,
            more: Map::new(),
        }
    }

    /// Sets it beside the limit of the same run, whose errors count as well.
    #[must_use]
    pub fn against(mut self, limit: &Sample) -> Self {
        let limit_per_s = limit.per_s();
        self.limit_per_s = Some(rounded(limit_per_s));
        self.ratio = (limit_per_s > 0.0).then(|| rounded(self.per_s / limit_per_s));
        self.errors += limit.errors;
        self
    }

    /// Adds a figure of this scenario's own.
    #[must_use]
    pub fn with(mut self, name: &str, figure: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), figure.into());
        self
    }

    fn as_text(&self) -> String {
        let mut rows = vec![("per second".to_owned(), self.per_s.to_string())];
        if let Some(limit) = self.limit_per_s {
            rows.push(("limit per second".to_owned(), limit.to_string()));
        }
        if let Some(ratio) = self.ratio {
            rows.push(("ratio".to_owned(), ratio.to_string()));
        }
        rows.extend([
            ("p50 ms".to_owned(), self.p50_ms.to_string()),
            ("p99 ms".to_owned(), self.p99_ms.to_string()),
            ("errors".to_owned(), self.errors.to_string()),
        ]);
        rows.extend(
            self.more
                .iter()
                .map(|(name, figure)| (name.replace('_', " "), figure.to_string())),
        );
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let rows: String = rows
            .iter()
            .map(|(name, figure)| format!("  {name:<width$}  {figure}\n"))
            .collect();
        format!("{}\n{rows}", self.scenario)
    }
}

/// To thousandths: what lies behind is noise.
pub fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(millis: &[u64], took_s: u64) -> Sample {
        Sample {
            times: millis.iter().copied().map(Duration::from_millis).collect(),
            errors: 0,
            took: Duration::from_secs(took_s),
        }
    }

    #[test]
    fn percentiles_are_read_in_order() {
        let measured = sample(&[9, 1, 5, 3, 7], 1);
        assert_eq!(
            [0, 50, 99, 100].map(|at| rounded(measured.percentile_ms(at))),
            [1.0, 5.0, 7.0, 9.0]
        );
        assert_eq!(Sample::default().percentile_ms(99), 0.0);
    }

    #[test]
    fn a_report_is_one_flat_object() -> Result<(), serde_json::Error> {
        let mut limit = sample(&[1, 1, 1, 1], 1);
        limit.errors = 2;
        let report = Report::new("browse", &sample(&[2, 4], 1))
            .against(&limit)
            .with("resident_mb", 12);
        assert_eq!(
            serde_json::to_value(&report)?,
            serde_json::json!({
                "scenario": "browse", "per_s": 2.0, "limit_per_s": 4.0, "ratio": 0.5,
                "p50_ms": 2.0, "p99_ms": 2.0, "errors": 2, "resident_mb": 12
            })
        );
        assert!(report.as_text().contains("  resident mb       12\n"));
        Ok(())
    }

    #[test]
    fn without_a_limit_there_is_no_ratio() {
        let report = Report::new("search", &sample(&[1], 1));
        assert_eq!((report.limit_per_s, report.ratio), (None, None));
        assert!(!report.as_text().contains("ratio"));
    }
}
