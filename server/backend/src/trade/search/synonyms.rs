//! Words that mean the same, in both languages, by category: `synonyms.txt` beside this file.
//!
//! A line is a group; its members are parted by `=`. A heading in brackets names the category
//! that the lines below it hold for, since a *mouse* among computers is no toy; lines before
//! the first heading hold everywhere. A category that a market does not have says nothing.

use super::{tokens::cut_han, tree::CategoryTree, tree::category_key};
use longtail::trade::search::words::{Piece, pieces};
use std::collections::HashMap;

const LINES: &str = include_str!("synonyms.txt");

/// Where a synonym holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Everywhere,
    /// By [`category_key`].
    Category(u64),
}

/// All synonyms of a market.
#[derive(Debug, Default)]
pub struct Synonyms {
    /// By a phrase's words with a space between them.
    groups: HashMap<String, Vec<(Vec<String>, Within)>>,
}

impl Synonyms {
    /// Those that come with the program, for the categories that this market has.
    pub fn of_market(tree: &CategoryTree) -> Self {
        Self::read(LINES, |slug| {
            tree.by_slug(slug).map(|node| category_key(node.id))
        })
    }

    fn read(lines: &str, category: impl Fn(&str) -> Option<u64>) -> Self {
        let mut all = Self::default();
        let mut within = Some(Within::Everywhere);
        for line in lines.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let heading = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
            if let Some(slug) = heading {
                within = category(slug).map(Within::Category);
                continue;
            }
            if let Some(within) = within {
                all.add_group(line, within);
            }
        }
        all
    }

    fn add_group(&mut self, line: &str, within: Within) {
        let members: Vec<Vec<String>> = line
            .split('=')
            .map(terms)
            .filter(|terms| !terms.is_empty())
            .collect();
        for (at, member) in members.iter().enumerate() {
            let others = members.iter().enumerate().filter(|(other, _)| *other != at);
            self.groups
                .entry(member.join(" "))
                .or_default()
                .extend(others.map(|(_, other)| (other.clone(), within)));
        }
    }

    /// Other ways to say a phrase.
    pub fn of(&self, phrase: &str) -> &[(Vec<String>, Within)] {
        self.groups.get(phrase).map_or(&[], Vec::as_slice)
    }
}

/// A member's words as the index keeps them.
fn terms(member: &str) -> Vec<String> {
    pieces(member)
        .into_iter()
        .flat_map(|(_, piece)| match piece {
            Piece::Word(word) => vec![word],
            Piece::Han(run) => cut_han(&run, false),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_hold_where_their_heading_says() {
        let lines = "# words\nmugs = cup = 杯子\n[computing]\nmouse = 鼠标\n[toys]\nmouse = 老鼠";
        let read = Synonyms::read(lines, |slug| (slug == "computing").then_some(7));
        let of = |phrase| -> Vec<String> {
            read.of(phrase)
                .iter()
                .map(|(terms, _)| terms.join(" "))
                .collect()
        };
        assert_eq!(of("mug"), ["cup", "杯子"]);
        assert_eq!(of("杯子"), ["mug", "cup"]);
        assert_eq!(
            read.of("mouse"),
            [(vec!["鼠标".to_owned()], Within::Category(7))]
        );
        assert!(of("hat").is_empty());
    }

    #[test]
    fn what_comes_with_the_program_can_be_read() {
        let all = Synonyms::read(LINES, |_| Some(1));
        assert!(all.groups.len() > 300, "{}", all.groups.len());
        for (phrase, others) in &all.groups {
            assert!(!others.is_empty(), "alone in its line: {phrase}");
            assert!(
                phrase.split(' ').count() <= 3,
                "too long to be asked: {phrase}"
            );
        }
    }
}
