//! Turns words into queries of the index.

use super::{
    generation::Fields,
    tokens::{Asked, AskedWord, cut_han},
};
use longtail::trade::search::words::nearly_alike;
use std::collections::HashMap;
use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

/// What narrows a list, whatever words are asked for.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// By [`super::tree::category_key`].
    pub category: Option<u64>,
    pub shop: Option<String>,
    pub tier: Option<&'static str>,
}

fn term(field: Field, text: &str, boost: f32) -> Box<dyn Query> {
    let query = TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    );
    Box::new(BoostQuery::new(Box::new(query), boost))
}

fn any(of: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(
        of.into_iter().map(|q| (Occur::Should, q)).collect(),
    ))
}

fn all(of: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(
        of.into_iter().map(|q| (Occur::Must, q)).collect(),
    ))
}

/// A word in any of the texts; the title says most.
fn in_texts(fields: &Fields, text: &str, weight: f32) -> Vec<Box<dyn Query>> {
    vec![
        term(fields.title, text, 3.0 * weight),
        term(fields.category_name, text, 1.2 * weight),
        term(fields.shop_name, text, weight),
        term(fields.description, text, 0.5 * weight),
    ]
}

/// Everything that answers one asked word.
fn word(fields: &Fields, asked: &Asked) -> Box<dyn Query> {
    match asked {
        Asked::Word(text) => any(in_texts(fields, text, 1.0)),
        Asked::Han(text) => {
            let mut ways = in_texts(fields, text, 1.0);
            let chars: Vec<Term> = text
                .chars()
                .map(|c| Term::from_field_text(fields.title_chars, &c.to_string()))
                .collect();
            match chars.as_slice() {
                [] => {}
                [only] => ways.push(Box::new(BoostQuery::new(
                    Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
                    1.5,
                ))),
                _ => ways.push(Box::new(BoostQuery::new(
                    Box::new(PhraseQuery::new(chars)),
                    2.0,
                ))),
            }
            // 龙井茶 also finds what is only called 龙井
            let inner: Vec<Box<dyn Query>> = cut_han(text, true)
                .iter()
                .filter(|inner| *inner != text)
                .map(|inner| any(in_texts(fields, inner, 0.6)))
                .collect();
            if !inner.is_empty() {
                ways.push(all(inner));
            }
            any(ways)
        }
    }
}

/// All words, and all that narrows the list. No words: everything, alike.
pub fn build(fields: &Fields, words: &[&AskedWord], narrowed: &Narrowed) -> Box<dyn Query> {
    let mut must: Vec<(Occur, Box<dyn Query>)> = words
        .iter()
        .map(|asked| (Occur::Must, word(fields, &asked.asked)))
        .collect();
    if must.is_empty() {
        must.push((Occur::Must, Box::new(AllQuery)));
    }
    let mut narrow = |term: Term| {
        // narrowing must not change the order
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        must.push((
            Occur::Must,
            Box::new(ConstScoreQuery::new(Box::new(query), 0.0)),
        ));
    };
    if let Some(category) = narrowed.category {
        narrow(Term::from_field_u64(fields.categories, category));
    }
    if let Some(shop) = &narrowed.shop {
        narrow(Term::from_field_text(fields.shop, shop));
    }
    if let Some(tier) = narrowed.tier {
        narrow(Term::from_field_text(fields.tier, tier));
    }
    Box::new(BooleanQuery::new(must))
}

/// The word of the goods' titles that is written most like a mistyped one; the most frequent
/// of several. Looks at every word there is, which is done only when a query found nothing.
pub fn respell(searcher: &Searcher, fields: &Fields, mistyped: &str) -> Option<String> {
    let mut alike: HashMap<String, u64> = HashMap::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.title).ok()?;
        let mut terms = index.terms().stream().ok()?;
        while terms.advance() {
            if let Ok(text) = std::str::from_utf8(terms.key())
                && text != mistyped
                && nearly_alike(text, mistyped)
            {
                *alike.entry(text.to_owned()).or_default() += u64::from(terms.value().doc_freq);
            }
        }
    }
    alike
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
        .map(|(text, _)| text)
}
