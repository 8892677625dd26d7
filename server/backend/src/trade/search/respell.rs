//! The words of the goods' titles as a dictionary: what a mistyped word may have meant, and
//! how a begun one may go on.

use super::{
    asked::{AskedWord, typed},
    generation::Fields,
};
use crate::failure::Incident;
use longtail::trade::search::words::{nearly_alike, slips_allowed};
use std::collections::HashMap;
use tantivy::{Searcher, Term, query::FuzzyTermQuery};

/// A word is doubted where another, written nearly alike, is so many times as frequent.
const MORE_FREQUENT: u64 = 10;
/// And where no more goods than this were found.
const DOUBTED: u64 = 3;
/// Words that a beginning is completed to.
const COMPLETIONS: usize = 8;
/// Words looked at for that.
const LOOKED_AT: usize = 2_000;

pub struct Dictionary<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
}

impl Dictionary<'_> {
    /// The word that is written most like a mistyped one; the most frequent of several. Numbers
    /// and codes are never another's slip.
    pub fn nearest(&self, mistyped: &str) -> Result<Option<String>, Incident> {
        Ok(self.alike(mistyped)?.map(|(text, _)| text))
    }

    fn alike(&self, mistyped: &str) -> Result<Option<(String, u64)>, Incident> {
        let slips = slips_allowed(mistyped.chars().count());
        if slips == 0 || mistyped.bytes().any(|b| b.is_ascii_digit()) {
            return Ok(None);
        }
        let near = Term::from_field_text(self.fields.title, mistyped);
        let near = FuzzyTermQuery::new(near, slips, true).automaton()?;
        let mut alike: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.title)?;
            let mut terms = index.terms().search(&near).into_stream()?;
            while terms.advance() {
                if let Ok(text) = std::str::from_utf8(terms.key())
                    && text != mistyped
                    && nearly_alike(text, mistyped)
                {
                    *alike.entry(text.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        Ok(alike
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))))
    }

    /// Another spelling that may have been meant where a query found little.
    pub fn meant(&self, words: &[AskedWord], found: u64) -> Result<Option<String>, Incident> {
        if found > DOUBTED {
            return Ok(None);
        }
        let mut better = words.to_vec();
        for word in &mut better {
            let Some(latin) = word.latin.as_deref() else {
                continue;
            };
            let own = Term::from_field_text(self.fields.title, latin);
            let own = self.searcher.doc_freq(&own)?.max(1);
            if let Some((text, often)) = self.alike(latin)?
                && often >= own * MORE_FREQUENT
            {
                word.typed = text;
            }
        }
        let (was, is) = (typed(words), typed(&better));
        Ok((was != is).then_some(is))
    }

    /// The most frequent words that begin so, the word itself left out.
    pub fn completions(&self, beginning: &str) -> Result<Vec<String>, Incident> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.title)?;
            let mut terms = index.terms().range().ge(beginning).into_stream()?;
            let mut looked_at = 0;
            while terms.advance() && looked_at < LOOKED_AT {
                looked_at += 1;
                let Ok(text) = std::str::from_utf8(terms.key()) else {
                    continue;
                };
                if !text.starts_with(beginning) {
                    break;
                }
                if text != beginning {
                    *found.entry(text.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(COMPLETIONS);
        Ok(found.into_iter().map(|(text, _)| text).collect())
    }
}
