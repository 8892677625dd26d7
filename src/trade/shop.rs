//! Shops: tier, stage, people, and what they ask for postage.

mod draft;
pub mod layout;

pub(crate) use draft::postage_amount;
pub use draft::{SettledDraft, ShopDraft, ShopPerson, ShopSettings, ToDo};

use crate::{id::ShopId, money::Money, platform::media::Picture, text::Bilingual};
use serde::{Deserialize, Serialize};

/// M1: the open bazaar, or the curated mall. A shop is in one.
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
pub enum Tier {
    Bazaar,
    Mall,
}

/// Where a shop stands. Only an open shop sells.
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
pub enum ShopStage {
    /// Being set up by its owner; nobody else sees it.
    Preparing,
    Open,
    /// Closed for a while by its owner: seen, but selling nothing.
    Paused,
    /// Closed for good.
    Closed,
}

/// What a shop's owner can ask of its stage.
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
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ShopMove {
    Open,
    Pause,
    Close,
}

/// Why a shop cannot do that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ShopError {
    #[error("the shop needs at least one live listing before it opens")]
    NothingToSell,
    #[error("a closed shop stays closed")]
    ClosedForGood,
    #[error("the shop is not in a stage that allows this")]
    WrongStage,
    #[error("the shop still has orders under way")]
    OrdersUnderWay,
    #[error("a shop keeps at least one owner")]
    LastOwner,
}

impl ShopStage {
    /// Whether buyers can put its goods into a cart and pay.
    pub fn sells(self) -> bool {
        self == Self::Open
    }

    /// Whether people other than its own can see it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Open | Self::Paused)
    }

    /// The stage after a move.
    ///
    /// # Errors
    /// Says which condition is not met.
    pub fn moved(
        self,
        wish: ShopMove,
        live_listings: u64,
        open_orders: u64,
    ) -> Result<Self, ShopError> {
        match (self, wish) {
            (Self::Closed, _) => Err(ShopError::ClosedForGood),
            (Self::Preparing | Self::Paused, ShopMove::Open) if live_listings == 0 => {
                Err(ShopError::NothingToSell)
            }
            (Self::Preparing | Self::Paused, ShopMove::Open) => Ok(Self::Open),
            (Self::Open, ShopMove::Pause) => Ok(Self::Paused),
            (_, ShopMove::Close) if open_orders > 0 => Err(ShopError::OrdersUnderWay),
            (_, ShopMove::Close) => Ok(Self::Closed),
            (Self::Open, ShopMove::Open) | (Self::Preparing | Self::Paused, ShopMove::Pause) => {
                Err(ShopError::WrongStage)
            }
        }
    }
}

/// A shop as buyers see it beside its goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopCard {
    pub id: ShopId,
    pub slug: String,
    pub name: Bilingual,
    pub tier: Tier,
    pub stage: ShopStage,
    pub city: Bilingual,
    pub mark: Option<Picture>,
}

/// What a shop asks for sending things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postage {
    /// For the first item.
    pub base: Money,
    /// For every further item.
    pub extra_item: Money,
    /// Nothing is asked from this value of goods on.
    pub free_over: Option<Money>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stage_by_move() {
        use ShopError as E;
        use ShopStage::{Closed, Open, Paused, Preparing};
        let table = [
            (Preparing, ShopMove::Open, 0, 0, Err(E::NothingToSell)),
            (Preparing, ShopMove::Open, 1, 0, Ok(Open)),
            (Preparing, ShopMove::Pause, 1, 0, Err(E::WrongStage)),
            (Preparing, ShopMove::Close, 0, 0, Ok(Closed)),
            (Open, ShopMove::Open, 1, 0, Err(E::WrongStage)),
            (Open, ShopMove::Pause, 1, 3, Ok(Paused)),
            (Open, ShopMove::Close, 1, 1, Err(E::OrdersUnderWay)),
            (Open, ShopMove::Close, 1, 0, Ok(Closed)),
            (Paused, ShopMove::Open, 2, 0, Ok(Open)),
            (Paused, ShopMove::Open, 0, 0, Err(E::NothingToSell)),
            (Closed, ShopMove::Open, 2, 0, Err(E::ClosedForGood)),
            (Closed, ShopMove::Close, 2, 0, Err(E::ClosedForGood)),
        ];
        for (stage, wish, live, orders, expected) in table {
            assert_eq!(
                stage.moved(wish, live, orders),
                expected,
                "{stage:?} {wish:?}"
            );
        }
    }
}
