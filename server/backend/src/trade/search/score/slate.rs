//! What the listings of a segment say of a query, added up as their words' lists are read.
//!
//! Lists are read whole, one after another, each into the same slate: that is several times
//! quicker than to walk all of them side by side and to ask each at every step.

use std::sync::{Mutex, PoisonError};
use tantivy::DocId;

/// To put a number into order takes as long as to walk past so many lines.
const WALK_FOR_ONE_SORTED: usize = 16;

/// What a listing says of what was asked.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub doc: DocId,
    pub score: f32,
    /// How many words it has.
    pub matched: u32,
}

/// A line for every listing of a segment, those with a word and empty ones.
#[derive(Default)]
pub struct Slate {
    lines: Vec<Line>,
    /// Where something is written.
    written: Vec<DocId>,
}

#[derive(Clone, Copy, Default)]
struct Line {
    score: f32,
    /// What the words that it has say together.
    said: f32,
    matched: u16,
    /// The last word that it has, counted from one; none in an empty line.
    word: u16,
}

/// The word that is being read.
#[derive(Clone, Copy)]
pub struct Reading {
    /// Counted from one.
    pub word: u16,
    pub says: f32,
    /// Whether a listing without the words before may begin with this one.
    pub begins: bool,
}

impl Slate {
    /// Adds how well a listing says the word that is read, in one of its texts.
    pub fn add(&mut self, reading: Reading, doc: DocId, score: impl FnOnce() -> f32) {
        let line = &mut self.lines[doc as usize];
        if line.word == 0 {
            if !reading.begins {
                return;
            }
            self.written.push(doc);
        }
        // without a branch, which would be guessed wrong half of the time
        let is_first = line.word != reading.word;
        line.said += if is_first { reading.says } else { 0.0 };
        line.matched += u16::from(is_first);
        line.word = reading.word;
        line.score += score();
    }

    /// Whether a listing has the word that is read.
    pub fn has(&self, reading: Reading, doc: DocId) -> bool {
        self.lines[doc as usize].word == reading.word
    }

    /// How many listings have something.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// The listings that have something, the lowest number first.
    pub fn in_order(&mut self) -> Vec<DocId> {
        self.written.sort_unstable();
        self.written.clone()
    }

    /// Wipes out what does not have so many words and says so much.
    pub fn keep(&mut self, words: u16, said: f32) {
        let lines = &mut self.lines;
        self.written.retain(|doc| {
            let line = &mut lines[*doc as usize];
            let keeps = line.matched >= words && line.said >= said;
            if !keeps {
                *line = Line::default();
            }
            keeps
        });
    }

    /// Tells what is written, the lowest number first, and wipes it out.
    fn tell(&mut self, mut tell: impl FnMut(Said)) {
        let is_full = self.written.len() * WALK_FOR_ONE_SORTED > self.lines.len();
        if is_full {
            self.written.clear();
            self.written.extend(0..self.lines.len() as DocId);
        } else {
            self.written.sort_unstable();
        }
        for doc in self.written.drain(..) {
            let line = std::mem::take(&mut self.lines[doc as usize]);
            if line.word != 0 {
                tell(Said {
                    doc,
                    score: line.score,
                    matched: u32::from(line.matched),
                });
            }
        }
    }
}

/// Slates that wait at most; more are in use in a rush only.
const MOST_WAITING: usize = 16;

/// Slates that wait, wiped clean, for the next query.
#[derive(Default)]
pub struct Slates(Mutex<Vec<Slate>>);

impl Slates {
    /// Lends a slate with room for a segment to `write`, and tells what was written on it.
    ///
    /// # Errors
    /// Those of `write`; its slate is not used again.
    pub fn lend<E>(
        &self,
        listings: DocId,
        write: impl FnOnce(&mut Slate) -> Result<(), E>,
        tell: impl FnMut(Said),
    ) -> Result<(), E> {
        let waiting = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut slate = waiting().pop().unwrap_or_default();
        if slate.lines.len() < listings as usize {
            slate.lines.resize(listings as usize, Line::default());
        }
        write(&mut slate)?;
        slate.tell(tell);
        let mut waiting = waiting();
        if waiting.len() < MOST_WAITING {
            waiting.push(slate);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(write: impl FnOnce(&mut Slate)) -> Vec<(DocId, f32, u32)> {
        let mut told = Vec::new();
        let slates = Slates::default();
        let written = slates.lend::<()>(
            10,
            |slate| {
                write(slate);
                Ok(())
            },
            |said| told.push((said.doc, said.score, said.matched)),
        );
        assert_eq!(written, Ok(()));
        let again = slates.lend::<()>(10, |_| Ok(()), |said| panic!("{said:?} was left"));
        assert_eq!(again, Ok(()));
        told
    }

    const FIRST: Reading = Reading {
        word: 1,
        says: 2.0,
        begins: true,
    };
    const SECOND: Reading = Reading {
        word: 2,
        says: 1.0,
        begins: false,
    };

    #[test]
    fn texts_add_up_and_words_count_once() {
        let all = told(|slate| {
            slate.add(FIRST, 7, || 0.5);
            slate.add(FIRST, 3, || 1.0);
            slate.add(FIRST, 3, || 0.25);
            slate.add(SECOND, 3, || 0.25);
            slate.add(SECOND, 4, || 9.0);
            assert!(slate.has(SECOND, 3) && !slate.has(SECOND, 7));
            assert_eq!(slate.in_order(), [3, 7], "none begins late");
        });
        assert_eq!(all, [(3, 1.5, 2), (7, 0.5, 1)]);
    }

    #[test]
    fn what_says_too_little_is_wiped_out() {
        let all = told(|slate| {
            slate.add(FIRST, 7, || 0.5);
            slate.add(FIRST, 3, || 0.5);
            slate.add(SECOND, 3, || 0.5);
            slate.keep(2, 0.0);
            assert_eq!(slate.len(), 1);
        });
        assert_eq!(all, [(3, 1.0, 2)]);
        assert!(
            told(|slate| {
                slate.add(FIRST, 7, || 0.5);
                slate.keep(0, 2.5);
            })
            .is_empty()
        );
    }
}
