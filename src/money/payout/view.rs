//! Payouts as a shop's owner reads them.

use super::{NotNow, PayoutStage, Reserve, ReturnReason};
use crate::{
    id::PayoutId,
    money::{BasisPoints, Money},
    trade::shop::ShopCard,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The bank account, without its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccountView {
    pub holder: String,
    pub bank: String,
    /// The last four of its number.
    pub last4: String,
    pub saved_at: DateTime<Utc>,
}

/// One payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutView {
    pub id: PayoutId,
    pub stage: PayoutStage,
    pub amount: Money,
    /// Where it went, which may be another account than today's.
    pub bank: String,
    pub last4: String,
    /// Where the bank sent it back.
    pub reason: Option<ReturnReason>,
    pub begun_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Everything on the page of a shop's payouts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutsView {
    pub shop: ShopCard,
    pub balance: Money,
    pub available: Money,
    pub reserve: Option<Reserve>,
    /// The share that the reserve is.
    pub reserve_share: BasisPoints,
    pub least: Money,
    /// How long a changed account waits, in hours.
    pub hold_hours: i64,
    pub account: Option<BankAccountView>,
    /// When the shop is looked at next, where it has an account.
    pub next_at: Option<DateTime<Utc>>,
    /// Why nothing would be paid out if that were now.
    pub waits: Option<NotNow>,
    pub payouts: Vec<PayoutView>,
    pub page: u32,
    /// Whether older ones exist.
    pub more: bool,
}
