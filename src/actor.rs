//! Who is asking.

use crate::id::{AccountId, ShopId};
use serde::{Deserialize, Serialize};

/// What a person may do inside one shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShopRole {
    /// Packs, ships, edits goods; does not see the balance.
    Clerk,
    /// Everything a clerk does, and the shop itself: its money, people and opening.
    Owner,
}

/// A person's place in a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub shop: ShopId,
    pub role: ShopRole,
}

/// Who is asking, as the session tells it. Every use case takes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// Nobody we know anything of: no session yet.
    Stranger,
    /// A visitor with a session but no password; can fill a cart and buy.
    Guest { account: AccountId },
    /// A person who signed in.
    Member {
        account: AccountId,
        seats: Vec<Seat>,
    },
    /// One of the platform's own people.
    Staff { account: AccountId },
    /// The market itself: scheduled jobs, gateway messages, the command line.
    System,
}

impl Actor {
    /// The account behind the request, where there is one.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Guest { account } | Self::Member { account, .. } | Self::Staff { account } => {
                Some(*account)
            }
            Self::Stranger | Self::System => None,
        }
    }

    /// The person's role in a shop, where there is one.
    pub fn role_in(&self, shop: ShopId) -> Option<ShopRole> {
        match self {
            Self::Member { seats, .. } => seats
                .iter()
                .find(|seat| seat.shop == shop)
                .map(|seat| seat.role),
            _ => None,
        }
    }
}
