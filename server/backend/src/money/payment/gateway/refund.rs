//! Money that goes back, as it travels to a gateway and in its messages.

use super::Refund;
use longtail::{
    id::{CardRefundId, PaymentId},
    money::{Currency, card_refund::RefundOutcome},
};
use serde::{Deserialize, Serialize};

/// What we ask for: `POST /v1/intents/{id}/refunds`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRefund {
    /// Smallest units of the currency, at most what is left of what was captured.
    pub amount_minor: i64,
    pub currency: Currency,
    /// Our name for it, which comes back in every message, and the `Idempotency-Key`.
    pub reference: CardRefundId,
    /// Where messages about it go.
    pub webhook_url: String,
}

/// What the gateway answers: the refund as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAnswer {
    pub id: String,
    pub amount_minor: i64,
    pub currency: Currency,
    pub reference: CardRefundId,
    /// Our name for the payment that it is a part of.
    pub payment: PaymentId,
    #[serde(flatten)]
    pub outcome: RefundOutcome,
}

impl RefundAnswer {
    pub(super) fn refund(self) -> Refund {
        Refund {
            reference: self.id,
            outcome: self.outcome,
        }
    }
}

/// What a message says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefundNews {
    #[serde(rename = "refund.settled")]
    Settled,
    #[serde(rename = "refund.failed")]
    Failed,
}

/// A message the gateway sends: the refund as it stands, under the message's own id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundMessage {
    pub id: String,
    /// Seconds since 1970.
    pub created: i64,
    #[serde(rename = "type")]
    pub news: RefundNews,
    pub refund: RefundAnswer,
}
