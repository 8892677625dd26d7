//! Which goods answer a query, and how well: BM25 over the texts of a listing, with its two
//! constants set for titles, and with words that may be missing.
//!
//! The index's own queries ask for all words or for any. Here each word weighs what it says
//! (a rare one says much), and a listing answers when it has enough of the whole weight. That
//! also makes it quick: where some words are so common that all of them together do not reach
//! the weight, only the lists of the others have to be walked.

mod lists;
mod slate;

use super::{
    asked::{AskedWord, Texts, Way},
    generation::Fields,
};
use crate::failure::Incident;
pub use lists::Place;
use longtail::trade::search::variants::may_be_code;
use slate::{Reading, Slate};
pub use slate::{Said, Slates};
use std::sync::Arc;
use tantivy::{
    InvertedIndexReader, Searcher, Term, fieldnorm::FieldNormReader, postings::TermInfo,
    schema::Field,
};

/// A word that a title says twice counts little more than one it says once.
const K1: f32 = 0.6;
/// How much a long text is held against it.
const B: f32 = 0.5;

/// What is asked for, with what the index knows of the words; those that say most first.
pub struct Weighed {
    words: Vec<WeighedWord>,
}

/// Words of which a listing must have enough.
pub struct Sought<'a> {
    words: &'a [WeighedWord],
    /// What a listing's words must say together.
    needed: f32,
}

struct WeighedWord {
    ways: Vec<WeighedWay>,
    synonyms: Vec<WeighedWay>,
    /// What the word says, in bits of a kind: little for one that many goods have.
    says: f32,
}

struct WeighedWay {
    terms: Vec<WeighedTerm>,
    weight: f32,
    within: Option<u64>,
}

/// A term in each of the texts that have it.
struct WeighedTerm(Vec<Leaf>);

struct Leaf {
    field: Field,
    /// Where each segment has the term's list.
    lists: Vec<Option<(Arc<InvertedIndexReader>, TermInfo)>>,
    weight: f32,
    norms: Arc<Norms>,
}

/// What is held against a text by its length, which the index keeps in a byte.
type Norms = [f32; 256];

fn norms(mean_length: f32) -> Norms {
    std::array::from_fn(|byte| {
        let length = FieldNormReader::id_to_fieldnorm(byte as u8) as f32;
        K1 * (1.0 - B + B * length / mean_length)
    })
}

/// How much of a query a listing must have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Enough {
    /// Every word.
    All,
    /// This part of what the words say together; words that no listing has are left aside.
    Part(f32),
}

/// What a word says that so many goods have.
pub fn idf(found: u64, all: u64) -> f32 {
    let (found, all) = (found as f32, all.max(found) as f32);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

/// What the index says of its texts, looked up once for a query.
struct Library<'a> {
    fields: &'a Fields,
    all: u64,
    /// Those that say something.
    texts: Vec<Text>,
}

/// A text that listings have.
struct Text {
    field: Field,
    /// By segment.
    indexes: Vec<Arc<InvertedIndexReader>>,
    norms: Arc<Norms>,
}

impl<'a> Library<'a> {
    fn new(searcher: &'a Searcher, fields: &'a Fields) -> Result<Self, Incident> {
        let all = searcher.num_docs();
        let mut texts = Vec::new();
        for (field, _) in fields
            .texts()
            .into_iter()
            .chain([(fields.title_pairs, 1.0), fields.coded()])
        {
            let indexes = searcher.segment_readers().iter();
            let indexes = indexes
                .map(|segment| segment.inverted_index(field))
                .collect::<Result<Vec<_>, _>>()?;
            let tokens: u64 = indexes.iter().map(|index| index.total_num_tokens()).sum();
            if tokens > 0 {
                let mean_length = (tokens as f32 / all.max(1) as f32).max(1.0);
                texts.push(Text {
                    field,
                    indexes,
                    norms: Arc::new(norms(mean_length)),
                });
            }
        }
        Ok(Self { fields, all, texts })
    }

    fn leaf(&self, field: Field, text: &str, boost: f32) -> Result<Option<(Leaf, u64)>, Incident> {
        let Some(known) = self.texts.iter().find(|text| text.field == field) else {
            return Ok(None);
        };
        let term = Term::from_field_text(field, text);
        let mut lists = Vec::new();
        for index in &known.indexes {
            let info = index.get_term_info(&term)?;
            lists.push(info.map(|info| (index.clone(), info)));
        }
        let found = lists
            .iter()
            .flatten()
            .map(|(_, info)| u64::from(info.doc_freq))
            .sum();
        if found == 0 {
            return Ok(None);
        }
        let leaf = Leaf {
            field,
            lists,
            weight: boost * idf(found, self.all) * (K1 + 1.0),
            norms: known.norms.clone(),
        };
        Ok(Some((leaf, found)))
    }

    /// A way with its terms, and in how many goods it may be found at most; `None` where one
    /// of its terms is in no listing.
    fn way(&self, way: &Way) -> Result<Option<(WeighedWay, u64)>, Incident> {
        let mut terms = Vec::new();
        let mut rarest = u64::MAX;
        for text in &way.terms {
            let fields = match way.texts {
                Texts::Words => {
                    let mut fields = self.fields.texts().to_vec();
                    fields.extend(may_be_code(text).then(|| self.fields.coded()));
                    fields
                }
                Texts::Pairs => vec![(self.fields.title_pairs, self.fields.texts()[0].1)],
                Texts::Codes => vec![self.fields.coded()],
            };
            let mut leaves = Vec::new();
            let mut found = 0;
            for (field, boost) in fields {
                if let Some((leaf, in_field)) = self.leaf(field, text, boost)? {
                    leaves.push(leaf);
                    found = found.max(in_field);
                }
            }
            if leaves.is_empty() {
                return Ok(None);
            }
            rarest = rarest.min(found);
            terms.push(WeighedTerm(leaves));
        }
        let parts = terms.len().max(1) as f32;
        let weighed = WeighedWay {
            terms,
            weight: way.weight / parts,
            within: way.within,
        };
        Ok(Some((weighed, rarest)))
    }

    fn word(&self, asked: &AskedWord) -> Result<WeighedWord, Incident> {
        let mut commonest = 0;
        let mut weigh = |ways: &[Way]| -> Result<Vec<WeighedWay>, Incident> {
            let mut weighed = Vec::new();
            for way in ways {
                if let Some((way, found)) = self.way(way)? {
                    commonest = commonest.max(found);
                    weighed.push(way);
                }
            }
            Ok(weighed)
        };
        let ways = weigh(&asked.ways)?;
        let synonyms = weigh(&asked.synonyms)?;
        Ok(WeighedWord {
            ways,
            synonyms,
            // what nobody has cannot be asked of anybody
            says: if commonest == 0 {
                0.0
            } else {
                idf(commonest, self.all)
            },
        })
    }
}

impl Weighed {
    /// Looks the words up.
    pub fn new(
        searcher: &Searcher,
        fields: &Fields,
        words: &[&AskedWord],
    ) -> Result<Self, Incident> {
        let library = Library::new(searcher, fields)?;
        let mut weighed = words
            .iter()
            .map(|word| library.word(word))
            .collect::<Result<Vec<_>, _>>()?;
        // what says most is looked at first, so that a listing is given up early
        weighed.sort_by(|a, b| b.says.total_cmp(&a.says));
        Ok(Self { words: weighed })
    }

    /// These, of which a listing must have enough.
    pub fn having(&self, enough: Enough) -> Sought<'_> {
        let needed = match enough {
            Enough::All => f32::INFINITY,
            Enough::Part(part) => part * self.words.iter().map(|w| w.says).sum::<f32>(),
        };
        Sought {
            words: &self.words,
            needed,
        }
    }
}

impl Sought<'_> {
    /// How many words were asked for.
    pub fn words(&self) -> u32 {
        self.words.len() as u32
    }

    /// Whether nothing can be found: all words are needed, and one is in no listing.
    fn is_hopeless(&self) -> bool {
        let known = self.words.iter().filter(|word| word.is_known()).count();
        known == 0 || (self.needed.is_infinite() && known < self.words.len())
    }

    /// Tells of every living listing of a segment that answers.
    ///
    /// # Errors
    /// An incident when the index cannot be read.
    pub fn hits(&self, place: Place, mut tell: impl FnMut(Said)) -> Result<(), Incident> {
        let segment = place.segment;
        if self.words.is_empty() {
            for doc in segment.doc_ids_alive() {
                tell(Said {
                    doc,
                    score: 1.0,
                    matched: 0,
                });
            }
            return Ok(());
        }
        if self.is_hopeless() {
            return Ok(());
        }
        let alive = segment.alive_bitset();
        place.slates.lend(
            segment.max_doc(),
            |slate| self.write(place, slate),
            |said| {
                if alive.is_none_or(|alive| alive.is_alive(said.doc)) {
                    tell(said);
                }
            },
        )
    }

    /// Reads the words, those that say most first.
    fn write(&self, place: Place, slate: &mut Slate) -> Result<(), Incident> {
        let leaders = self.leaders();
        let mut rest: f32 = self.words.iter().map(|word| word.says).sum();
        for (read, word) in (1..).zip(self.words) {
            let is_leader = usize::from(read) <= leaders;
            let reading = Reading {
                word: read,
                says: word.says,
                begins: is_leader,
            };
            word.read(place, slate, reading)?;
            rest -= word.says;
            if self.needed.is_infinite() {
                slate.keep(read, 0.0);
            } else if usize::from(read) >= leaders {
                slate.keep(0, self.needed - rest);
            }
        }
        Ok(())
    }

    /// How many words, those that say most first, a listing must have at least one of.
    fn leaders(&self) -> usize {
        if self.needed.is_infinite() {
            return 1;
        }
        let mut rest: f32 = self.words.iter().map(|word| word.says).sum();
        for (at, word) in self.words.iter().enumerate() {
            rest -= word.says;
            if rest < self.needed {
                return at + 1;
            }
        }
        self.words.len()
    }
}

impl WeighedWord {
    fn is_known(&self) -> bool {
        !self.ways.is_empty() || !self.synonyms.is_empty()
    }
}
