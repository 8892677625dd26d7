//! Accounts: guests, members and staff; sessions; the address book.

use crate::{
    actor::ShopRole,
    id::{AccountId, AddressId, SessionId, ShopId},
    text::{Bilingual, Lang},
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
    /// Whether the demo market's sign-ins are offered.
    pub demo: bool,
}

/// A shop a person has a seat in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnShop {
    pub id: ShopId,
    pub slug: String,
    pub name: Bilingual,
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

/// Why a person is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AccountError {
    #[error("e-mail address and password do not belong together")]
    WrongPassword,
    #[error("there is an account with this e-mail address already")]
    EmailTaken,
    #[error("this link has expired")]
    LinkExpired,
}
