//! Queries of our own for the demo market, as shoppers type them, graded by hand in
//! `server/demo/queries.toml`.

use super::Trouble;
use crate::demo::catalogue::{self, Catalogue, Text};
use longtail::text::Bilingual;
use longtail_backend::trade::search::trial::{Asking, Trial, TrialGoods};
use serde::Deserialize;
use std::collections::BTreeMap;

const QUERIES: &str = include_str!("../../../../demo/queries.toml");
/// How far down a list shoppers look.
const DEEP: usize = 10;

#[derive(Deserialize)]
struct Graded {
    query: Vec<Query>,
}

/// A query and the slugs of goods that answer it.
#[derive(Deserialize)]
struct Query {
    text: String,
    /// Exactly what is meant.
    best: Vec<String>,
    /// Worth showing.
    #[serde(default)]
    good: Vec<String>,
}

/// What was measured.
pub struct DemoFigures {
    pub queries: usize,
    /// Normalised discounted cumulative gain of the first ten, on average.
    pub ndcg: f64,
    pub by_language: BTreeMap<&'static str, f64>,
    /// Queries whose first ten are far from what was wished, worst first.
    pub weak: Vec<(String, f64)>,
}

/// Asks all queries of an index of the demo market's goods.
///
/// # Errors
/// When the queries cannot be read, name goods that are not there, or the index cannot be built.
pub fn graded() -> Result<DemoFigures, Trouble> {
    let graded: Graded = toml::from_str(QUERIES)
        .map_err(|error| Trouble::new(format!("cannot read the graded queries: {error}")))?;
    let catalogue = catalogue::load()
        .map_err(|error| Trouble::new(format!("cannot read the demo market: {error}")))?;
    let (trial, places) = market(&catalogue)?;
    let mut gains: Vec<(&Query, f64)> = Vec::new();
    for query in &graded.query {
        let unknown = query
            .best
            .iter()
            .chain(&query.good)
            .find(|slug| !places.contains_key(slug.as_str()));
        if let Some(slug) = unknown {
            return Err(Trouble::new(format!(
                "“{}” is graded by goods that are not there: {slug}",
                query.text
            )));
        }
        let (found, _, _) = trial.ask(&Asking {
            query: query.text.clone(),
            ..Asking::default()
        })?;
        let grades = found.iter().take(DEEP).map(|id| {
            let slug = &catalogue.listings[*id as usize].slug;
            query.grade(slug)
        });
        gains.push((query, ndcg(grades, query)));
    }
    Ok(figures(&gains))
}

fn figures(gains: &[(&Query, f64)]) -> DemoFigures {
    let mean = |gains: Vec<f64>| gains.iter().sum::<f64>() / gains.len().max(1) as f64;
    let mut by_language: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for (query, gain) in gains {
        by_language.entry(query.language()).or_default().push(*gain);
    }
    let mut weak: Vec<(String, f64)> = gains
        .iter()
        .filter(|(_, gain)| *gain < 0.7)
        .map(|(query, gain)| (query.text.clone(), *gain))
        .collect();
    weak.sort_by(|a, b| a.1.total_cmp(&b.1));
    DemoFigures {
        queries: gains.len(),
        ndcg: mean(gains.iter().map(|(_, gain)| *gain).collect()),
        by_language: by_language
            .into_iter()
            .map(|(language, gains)| (language, super::rounded(mean(gains))))
            .collect(),
        weak,
    }
}

impl Query {
    fn grade(&self, slug: &str) -> f64 {
        if self.best.iter().any(|best| best == slug) {
            3.0
        } else if self.good.iter().any(|good| good == slug) {
            1.0
        } else {
            0.0
        }
    }

    fn language(&self) -> &'static str {
        let chinese = self
            .text
            .chars()
            .any(longtail::trade::search::words::is_han);
        let english = self.text.chars().any(|c| c.is_ascii_alphabetic());
        match (english, chinese) {
            (true, true) => "mixed",
            (_, true) => "zh",
            _ => "en",
        }
    }
}

/// What a list gains, against the best list there could be.
fn ndcg(grades: impl Iterator<Item = f64>, query: &Query) -> f64 {
    let gain = |grades: &mut dyn Iterator<Item = f64>| -> f64 {
        grades
            .enumerate()
            .map(|(at, grade)| (2_f64.powf(grade) - 1.0) / (at as f64 + 2.0).log2())
            .sum()
    };
    let mut ideal = std::iter::repeat_n(3.0, query.best.len())
        .chain(std::iter::repeat_n(1.0, query.good.len()))
        .take(DEEP);
    let best = gain(&mut ideal);
    if best > 0.0 {
        gain(&mut { grades }) / best
    } else {
        0.0
    }
}

/// The demo market's goods as an index, and their places by slug.
fn market(catalogue: &Catalogue) -> Result<(Trial, BTreeMap<&str, usize>), Trouble> {
    let name = |text: &Text| Bilingual::new(text.en.clone(), text.zh.clone());
    let mut categories = Vec::new();
    for top in &catalogue.categories {
        categories.push((top.slug.clone(), name(&top.name), None));
        for child in &top.children {
            categories.push((
                child.slug.clone(),
                name(&child.name),
                Some(top.slug.clone()),
            ));
        }
    }
    let shops: BTreeMap<&str, &Text> = catalogue
        .shops
        .iter()
        .map(|shop| (shop.slug.as_str(), &shop.name))
        .collect();
    let trial = Trial::with_categories(None, &categories)?;
    trial.fill(catalogue.listings.iter().enumerate().map(|(at, listing)| {
        let shop = shops.get(listing.shop.as_str());
        TrialGoods {
            id: at as u128,
            title_en: listing.title.en.clone(),
            title_zh: listing.title.zh.clone(),
            description: format!("{} {}", listing.description.en, listing.description.zh),
            category: listing.category.clone(),
            shop: shop
                .map(|name| format!("{} {}", name.en, name.zh))
                .unwrap_or_default(),
            price_minor: listing.price,
            sold: u64::from(listing.popularity) / 10,
            age_days: 90,
            ..TrialGoods::default()
        }
    }))?;
    let places = catalogue
        .listings
        .iter()
        .enumerate()
        .map(|(at, listing)| (listing.slug.as_str(), at));
    Ok((trial, places.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was measured when the queries were last graded, with a little room.
    const FLOOR: f64 = 0.85;

    #[test]
    fn shoppers_queries_find_what_they_mean() {
        let figures = graded().expect("measured");
        assert!(figures.queries >= 60, "{} queries", figures.queries);
        assert!(
            figures.ndcg >= FLOOR,
            "{}: {:?}",
            figures.ndcg,
            figures.weak
        );
        for (language, gain) in &figures.by_language {
            assert!(
                *gain >= FLOOR - 0.1,
                "{language}: {gain}: {:?}",
                figures.weak
            );
        }
    }
}
