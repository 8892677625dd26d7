//! Accounts: guests, members and staff; sessions; the address book.

use crate::{
    actor::ShopRole,
    id::{AccountId, AddressId, ListingId, SessionId, ShopId},
    platform::media::Picture,
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues, Lang},
    trade::shipping::PostalAddress,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What an account can do.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AccountKind {
    /// Came by, filled a cart; has no password.
    Guest,
    Member,
    Staff,
}

/// The most entries of one address book.
pub const MOST_ADDRESSES: i64 = 50;

/// One entry of the address book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedAddress {
    pub id: AddressId,
    pub address: PostalAddress,
    pub preferred: bool,
}

/// What every page knows about its visitor: for the header, and for hiding what would be refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// None for a stranger.
    pub account: Option<AccountId>,
    pub kind: Option<AccountKind>,
    pub name: String,
    pub lang: Lang,
    pub shops: Vec<OwnShop>,
    /// Pieces in the cart.
    pub cart_count: u32,
    pub unread_notices: u32,
    /// What the hearts of goods show as wished for.
    pub wishes: Vec<ListingId>,
    /// Whether the demo market's sign-ins are offered.
    pub demo: bool,
}

/// A shop a person has a seat in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnShop {
    pub id: ShopId,
    pub slug: String,
    pub name: Bilingual,
    /// Its sign, where it has hung one up.
    pub mark: Option<Picture>,
    pub role: ShopRole,
}

/// A sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    pub user_agent: String,
    pub address: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A name, an address and a password, as somebody types them to become a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// The fewest characters of a password.
pub const LEAST_PASSWORD: u32 = 8;
/// The most characters of a password: enough for any sentence, and no burden to hash.
pub const MOST_PASSWORD: u32 = 200;

impl SignUp {
    /// Trims and checks all fields; their names in the form are those of the struct.
    /// The password is taken as typed, spaces included.
    ///
    /// # Errors
    /// All fields that cannot be taken.
    pub fn checked(&self) -> Result<Self, FieldIssues> {
        let mut check = FieldCheck::default();
        let checked = Self {
            name: check.text("name", &self.name, 1, 80),
            email: check.email("email", &self.email),
            password: self.password.clone(),
        };
        check_password(&mut check, &self.password);
        check.finish().map(|()| checked)
    }
}

/// Notes what is wrong with a password about to be chosen.
pub fn check_password(check: &mut FieldCheck, password: &str) {
    let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if length == 0 {
        check.issue("password", FieldIssue::Missing);
    } else if length < LEAST_PASSWORD {
        check.issue(
            "password",
            FieldIssue::TooShort {
                least: LEAST_PASSWORD,
            },
        );
    } else if length > MOST_PASSWORD {
        check.issue(
            "password",
            FieldIssue::TooLong {
                most: MOST_PASSWORD,
            },
        );
    }
}

/// A path of this site, for going on after signing in; nothing that leads elsewhere.
///
/// ```
/// use longtail::trust::account::local_path;
/// assert_eq!(local_path("/orders?page=2"), Some("/orders?page=2"));
/// assert_eq!(local_path("//elsewhere.example"), None);
/// ```
pub fn local_path(path: &str) -> Option<&str> {
    // Browsers read a backslash as a slash, and drop tabs and line breaks.
    let plain = !path.contains(|c: char| c == '\\' || c.is_control());
    (plain && path.starts_with('/') && !path.starts_with("//") && path.len() <= 500).then_some(path)
}

/// The people that the demo market lets one be.
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
pub enum DemoRole {
    Shopper,
    Merchant,
    Staff,
}

impl DemoRole {
    /// The account that `longtail demo` makes for it.
    pub const fn email(self) -> &'static str {
        match self {
            Self::Shopper => "shopper@longtail.example",
            Self::Merchant => "merchant@longtail.example",
            Self::Staff => "staff@longtail.example",
        }
    }
}

/// What a person sees of their own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub kind: AccountKind,
    pub name: String,
    /// A guest's is empty until they have bought something.
    pub email: String,
    /// The language of their letters.
    pub lang: Lang,
    pub joined_at: Option<DateTime<Utc>>,
    pub sessions: u32,
    pub addresses: u32,
    pub orders: u32,
}

/// Why a person is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AccountError {
    #[error("e-mail address and password do not belong together")]
    WrongPassword,
    #[error("there is an account with this e-mail address already")]
    EmailTaken,
    #[error("this link has expired")]
    LinkExpired,
    #[error("the address book is full")]
    AddressBookFull,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for path in ["/", "/checkout", "/orders/1?x=//y"] {
            assert_eq!(local_path(path), Some(path));
        }
        for path in [
            "",
            "orders",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
        ] {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }

    #[test]
    fn a_password_is_long_enough_and_kept_as_typed() {
        let form = SignUp {
            name: " Lin ".into(),
            email: " Lin@Example.COM".into(),
            password: " seven c".into(),
        };
        let checked = form.checked().expect("eight characters");
        assert_eq!(checked.email, "lin@example.com");
        assert_eq!(checked.password, " seven c");
        let short = SignUp {
            password: "seven c".into(),
            ..form
        };
        let issues = short.checked().expect_err("too short");
        assert_eq!(
            issues.get("password"),
            Some(&FieldIssue::TooShort { least: 8 })
        );
    }
}
