//! How much a title says the same as a query, word by word, where a word may be cut short or
//! slightly misspelled: cosine of the words' weights, with alike words taken for each other
//! (known as soft TF-IDF).

use std::collections::BTreeMap;

/// Less alike than this, two words have nothing to do with each other.
const ALIKE: f32 = 0.6;
/// A word that begins with the other.
const CUT_SHORT: f32 = 0.9;
/// The same where three letters are all there is.
const CUT_VERY_SHORT: f32 = 0.8;

/// How alike two words are: 1 for the same, 0 for different ones. Numbers and codes are the
/// same or different.
pub fn likeness(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if has_digit(a) || has_digit(b) || short.len() < 3 || !a.is_ascii() || !b.is_ascii() {
        return 0.0;
    }
    if long.starts_with(short) {
        return if short.len() > 3 {
            CUT_SHORT
        } else {
            CUT_VERY_SHORT
        };
    }
    let (of_a, of_b) = (threes(a), threes(b));
    let shared = of_a.iter().filter(|run| of_b.contains(run)).count() as f32;
    let likeness = 2.0 * shared / (of_a.len() + of_b.len()) as f32;
    if likeness >= ALIKE { likeness } else { 0.0 }
}

/// The different runs of three letters, with the word's ends marked.
fn threes(word: &str) -> Vec<[u8; 3]> {
    let marked = [b"^", word.as_bytes(), b"$"].concat();
    let mut runs = Vec::with_capacity(word.len());
    for run in marked.windows(3) {
        let run = [run[0], run[1], run[2]];
        if !runs.contains(&run) {
            runs.push(run);
        }
    }
    runs
}

/// How much a title says of what was asked, and of nothing else: 0 to about 1. Both are words
/// with their weights.
pub fn agreement(asked: &BTreeMap<String, f32>, title: &BTreeMap<String, f32>) -> f32 {
    let length = |words: &BTreeMap<String, f32>| {
        let sum: f32 = words.values().map(|weight| weight * weight).sum();
        sum.sqrt()
    };
    let lengths = length(asked) * length(title);
    if lengths <= 0.0 {
        return 0.0;
    }
    let mut shared = 0.0;
    for (word, weight) in asked {
        if let Some(own) = title.get(word) {
            shared += weight * own;
            continue;
        }
        // words that were asked for themselves stand for no other
        let others = title
            .iter()
            .filter(|(other, _)| !asked.contains_key(*other));
        shared += others
            .map(|(other, own)| likeness(word, other) * weight * own)
            .fold(0.0, f32::max);
    }
    shared / lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> BTreeMap<String, f32> {
        text.split(' ').map(|word| (word.to_owned(), 1.0)).collect()
    }

    #[test]
    fn cut_and_misspelled_words_are_alike() {
        assert_eq!(likeness("immers", "immersion"), CUT_SHORT);
        assert!(likeness("keyboard", "keybord") > ALIKE);
        assert_eq!(likeness("2006", "2007"), 0.0);
        assert_eq!(likeness("kettle", "teapot"), 0.0);
    }

    #[test]
    fn a_title_that_says_no_more_agrees_most() {
        let asked = words("green tea tin");
        let exact = agreement(&asked, &words("green tea tin"));
        let more = agreement(&asked, &words("green tea tin with a lid"));
        let alike = agreement(&asked, &words("greens tea tin"));
        assert!((exact - 1.0).abs() < 1e-5);
        assert!(more < exact && alike < exact && alike > 0.8);
        assert_eq!(agreement(&asked, &words("kettle")), 0.0);
    }

    proptest! {
        #[test]
        fn likeness_goes_both_ways(a in "[a-z]{1,9}", b in "[a-z]{1,9}") {
            prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        }
    }
}
