//! Paying: methods, attempts, and what becomes of them.

use crate::{
    id::{CheckoutId, CommandId, PaymentId},
    money::{Money, ledger::Statement},
};
use serde::{Deserialize, Serialize};

/// How much can be paid into a wallet at once, in the smallest unit.
pub const TOP_UP_MINOR: std::ops::RangeInclusive<i64> = 100..=5_000_000;

/// How a buyer pays.
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
pub enum Method {
    /// A card, on the gateway's own page.
    Card,
    /// The buyer's money at the market.
    Wallet,
}

/// Where an attempt to pay stands.
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
pub enum PaymentStage {
    Pending,
    Captured,
    Declined,
    Cancelled,
}

/// What a gateway says about an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum GatewayOutcome {
    /// The payer has not finished: no card yet, or a challenge is open.
    Pending,
    Captured,
    /// With the gateway's code for the reason: `card_declined`, `challenge_failed`, …
    Declined {
        reason: String,
    },
    Cancelled,
}

/// Why a payment cannot be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PaymentError {
    #[error("the goods were held for 15 minutes and have been given back")]
    CheckoutClosed,
    #[error("this is paid already")]
    AlreadyPaid,
    #[error("the wallet does not hold enough")]
    WalletTooLow { balance: Money },
    #[error("the payment service does not answer; nothing was taken")]
    GatewaySilent,
    #[error("top up between ¥1 and ¥50,000")]
    AmountOutOfRange,
}

/// What the page does after a payment was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum NextStep {
    /// Go to the gateway's own page.
    GoTo { url: String },
    /// It is paid.
    Paid { checkout: Option<CheckoutId> },
}

/// One's own wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletView {
    pub statement: Statement,
    pub page: u32,
    /// Only members put money in; a guest may come to hold what was paid too late.
    pub can_top_up: bool,
    /// The command id for the next top-up.
    pub command: CommandId,
}

/// The last attempt, as the checkout page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    pub id: PaymentId,
    pub method: Method,
    pub stage: PaymentStage,
    pub amount: Money,
    /// The gateway's code for the reason, where it was declined.
    pub decline_reason: Option<String>,
}
