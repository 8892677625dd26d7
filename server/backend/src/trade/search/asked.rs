//! Reads a query: which words it asks for, and in which ways goods may say them.

use super::{
    synonyms::{Synonyms, Within},
    tokens::{cut_han, pairs},
};
use longtail::trade::search::{
    readings::{self, Reads},
    variants::folded_code,
    words::{self, Piece},
};

/// In which texts of a listing a way is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// All of them.
    Words,
    /// The title's Chinese characters.
    Pairs,
    /// The SKUs and barcodes of what is offered.
    Codes,
}

/// One way to say a word: terms that must all be there.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub terms: Vec<String>,
    pub weight: f32,
    pub texts: Texts,
    /// Only for goods of this category, by [`super::tree::category_key`].
    pub within: Option<u64>,
}

impl Way {
    pub fn word(text: impl Into<String>, weight: f32) -> Self {
        Self {
            terms: vec![text.into()],
            weight,
            texts: Texts::Words,
            within: None,
        }
    }
}

/// A word that is asked for, and how it was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedWord {
    pub typed: String,
    /// As an alphabet's word, folded; none for Chinese. What can be misspelled.
    pub latin: Option<String>,
    /// Goods score with the sum of these.
    pub ways: Vec<Way>,
    /// Goods that say none of the ways score with the best of these.
    pub synonyms: Vec<Way>,
}

/// A synonym is worth a little less than the word itself.
const SYNONYM: f32 = 0.6;
/// The words inside a long Chinese word, all together.
const INSIDE: f32 = 0.6;
/// Two neighbours written as one word: as a code does, it says more than one of them.
const JOINED: f32 = 1.5;
/// Shorter ones would meet others by chance.
const SHORTEST_JOINED: usize = 4;
/// The characters of a Chinese word in a title, whatever the dictionary made of them.
const BY_PAIRS: f32 = 0.7;
/// A shop's own code, when it is all that is asked for.
const WHOLE_CODE: f32 = 1.5;
/// Longer queries are not looked for as one code.
const MOST_CODE_WORDS: usize = 6;

/// The words of a query. Words that say nothing are left out, unless there are no others.
pub fn read_query(query: &str, synonyms: &Synonyms) -> Vec<AskedWord> {
    let reads = readings::read(query);
    let mut all = Vec::new();
    for (at, word) in reads.written.iter().enumerate() {
        match &word.piece {
            Piece::Word(text) => all.push(latin(&query[word.range.clone()], text, &reads, at)),
            Piece::Han(run) => all.extend(cut_han(run, false).iter().map(|word| han(word))),
        }
    }
    let telling: Vec<AskedWord> = all
        .iter()
        .filter(|word| !words::says_nothing(word.latin.as_deref().unwrap_or(&word.typed)))
        .cloned()
        .collect();
    let mut asked = if telling.is_empty() { all } else { telling };
    add_joined(&mut asked);
    add_synonyms(&mut asked, synonyms);
    add_code(&mut asked, query);
    // what is asked twice is asked once
    let mut once: Vec<AskedWord> = Vec::with_capacity(asked.len());
    for word in asked {
        if !once.iter().any(|other| other.ways == word.ways) {
            once.push(word);
        }
    }
    once
}

fn latin(typed: &str, folded: &str, reads: &Reads, at: usize) -> AskedWord {
    let alone = reads.written[at].readings.iter();
    let mut ways: Vec<Way> = alone.map(|r| Way::word(&r.text, r.weight)).collect();
    for joined in reads.joined.iter().filter(|j| j.words.contains(&at)) {
        // each of the joined words brings its part of the whole's weight
        let part = joined.words.len() as f32;
        ways.extend(
            joined
                .readings
                .iter()
                .map(|r| Way::word(&r.text, r.weight / part)),
        );
    }
    AskedWord {
        typed: typed.to_owned(),
        latin: Some(folded.to_owned()),
        ways,
        synonyms: Vec::new(),
    }
}

fn han(word: &str) -> AskedWord {
    let mut ways = vec![Way::word(word, 1.0)];
    ways.push(Way {
        terms: pairs(word),
        weight: BY_PAIRS,
        texts: Texts::Pairs,
        within: None,
    });
    // 龙井茶 also finds what is only called 龙井
    let inner: Vec<String> = cut_han(word, true)
        .into_iter()
        .filter(|inner| inner != word)
        .collect();
    if !inner.is_empty() {
        ways.push(Way {
            terms: inner,
            weight: INSIDE,
            texts: Texts::Words,
            within: None,
        });
    }
    AskedWord {
        typed: word.to_owned(),
        latin: None,
        ways,
        synonyms: Vec::new(),
    }
}

/// Lets two neighbours be found where a shop writes them as one: *print shop* as *printshop*,
/// *cs 2* as *cs2*. Two numbers stay apart.
fn add_joined(asked: &mut [AskedWord]) {
    for at in 1..asked.len() {
        let [before, after] = &mut asked[at - 1..=at] else {
            continue;
        };
        let (Some(first), Some(second)) = (&before.latin, &after.latin) else {
            continue;
        };
        let whole = format!("{first}{second}");
        let is_number = whole.bytes().all(|b| b.is_ascii_digit());
        let is_known = before.ways.iter().any(|way| way.terms[0] == whole);
        if whole.len() < SHORTEST_JOINED || is_number || is_known {
            continue;
        }
        for word in [before, after] {
            word.ways.push(Way::word(&whole, JOINED / 2.0));
        }
    }
}

/// Lets the whole query be found as a code, in whatever words it was cut.
fn add_code(asked: &mut [AskedWord], query: &str) {
    let code = folded_code(query);
    let words = asked.len();
    if code.is_empty() || words > MOST_CODE_WORDS {
        return;
    }
    for word in asked {
        word.ways.push(Way {
            terms: vec![code.clone()],
            weight: WHOLE_CODE / words as f32,
            texts: Texts::Codes,
            within: None,
        });
    }
}

/// Gives words their synonyms. Two or three words that mean something together, like *running
/// shoes*, give it to each of them.
fn add_synonyms(asked: &mut [AskedWord], synonyms: &Synonyms) {
    let keys: Vec<String> = asked
        .iter()
        .map(|word| word.latin.clone().unwrap_or_else(|| word.typed.clone()))
        .collect();
    for length in 1..=3_usize.min(keys.len()) {
        for start in 0..=keys.len() - length {
            let phrase = keys[start..start + length].join(" ");
            for (other, within) in synonyms.of(&phrase) {
                let way = Way {
                    terms: other.clone(),
                    weight: SYNONYM / length as f32,
                    texts: Texts::Words,
                    within: match within {
                        Within::Everywhere => None,
                        Within::Category(key) => Some(*key),
                    },
                };
                for word in &mut asked[start..start + length] {
                    word.synonyms.push(way.clone());
                }
            }
        }
    }
}

/// As it was typed.
pub fn typed<'a>(words: impl IntoIterator<Item = &'a AskedWord>) -> String {
    let typed: Vec<&str> = words.into_iter().map(|word| word.typed.as_str()).collect();
    typed.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Vec<String> {
        read_query(query, &Synonyms::default())
            .into_iter()
            .map(|word| word.latin.unwrap_or_else(|| format!("[{}]", word.typed)))
            .collect()
    }

    #[test]
    fn queries_are_cut_into_telling_words() {
        assert_eq!(asked("龙井 tin"), ["[龙井]", "tin"]);
        assert_eq!(asked("a tin of green teas"), ["tin", "green", "tea"]);
        assert_eq!(asked("手工的陶瓷茶壶"), ["[手工]", "[陶瓷]", "[茶壶]"]);
        assert_eq!(asked("the"), ["the"]);
        assert_eq!(asked("??"), Vec::<String>::new());
    }

    fn ways(query: &str) -> Vec<Vec<String>> {
        let words = read_query(query, &Synonyms::default()).into_iter();
        let said = |word: AskedWord| {
            let ways = word.ways.into_iter();
            let said = ways.filter(|way| way.texts != Texts::Codes);
            said.flat_map(|way| way.terms).collect::<Vec<_>>()
        };
        words.map(said).collect()
    }

    #[test]
    fn a_code_is_asked_for_in_all_its_readings() {
        assert_eq!(
            ways("dmc-fz18k"),
            [
                vec!["dmc", "dmcfz18k", "dmcfz18"],
                vec!["fz18k", "fz18", "dmcfz18k", "dmcfz18"]
            ]
        );
    }

    #[test]
    fn the_whole_is_asked_for_as_a_code() {
        for word in read_query("Moss-256 B", &Synonyms::default()) {
            let coded = word.ways.iter().filter(|way| way.texts == Texts::Codes);
            let terms: Vec<_> = coded.flat_map(|way| &way.terms).collect();
            assert_eq!(terms, ["moss256b"], "{}", word.typed);
        }
        let many = read_query("one two three four five six seven", &Synonyms::default());
        let mut ways = many.iter().flat_map(|word| &word.ways);
        assert!(ways.all(|way| way.texts != Texts::Codes));
    }

    #[test]
    fn neighbours_are_also_asked_for_as_one_word() {
        assert_eq!(
            ways("the print shop 22"),
            [
                vec!["print", "printshop"],
                vec!["shop", "printshop", "shop22"],
                vec!["22", "shop22"]
            ]
        );
        assert_eq!(ways("10 4"), [["10"], ["4"]]);
        assert_eq!(ways("gift 茶壶")[0], ["gift"], "Chinese keeps to itself");
    }
}
