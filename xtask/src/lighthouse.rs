//! `lighthouse`: a release as Lighthouse judges it, on a phone and on a desk.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench;
use crate::browser;
use crate::command::run_quietly;
use crate::http;
use crate::node::Tool;
use crate::project::Project;
use crate::server::Place;
use crate::step::step;

const LIGHTHOUSE: Tool = Tool {
    program: "lighthouse",
    package: "lighthouse",
    version: "13.5.0",
};

const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];
/// What each category must reach, of 100.
const LEAST: u64 = 95;
/// The most that a page may move under the reader's eyes.
const MOST_SHIFT: f64 = 0.02;
/// How often each page is judged. One judgement swings by some points with what else the machine
/// does; as Lighthouse's makers advise, the median counts.
const RUNS: usize = 3;
/// The list that is judged.
const LIST: &str = "/categories/tea";

pub fn lighthouse(project: &Project) -> Result<()> {
    browser::node_packages(project)?;
    let chromium = browser::chromium(project)?;
    let program = step("Lighthouse: install", || LIGHTHOUSE.find(project))?;
    let (server, postgres, place) = bench::start(project)?;
    let home = String::from_utf8_lossy(&http::get(place.addr, "/")?.body).into_owned();
    let product = first_product(&home).context("the start page shows no goods")?;
    let mut rows = Vec::new();
    for (name, path) in [("home", "/"), ("list", LIST), ("product", &product)] {
        for form in ["mobile", "desktop"] {
            let verdicts = step(&format!("Lighthouse: {name}, {form}"), || {
                (0..RUNS)
                    .map(|run| judge(&program, chromium.as_deref(), &place, path, form, run))
                    .collect::<Result<Vec<_>>>()
            })?;
            rows.push((format!("{name}, {form}"), Verdict::median(&verdicts)));
        }
    }
    bench::stop(server, postgres);

    println!("\n  {:<18} {}   shift", "", CATEGORIES.join("   "));
    let mut good = true;
    for (name, verdict) in rows {
        let points: Vec<String> = CATEGORIES
            .iter()
            .zip(verdict.points)
            .map(|(category, points)| format!("{points:>width$}", width = category.len()))
            .collect();
        println!("  {name:<18} {}   {:.3}", points.join("   "), verdict.shift);
        good &= verdict.points.iter().all(|points| *points >= LEAST) && verdict.shift <= MOST_SHIFT;
    }
    if !good {
        bail!(
            "each must reach {LEAST}, and no page may shift by more than {MOST_SHIFT}; \
             what Lighthouse found is in target/xtask/lighthouse"
        );
    }
    Ok(())
}

/// `/shops/{shop}/{listing}`
fn first_product(html: &str) -> Option<String> {
    html.split("href=\"/shops/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|rest| rest.contains('/'))
        .map(|rest| format!("/shops/{rest}"))
}

#[derive(Clone, Copy)]
struct Verdict {
    points: [u64; 4],
    shift: f64,
}

impl Verdict {
    /// Each category's median, and the worst shift.
    fn median(verdicts: &[Self]) -> Self {
        let middle = |of: usize| {
            let mut points: Vec<u64> = verdicts.iter().map(|verdict| verdict.points[of]).collect();
            points.sort_unstable();
            points.get(points.len() / 2).copied().unwrap_or_default()
        };
        Self {
            points: std::array::from_fn(middle),
            shift: verdicts.iter().map(|one| one.shift).fold(0.0, f64::max),
        }
    }
}

/// One judgement. Its report stays in `target/xtask/lighthouse`.
fn judge(
    program: &Path,
    chromium: Option<&Path>,
    place: &Place,
    path: &str,
    form: &str,
    run: usize,
) -> Result<Verdict> {
    let folder = place.home.with_file_name("lighthouse");
    std::fs::create_dir_all(&folder)?;
    let name: String = path
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let report = folder.join(format!("{form}{name}-{run}.json"));
    let mut command = Command::new(program);
    command
        .arg(format!("{}{path}", place.url()))
        .arg("--output=json")
        .arg(format!("--output-path={}", report.display()))
        .arg("--quiet")
        .arg(format!("--only-categories={}", CATEGORIES.join(",")))
        .arg("--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage");
    if form == "desktop" {
        command.arg("--preset=desktop");
    }
    if let Some(chromium) = chromium {
        command.env("CHROME_PATH", chromium);
    }
    run_quietly(&mut command, "read what Lighthouse says above.")?;
    read(&serde_json::from_slice(&std::fs::read(&report)?)?)
}

fn read(report: &Value) -> Result<Verdict> {
    let mut points = [0; 4];
    for (place, category) in points.iter_mut().zip(CATEGORIES) {
        let score = report["categories"][category]["score"]
            .as_f64()
            .with_context(|| format!("Lighthouse gave no points for {category}"))?;
        *place = (score * 100.0).round() as u64;
    }
    let shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
        .as_f64()
        .context("Lighthouse did not measure the shift")?;
    Ok(Verdict { points, shift })
}

#[cfg(test)]
mod tests {
    use super::{Verdict, first_product, read};
    use serde_json::json;

    #[test]
    fn a_report_is_read() {
        let report = json!({
            "categories": {
                "performance": {"score": 0.97}, "accessibility": {"score": 1},
                "best-practices": {"score": 1.0}, "seo": {"score": 0.92}
            },
            "audits": {"cumulative-layout-shift": {"numericValue": 0.004}}
        });
        let verdict = read(&report).unwrap();
        assert_eq!(verdict.points, [97, 100, 100, 92]);
        assert!(verdict.shift < 0.005);
        assert!(read(&json!({})).is_err());
    }

    #[test]
    fn the_median_counts_and_the_worst_shift() {
        let verdicts = [(99, 0.0), (88, 0.01), (97, 0.0)].map(|(performance, shift)| Verdict {
            points: [performance, 100, 100, 100],
            shift,
        });
        let verdict = Verdict::median(&verdicts);
        assert_eq!(verdict.points, [97, 100, 100, 100]);
        assert!((verdict.shift - 0.01).abs() < 1e-9);
    }

    #[test]
    fn goods_are_told_from_shops() {
        let html = r#"<a href="/shops/lin-tea">x</a><a href="/shops/lin-tea/oolong">y</a>"#;
        assert_eq!(
            first_product(html).as_deref(),
            Some("/shops/lin-tea/oolong")
        );
        assert_eq!(first_product("<p>nothing</p>"), None);
    }
}
