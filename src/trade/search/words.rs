//! How text is read, on both sides: goods when they are indexed, queries when they are asked.
//!
//! Latin words are folded to lower case without accents and to their singular. Chinese is
//! handed on as runs of characters, which the index cuts into words with a dictionary.

use std::ops::Range;

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A word or number of an alphabet, folded.
    Word(String),
    /// Chinese characters without a break, as written.
    Han(String),
}

/// A piece and where in the text it stood, in bytes.
pub type Placed = (Range<usize>, Piece);

/// Whether a character is Chinese.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Cuts text into words and runs of Chinese; everything between them is left out.
///
/// ```
/// use longtail::trade::search::words::{Piece, pieces};
/// let found: Vec<Piece> = pieces("龙井 Tins").into_iter().map(|(_, piece)| piece).collect();
/// assert_eq!(found, [Piece::Han("龙井".into()), Piece::Word("tin".into())]);
/// ```
pub fn pieces(text: &str) -> Vec<Placed> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Word,
        Han,
        Gap,
    }
    let kind = |c: char| {
        if is_han(c) {
            Kind::Han
        } else if c.is_alphanumeric() {
            Kind::Word
        } else {
            Kind::Gap
        }
    };
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let run = kind(first);
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.peek().copied() {
            // the apostrophe of “grandma's” belongs to the word, and goes with the s
            let inside = kind(c) == run || (run == Kind::Word && matches!(c, '\'' | '’'));
            if !inside {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let range = start..end;
        match run {
            Kind::Word => {
                let word = stem(&fold(&text[range.clone()]));
                if !word.is_empty() {
                    found.push((range, Piece::Word(word)));
                }
            }
            Kind::Han => found.push((range.clone(), Piece::Han(text[range].to_owned()))),
            Kind::Gap => {}
        }
    }
    found
}

/// Lower case, without accents, full-width letters as plain ones, possessives without their s.
fn fold(word: &str) -> String {
    let word = word.trim_end_matches(['\'', '’']);
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    word.chars()
        .filter(|c| !matches!(c, '\'' | '’'))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ě' => 'e',
            'ì' | 'í' | 'î' | 'ï' | 'ī' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => 'o',
            'ù' | 'ú' | 'û' | 'ü' | 'ū' => 'u',
            c => c,
        })
        .collect()
}

/// The singular of an English noun, so that *mugs* finds a *mug*. Verbs are left alone:
/// what shops write are names of things.
pub fn stem(word: &str) -> String {
    if word.len() < 4 || !word.is_ascii() || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    match word {
        "lens" | "lenses" => return "lens".to_owned(),
        "buses" => return "bus".to_owned(),
        "knives" => return "knife".to_owned(),
        "scarves" => return "scarf".to_owned(),
        "shelves" => return "shelf".to_owned(),
        "leaves" => return "leaf".to_owned(),
        "series" | "species" => return word.to_owned(),
        _ => {}
    }
    let cut = |suffix: &str| word.strip_suffix(suffix);
    if let Some(root) = cut("ies").filter(|root| root.len() > 2) {
        return format!("{root}y");
    }
    for ending in ["sses", "xes", "ches", "shes", "zzes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match cut("s") {
        Some(root) if !root.ends_with(['s', 'u', 'i']) => root.to_owned(),
        _ => word.to_owned(),
    }
}

/// Words that say nothing about a thing. They are indexed, but not asked for,
/// since *a tin of tea* must find *tea tin*.
pub fn says_nothing(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "the"
            | "of"
            | "for"
            | "with"
            | "in"
            | "on"
            | "to"
            | "from"
            | "by"
            | "or"
            | "my"
            | "的"
            | "了"
            | "和"
            | "与"
            | "及"
            | "在"
            | "个"
            | "款"
    )
}

/// Whether two words differ by one slip of the finger (a letter added, left out, changed,
/// or two swapped), or by two in words of eight letters and more. Short words have to match.
pub fn nearly_alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let allowed = usize::from(slips_allowed(a.len().min(b.len())));
    allowed > 0 && a.len().abs_diff(b.len()) <= allowed && slips(&a, &b) <= allowed
}

/// How many slips a word of so many letters may hold and still be read as another.
pub fn slips_allowed(letters: usize) -> u8 {
    match letters {
        ..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Optimal string alignment distance.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j] + 1)
                .min(row[j - 1] + 1)
                .min(above[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        pieces(text)
            .into_iter()
            .map(|(_, piece)| match piece {
                Piece::Word(word) => word,
                Piece::Han(run) => format!("[{run}]"),
            })
            .collect()
    }

    #[test]
    fn both_languages_in_one_line() {
        assert_eq!(
            read("明前龙井 tea-tins, 250g（礼盒装）"),
            ["[明前龙井]", "tea", "tin", "250g", "[礼盒装]"]
        );
        assert_eq!(read("Grandma’s CAFÉ ＴＥＡ"), ["grandma", "cafe", "tea"]);
        assert_eq!(read("!? ，。"), Vec::<String>::new());
    }

    #[test]
    fn plurals_meet_their_singular() {
        for (many, one) in [
            ("mugs", "mug"),
            ("vases", "vase"),
            ("glasses", "glass"),
            ("boxes", "box"),
            ("brushes", "brush"),
            ("candies", "candy"),
            ("lenses", "lens"),
            ("shoes", "shoe"),
            ("knives", "knife"),
        ] {
            assert_eq!(stem(many), stem(one), "{many}");
        }
        for same in ["glass", "bus", "tea", "iris", "usb3s"] {
            assert_eq!(stem(same), same);
        }
    }

    #[test]
    fn slips_of_the_finger() {
        assert!(nearly_alike("teapto", "teapot"));
        assert!(nearly_alike("lantren", "lantern"));
        assert!(nearly_alike("celadno", "celadon"));
        assert!(nearly_alike("porclain", "porcelain"));
        assert!(!nearly_alike("tea", "ten"));
        assert!(!nearly_alike("mug", "mugs"));
        assert!(!nearly_alike("silk", "milks"));
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "\\PC{0,60}") {
            for (range, piece) in pieces(&text) {
                prop_assert!(text.get(range).is_some());
                if let Piece::Word(word) = piece {
                    prop_assert!(!word.is_empty());
                }
            }
        }

        #[test]
        fn a_stem_stays_a_stem(word in "[a-z]{1,12}") {
            let once = stem(&word);
            prop_assert!(once.len() <= word.len());
        }

        #[test]
        fn likeness_goes_both_ways(a in "[a-d]{3,9}", b in "[a-d]{3,9}") {
            prop_assert_eq!(nearly_alike(&a, &b), nearly_alike(&b, &a));
        }
    }
}
