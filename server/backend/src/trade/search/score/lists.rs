//! The goods of one segment that have a word, read from the index's lists.

use super::{
    super::columns::Columns,
    Leaf, WeighedTerm, WeighedWay, WeighedWord,
    slate::{Reading, Slate, Slates},
};
use crate::failure::Incident;
use rustc_hash::FxHashMap;
use tantivy::{
    DocId, DocSet, SegmentOrdinal, SegmentReader, TERMINATED, postings::Postings,
    schema::IndexRecordOption,
};

/// Looking a listing up costs as much as reading so many.
const READ_FOR_ONE_LOOK: usize = 16;

/// Where lists are read.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub ordinal: SegmentOrdinal,
    pub segment: &'a SegmentReader,
    pub columns: &'a Columns,
    pub slates: &'a Slates,
}

impl WeighedWord {
    /// Writes down who has the word; those only that have something already, unless a listing
    /// may begin with it.
    pub fn read(&self, place: Place, slate: &mut Slate, reading: Reading) -> Result<(), Incident> {
        for way in &self.ways {
            way.read(place, slate, reading)?;
        }
        let mut best: FxHashMap<DocId, f32> = FxHashMap::default();
        for way in &self.synonyms {
            let is_within = |doc| {
                way.within
                    .is_none_or(|category| place.columns.categories(doc).any(|of| of == category))
            };
            way.each(place, |doc, score| {
                if !slate.has(reading, doc) && is_within(doc) {
                    let best = best.entry(doc).or_default();
                    *best = best.max(score);
                }
            })?;
        }
        for (doc, score) in best {
            slate.add(reading, doc, || score);
        }
        Ok(())
    }
}

impl WeighedWay {
    fn read(&self, place: Place, slate: &mut Slate, reading: Reading) -> Result<(), Incident> {
        match self.terms.as_slice() {
            [term] => term.read(place, slate, reading, self.weight),
            _ => self.each(place, |doc, score| slate.add(reading, doc, || score)),
        }
    }

    /// Tells of those that have all terms: read as words are, on a slate of their own.
    fn each(&self, place: Place, mut tell: impl FnMut(DocId, f32)) -> Result<(), Incident> {
        let write = |slate: &mut Slate| {
            for (word, term) in (1..).zip(&self.terms) {
                let reading = Reading {
                    word,
                    says: 0.0,
                    begins: word == 1,
                };
                term.read(place, slate, reading, self.weight)?;
                slate.keep(word, 0.0);
            }
            Ok(())
        };
        let listings = place.segment.max_doc();
        place
            .slates
            .lend(listings, write, |said| tell(said.doc, said.score))
    }
}

impl WeighedTerm {
    fn read(
        &self,
        place: Place,
        slate: &mut Slate,
        reading: Reading,
        weight: f32,
    ) -> Result<(), Incident> {
        for leaf in &self.0 {
            leaf.read(place, slate, reading, weight)?;
        }
        Ok(())
    }
}

impl Leaf {
    fn read(
        &self,
        place: Place,
        slate: &mut Slate,
        reading: Reading,
        weight: f32,
    ) -> Result<(), Incident> {
        let Some((index, info)) = &self.lists[place.ordinal as usize] else {
            return Ok(());
        };
        let lengths = place.segment.get_fieldnorms_reader(self.field)?;
        let weight = weight * self.weight;
        let score = |doc: DocId, often: u32| {
            let often = often as f32;
            weight * often / (often + self.norms[usize::from(lengths.fieldnorm_id(doc))])
        };
        let how = IndexRecordOption::WithFreqs;
        if !reading.begins && slate.len() * READ_FOR_ONE_LOOK < info.doc_freq as usize {
            let mut postings = index.read_postings_from_terminfo(info, how)?;
            for doc in slate.in_order() {
                if postings.doc() < doc && postings.seek(doc) == TERMINATED {
                    break;
                }
                if postings.doc() == doc {
                    slate.add(reading, doc, || score(doc, postings.term_freq()));
                }
            }
            return Ok(());
        }
        let mut block = index.read_block_postings_from_terminfo(info, how)?;
        while block.block_len() > 0 {
            for (doc, often) in block.docs().iter().zip(block.freqs()) {
                slate.add(reading, *doc, || score(*doc, *often));
            }
            block.advance();
        }
        Ok(())
    }
}
