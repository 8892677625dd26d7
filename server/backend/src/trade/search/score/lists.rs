//! The lists of goods that have a word, walked side by side within one segment of the index.

use super::{B, K1, WeighedTerm, WeighedWay, WeighedWord};
use crate::failure::Incident;
use tantivy::{
    DocId, DocSet, SegmentReader, TERMINATED,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    schema::IndexRecordOption,
};

impl WeighedWord {
    pub fn open(&self, segment: &SegmentReader) -> Result<OpenWord, Incident> {
        let open = |ways: &[WeighedWay]| -> Result<Vec<OpenWay>, Incident> {
            ways.iter().map(|way| way.open(segment)).collect()
        };
        Ok(OpenWord {
            ways: open(&self.ways)?,
            synonyms: open(&self.synonyms)?,
        })
    }
}

impl WeighedWay {
    fn open(&self, segment: &SegmentReader) -> Result<OpenWay, Incident> {
        let terms = self
            .terms
            .iter()
            .map(|term| term.open(segment))
            .collect::<Result<_, _>>()?;
        Ok(OpenWay {
            terms,
            weight: self.weight,
            within: self.within,
        })
    }
}

impl WeighedTerm {
    fn open(&self, segment: &SegmentReader) -> Result<OpenTerm, Incident> {
        let mut leaves = Vec::new();
        for leaf in &self.0 {
            let index = segment.inverted_index(leaf.field)?;
            let postings = index.read_postings(&leaf.term, IndexRecordOption::WithFreqs)?;
            if let Some(postings) = postings {
                leaves.push(OpenLeaf {
                    postings,
                    lengths: segment.get_fieldnorms_reader(leaf.field)?,
                    weight: leaf.weight,
                    mean_length: leaf.mean_length,
                });
            }
        }
        Ok(OpenTerm(leaves))
    }
}

/// A word's lists in one segment, walked side by side.
pub struct OpenWord {
    ways: Vec<OpenWay>,
    synonyms: Vec<OpenWay>,
}

struct OpenWay {
    terms: Vec<OpenTerm>,
    weight: f32,
    within: Option<u64>,
}

struct OpenTerm(Vec<OpenLeaf>);

struct OpenLeaf {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    weight: f32,
    mean_length: f32,
}

impl OpenWord {
    /// The next listing that may have the word.
    pub fn doc(&self) -> DocId {
        let ways = self.ways.iter().chain(&self.synonyms);
        ways.map(OpenWay::doc).min().unwrap_or(TERMINATED)
    }

    pub fn seek(&mut self, target: DocId) {
        for way in self.ways.iter_mut().chain(&mut self.synonyms) {
            if let Some(first) = way.terms.first_mut() {
                first.seek(target);
            }
        }
    }

    pub fn score(&mut self, doc: DocId, belongs: &impl Fn(DocId, u64) -> bool) -> Option<f32> {
        let mut sum = 0.0;
        for way in &mut self.ways {
            sum += way.score(doc).unwrap_or_default();
        }
        if sum > 0.0 {
            return Some(sum);
        }
        let mut best: Option<f32> = None;
        for way in &mut self.synonyms {
            if let Some(score) = way.score(doc)
                && way.within.is_none_or(|category| belongs(doc, category))
            {
                best = Some(best.map_or(score, |best| best.max(score)));
            }
        }
        best
    }
}

impl OpenWay {
    fn doc(&self) -> DocId {
        self.terms.first().map_or(TERMINATED, OpenTerm::doc)
    }

    fn score(&mut self, doc: DocId) -> Option<f32> {
        let mut sum = 0.0;
        for term in &mut self.terms {
            sum += term.score(doc)?;
        }
        (sum > 0.0).then_some(sum * self.weight)
    }
}

impl OpenTerm {
    fn doc(&self) -> DocId {
        let docs = self.0.iter().map(|leaf| leaf.postings.doc());
        docs.min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) {
        for leaf in &mut self.0 {
            if leaf.postings.doc() < target {
                leaf.postings.seek(target);
            }
        }
    }

    fn score(&mut self, doc: DocId) -> Option<f32> {
        self.seek(doc);
        let mut sum = 0.0;
        for leaf in self.0.iter().filter(|leaf| leaf.postings.doc() == doc) {
            let often = leaf.postings.term_freq() as f32;
            let length = leaf.lengths.fieldnorm(doc) as f32;
            let norm = K1 * (1.0 - B + B * length / leaf.mean_length);
            sum += leaf.weight * often / (often + norm);
        }
        (sum > 0.0).then_some(sum)
    }
}
