//! Looks once more at the best of a long query's hits. That a listing has many of the words
//! brings it here; which of the nearly alike ones is meant, its title and specifications say
//! best as a whole: they agree where they say what was asked, and little else.

use super::{collect::Found, generation::Generation, rank::Rank, score::idf, tokens::cut_han};
use crate::failure::Incident;
use longtail::trade::search::{
    alike::agreement,
    readings,
    words::{Piece, says_nothing},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term, schema::Value};

/// Hits that are looked at again.
const LOOKED_AT: usize = 50;
/// How much the whole text counts beside the words one by one.
const WHOLE_TEXT: f32 = 0.6;
/// What a word says in a specification, such as the maker or the model, beside one in a title.
const IN_SPECS: f32 = 0.5;

/// Orders the best hits anew by how well their titles and specifications agree with the query.
///
/// # Errors
/// An incident when the index cannot be read.
pub fn rerank(
    generation: &Generation,
    searcher: &Searcher,
    query: &str,
    found: &mut Found,
) -> Result<(), Incident> {
    let fields = &generation.fields;
    let best = found.ranks.iter().take(LOOKED_AT);
    let most = best.map(|rank| rank.score_milli).max().unwrap_or_default();
    let weights = Weights {
        generation,
        searcher,
    };
    let asked = weights.of(query)?;
    let end = found.ranks.len().min(LOOKED_AT);
    for rank in &mut found.ranks[..end] {
        let address = DocAddress::new(rank.segment, rank.doc);
        let stored: TantivyDocument = searcher.doc(address)?;
        let mut said = BTreeMap::new();
        // the title comes last: a word that stands in both says what it says there
        for (field, part) in [(fields.specs_text, IN_SPECS), (fields.title, 1.0)] {
            for text in stored.get_all(field).filter_map(|value| value.as_str()) {
                let words = weights.of(text)?.into_iter();
                said.extend(words.map(|(word, says)| (word, part * says)));
            }
        }
        *rank = lifted(rank, agreement(&asked, &said), most);
    }
    // those that were looked at stay before those that were not
    found.ranks[..end].sort_unstable_by(|a, b| b.cmp(a));
    Ok(())
}

/// The rank with its words' score mixed with what the whole text says. What sold and what
/// is new keep their part.
fn lifted(rank: &Rank, agreement: f32, most: i64) -> Rank {
    let score = rank.score_milli.max(1) as f32;
    let mixed = (1.0 - WHOLE_TEXT) * score + WHOLE_TEXT * agreement * most as f32;
    rank.times(mixed / score)
}

/// Words kept in mind at most.
const MOST_KNOWN: usize = 100_000;

/// What words say, kept from one query to the next: to look a word up in every segment takes
/// longer than to read the title it stands in. That a few listings came or went since changes
/// little of it.
#[derive(Default)]
pub struct KnownWords(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// How many listings there were when the first of them was looked up.
    listings: u64,
    says: HashMap<String, f32>,
}

impl Known {
    /// What is known of a word, after what has grown old was forgotten.
    fn look(&mut self, word: &str, listings: u64) -> Option<f32> {
        let moved = self.listings.abs_diff(listings);
        if moved > self.listings / 16 || self.says.len() >= MOST_KNOWN {
            self.says.clear();
            self.listings = listings;
        }
        self.says.get(word).copied()
    }
}

impl KnownWords {
    /// What a word says among so many listings; `look_up` tells it where it is not known.
    fn says(
        &self,
        word: &str,
        listings: u64,
        look_up: impl FnOnce() -> Result<f32, Incident>,
    ) -> Result<f32, Incident> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(says) = known().look(word, listings) {
            return Ok(says);
        }
        // not under the lock: others look up words of their own meanwhile
        let says = look_up()?;
        known().says.insert(word.to_owned(), says);
        Ok(says)
    }
}

/// Looks up what words say.
struct Weights<'a> {
    generation: &'a Generation,
    searcher: &'a Searcher,
}

impl Weights<'_> {
    /// A text's words with their weights.
    fn of(&self, text: &str) -> Result<BTreeMap<String, f32>, Incident> {
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

    fn says(&self, word: &str) -> Result<f32, Incident> {
        let all = self.searcher.num_docs();
        self.generation.words.says(word, all, || {
            let mut found = 0;
            for (field, _) in self.generation.fields.texts() {
                let term = Term::from_field_text(field, word);
                found = found.max(self.searcher.doc_freq(&term)?);
            }
            Ok(idf(found, all))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Asking, Trial, TrialGoods};

    fn best(goods: &[(&str, &str)], query: &str) -> u128 {
        let trial = Trial::new(None).expect("an index");
        let goods = goods
            .iter()
            .zip(0..)
            .map(|((title, specs), id)| TrialGoods {
                id,
                title_en: (*title).to_owned(),
                brand: (*specs).to_owned(),
                ..TrialGoods::default()
            });
        trial.fill(goods).expect("filled");
        let asked = Asking {
            query: query.to_owned(),
            ..Asking::default()
        };
        trial.ask(&asked).expect("an answer").0[0]
    }

    #[test]
    fn a_code_among_the_specifications_tells_alike_titles_apart() {
        let goods = [
            ("Laser cartridge for offices", "Lexmark T650H11A"),
            ("Laser cartridge for offices, black", "Lexmark 12A1975"),
            ("Ink cartridge", "Lexmark 20"),
        ];
        assert_eq!(best(&goods, "lexmark t650h11a black laser cartridge"), 0);
        assert_eq!(best(&goods, "lexmark laser cartridge black 12a1975"), 1);
    }

    #[test]
    fn a_title_that_says_little_else_comes_first() {
        let goods = [
            ("Adobe Photoshop Elements training for beginners on DVD", ""),
            ("Photoshop Elements by Adobe", ""),
        ];
        let query = "adobe photoshop elements for windows vista";
        assert_eq!(best(&goods, query), 1);
    }
}
