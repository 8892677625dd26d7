//! How the index cuts text into terms: Latin words in all their [`readings`], Chinese by
//! jieba's dictionary.

use longtail::trade::search::{
    readings,
    words::{Piece, pieces},
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy_jieba::JiebaTokenizer;

/// Tokens that were cut beforehand.
pub struct Cut {
    tokens: std::vec::IntoIter<Token>,
    now: Token,
}

impl Cut {
    fn new(texts: Vec<String>) -> Self {
        let tokens: Vec<Token> = texts
            .into_iter()
            .enumerate()
            .map(|(position, text)| Token {
                position,
                text,
                position_length: 1,
                ..Token::default()
            })
            .collect();
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

/// Words of both languages in all their readings; a long Chinese word also gives the words
/// inside it.
#[derive(Clone)]
pub struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        let mut texts = Vec::new();
        let reads = readings::read(text);
        for word in &reads.written {
            match &word.piece {
                Piece::Word(_) => texts.extend(word.readings.iter().map(|r| r.text.clone())),
                Piece::Han(run) => texts.extend(cut_han(run, true)),
            }
        }
        let joined = reads.joined.iter().flat_map(|joined| &joined.readings);
        texts.extend(joined.map(|reading| reading.text.clone()));
        Cut::new(texts)
    }
}

/// Chinese characters one by one and in pairs, so that a word which the dictionary cuts
/// otherwise is still found by its pairs.
#[derive(Clone)]
pub struct PairTokenizer;

impl Tokenizer for PairTokenizer {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        let mut texts = Vec::new();
        for (_, piece) in pieces(text) {
            if let Piece::Han(run) = piece {
                texts.extend(run.chars().map(String::from));
                texts.extend(pairs(&run));
            }
        }
        Cut::new(texts)
    }
}

/// The characters of a word two by two; a single one by itself.
pub fn pairs(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() < 2 {
        return vec![word.to_owned()];
    }
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut tokenizer = WordTokenizer;
        let mut stream = tokenizer.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push(stream.token().text.clone());
        }
        found
    }

    #[test]
    fn goods_are_cut_into_all_their_readings() {
        assert_eq!(terms("龙井 tins"), ["龙井", "tin"]);
        assert_eq!(terms("DMC-FZ18"), ["dmc", "fz18", "dmcfz18"]);
    }

    #[test]
    fn long_words_are_indexed_with_the_words_inside() {
        assert!(cut_han("中等技术学校", true).contains(&"学校".to_owned()));
        assert!(!cut_han("中等技术学校", false).contains(&"学校".to_owned()));
        assert_eq!(pairs("青瓷壶"), ["青瓷", "瓷壶"]);
        assert_eq!(pairs("壶"), ["壶"]);
    }
}
