//! What is offered while somebody types.

use crate::{platform::media::Picture, text::Bilingual};
use serde::{Deserialize, Serialize};

/// Things to go to, and words to search for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// What others searched for, and found.
    pub queries: Vec<String>,
    pub goods: Vec<SuggestedGoods>,
    pub categories: Vec<SuggestedPlace>,
    pub shops: Vec<SuggestedPlace>,
}

impl Suggestions {
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
            && self.goods.is_empty()
            && self.categories.is_empty()
            && self.shops.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedGoods {
    pub title: Bilingual,
    pub path: String,
    pub picture: Option<Picture>,
}

/// A category or a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedPlace {
    pub name: Bilingual,
    pub path: String,
}

/// Cuts a text at the places where typed words begin its words, so that the page can set them
/// apart: `(text, whether it was typed)`.
pub fn highlighted(text: &str, typed: &str) -> Vec<(String, bool)> {
    let wanted: Vec<String> = typed
        .split_whitespace()
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect();
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut push = |part: &str, marked: bool| match parts.last_mut() {
        Some((last, was)) if *was == marked => last.push_str(part),
        _ => parts.push((part.to_owned(), marked)),
    };
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let begins = !text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphanumeric());
        let found = wanted
            .iter()
            .filter(|_| begins)
            .filter_map(|word| begins_with(rest, word))
            .max();
        if let Some(length) = found {
            push(&rest[..length], true);
            at += length;
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            push(&rest[..length], false);
            at += length;
        }
    }
    parts
}

/// How many bytes of a text spell a word in lower case, where it begins with that word.
fn begins_with(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars();
    let mut length = 0;
    for c in text.chars() {
        if wanted.as_str().is_empty() {
            break;
        }
        for lower in c.to_lowercase() {
            if wanted.next() != Some(lower) {
                return None;
            }
        }
        length += c.len_utf8();
    }
    wanted.as_str().is_empty().then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str, typed: &str) -> String {
        highlighted(text, typed)
            .into_iter()
            .map(|(part, marked)| if marked { format!("[{part}]") } else { part })
            .collect()
    }

    #[test]
    fn beginnings_of_words_are_marked() {
        assert_eq!(
            marked("Green tea, steamed", "tea gr"),
            "[Gr]een [tea], steamed"
        );
        assert_eq!(marked("西湖龙井茶", "龙井"), "西湖[龙井]茶");
        assert_eq!(marked("instead", "tea"), "instead");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "\\PC{0,30}", typed in "\\PC{0,12}") {
            let whole: String = highlighted(&text, &typed).into_iter().map(|(part, _)| part).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
