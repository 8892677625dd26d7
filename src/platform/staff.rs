//! The desk of the platform's own people.

use crate::{
    id::{AccountId, CardRefundId, PayoutId},
    money::{Money, card_refund::CardRefundStage, payout::PayoutStage},
    platform::audit::KeptAudit,
    trade::shop::ShopCard,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A shop as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskShop {
    pub card: ShopCard,
    pub live_listings: u32,
    /// Orders paid so far, and those not finished yet.
    pub orders: u32,
    pub open_orders: u32,
    pub created_at: DateTime<Utc>,
}

/// Work that was given up after too many tries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadJob {
    pub id: i64,
    pub kind: String,
    pub attempts: u32,
    pub error: String,
    pub dead_at: DateTime<Utc>,
}

/// Whose money does not arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeskPayee {
    Shop { card: ShopCard },
    Member { account: AccountId, name: String },
}

/// A payout or a withdrawal that is under way for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongUnderWay {
    /// The bank knows it by this.
    pub payout: PayoutId,
    pub stage: PayoutStage,
    pub amount: Money,
    pub since: DateTime<Utc>,
}

/// A payout or a withdrawal that does not arrive, or a shop whose payouts come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPayout {
    pub payee: DeskPayee,
    /// How many came back one after another; a member's are not tried again by themselves.
    pub failures: u32,
    pub under_way: Option<LongUnderWay>,
}

/// Money that does not get back to the card or bank that paid it: under way for long, or failed and
/// in the wallet of a guest, who cannot sign in to take it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskCardRefund {
    /// The gateway knows it by this.
    pub refund: CardRefundId,
    pub stage: CardRefundStage,
    pub amount: Money,
    /// None of a guest without one.
    pub name: String,
    pub guest: bool,
    pub since: DateTime<Utc>,
    /// The gateway's code, where it failed.
    pub reason: Option<String>,
}

/// Everything on the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    pub members: u32,
    pub guests: u32,
    pub shops: Vec<DeskShop>,
    /// Jobs waiting for their time or their next try.
    pub pending_jobs: u32,
    pub dead_jobs: Vec<DeadJob>,
    pub payouts: Vec<DeskPayout>,
    pub card_refunds: Vec<DeskCardRefund>,
    /// None before the first.
    pub audit: Option<KeptAudit>,
}
