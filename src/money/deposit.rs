//! Deposits (X3): what a shop leaves with the market, so that whoever it wrongs can be paid.
//!
//! A shop pays in from its balance, up to what is not reserved there, and takes out what is
//! more than it needs. The market's own people charge fees against it ([`fee`]). That a part is
//! missing is told, and stops nothing; a closed shop's stays as long as its last buyers may
//! complain: see docs/decisions/0019.

pub mod fee;
pub mod notice;
#[cfg(test)]
mod tests;
pub mod view;

use crate::{
    id::CommandId,
    money::Money,
    text::{Bilingual, FieldIssue},
    trade::shop::ShopStage,
    when::local_text,
};
use chrono::{DateTime, Duration, Utc};
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

/// A shop's orders, as far as the deposit goes by them once the shop is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trade {
    /// Whether one of them has not ended.
    pub open: bool,
    /// When the last of those that were paid was completed or called off.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What a closed shop's deposit waits for before all of it can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// For orders that have not ended.
    Orders,
    /// Until then the last buyers may complain.
    Until(DateTime<Utc>),
}

impl Trade {
    /// What is waited for, where buyers may complain for so long after an order has ended.
    pub fn wait(self, after_sales: Duration, now: DateTime<Utc>) -> Option<Wait> {
        if self.open {
            return Some(Wait::Orders);
        }
        let until = self.ended_at? + after_sales;
        (now < until).then_some(Wait::Until(until))
    }
}

impl Wait {
    /// Why no more than this can be taken out, and from when it can.
    fn issue(self, most: Money) -> FieldIssue {
        let text = match self {
            Self::Orders if most.minor == 0 => Bilingual::new(
                "Orders of the shop are still under way: nothing can be taken out until they have ended and their buyers can complain no more.",
                "店铺还有进行中的订单：须待订单结束且买家投诉期满后方可取回。",
            ),
            Self::Orders => Bilingual::new(
                format!(
                    "Orders of the shop are still under way: write {most} or less, or wait until they have ended and their buyers can complain no more."
                ),
                format!(
                    "店铺还有进行中的订单：此处最多填写 {most}，其余待订单结束且买家投诉期满后取回。"
                ),
            ),
            Self::Until(until) => {
                let until = local_text(until);
                match most.minor {
                    0 => Bilingual::new(
                        format!(
                            "The last buyers may complain until {until}: nothing can be taken out before."
                        ),
                        format!("最后的买家可在 {until} 前投诉：届时方可取回。"),
                    ),
                    _ => Bilingual::new(
                        format!(
                            "The last buyers may complain until {until}: write {most} or less, or wait until then."
                        ),
                        format!(
                            "最后的买家可在 {until} 前投诉：此处最多填写 {most}，其余届时取回。"
                        ),
                    ),
                }
            }
        };
        FieldIssue::Other { text }
    }
}

/// A shop's deposit beside what it should be. All in the market's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    pub held: Money,
    pub needed: Money,
    /// Where the shop is closed, and needs none: what stays as long as it waits, and for what.
    waits: Option<(Money, Wait)>,
}

impl Deposit {
    /// What a shop of this stage has, where its tier needs so much. One that is closed for good can
    /// do no more wrong, and waits until its last buyers have found none that was done.
    pub fn of(held: Money, of_tier: Money, stage: ShopStage, wait: Option<Wait>) -> Self {
        let (needed, waits) = match stage {
            ShopStage::Closed => (Money::zero(held.currency), wait.map(|wait| (of_tier, wait))),
            ShopStage::Preparing | ShopStage::Open | ShopStage::Paused => (of_tier, None),
        };
        Self {
            held,
            needed,
            waits,
        }
    }

    /// What is not paid in yet; never below nothing.
    pub fn missing(&self) -> Money {
        self.above_nothing(self.needed.minor - self.held.minor)
    }

    /// What can be taken out; never below nothing.
    pub fn spare(&self) -> Money {
        let stays = self.waits.map_or(self.needed, |(stays, _)| stays);
        self.above_nothing(self.held.minor - stays.minor)
    }

    /// What of a closed shop's deposit cannot be taken out yet, and what that waits for.
    pub fn waiting(&self) -> Option<(Money, Wait)> {
        let (_, wait) = self.waits?;
        let stays = self.above_nothing(self.held.minor - self.spare().minor);
        (stays.minor > 0).then_some((stays, wait))
    }

    /// What is taken out, as it was typed.
    ///
    /// # Errors
    /// What is wrong with it; where the rest has to wait, until when.
    pub fn taken(&self, typed: &str) -> Result<Money, FieldIssue> {
        let spare = self.spare();
        amount(typed, spare).map_err(|issue| match (issue, self.waiting()) {
            (FieldIssue::TooMuch { .. }, Some((_, wait))) => wait.issue(spare),
            (issue, _) => issue,
        })
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
