//! Back to where it came from: what was taken at the gateway and lies in a wallet again is given
//! back to the card or the bank account that paid it.
//!
//! For a guest, who cannot sign in to take money out, it goes by itself; a member says when. It is
//! set aside first, then the gateway is asked, again and again under the same id, and in the end
//! has settled it or failed. Each step looks at the stage that was reached, so that a step done
//! twice, late or out of order moves nothing.

mod notice;
#[cfg(test)]
mod tests;

pub use notice::{CardRefundNotice, way_back};

use crate::{
    id::{CommandId, PaymentId},
    money::{Money, confirmation::CodeError, payment::Method},
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long after a payment its payer can send back what it paid: gateways forget.
pub const RETURN_WITHIN: Duration = Duration::days(180);

/// Send money from one's own wallet back to what paid it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnToCard {
    pub command: CommandId,
    pub payment: PaymentId,
    /// What the button said.
    pub amount_minor: i64,
    /// Confirms a large sum. No part of what is asked for, as of a withdrawal.
    #[serde(skip)]
    pub code: String,
}

/// Why nothing is sent back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CardRefundError {
    /// The wallet was used meanwhile, or part of the payment went back.
    #[error("no more than {most} can go back")]
    MoreThanLeft { most: Money },
    #[error(transparent)]
    Code(#[from] CodeError),
}

/// Where money stands that goes back.
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
pub enum CardRefundStage {
    /// Set aside; the gateway has not taken it yet, or its answer was lost.
    Scheduled,
    /// The gateway has taken it and not said how it ended.
    Sent,
    /// It is where it came from.
    Settled,
    /// It could not be given back, and is in the wallet again.
    Failed,
}

/// What a gateway says of money that goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RefundOutcome {
    /// Taken, and not ended.
    Pending,
    Settled,
    /// With the gateway's code for the reason: `card_closed`, …
    Failed {
        reason: String,
    },
}

/// A gateway that says both. Somebody has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the gateway says of a refund that is {stage:?} that it ended the other way")]
pub struct Contradiction {
    stage: CardRefundStage,
}

impl CardRefundStage {
    /// Whether its money is still set aside.
    pub fn under_way(self) -> bool {
        matches!(self, Self::Scheduled | Self::Sent)
    }

    /// The stage that a word of the gateway leads to; none where it says nothing new.
    ///
    /// # Errors
    /// What has ended one way is said to have ended the other.
    pub fn hear(self, said: &RefundOutcome) -> Result<Option<Self>, Contradiction> {
        use CardRefundStage::{Failed, Scheduled, Sent, Settled};
        match (self, said) {
            (Scheduled, RefundOutcome::Pending) => Ok(Some(Sent)),
            // Told late: a word from before the end.
            (Sent | Settled | Failed, RefundOutcome::Pending) => Ok(None),
            (Scheduled | Sent, RefundOutcome::Settled) => Ok(Some(Settled)),
            (Scheduled | Sent, RefundOutcome::Failed { .. }) => Ok(Some(Failed)),
            (Settled, RefundOutcome::Settled) | (Failed, RefundOutcome::Failed { .. }) => Ok(None),
            (Settled, RefundOutcome::Failed { .. }) | (Failed, RefundOutcome::Settled) => {
                Err(Contradiction { stage: self })
            }
        }
    }
}

/// A payment, and what of it has not gone back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentLeft {
    pub payment: PaymentId,
    pub left_minor: i64,
}

/// Splits an amount over payments, the first one first, none of which gives more than is left of
/// it. What none can give back stays where it is.
pub fn split(amount_minor: i64, payments: &[PaymentLeft]) -> Vec<(PaymentId, i64)> {
    let mut rest = amount_minor.max(0);
    let mut parts = Vec::new();
    for payment in payments {
        let part = rest.min(payment.left_minor.max(0));
        if part > 0 {
            parts.push((payment.payment, part));
            rest -= part;
        }
    }
    parts
}

/// A payment that its payer can send money back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returnable {
    pub payment: PaymentId,
    pub method: Method,
    /// What can go back now: what is left of the payment, and in the wallet.
    pub amount: Money,
    pub paid: Money,
    pub at: DateTime<Utc>,
    /// The command id for sending it.
    pub command: CommandId,
}
