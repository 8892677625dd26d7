//! Guaranteed payment (E1, E2): what is held for an order, and when it may go.

use crate::{
    id::{AccountId, OrderId, ShopId},
    money::{Money, ledger},
    trade::order::OrderStage,
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Why held money stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum EscrowError {
    #[error("money leaves escrow only for an order that is completed or cancelled")]
    OrderUnderWay,
}

/// What is to become of the money held for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub order: OrderId,
    pub shop: ShopId,
    pub buyer: AccountId,
    /// What its buyer and the platform paid, less what went back since.
    pub total: Money,
    /// Of what is held, what the platform paid.
    pub promoted_minor: i64,
    /// Of what is held; what was paid back took its part along.
    pub commission_minor: i64,
}

impl Held {
    /// What its buyer paid of what is held.
    pub fn of_buyer(&self) -> Money {
        Money::new(self.total.minor - self.promoted_minor, self.total.currency)
    }

    /// The postings that empty an order's escrow, given the stage it has reached.
    ///
    /// # Errors
    /// Refuses while the order is under way.
    pub fn settle(&self, stage: &OrderStage) -> Result<Vec<ledger::Posting>, EscrowError> {
        match stage {
            OrderStage::Completed { .. } => Ok(ledger::order_released(
                self.order,
                self.shop,
                self.total,
                self.commission_minor,
            )),
            OrderStage::Cancelled {
                paid_at: Some(_), ..
            } => Ok(ledger::order_returned(
                self.order,
                self.buyer,
                self.of_buyer(),
                self.promoted_minor,
            )),
            OrderStage::Cancelled { paid_at: None, .. } => Ok(Vec::new()),
            OrderStage::AwaitingPayment
            | OrderStage::ToShip { .. }
            | OrderStage::Shipped { .. } => Err(EscrowError::OrderUnderWay),
        }
    }
}

/// When receipt is confirmed by the clock.
pub fn confirm_by(shipped_at: DateTime<Utc>, confirm_after: Duration) -> DateTime<Utc> {
    shipped_at + confirm_after
}
