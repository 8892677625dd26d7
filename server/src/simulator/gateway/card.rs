//! What the simulator makes of a card.

use serde::Deserialize;

/// The cards that can be used, as they are written on the page.
pub const APPROVED: &str = "4242 4242 4242 4242";
pub const DECLINED: &str = "4000 0000 0000 0002";
pub const CHALLENGED: &str = "4000 0000 0000 3220";
pub const EXPIRED: &str = "4000 0000 0000 0069";
/// Is approved, and what it paid cannot be given back to it.
pub const TAKES_NOTHING_BACK: &str = "4000 0000 0000 5126";

/// What the payer typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CardForm {
    pub number: String,
    pub expiry: String,
    pub cvc: String,
}

/// What the card's bank says at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Approve,
    Decline,
    Challenge,
    /// It has expired, whatever is printed on it.
    Expire,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NumberMissing,
    NumberWrong,
    NumberNotATestCard,
    ExpiryWrong,
    ExpiryPast,
    CvcWrong,
}

/// A card that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub answer: Answer,
    pub last4: String,
}

/// Checks all fields. `month` is this month as (year, month).
///
/// # Errors
/// Every problem, so that the payer sees all at once.
pub fn check(form: &CardForm, month: (i32, u32)) -> Result<Card, Vec<Problem>> {
    let mut problems = Vec::new();
    let digits = digits(&form.number);
    let answer = match read_number(&form.number, &digits) {
        Ok(answer) => Some(answer),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    match read_expiry(&form.expiry) {
        None => problems.push(Problem::ExpiryWrong),
        Some(until) if until < month => problems.push(Problem::ExpiryPast),
        Some(_) => {}
    }
    let cvc = form.cvc.trim();
    if !(3..=4).contains(&cvc.len()) || !cvc.bytes().all(|b| b.is_ascii_digit()) {
        problems.push(Problem::CvcWrong);
    }
    match answer {
        Some(answer) if problems.is_empty() => Ok(Card {
            answer,
            last4: digits
                .chars()
                .skip(digits.len().saturating_sub(4))
                .collect(),
        }),
        _ => Err(problems),
    }
}

/// Whether the card that these are the last digits of can be given money back.
pub fn takes_back(last4: &str) -> bool {
    last4.is_empty() || !TAKES_NOTHING_BACK.ends_with(last4)
}

fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}

fn read_number(typed: &str, number: &str) -> Result<Answer, Problem> {
    if typed.trim().is_empty() {
        return Err(Problem::NumberMissing);
    }
    let only_digits = typed
        .chars()
        .all(|c| c.is_ascii_digit() || c == '-' || c.is_whitespace());
    if !only_digits || !(12..=19).contains(&number.len()) || !luhn(number) {
        return Err(Problem::NumberWrong);
    }
    [
        (APPROVED, Answer::Approve),
        (DECLINED, Answer::Decline),
        (CHALLENGED, Answer::Challenge),
        (EXPIRED, Answer::Expire),
        (TAKES_NOTHING_BACK, Answer::Approve),
    ]
    .into_iter()
    .find_map(|(card, answer)| (digits(card) == number).then_some(answer))
    .ok_or(Problem::NumberNotATestCard)
}

/// The check digit that every card's number ends with (ISO/IEC 7812-1, annex B).
fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match (place % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit < 5 => digit * 2,
                (_, digit) => digit * 2 - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// `12/34`, `12 / 34`, `1234` or `12/2034`, as (year, month).
fn read_expiry(typed: &str) -> Option<(i32, u32)> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (month, year) = match text.split_once(['/', '-']) {
        Some(parts) => parts,
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => return None,
    };
    let digits_only = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits_only(month) || !digits_only(year) {
        return None;
    }
    let month: u32 = month.parse().ok()?;
    let year: i32 = match year.len() {
        2 => 2000 + year.parse::<i32>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    (1..=12).contains(&month).then_some((year, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(number: &str, expiry: &str, cvc: &str) -> CardForm {
        CardForm {
            number: number.to_owned(),
            expiry: expiry.to_owned(),
            cvc: cvc.to_owned(),
        }
    }

    fn ask(number: &str, expiry: &str, cvc: &str) -> Result<Card, Vec<Problem>> {
        check(&typed(number, expiry, cvc), (2026, 11))
    }

    #[test]
    fn each_test_card_has_its_answer() {
        let answer = |number| ask(number, "12/34", "123").expect("a card").answer;
        assert_eq!(answer(APPROVED), Answer::Approve);
        assert_eq!(answer("4242424242424242"), Answer::Approve);
        assert_eq!(answer("4000-0000-0000-0002"), Answer::Decline);
        assert_eq!(answer(CHALLENGED), Answer::Challenge);
        assert_eq!(answer(EXPIRED), Answer::Expire);
        assert_eq!(answer(TAKES_NOTHING_BACK), Answer::Approve);
        assert!(takes_back("4242") && !takes_back("5126"));
        let last4 = ask(CHALLENGED, "12/34", "123").expect("a card").last4;
        assert_eq!(last4, "3220");
    }

    #[test]
    fn no_other_card_is_taken() {
        let problem = |number| ask(number, "12/34", "123").expect_err("no card");
        assert_eq!(problem(""), [Problem::NumberMissing]);
        assert_eq!(problem("4242 4242 4242 4241"), [Problem::NumberWrong]);
        assert_eq!(problem("4242"), [Problem::NumberWrong]);
        assert_eq!(problem("4242 4242 4242 4242 x"), [Problem::NumberWrong]);
        assert_eq!(
            problem("5555 5555 5555 4444"),
            [Problem::NumberNotATestCard]
        );
    }

    #[test]
    fn a_card_is_valid_through_its_month() {
        let ask = |expiry| ask(APPROVED, expiry, "123");
        for valid in ["11/26", "12 / 34", "1234", "01/2031", "1-30"] {
            assert!(ask(valid).is_ok(), "{valid}");
        }
        assert_eq!(ask("10/26"), Err(vec![Problem::ExpiryPast]));
        for wrong in [
            "",
            "13/30",
            "0/30",
            "12",
            "12/3",
            "ab/cd",
            "１２３４",
            "+1/30",
        ] {
            assert_eq!(ask(wrong), Err(vec![Problem::ExpiryWrong]), "{wrong}");
        }
    }

    #[test]
    fn all_problems_are_told_at_once() {
        assert_eq!(
            ask("", "", "12"),
            Err(vec![
                Problem::NumberMissing,
                Problem::ExpiryWrong,
                Problem::CvcWrong
            ])
        );
    }
}
