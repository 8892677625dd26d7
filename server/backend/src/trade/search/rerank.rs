//! Looks once more at the best of a long query's hits. That a listing has many of the words
//! brings it here; which of the nearly alike ones is meant, its title says best as a whole.

use super::{collect::Found, generation::Fields, rank::Rank, score::idf, tokens::cut_han};
use crate::failure::Incident;
use longtail::trade::search::{
    alike::agreement,
    readings,
    words::{Piece, says_nothing},
};
use std::collections::{BTreeMap, HashMap};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term, schema::Value};

/// Hits that are looked at again.
const LOOKED_AT: usize = 60;
/// How much the title as a whole counts beside the words one by one.
const WHOLE_TITLE: f32 = 0.3;

/// Orders the best hits anew by how well their titles agree with the query.
///
/// # Errors
/// An incident when the index cannot be read.
pub fn rerank(
    searcher: &Searcher,
    fields: &Fields,
    query: &str,
    found: &mut Found,
) -> Result<(), Incident> {
    let best = found.ranks.iter().take(LOOKED_AT);
    let most = best.map(|rank| rank.score_milli).max().unwrap_or_default();
    let mut weights = Weights {
        searcher,
        fields,
        known: HashMap::new(),
    };
    let asked = weights.of(query)?;
    let end = found.ranks.len().min(LOOKED_AT);
    for rank in &mut found.ranks[..end] {
        let address = DocAddress::new(rank.segment, rank.doc);
        let stored: TantivyDocument = searcher.doc(address)?;
        let mut title = BTreeMap::new();
        for text in stored
            .get_all(fields.title)
            .filter_map(|value| value.as_str())
        {
            title.append(&mut weights.of(text)?);
        }
        *rank = lifted(rank, agreement(&asked, &title), most);
    }
    // those that were looked at stay before those that were not
    found.ranks[..end].sort_unstable_by(|a, b| b.cmp(a));
    Ok(())
}

/// The rank with its words' score mixed with what the whole title says. What sold and what
/// is new keep their part.
fn lifted(rank: &Rank, agreement: f32, most: i64) -> Rank {
    let score = rank.score_milli.max(1) as f32;
    let mixed = (1.0 - WHOLE_TITLE) * score + WHOLE_TITLE * agreement * most as f32;
    rank.times(mixed / score)
}

/// What words say, looked up once.
struct Weights<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    known: HashMap<String, f32>,
}

impl Weights<'_> {
    /// A text's words with their weights.
    fn of(&mut self, text: &str) -> Result<BTreeMap<String, f32>, Incident> {
        let reads = readings::read(text);
        let mut words: Vec<(String, f32)> = Vec::new();
        for word in &reads.written {
            match &word.piece {
                Piece::Word(text) if says_nothing(text) => {}
                Piece::Word(_) => {
                    words.extend(word.readings.iter().map(|r| (r.text.clone(), r.weight)));
                }
                Piece::Han(run) => words.extend(cut_han(run, false).into_iter().map(|w| (w, 1.0))),
            }
        }
        let joined = reads.joined.iter().flat_map(|joined| &joined.readings);
        words.extend(joined.map(|r| (r.text.clone(), r.weight)));
        let mut weighed = BTreeMap::new();
        for (word, weight) in words {
            let says = self.says(&word)?;
            weighed.insert(word, weight * says);
        }
        Ok(weighed)
    }

    fn says(&mut self, word: &str) -> Result<f32, Incident> {
        if let Some(says) = self.known.get(word) {
            return Ok(*says);
        }
        let term = Term::from_field_text(self.fields.title, word);
        let says = idf(self.searcher.doc_freq(&term)?, self.searcher.num_docs());
        self.known.insert(word.to_owned(), says);
        Ok(says)
    }
}
