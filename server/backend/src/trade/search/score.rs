//! Which goods answer a query, and how well: BM25 over the texts of a listing, with its two
//! constants set for titles, and with words that may be missing.
//!
//! The index's own queries ask for all words or for any. Here each word weighs what it says
//! (a rare one says much), and a listing answers when it has enough of the whole weight. That
//! also makes it quick: where some words are so common that all of them together do not reach
//! the weight, only the lists of the others have to be walked.

mod lists;

use super::{
    asked::{AskedWord, Texts, Way},
    generation::Fields,
};
use crate::failure::Incident;
use lists::OpenWord;
use tantivy::{DocId, Searcher, SegmentReader, TERMINATED, Term, schema::Field};

/// A word that a title says twice counts little more than one it says once.
const K1: f32 = 0.6;
/// How much a long text is held against it.
const B: f32 = 0.5;

/// What is asked for, with what the index knows of the words.
pub struct Weighed {
    words: Vec<WeighedWord>,
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
    term: Term,
    weight: f32,
    mean_length: f32,
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
    searcher: &'a Searcher,
    fields: &'a Fields,
    all: u64,
    lengths: Vec<(Field, f32)>,
}

impl<'a> Library<'a> {
    fn new(searcher: &'a Searcher, fields: &'a Fields) -> Result<Self, Incident> {
        let all = searcher.num_docs();
        let mut lengths = Vec::new();
        for (field, _) in fields
            .texts()
            .into_iter()
            .chain([(fields.title_pairs, 1.0)])
        {
            let mut tokens = 0;
            for segment in searcher.segment_readers() {
                tokens += segment.inverted_index(field)?.total_num_tokens();
            }
            lengths.push((field, tokens as f32 / all.max(1) as f32));
        }
        Ok(Self {
            searcher,
            fields,
            all,
            lengths,
        })
    }

    fn leaf(&self, field: Field, text: &str, boost: f32) -> Result<Option<(Leaf, u64)>, Incident> {
        let term = Term::from_field_text(field, text);
        let found = self.searcher.doc_freq(&term)?;
        if found == 0 {
            return Ok(None);
        }
        let mean = self.lengths.iter().find(|(of, _)| *of == field);
        let leaf = Leaf {
            field,
            term,
            weight: boost * idf(found, self.all) * (K1 + 1.0),
            mean_length: mean.map_or(1.0, |(_, mean)| mean.max(1.0)),
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
                Texts::Words => self.fields.texts().to_vec(),
                Texts::Pairs => vec![(self.fields.title_pairs, self.fields.texts()[0].1)],
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
        enough: Enough,
    ) -> Result<Self, Incident> {
        let library = Library::new(searcher, fields)?;
        let mut weighed = words
            .iter()
            .map(|word| library.word(word))
            .collect::<Result<Vec<_>, _>>()?;
        let needed = match enough {
            Enough::All => f32::INFINITY,
            Enough::Part(part) => part * weighed.iter().map(|w| w.says).sum::<f32>(),
        };
        // what says most is looked at first, so that a listing is given up early
        weighed.sort_by(|a, b| b.says.total_cmp(&a.says));
        Ok(Self {
            words: weighed,
            needed,
        })
    }

    /// Whether nothing can be found: all words are needed, and one is in no listing.
    fn is_hopeless(&self) -> bool {
        let known = self.words.iter().filter(|word| word.is_known()).count();
        known == 0 || (self.needed.is_infinite() && known < self.words.len())
    }

    /// Tells `take` of every listing of a segment that answers, with its score and how many
    /// of the words it has.
    pub fn walk(
        &self,
        segment: &SegmentReader,
        mut take: impl FnMut(DocId, f32, u32),
    ) -> Result<(), Incident> {
        if self.words.is_empty() {
            for doc in segment.doc_ids_alive() {
                take(doc, 1.0, 0);
            }
            return Ok(());
        }
        if self.is_hopeless() {
            return Ok(());
        }
        let categories = segment.fast_fields().u64("categories")?;
        let belongs =
            |doc: DocId, category: u64| categories.values_for_doc(doc).any(|of| of == category);
        let mut words = self
            .words
            .iter()
            .map(|word| word.open(segment))
            .collect::<Result<Vec<_>, _>>()?;
        let leaders = self.leaders();
        let alive = segment.alive_bitset();
        loop {
            let next = words[..leaders].iter().map(OpenWord::doc).min();
            let Some(doc) = next.filter(|doc| *doc != TERMINATED) else {
                break;
            };
            if alive.is_none_or(|alive| alive.is_alive(doc))
                && let Some((score, matched)) = self.score(&mut words, doc, &belongs)
            {
                take(doc, score, matched);
            }
            for word in &mut words[..leaders] {
                word.seek(doc + 1);
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

    fn score(
        &self,
        words: &mut [OpenWord],
        doc: DocId,
        belongs: &impl Fn(DocId, u64) -> bool,
    ) -> Option<(f32, u32)> {
        let (mut score, mut said, mut matched) = (0.0, 0.0, 0);
        let mut rest: f32 = self.words.iter().map(|word| word.says).sum();
        for (word, weighed) in words.iter_mut().zip(&self.words) {
            rest -= weighed.says;
            match word.score(doc, belongs) {
                Some(of_word) => {
                    score += of_word;
                    said += weighed.says;
                    matched += 1;
                }
                None if self.needed.is_infinite() => return None,
                None if said + rest < self.needed => return None,
                None => {}
            }
        }
        (self.needed.is_infinite() || said >= self.needed).then_some((score, matched))
    }
}

impl WeighedWord {
    fn is_known(&self) -> bool {
        !self.ways.is_empty() || !self.synonyms.is_empty()
    }
}
