//! What a visitor looked at lately: theirs to read, to clear, and to switch off.
//!
//! An account keeps it in the database. A stranger's browser keeps it itself, in a cookie that
//! the page writes after it was drawn: the server hands the same page to all strangers, and
//! knows nothing of one that they do not bring along.

use crate::{actor::Actor, id::ListingId, trade::search::ListingCard};
use serde::{Deserialize, Serialize};

/// What is kept for an account; what was looked at before that is forgotten.
pub const MOST_KEPT: usize = 60;
/// What a stranger's cookie holds.
pub const MOST_IN_COOKIE: usize = 12;
/// The cookie's name.
pub const COOKIE: &str = "longtail_seen";
/// How long a stranger's browser keeps it, in seconds: thirty days.
pub const COOKIE_FOR: u32 = 30 * 24 * 60 * 60;

const OFF: &str = "off";

/// What a stranger's browser brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeenCookie {
    /// They do not want it remembered.
    Off,
    /// The latest first; nothing where nothing was looked at yet.
    Kept(Vec<ListingId>),
}

impl Default for SeenCookie {
    fn default() -> Self {
        Self::Kept(Vec::new())
    }
}

impl SeenCookie {
    /// Reads the cookie's value. Anybody can write it, so what is no id is left out.
    ///
    /// ```
    /// use longtail::trade::seen::SeenCookie;
    /// assert_eq!(SeenCookie::read("off"), SeenCookie::Off);
    /// assert_eq!(SeenCookie::read("no-id.<script>"), SeenCookie::default());
    /// ```
    pub fn read(value: &str) -> Self {
        if value == OFF {
            return Self::Off;
        }
        Self::Kept(
            value
                .split('.')
                .filter_map(|id| id.parse().ok())
                .take(MOST_IN_COOKIE)
                .collect(),
        )
    }

    /// As the cookie's value.
    pub fn write(&self) -> String {
        match self {
            Self::Off => OFF.to_owned(),
            Self::Kept(listings) => listings
                .iter()
                .map(|id| id.0.simple().to_string())
                .collect::<Vec<_>>()
                .join("."),
        }
    }

    /// After one more look. Switched off, it stays empty.
    pub fn with(self, listing: ListingId) -> Self {
        match self {
            Self::Off => Self::Off,
            Self::Kept(before) => Self::Kept(
                std::iter::once(listing)
                    .chain(before.into_iter().filter(|id| *id != listing))
                    .take(MOST_IN_COOKIE)
                    .collect(),
            ),
        }
    }
}

/// Who looks, and what their browser remembers where they have no account.
#[derive(Clone, Debug)]
pub struct Looker {
    pub actor: Actor,
    pub cookie: SeenCookie,
}

impl Looker {
    /// Somebody of whom nothing is remembered.
    pub fn nobody() -> Self {
        Self {
            actor: Actor::Stranger,
            cookie: SeenCookie::default(),
        }
    }
}

/// The page of what one looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenPage {
    /// The latest first; what can no longer be found is left out.
    pub cards: Vec<ListingCard>,
    /// Whether it is remembered at all.
    pub kept: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn listing(n: u128) -> ListingId {
        ListingId(Uuid::from_u128(n))
    }

    #[test]
    fn the_latest_comes_first_and_only_once() {
        let seen = (1..=3).fold(SeenCookie::default(), |seen, n| seen.with(listing(n)));
        let again = seen.with(listing(2));
        assert_eq!(
            again,
            SeenCookie::Kept(vec![listing(2), listing(3), listing(1)])
        );
    }

    #[test]
    fn a_cookie_stays_small() {
        let seen = (0..100).fold(SeenCookie::default(), |seen, n| seen.with(listing(n)));
        let text = seen.write();
        assert!(text.len() < 400, "{} bytes", text.len());
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.'));
        assert_eq!(SeenCookie::read(&text), seen);
    }

    #[test]
    fn who_switched_it_off_is_not_remembered() {
        assert_eq!(SeenCookie::Off.with(listing(1)), SeenCookie::Off);
        assert_eq!(SeenCookie::read(&SeenCookie::Off.write()), SeenCookie::Off);
    }

    #[test]
    fn a_forged_cookie_brings_no_more_than_ids() {
        let long = vec![listing(1).0.to_string(); 5_000].join(".");
        assert_eq!(
            SeenCookie::read(&long),
            SeenCookie::Kept(vec![listing(1); MOST_IN_COOKIE])
        );
    }
}
