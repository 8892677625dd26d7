//! Deposits (X3): what a shop leaves with the market, so that whoever it wrongs can be paid.
//!
//! A shop pays in from its balance, up to what is not reserved there, and takes out what is
//! more than it needs. The market's own people charge fees against it ([`fee`]). That a part is
//! missing is told, and stops nothing: see docs/decisions/0019.

pub mod fee;
pub mod notice;
#[cfg(test)]
mod tests;
pub mod view;

use crate::{id::CommandId, money::Money, text::FieldIssue, trade::shop::ShopStage};
use serde::{Deserialize, Serialize};

/// Pay into a shop's deposit, from its balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayDeposit {
    pub command: CommandId,
    /// The shop's slug.
    pub shop: String,
    /// As a person types it.
    pub amount: String,
}

/// Take out of a shop's deposit, into its balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeDeposit {
    pub command: CommandId,
    /// The shop's slug.
    pub shop: String,
    /// As a person types it.
    pub amount: String,
}

/// A shop's deposit beside what it should be. Both in the market's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    pub held: Money,
    pub needed: Money,
}

impl Deposit {
    /// What a shop of this stage has, where its tier needs so much. One that is closed for good can
    /// do no more wrong.
    pub fn of(held: Money, of_tier: Money, stage: ShopStage) -> Self {
        let needed = match stage {
            ShopStage::Closed => Money::zero(held.currency),
            ShopStage::Preparing | ShopStage::Open | ShopStage::Paused => of_tier,
        };
        Self { held, needed }
    }

    /// What is not paid in yet; never below nothing.
    pub fn missing(&self) -> Money {
        self.above_nothing(self.needed.minor - self.held.minor)
    }

    /// What can be taken out; never below nothing.
    pub fn spare(&self) -> Money {
        self.above_nothing(self.held.minor - self.needed.minor)
    }

    fn above_nothing(&self, minor: i64) -> Money {
        Money::new(minor.max(0), self.held.currency)
    }
}

/// The amount that was typed, where there is so much.
///
/// # Errors
/// What is wrong with it.
pub fn amount(typed: &str, most: Money) -> Result<Money, FieldIssue> {
    if typed.trim().is_empty() {
        return Err(FieldIssue::Missing);
    }
    match Money::parse(typed, most.currency) {
        Ok(amount) if amount.minor > most.minor => Err(FieldIssue::TooMuch { most }),
        Ok(amount) if amount.minor > 0 => Ok(amount),
        _ => Err(FieldIssue::NotAnAmount),
    }
}
