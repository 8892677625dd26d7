//! M20: buyers' questions about a listing, answered by its shop for everybody to read.

use crate::{
    id::QuestionId,
    text::{Bilingual, FieldCheck, FieldIssues},
    trade::catalog::ShopHead,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The shortest and the longest question, in characters.
pub const LEAST_QUESTION: u32 = 4;
pub const MOST_QUESTION: u32 = 300;
/// The longest answer.
pub const MOST_ANSWER: u32 = 1000;
/// Questions that one person may ask within an hour.
pub const MOST_PER_HOUR: i64 = 6;
/// Questions that a product's page shows.
pub const MOST_SHOWN: usize = 30;
/// Of these, how many stand open; the rest are one step away.
pub const SHOWN_FIRST: usize = 4;
/// Questions on one page of the shop's queue.
pub const QUEUE_PAGE: u32 = 20;

/// Why a question is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum QuestionError {
    #[error("a shop's people do not ask about their own goods")]
    OwnListing,
    #[error("only what is on sale can be asked about")]
    NotOnSale,
}

/// What a shop said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub words: String,
    pub at: DateTime<Utc>,
}

/// A question as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionView {
    pub id: QuestionId,
    pub words: String,
    /// The asker's name, as far as others may know it.
    pub asker: String,
    pub asked_at: DateTime<Utc>,
    pub answer: Option<Answer>,
    /// How many people it helped.
    pub helpful: u32,
    /// Whether it helped the one who looks.
    pub helped_you: bool,
    /// Whether the one who looks asked it.
    pub yours: bool,
}

/// What the one who looks can do about questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MayAsk {
    Yes,
    /// After signing in.
    SignIn,
    /// It is their own shop's listing: they answer.
    Answers,
    No,
}

/// The questions on a product's page: those that helped most first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductQuestions {
    pub may_ask: MayAsk,
    pub count: u64,
    pub shown: Vec<QuestionView>,
}

/// A question in its shop's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedQuestion {
    pub question: QuestionView,
    pub title: Bilingual,
    /// The address of the product's page.
    pub path: String,
}

/// A shop's queue: what waits for an answer first, the oldest of it on top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionQueue {
    pub shop: ShopHead,
    pub waiting: u64,
    pub total: u64,
    pub page: u32,
    pub pages: u32,
    pub questions: Vec<QueuedQuestion>,
}

/// A question that can be asked.
///
/// # Errors
/// It is too short or too long.
pub fn checked_question(typed: &str) -> Result<String, FieldIssues> {
    let mut check = FieldCheck::default();
    let words = check.text("words", typed, LEAST_QUESTION, MOST_QUESTION);
    check.finish().map(|()| words)
}

/// An answer that can be given.
///
/// # Errors
/// It is empty or too long.
pub fn checked_answer(typed: &str) -> Result<String, FieldIssues> {
    let mut check = FieldCheck::default();
    let words = check.text("answer", typed, 1, MOST_ANSWER);
    check.finish().map(|()| words)
}

/// A name as strangers read it: its first and last sign.
///
/// ```
/// use longtail::trade::question::veiled;
/// assert_eq!(veiled("林晓雨"), "林**雨");
/// assert_eq!(veiled("Lin Xiaoyu"), "L**u");
/// assert_eq!(veiled("雨"), "雨**");
/// ```
pub fn veiled(name: &str) -> String {
    let mut signs = name.trim().chars();
    let first = signs.next();
    let last = signs.next_back();
    first.into_iter().chain("**".chars()).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FieldIssue;

    #[test]
    fn questions_and_answers_have_bounds() {
        assert_eq!(checked_question("  多少克？ ").as_deref(), Ok("多少克？"));
        let short = checked_question("?").expect_err("too short");
        let least = LEAST_QUESTION;
        assert_eq!(short.get("words"), Some(&FieldIssue::TooShort { least }));
        let long = checked_question(&"a".repeat(301)).expect_err("too long");
        let most = MOST_QUESTION;
        assert_eq!(long.get("words"), Some(&FieldIssue::TooLong { most }));
        let none = checked_answer(" \n ").expect_err("empty");
        assert_eq!(none.get("answer"), Some(&FieldIssue::Missing));
    }

    #[test]
    fn nobody_is_named_in_full() {
        assert_eq!(veiled(""), "**");
        assert_eq!(veiled("林雨"), "林**雨");
        assert!(!veiled("merchant@longtail.example").contains('@'));
    }
}
