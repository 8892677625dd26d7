//! Payouts (E9): what a shop has earned goes to its bank by itself, and what a member takes out
//! of the wallet goes the same way.
//!
//! A payout is begun by setting its money aside, then the bank is asked, again and again under
//! the same id, and in the end has settled it or sent it back. Each step looks at the stage the
//! payout has reached, so that a step done twice, late or out of order moves nothing.

pub mod account;
pub mod view;

use crate::{
    id::{AccountId, ShopId},
    money::{BasisPoints, Money, ledger::Holder},
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whose money goes to a bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payee {
    /// Its balance, by itself.
    Shop(ShopId),
    /// Out of the wallet, when the member says so.
    Member(AccountId),
}

impl Payee {
    /// Reads the two columns of which one is filled.
    pub fn of(shop: Option<Uuid>, member: Option<Uuid>) -> Option<Self> {
        let member = member.map(|id| Self::Member(AccountId(id)));
        shop.map(|id| Self::Shop(ShopId(id))).or(member)
    }

    pub fn id(self) -> Uuid {
        self.either(|shop| shop.0, |member| member.0)
    }

    /// The account of the ledger that pays.
    pub fn holder(self) -> Holder {
        self.either(Holder::ShopBalance, Holder::Wallet)
    }

    /// The columns of which one is filled: the shop's, and the member's.
    pub fn columns(self) -> (Option<Uuid>, Option<Uuid>) {
        self.either(|shop| (Some(shop.0), None), |member| (None, Some(member.0)))
    }

    pub fn either<T>(
        self,
        shop: impl FnOnce(ShopId) -> T,
        member: impl FnOnce(AccountId) -> T,
    ) -> T {
        match self {
            Self::Shop(id) => shop(id),
            Self::Member(id) => member(id),
        }
    }
}

/// Where a payout stands.
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
pub enum PayoutStage {
    /// Its money is set aside; the bank has not taken it yet, or its answer was lost.
    Scheduled,
    /// The bank has taken it and not said how it ended.
    Sent,
    /// It has arrived.
    Settled,
    /// The bank sent it back; the money is in the balance again.
    Returned,
}

impl PayoutStage {
    /// Whether its money is still set aside.
    pub fn under_way(self) -> bool {
        matches!(self, Self::Scheduled | Self::Sent)
    }
}

/// What a bank says about a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum BankOutcome {
    /// Taken, and not ended.
    Pending,
    Settled,
    /// With the bank's code for the reason: `name_mismatch`, `account_closed`, …
    Returned {
        reason: String,
    },
}

/// A bank that says both of one transfer. Somebody has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bank says of a payout that is {stage:?} that it ended the other way")]
pub struct Contradiction {
    stage: PayoutStage,
}

impl PayoutStage {
    /// The stage that a word of the bank leads to; none where it says nothing new.
    ///
    /// # Errors
    /// A payout that has ended one way is said to have ended the other.
    pub fn hear(self, said: &BankOutcome) -> Result<Option<Self>, Contradiction> {
        use PayoutStage::{Returned, Scheduled, Sent, Settled};
        match (self, said) {
            (Scheduled, BankOutcome::Pending) => Ok(Some(Sent)),
            // Told late: a word from before the end.
            (Sent | Settled | Returned, BankOutcome::Pending) => Ok(None),
            (Scheduled | Sent, BankOutcome::Settled) => Ok(Some(Settled)),
            (Scheduled | Sent, BankOutcome::Returned { .. }) => Ok(Some(Returned)),
            (Settled, BankOutcome::Settled) | (Returned, BankOutcome::Returned { .. }) => Ok(None),
            (Settled, BankOutcome::Returned { .. }) | (Returned, BankOutcome::Settled) => {
                Err(Contradiction { stage: self })
            }
        }
    }
}

/// Why a bank sent money back, as far as we know its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumString, Default)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReturnReason {
    /// The account belongs to somebody of another name.
    NameMismatch,
    AccountClosed,
    #[default]
    Other,
}

impl ReturnReason {
    /// Reads the bank's code; one that we do not know is *other*.
    pub fn of(code: &str) -> Self {
        code.parse().unwrap_or_default()
    }
}

/// What the market has set about payouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Less than this is not worth a transfer.
    pub least: Money,
    pub every: Duration,
    /// What stays back of a new shop's earnings.
    pub reserve: BasisPoints,
    pub reserve_for: Duration,
    /// How long a changed account waits.
    pub hold_for: Duration,
}

/// A shop's money and what decides about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub balance: Money,
    /// What has been paid out so far, with what is under way and what left for the deposit.
    pub paid_out_minor: i64,
    pub opened_at: Option<DateTime<Utc>>,
    /// Whether a payout has not ended.
    pub under_way: bool,
    /// The account's hold; none where there is no account.
    pub account: Option<Hold>,
}

/// Until when an account waits, if it does.
pub type Hold = Option<DateTime<Utc>>;

/// Why nothing is paid out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotNow {
    #[error("no bank account is known")]
    NoAccount,
    #[error("the bank account was changed")]
    AccountHeld { until: DateTime<Utc> },
    #[error("a payout is under way")]
    UnderWay,
    #[error("there is too little to pay out")]
    TooLittle,
}

/// What stays back of a new shop's balance, so that buyers of its first goods can be paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    pub amount: Money,
    /// When it is let go; unknown while the shop has not opened.
    pub until: Option<DateTime<Utc>>,
}

impl Standing {
    /// A share of all that the shop has earned, paid out or not: a share of the balance alone
    /// would melt away with every payout. None for a shop that has been open for long.
    pub fn reserve(&self, terms: &Terms, now: DateTime<Utc>) -> Option<Reserve> {
        let until = self.opened_at.map(|opened| opened + terms.reserve_for);
        if until.is_some_and(|until| now >= until) || terms.reserve.0 == 0 {
            return None;
        }
        let earned = self.balance.minor.saturating_add(self.paid_out_minor);
        let share = terms.reserve.of(earned.max(0));
        let minor = share.clamp(0, self.balance.minor.max(0));
        Some(Reserve {
            amount: Money::new(minor, self.balance.currency),
            until,
        })
    }

    /// What can be paid out: the balance less the reserve, and never below nothing.
    pub fn available(&self, terms: &Terms, now: DateTime<Utc>) -> Money {
        let reserved = self
            .reserve(terms, now)
            .map_or(0, |reserve| reserve.amount.minor);
        let minor = self.balance.minor.saturating_sub(reserved).max(0);
        Money::new(minor, self.balance.currency)
    }

    /// What is to be paid out now.
    ///
    /// # Errors
    /// Says what it waits for.
    pub fn due(&self, terms: &Terms, now: DateTime<Utc>) -> Result<Money, NotNow> {
        match self.account {
            None => return Err(NotNow::NoAccount),
            Some(Some(until)) if now < until => return Err(NotNow::AccountHeld { until }),
            Some(_) => {}
        }
        if self.under_way {
            return Err(NotNow::UnderWay);
        }
        let available = self.available(terms, now);
        if available.minor < terms.least.minor.max(1) {
            return Err(NotNow::TooLittle);
        }
        Ok(available)
    }
}

/// When a shop is looked at next: in step with `last`, unless that is past already.
pub fn next_turn(last: DateTime<Utc>, every: Duration, now: DateTime<Utc>) -> DateTime<Utc> {
    let next = last + every;
    if next > now { next } else { now + every }
}

/// How long to wait after so many returns one after another: one turn, two, four, up to sixteen.
pub fn pause_after(failures: u32, every: Duration) -> Duration {
    every * (1 << failures.saturating_sub(1).min(4))
}

/// When to ask a bank again that has not said how a payout of this age ended.
pub fn ask_again_in(age: Duration) -> Duration {
    (age / 2).clamp(Duration::minutes(1), Duration::hours(6))
}

#[cfg(test)]
mod tests;
