//! One look into one state of the index: words, hits, counts, and what to do when the words
//! find little.

use super::{
    asked::{AskedWord, Way, read_query, typed},
    collect::{Filter, Found, Wanted, collect},
    generation::Generation,
    rank::Order,
    rerank::rerank,
    respell::Dictionary,
    score::{Enough, Sought, Weighed},
    synonyms::Synonyms,
};
use crate::failure::Incident;
use longtail::trade::search::{Relaxed, Sort, words_to_keep};
use tantivy::{Searcher, Term};

/// Where fewer have all the words than this, those with most of them follow.
const FEW: u64 = 10;
/// From so many words on, some may be missing: people paste whole titles.
const MANY_WORDS: usize = 3;
/// What a listing must have of many words, where another order than the words' own would bring
/// weak ones to the top.
const PART_IN_OTHER_ORDERS: f32 = 0.6;

/// What a listing must have of so many words, by what they say. The more words, the less each
/// was chosen with care: of three, two fifths; of a title that was pasted, a tenth may be all
/// that two shops share.
fn part(words: usize) -> f32 {
    let words = words as f32;
    (3.6 / (words * words)).clamp(0.1, 0.5)
}

/// What is asked of the index.
pub struct Question<'a> {
    pub query: &'a str,
    pub synonyms: &'a Synonyms,
    pub filter: Filter,
    pub order: Order,
    /// How many of the best are wanted.
    pub keep: usize,
}

/// What the index answered.
#[derive(Default)]
pub struct Answer {
    pub found: Found,
    /// The words that were searched in the end.
    pub words: Vec<AskedWord>,
    pub relaxed: Option<Relaxed>,
    /// Other words that may have been meant, although there are hits.
    pub meant: Option<String>,
}

struct Look<'a> {
    generation: &'a Generation,
    searcher: Searcher,
    question: &'a Question<'a>,
}

/// Answers a question from what a generation holds now.
pub fn look(generation: &Generation, question: &Question) -> Result<Answer, Incident> {
    let look = Look {
        searcher: generation.reader.searcher(),
        generation,
        question,
    };
    look.answer()
}

impl Look<'_> {
    fn answer(&self) -> Result<Answer, Incident> {
        let words = read_query(self.question.query, self.question.synonyms);
        let weighed = self.weigh(&words)?;
        let found = self.search(&weighed, Enough::All)?;
        if words.is_empty() || found.tally.whole >= FEW {
            return Ok(Answer {
                found,
                words,
                ..Answer::default()
            });
        }
        // narrowed to nothing is not the words' fault
        let whole = match found.tally.whole {
            0 if self.question.filter.is_narrowed() => self.count(&weighed)?,
            whole => whole,
        };
        if whole > 0 && words.len() < MANY_WORDS {
            let meant = self.dictionary().meant(&words, whole)?;
            return Ok(Answer {
                found,
                words,
                relaxed: None,
                meant,
            });
        }
        self.relax(words, weighed, found, whole)
    }

    fn weigh(&self, words: &[AskedWord]) -> Result<Weighed, Incident> {
        let asked: Vec<&AskedWord> = words.iter().collect();
        Weighed::new(&self.searcher, &self.generation.fields, &asked)
    }

    fn search(&self, weighed: &Weighed, enough: Enough) -> Result<Found, Incident> {
        let sought = weighed.having(enough);
        self.walk(&sought, &self.question.filter, self.question.keep)
    }

    /// What has all words; `None` where nothing has, whatever the list is narrowed to.
    fn search_if_any(&self, weighed: &Weighed) -> Result<Option<Found>, Incident> {
        let found = self.search(weighed, Enough::All)?;
        let is_any = found.tally.total > 0
            || (self.question.filter.is_narrowed() && self.count(weighed)? > 0);
        Ok(is_any.then_some(found))
    }

    fn walk(&self, sought: &Sought, filter: &Filter, keep: usize) -> Result<Found, Incident> {
        let wanted = Wanted {
            filter,
            order: &self.question.order,
            keep,
        };
        collect(self.generation, &self.searcher, sought, &wanted)
    }

    /// How many goods have all of these words, whatever the list is narrowed to.
    fn count(&self, weighed: &Weighed) -> Result<u64, Incident> {
        let filter = Filter {
            own_shop: self.question.filter.own_shop,
            ..Filter::default()
        };
        let found = self.walk(&weighed.having(Enough::All), &filter, 0)?;
        Ok(found.tally.total)
    }

    fn dictionary(&self) -> Dictionary<'_> {
        Dictionary {
            searcher: &self.searcher,
            fields: &self.generation.fields,
        }
    }

    /// Words that find more: spelled otherwise, else some of them.
    fn relax(
        &self,
        words: Vec<AskedWord>,
        mut weighed: Weighed,
        found: Found,
        whole: u64,
    ) -> Result<Answer, Incident> {
        let mut asked = words.clone();
        if whole == 0 {
            for word in &mut asked {
                self.respell(word)?;
            }
            if asked != words {
                weighed = self.weigh(&asked)?;
                if let Some(found) = self.search_if_any(&weighed)? {
                    return Ok(Answer {
                        found,
                        relaxed: Some(Relaxed::Respelled { to: typed(&asked) }),
                        words: asked,
                        meant: None,
                    });
                }
            }
        }
        if asked.len() < MANY_WORDS {
            return self.fewer_words(&words, &asked);
        }
        let part = match self.question.order.sort {
            Sort::Relevance | Sort::Taste => part(asked.len()),
            _ => PART_IN_OTHER_ORDERS,
        };
        let mut partly = self.search(&weighed, Enough::Part(part))?;
        if self.question.order.sort == Sort::Relevance {
            rerank(self.generation, &self.searcher, &typed(&asked), &mut partly)?;
        }
        if partly.tally.total <= found.tally.total {
            return Ok(Answer {
                found,
                words,
                ..Answer::default()
            });
        }
        let all = found.tally.total;
        Ok(Answer {
            found: partly,
            words: asked,
            relaxed: Some(Relaxed::Partly { all }),
            meant: None,
        })
    }

    /// Whether a word is in more listings than were deleted, so that some must have it: known
    /// without reading its lists. In one shop alone, they are read.
    fn is_common(&self, word: &str) -> Result<bool, Incident> {
        if self.question.filter.own_shop.is_some() {
            return Ok(false);
        }
        let segments = self.searcher.segment_readers().iter();
        let deleted: u64 = segments.map(|one| u64::from(one.num_deleted_docs())).sum();
        for (field, _) in self.generation.fields.texts() {
            let term = Term::from_field_text(field, word);
            if self.searcher.doc_freq(&term)? > deleted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How many goods have a word.
    fn alone(&self, word: &AskedWord) -> Result<u64, Incident> {
        self.count(&self.weigh(std::slice::from_ref(word))?)
    }

    /// Reads a word that no listing has as the one that is written most like it.
    fn respell(&self, word: &mut AskedWord) -> Result<(), Incident> {
        let Some(latin) = word.latin.as_deref() else {
            return Ok(());
        };
        if self.is_common(latin)? || self.alone(word)? > 0 {
            return Ok(());
        }
        if let Some(better) = self.dictionary().nearest(latin)? {
            *word = AskedWord {
                typed: better.clone(),
                ways: vec![Way::word(&better, 1.0)],
                latin: Some(better),
                synonyms: Vec::new(),
            };
        }
        Ok(())
    }

    /// Of one or two words, those that find something.
    fn fewer_words(&self, words: &[AskedWord], asked: &[AskedWord]) -> Result<Answer, Incident> {
        let alone = asked.iter().map(|word| self.alone(word));
        let alone = alone.collect::<Result<Vec<_>, _>>()?;
        for keep in words_to_keep(&alone) {
            let kept: Vec<AskedWord> = keep.iter().map(|i| asked[*i].clone()).collect();
            let Some(found) = self.search_if_any(&self.weigh(&kept)?)? else {
                continue;
            };
            let left_out = words.iter().enumerate().filter(|(i, _)| !keep.contains(i));
            let relaxed = Relaxed::Dropped {
                kept: typed(&kept),
                dropped: typed(left_out.map(|(_, word)| word)),
            };
            return Ok(Answer {
                found,
                words: kept,
                relaxed: Some(relaxed),
                meant: None,
            });
        }
        Ok(Answer {
            words: words.to_vec(),
            ..Answer::default()
        })
    }
}
