//! Codes that lower what a basket costs.

use super::{Funder, Off, Span, Standing};
use crate::{
    id::{CouponId, ShopId},
    money::Money,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The longest code.
pub(super) const MOST_CODE: u32 = 24;

/// A coupon of a shop, or of the platform, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    pub id: CouponId,
    pub code: String,
    /// Whose goods it is for, and who pays for it; nothing where it is the platform's, for all.
    pub shop: Option<ShopId>,
    pub off: Off,
    /// The most that a share takes off.
    pub cap_minor: Option<i64>,
    /// What the goods must cost at least, after offers and what other coupons took off before.
    pub least_minor: i64,
    pub span: Span,
    /// Uses in all; nothing where there is no limit.
    pub limit: Option<u32>,
    pub per_person: u32,
    /// Uses so far.
    pub used: u32,
}

/// Why a code takes nothing off.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CouponTrouble {
    #[error("there is no such code")]
    Unknown,
    #[error("the code counts from {from} on")]
    NotYet { from: DateTime<Utc> },
    #[error("the time of the code is over")]
    Over,
    #[error("the code was used as often as it may be")]
    UsedUp,
    #[error("this account used the code as often as it may")]
    UsedByYou,
    #[error("nothing in the basket is from the shop that the code is of")]
    NothingOfShop,
    /// It is the platform's, and the basket holds nothing but goods of the buyer's own shop.
    #[error("the platform pays nothing for goods of a shop that the buyer works for")]
    OwnShop,
    /// The basket has to cost more for it.
    #[error("{missing} are missing to what the code asks for")]
    LeastNotReached { missing: Money },
    #[error("nothing is left to be taken off")]
    NothingLeft,
}

/// A coupon in a basket: what it takes off, or why it does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedCoupon {
    pub id: CouponId,
    pub code: String,
    pub shop: Option<ShopId>,
    pub outcome: Result<Money, CouponTrouble>,
}

impl Coupon {
    pub fn funder(&self) -> Funder {
        match self.shop {
            Some(_) => Funder::Shop,
            None => Funder::Platform,
        }
    }

    /// Whether somebody who used it so often may use it now, whatever the basket holds.
    ///
    /// # Errors
    /// Says why not.
    pub fn usable(&self, used_by: u32, now: DateTime<Utc>) -> Result<(), CouponTrouble> {
        match self.span.standing(now) {
            Standing::Ahead => {
                return Err(CouponTrouble::NotYet {
                    from: self.span.from,
                });
            }
            Standing::Over => return Err(CouponTrouble::Over),
            Standing::Running => {}
        }
        // Who has had it hears so even where nothing is left for others.
        if used_by >= self.per_person {
            return Err(CouponTrouble::UsedByYou);
        }
        match self.limit {
            Some(limit) if self.used >= limit => Err(CouponTrouble::UsedUp),
            _ => Ok(()),
        }
    }

    /// What it takes off goods that cost so much.
    ///
    /// # Errors
    /// Says how much is missing.
    pub fn off(&self, goods: Money) -> Result<i64, CouponTrouble> {
        let missing = self.least_minor - goods.minor;
        if missing > 0 {
            let missing = Money::new(missing, goods.currency);
            return Err(CouponTrouble::LeastNotReached { missing });
        }
        let off = self.off.of(goods.minor);
        Ok(self.cap_minor.map_or(off, |cap| off.min(cap)))
    }
}

/// A code as people type it: `tea 10` is `TEA10`.
pub fn read_code(typed: &str) -> String {
    let plain = typed.chars().filter(|c| !c.is_whitespace());
    plain.flat_map(char::to_uppercase).collect()
}
