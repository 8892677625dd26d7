//! How the index cuts text into words: Latin words as [`words`] reads them, Chinese by
//! jieba's dictionary.

use longtail::trade::search::words::{self, Piece, pieces};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy_jieba::JiebaTokenizer;

/// Tokens that were cut beforehand.
pub struct Cut {
    tokens: std::vec::IntoIter<Token>,
    now: Token,
}

impl Cut {
    fn new(tokens: Vec<Token>) -> Self {
        Self {
            tokens: tokens.into_iter(),
            now: Token::default(),
        }
    }
}

impl TokenStream for Cut {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.now = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.now
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.now
    }
}

fn token(text: String, range: std::ops::Range<usize>, position: usize) -> Token {
    Token {
        offset_from: range.start,
        offset_to: range.end,
        position,
        text,
        position_length: 1,
    }
}

/// Words of both languages; a long Chinese word also gives the words inside it.
#[derive(Clone)]
pub struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        let mut tokens = Vec::new();
        for (range, piece) in pieces(text) {
            match piece {
                Piece::Word(word) => {
                    let position = tokens.len();
                    tokens.push(token(word, range, position));
                }
                Piece::Han(run) => {
                    for word in cut_han(&run, true) {
                        let position = tokens.len();
                        tokens.push(token(word, range.clone(), position));
                    }
                }
            }
        }
        Cut::new(tokens)
    }
}

/// Single Chinese characters with their places, so that a phrase of them finds what the
/// dictionary cut otherwise.
#[derive(Clone)]
pub struct CharTokenizer;

impl Tokenizer for CharTokenizer {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        let mut tokens = Vec::new();
        let mut position = 0;
        for (range, piece) in pieces(text) {
            if let Piece::Han(run) = piece {
                for c in run.chars() {
                    tokens.push(token(c.to_string(), range.clone(), position));
                    position += 1;
                }
            }
            // a gap, so that no phrase reaches over it
            position += 1;
        }
        Cut::new(tokens)
    }
}

/// Chinese words of a run. `inner` adds the words inside longer ones.
pub fn cut_han(run: &str, inner: bool) -> Vec<String> {
    let mut jieba = JiebaTokenizer::with_search_mode(inner);
    let mut stream = jieba.token_stream(run);
    let mut found = Vec::new();
    // the two crates' traits are one
    while stream.advance() {
        found.push(stream.token().text.clone());
    }
    found
}

/// Loads the dictionary, which takes a good part of a second, before anybody waits for it.
pub fn warm() {
    cut_han("茶", false);
}

/// One thing a query asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A folded Latin word.
    Word(String),
    /// A Chinese word as the dictionary cuts it.
    Han(String),
}

/// An asked word, and how it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedWord {
    pub asked: Asked,
    pub typed: String,
}

/// The words of a query. Words that say nothing are left out, unless there are no others.
pub fn read_query(query: &str) -> Vec<AskedWord> {
    let mut all = Vec::new();
    for (range, piece) in pieces(query) {
        match piece {
            Piece::Word(word) => all.push(AskedWord {
                asked: Asked::Word(word),
                typed: query[range].to_owned(),
            }),
            Piece::Han(run) => all.extend(cut_han(&run, false).into_iter().map(|word| AskedWord {
                typed: word.clone(),
                asked: Asked::Han(word),
            })),
        }
    }
    let telling: Vec<AskedWord> = all
        .iter()
        .filter(|word| match &word.asked {
            Asked::Word(text) | Asked::Han(text) => !words::says_nothing(text),
        })
        .cloned()
        .collect();
    if telling.is_empty() { all } else { telling }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Vec<String> {
        read_query(query)
            .into_iter()
            .map(|word| match word.asked {
                Asked::Word(text) => text,
                Asked::Han(text) => format!("[{text}]"),
            })
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

    #[test]
    fn long_words_are_indexed_with_the_words_inside() {
        assert!(cut_han("中等技术学校", true).contains(&"学校".to_owned()));
        assert!(!cut_han("中等技术学校", false).contains(&"学校".to_owned()));
    }
}
