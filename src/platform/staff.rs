//! The desk of the platform's own people.

use crate::{platform::audit::AuditReport, trade::shop::ShopCard};
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

/// A shop whose payouts do not arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPayout {
    pub card: ShopCard,
    /// How many came back one after another.
    pub failures: u32,
    /// Since when one is under way, where that is long.
    pub under_way_since: Option<DateTime<Utc>>,
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
    pub audit: AuditReport,
}
