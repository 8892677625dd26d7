//! What happens to an order, as its history keeps it.

use super::Extender;
use crate::money::{Money, card_refund::CardRefundStage, payment::Method};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One thing that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderEvent {
    /// Not among those that are kept: an order says itself when it was placed.
    Placed,
    Paid {
        method: Method,
    },
    /// A parcel left, and more will follow.
    PartShipped {
        carrier: String,
        tracking: String,
        pieces: u32,
    },
    /// The last parcel left, or the only one.
    Shipped {
        carrier: String,
        tracking: String,
    },
    /// What was left to send was paid back instead.
    RestNotSent,
    ParcelDelivered {
        tracking: String,
    },
    ParcelLost {
        tracking: String,
    },
    /// The clock waits longer before it confirms.
    Extended {
        by: Extender,
        confirm_by: DateTime<Utc>,
    },
    Confirmed,
    ConfirmedByClock,
    Released {
        to_shop: Money,
        commission: Money,
    },
    Cancelled {
        by: Canceller,
        /// Where one was given.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    Refunded {
        amount: Money,
        reason: String,
    },
    Returned {
        amount: Money,
    },
    /// What was paid back goes on to what it was paid with: begun, settled or failed.
    ToCard {
        amount: Money,
        method: Method,
        stage: CardRefundStage,
    },
}

/// Who called an order off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Canceller {
    Buyer,
    Shop,
    /// It was not paid in time.
    Clock,
}
