//! Large sums (E6): a six-digit code, sent to the account's e-mail address, confirms that
//! whoever asks is the one whose money it is.
//!
//! A code is good for one thing: what it is for, and for how much. A session alone does not
//! move a large sum, then, nor does a code that was given for another. Nor does it in parts: what
//! moves within a day without a code is added up, until a code begins the count anew.

use crate::{id::AccountId, money::Money};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long a code is good for, from when its letter was written.
pub const GOOD_FOR: Duration = Duration::minutes(10);
/// So often a code can be typed.
pub const TRIES: u32 = 5;
/// Asked for again so soon, the letter under way is the one to wait for.
pub const LETTER_PAUSE: Duration = Duration::minutes(1);
/// Letters with codes to one account within an hour.
pub const LETTERS_AN_HOUR: i64 = 6;

/// How long what was moved without a code counts.
pub const COUNTED_FOR: Duration = Duration::hours(24);

/// What a code is for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Purpose {
    /// Of a checkout.
    Payment,
    /// Into the wallet.
    TopUp,
    /// Out of the wallet.
    Withdrawal,
    /// Of an order, by its shop.
    Refund,
    /// Out of the wallet, back to the card or bank that paid it in.
    CardRefund,
}

impl Purpose {
    /// Whether the account gets the money; else it goes out. Each way is counted for itself: what
    /// was paid in to be spent is one sum, not two.
    pub fn comes_in(self) -> bool {
        match self {
            Self::TopUp => true,
            Self::Payment | Self::Withdrawal | Self::Refund | Self::CardRefund => false,
        }
    }
}

/// What is to be confirmed, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub account: AccountId,
    pub purpose: Purpose,
    /// The checkout, the order or the payment; the account itself where it is about its wallet.
    pub subject: Uuid,
    pub amount: Money,
}

/// Why a sum is a large one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Large {
    Alone,
    /// With what the account moved within a day.
    Together,
}

impl Large {
    /// Why a sum needs a code, where it does. `moved_minor` is what the account moved the same way
    /// within [`COUNTED_FOR`] without one, since its last code.
    pub fn of(amount: Money, moved_minor: i64, from: Money) -> Option<Self> {
        if amount.minor >= from.minor {
            Some(Self::Alone)
        } else if amount.minor.saturating_add(moved_minor) >= from.minor {
            Some(Self::Together)
        } else {
            None
        }
    }
}

/// Why something waits for a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CodeError {
    /// A letter with one is on its way.
    #[error("a code was sent to {to}")]
    Needed {
        /// The address, all but its ends hidden.
        to: String,
        large: Large,
    },
    #[error("this is not the code")]
    Wrong { left: u32 },
    /// Too old, used, or typed wrongly too often.
    #[error("this code is not good any more")]
    Worthless,
    #[error("no e-mail address is known")]
    NoAddress,
}

/// A code that was asked for, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub tries: u32,
    pub asked_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub spent: bool,
}

impl Asked {
    /// Whether a code typed now can still be the right one.
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        !self.spent && self.tries < TRIES && now < self.expires_at
    }

    /// Whether its letter is so young that no other is written.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.is_good(now) && now < self.asked_at + LETTER_PAUSE
    }
}

/// Six digits out of chance.
pub fn code_of(chance: u64) -> String {
    format!("{:06}", chance % 1_000_000)
}

/// Six digits as people type them: in groups, with full-width figures.
pub fn read_code(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            c => c,
        })
        .collect();
    (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// `lin.xia@example.com` → `l•••@example.com`: enough to know which letter box to look into.
pub fn masked(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}•••@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency::Cny;
    use proptest::prelude::*;

    const FROM: Money = Money::new(500_000, Cny);

    fn large(amount_minor: i64, moved_minor: i64) -> Option<Large> {
        Large::of(Money::new(amount_minor, Cny), moved_minor, FROM)
    }

    fn asked() -> Asked {
        let asked_at = DateTime::UNIX_EPOCH;
        Asked {
            tries: 0,
            asked_at,
            expires_at: asked_at + GOOD_FOR,
            spent: false,
        }
    }

    #[test]
    fn a_code_is_good_for_ten_minutes_and_five_tries() {
        let at = |minutes| DateTime::UNIX_EPOCH + Duration::minutes(minutes);
        assert!(asked().is_good(at(9)));
        assert!(!asked().is_good(at(10)));
        let tried = |tries| Asked { tries, ..asked() };
        assert!(tried(TRIES - 1).is_good(at(0)));
        assert!(!tried(TRIES).is_good(at(0)));
        let spent = Asked {
            spent: true,
            ..asked()
        };
        assert!(!spent.is_good(at(0)));
        assert!(asked().is_fresh(at(0)));
        assert!(!asked().is_fresh(at(1)), "another letter may be asked for");
        assert!(!tried(TRIES).is_fresh(at(0)));
    }

    #[test]
    fn codes_have_six_digits_and_are_read_as_people_type_them() {
        assert_eq!(code_of(7), "000007");
        assert_eq!(code_of(1_999_999), "999999");
        assert_eq!(read_code(" 012 345 ").as_deref(), Some("012345"));
        assert_eq!(read_code("１２３-４５６").as_deref(), Some("123456"));
        for wrong in ["", "12345", "1234567", "12345a"] {
            assert_eq!(read_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_shows_its_ends_only() {
        assert_eq!(masked("lin.xia@example.com"), "l•••@example.com");
        assert_eq!(masked("a@b.c"), "a•••@b.c");
    }

    #[test]
    fn a_sum_is_large_alone_or_with_what_moved_before() {
        assert_eq!(large(500_000, 0), Some(Large::Alone));
        assert_eq!(large(500_000, 499_999), Some(Large::Alone));
        assert_eq!(large(499_999, 0), None);
        assert_eq!(large(1, 499_998), None);
        assert_eq!(large(1, 499_999), Some(Large::Together));
        assert_eq!(large(1, i64::MAX), Some(Large::Together));
    }

    // Of the rule alone, which is told what has moved. What counts as moved, and how long, is read
    // by SQL: the backend's tests in `confirmations/in_parts.rs` show it.
    proptest! {
        /// However a sum is split: what goes without a code stays below a large one.
        #[test]
        fn parts_that_need_no_code_stay_below_a_large_sum(
            asked in prop::collection::vec(1_i64..600_000, 1..80),
        ) {
            let mut moved = 0;
            for amount in asked {
                if large(amount, moved).is_none() {
                    moved += amount;
                }
            }
            prop_assert!(moved < FROM.minor);
        }

        /// And nobody is asked for the parts of what would not be asked for as a whole.
        #[test]
        fn parts_need_a_code_where_the_whole_does(
            parts in prop::collection::vec(1_i64..200_000, 1..8),
        ) {
            let mut moved = 0;
            let mut asked = false;
            for part in parts {
                asked |= large(part, moved).is_some();
                moved += part;
            }
            prop_assert_eq!(asked, large(moved, 0).is_some());
        }
    }
}
