//! The bank account that a shop's money goes to.

use crate::text::{Bilingual, FieldCheck, FieldIssue, FieldIssues};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an owner types. An empty number keeps the one that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankAccountDraft {
    pub holder: String,
    pub account_number: String,
    pub bank: String,
}

/// An account as the bank is told of it.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount {
    pub holder: String,
    /// Without spaces: an IBAN, or digits.
    pub number: String,
    pub bank: String,
}

// A number does not belong into logs.
impl fmt::Debug for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BankAccount(…{})", last4(&self.number))
    }
}

/// What an account's number is known by on pages and in letters.
pub fn last4(number: &str) -> String {
    let before = number.chars().count().saturating_sub(4);
    number.chars().skip(before).collect()
}

impl BankAccountDraft {
    /// Checks all fields. `known` is the number that an empty field keeps.
    ///
    /// # Errors
    /// Names the fields that cannot be taken.
    pub fn check(&self, known: Option<&str>) -> Result<BankAccount, FieldIssues> {
        let mut check = FieldCheck::default();
        let holder = check.text("holder", &self.holder, 2, 100);
        let bank = check.text("bank", &self.bank, 2, 100);
        let number = match (read_number(&self.account_number), known) {
            (Ok(number), _) => number,
            (Err(FieldIssue::Missing), Some(known)) => known.to_owned(),
            (Err(issue), _) => {
                check.issue("account_number", issue);
                String::new()
            }
        };
        check.finish()?;
        Ok(BankAccount {
            holder,
            number,
            bank,
        })
    }
}

/// Reads an IBAN (ISO 13616) or a plain account number; people type both in groups.
fn read_number(typed: &str) -> Result<String, FieldIssue> {
    let number: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect();
    if number.is_empty() {
        return Err(FieldIssue::Missing);
    }
    let is_iban = number.bytes().take(2).all(|b| b.is_ascii_uppercase());
    if !is_iban && !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FieldIssue::NotANumber);
    }
    let (least, most) = if is_iban { (15, 34) } else { (8, 28) };
    match number.len() {
        n if n < least => Err(FieldIssue::TooShort {
            least: least as u32,
        }),
        n if n > most => Err(FieldIssue::TooLong { most: most as u32 }),
        _ if is_iban && !adds_up(&number) => Err(FieldIssue::Other {
            text: Bilingual::new(
                "This IBAN does not add up; compare it digit by digit.",
                "该 IBAN 校验不通过，请逐位核对。",
            ),
        }),
        _ => Ok(number),
    }
}

/// An IBAN's check digits: its country and digits moved to the end, letters read as 10 to 35,
/// it leaves 1 when divided by 97.
fn adds_up(iban: &str) -> bool {
    let mut moved = iban.bytes().skip(4).chain(iban.bytes().take(4));
    let rest = moved.try_fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    });
    rest == Some(1)
}

/// What saving an account means for the payouts to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// As it was.
    Nothing,
    /// The first one: there is none that somebody could have replaced.
    First,
    /// Another name on the same number: the money goes where it went.
    Words,
    /// Another number: whoever took over an owner's session must not be paid before the owner
    /// has read the notice.
    Number { held_until: DateTime<Utc> },
}

/// Compares an account with the one it takes the place of.
pub fn change(
    known: Option<&BankAccount>,
    wanted: &BankAccount,
    now: DateTime<Utc>,
    hold_for: Duration,
) -> Change {
    match known {
        None => Change::First,
        Some(known) if known == wanted => Change::Nothing,
        Some(known) if known.number == wanted.number => Change::Words,
        Some(_) => Change::Number {
            held_until: now + hold_for,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(number: &str) -> BankAccountDraft {
        BankAccountDraft {
            holder: " Lin Xiaoyu ".to_owned(),
            account_number: number.to_owned(),
            bank: "Bank of the Lake".to_owned(),
        }
    }

    fn issue(number: &str) -> FieldIssue {
        let issues = typed(number).check(None).expect_err("refused");
        issues.get("account_number").expect("an issue").clone()
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |number| typed(number).check(None).expect("an account").number;
        assert_eq!(read("6222 0211-0000 1234 567"), "6222021100001234567");
        assert_eq!(
            read("de89 3704 0044 0532 0130 00"),
            "DE89370400440532013000"
        );
        assert_eq!(
            read("GB82 WEST 1234 5698 7654 32"),
            "GB82WEST12345698765432"
        );
        assert_eq!(
            typed("62220211").check(None).expect("one").holder,
            "Lin Xiaoyu"
        );
    }

    #[test]
    fn what_is_no_number_is_said() {
        assert_eq!(issue(""), FieldIssue::Missing);
        assert_eq!(issue("1234567"), FieldIssue::TooShort { least: 8 });
        assert_eq!(issue(&"1".repeat(29)), FieldIssue::TooLong { most: 28 });
        assert_eq!(issue("6222 O211"), FieldIssue::NotANumber);
        assert_eq!(issue("工商银行12345678"), FieldIssue::NotANumber);
        let wrong = issue("DE89 3704 0044 0532 0130 01");
        assert!(matches!(wrong, FieldIssue::Other { .. }), "{wrong:?}");
        let all = BankAccountDraft::default().check(None).expect_err("empty");
        assert_eq!(all.0.len(), 3);
    }

    #[test]
    fn an_empty_number_keeps_the_known_one() {
        let kept = typed("").check(Some("62220211")).expect("an account");
        assert_eq!(kept.number, "62220211");
        assert!(typed("x").check(Some("62220211")).is_err());
        assert_eq!(last4("6222021100001234567"), "4567");
        assert_eq!(format!("{kept:?}"), "BankAccount(…0211)");
    }

    #[test]
    fn only_another_number_is_held_back() {
        let now = DateTime::UNIX_EPOCH;
        let hold = Duration::hours(48);
        let one = typed("62220211").check(None).expect("one");
        let renamed = BankAccount {
            holder: "Lin".to_owned(),
            ..one.clone()
        };
        let other = typed("62220212").check(None).expect("other");
        assert_eq!(change(None, &one, now, hold), Change::First);
        assert_eq!(change(Some(&one), &one, now, hold), Change::Nothing);
        assert_eq!(change(Some(&one), &renamed, now, hold), Change::Words);
        let held_until = now + hold;
        assert_eq!(
            change(Some(&one), &other, now, hold),
            Change::Number { held_until }
        );
    }
}
