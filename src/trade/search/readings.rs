//! In how many ways a written word can be meant. Codes are written with and without their
//! hyphen (*DMC-FZ18K*, *dmcfz18k*), with a letter for the colour at the end, and measures
//! with and without a space (*500 GB*, *500gb*). Goods and queries are read alike, so that
//! one way of writing finds the other.

use super::words::{Piece, Placed, pieces, stem};
use std::ops::Range;

/// A code says more of a thing than a word does: *KX-TG8232B* is one telephone.
const CODE: f32 = 1.5;
/// A code without the letters at its end, which often name a colour or a country only.
const ROOT: f32 = 1.0;
/// A bare number: 5 may be a size, a count or a version.
const NUMBER: f32 = 0.8;
const WORD: f32 = 1.0;
/// The shortest root that still tells one thing from another.
const SHORTEST_ROOT: usize = 4;
/// Joined words shorter than this are left apart: they would meet others by chance.
const SHORTEST_JOINED: usize = 6;

/// One way to read something, and how much it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub text: String,
    pub weight: f32,
}

/// A written word with all its readings; a run of Chinese has one, the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Where in the text, in bytes.
    pub range: Range<usize>,
    pub piece: Piece,
    pub readings: Vec<Reading>,
}

/// Several written words next to each other that are read as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// Which of the written words.
    pub words: Range<usize>,
    pub readings: Vec<Reading>,
}

/// A text as it can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reads {
    pub written: Vec<Written>,
    pub joined: Vec<Joined>,
}

impl Reads {
    /// Every reading once for each time it is written, as the index keeps them.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let alone = self.written.iter().flat_map(|word| &word.readings);
        let joined = self.joined.iter().flat_map(|joined| &joined.readings);
        alone.chain(joined).map(|reading| reading.text.as_str())
    }
}

/// Reads a text.
pub fn read(text: &str) -> Reads {
    let placed = pieces(text);
    let written = placed.iter().map(written).collect();
    let mut joined = Vec::new();
    let mut at = 0;
    while at < placed.len() {
        let end = hyphenated(text, &placed, at);
        if end - at > 1 {
            joined.extend(join(&placed, at..end));
        }
        at = end;
    }
    joined.extend((0..placed.len()).filter_map(|at| measure(text, &placed, at)));
    Reads { written, joined }
}

fn written((range, piece): &Placed) -> Written {
    let readings = match piece {
        Piece::Han(run) => vec![Reading {
            text: run.clone(),
            weight: WORD,
        }],
        Piece::Word(word) => alone(word),
    };
    Written {
        range: range.clone(),
        piece: piece.clone(),
        readings,
    }
}

/// The readings of one word by itself.
fn alone(word: &str) -> Vec<Reading> {
    let one = |text: &str, weight| {
        vec![Reading {
            text: text.to_owned(),
            weight,
        }]
    };
    if !has_digit(word) {
        return one(word, WORD);
    }
    if !has_letter(word) {
        return one(word, NUMBER);
    }
    if let Some(measure) = as_measure(word) {
        return one(&measure, WORD);
    }
    code(word)
}

fn code(word: &str) -> Vec<Reading> {
    let mut readings = vec![Reading {
        text: word.to_owned(),
        weight: CODE,
    }];
    let root = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let tail = word.len() - root.len();
    if (1..=4).contains(&tail) && root.len() >= SHORTEST_ROOT {
        readings.push(Reading {
            text: root.to_owned(),
            weight: ROOT,
        });
    }
    readings
}

/// `16gb` and `16gbs` alike; nothing where letters do not end it or are no unit.
fn as_measure(word: &str) -> Option<String> {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = stem(&word[number.len()..]);
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (plain && is_unit(&unit)).then(|| format!("{number}{unit}"))
}

/// Where the run of hyphens, slashes and points that starts at a piece ends.
fn hyphenated(text: &str, placed: &[Placed], start: usize) -> usize {
    let mut end = start + 1;
    while let (Some((before, Piece::Word(_))), Some((after, Piece::Word(_)))) =
        (placed.get(end - 1), placed.get(end))
    {
        let between = &text[before.end..after.start];
        if !matches!(between, "-" | "/" | "." | "_") {
            break;
        }
        end += 1;
    }
    end
}

fn join(placed: &[Placed], words: Range<usize>) -> Option<Joined> {
    let whole: String = placed[words.clone()]
        .iter()
        .filter_map(|(_, piece)| match piece {
            Piece::Word(word) => Some(word.as_str()),
            Piece::Han(_) => None,
        })
        .collect();
    let is_code = has_digit(&whole) && has_letter(&whole);
    let readings = if is_code {
        code(&whole)
    } else if whole.len() >= SHORTEST_JOINED {
        vec![Reading {
            text: whole,
            weight: CODE,
        }]
    } else {
        return None;
    };
    Some(Joined { words, readings })
}

/// A number and the unit behind it, with a space or a hyphen between them.
fn measure(text: &str, placed: &[Placed], at: usize) -> Option<Joined> {
    let (before, Piece::Word(number)) = placed.get(at)? else {
        return None;
    };
    let (after, Piece::Word(unit)) = placed.get(at + 1)? else {
        return None;
    };
    let apart = matches!(&text[before.end..after.start], " " | "-");
    let plain = number.bytes().all(|b| b.is_ascii_digit());
    (apart && plain && is_unit(unit)).then(|| Joined {
        words: at..at + 2,
        readings: vec![Reading {
            text: format!("{number}{unit}"),
            weight: WORD,
        }],
    })
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

fn has_letter(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

/// Units as [`stem`] leaves them.
fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "gb" | "mb"
            | "tb"
            | "kb"
            | "mp"
            | "in"
            | "inch"
            | "ft"
            | "mm"
            | "cm"
            | "m"
            | "w"
            | "watt"
            | "v"
            | "mah"
            | "ghz"
            | "mhz"
            | "hz"
            | "x"
            | "pk"
            | "pack"
            | "pc"
            | "ct"
            | "lb"
            | "oz"
            | "g"
            | "kg"
            | "ml"
            | "l"
            | "dpi"
            | "port"
            | "pin"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        read(text).texts().map(str::to_owned).collect()
    }

    #[test]
    fn codes_are_read_with_and_without_their_hyphen() {
        assert_eq!(
            texts("DMC-FZ18K"),
            ["dmc", "fz18k", "fz18", "dmcfz18k", "dmcfz18"]
        );
        assert_eq!(texts("dmcfz18k"), ["dmcfz18k", "dmcfz18"]);
        assert_eq!(texts("920-000264"), ["920", "000264", "920000264"]);
    }

    #[test]
    fn measures_are_read_with_and_without_their_space() {
        assert_eq!(texts("500 GB"), ["500", "gb", "500gb"]);
        assert_eq!(texts("500gb"), ["500gb"]);
        assert_eq!(texts("2.7-inch"), ["2", "7", "inch", "27inch", "7inch"]);
    }

    #[test]
    fn words_and_chinese_are_read_as_they_are() {
        assert_eq!(texts("龙井 green teas"), ["龙井", "green", "tea"]);
        assert_eq!(texts("up-to-date"), ["up", "to", "date", "uptodate"]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,60}") {
            let reads = read(&text);
            for joined in &reads.joined {
                prop_assert!(joined.words.end <= reads.written.len());
                prop_assert!(joined.words.len() > 1);
            }
            prop_assert!(reads.texts().all(|text| !text.is_empty()));
        }
    }
}
