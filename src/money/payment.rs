//! Paying: methods, attempts, and what becomes of them.

use crate::{
    id::{CheckoutId, CommandId, PaymentId},
    money::{Money, card_refund::Returnable, confirmation::CodeError, ledger::Statement},
};
use serde::{Deserialize, Serialize};

/// How much can be paid into a wallet at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopUpRange {
    pub least: Money,
    pub most: Money,
}

impl TopUpRange {
    pub fn holds(self, amount_minor: i64) -> bool {
        (self.least.minor..=self.most.minor).contains(&amount_minor)
    }
}

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
    /// A transfer at the buyer's own bank, which says later how it ended.
    OnlineBank,
    /// One confirmation in an app.
    QuickPay,
}

impl Method {
    /// Whether the payer goes to the gateway's own pages.
    pub fn is_at_gateway(self) -> bool {
        self != Self::Wallet
    }
}

/// How somebody pays, with the code that confirms a large sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Means {
    pub method: Method,
    pub code: String,
}

impl From<Method> for Means {
    fn from(method: Method) -> Self {
        Self {
            method,
            code: String::new(),
        }
    }
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
    /// The payer's money is held for us, and about to be captured.
    Authorised,
    /// There is nothing to pay for any more: what is held is about to be let go.
    Voiding,
    Captured,
    Declined,
    Cancelled,
    /// Let go again; nothing was taken.
    Voided,
    /// Neither taken nor let go in time: the gateway holds it no more, and nothing was taken.
    Lapsed,
}

impl PaymentStage {
    /// Whether the gateway still has to be told or asked.
    pub fn under_way(self) -> bool {
        matches!(self, Self::Pending | Self::Authorised | Self::Voiding)
    }

    /// The stage that a word of the gateway leads to; none where it says nothing new. Words come
    /// late, twice and out of order. `wanted` is whether there is still something to pay for.
    pub fn hear(self, said: &GatewayOutcome, wanted: bool) -> Option<Self> {
        use PaymentStage::{
            Authorised, Cancelled, Captured, Declined, Lapsed, Pending, Voided, Voiding,
        };
        match (self, said) {
            // What was taken stays taken, and what is said to be taken is looked after.
            (Captured, _) | (_, GatewayOutcome::Pending) => None,
            (_, GatewayOutcome::Captured) => Some(Captured),
            (Pending, GatewayOutcome::Authorised) if wanted => Some(Authorised),
            // Held though we had given it up: nobody's money is kept waiting.
            (Pending | Declined | Cancelled, GatewayOutcome::Authorised) => Some(Voiding),
            (Authorised | Voiding | Voided | Lapsed, GatewayOutcome::Authorised) => None,
            (Pending | Authorised, GatewayOutcome::Declined { .. }) => Some(Declined),
            (Pending | Authorised, GatewayOutcome::Cancelled) => Some(Cancelled),
            (Pending | Authorised | Voiding, GatewayOutcome::Voided) => Some(Voided),
            (Voiding, GatewayOutcome::Declined { .. } | GatewayOutcome::Cancelled) => Some(Voided),
            (Pending | Authorised | Voiding, GatewayOutcome::Lapsed) => Some(Lapsed),
            (Declined | Cancelled | Voided | Lapsed, _) => None,
        }
    }
}

/// What a gateway says about an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum GatewayOutcome {
    /// The payer has not finished: no card yet, a challenge is open, the bank has not decided.
    Pending,
    /// The money is held for us until we capture or void it.
    Authorised,
    Captured,
    /// With the gateway's code for the reason: `card_declined`, `challenge_failed`, …
    Declined {
        reason: String,
    },
    Cancelled,
    /// Let go without being taken.
    Voided,
    /// Neither captured nor voided in time: it is not held any more, and was not taken.
    Lapsed,
}

/// Why a payment cannot be begun.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PaymentError {
    #[error("the goods were held for 15 minutes and have been given back")]
    CheckoutClosed,
    #[error("this is paid already")]
    AlreadyPaid,
    #[error("the wallet does not hold enough")]
    WalletTooLow { balance: Money },
    #[error("the payment service does not answer; nothing was taken")]
    GatewaySilent,
    #[error("so much cannot be put in at once, or so little")]
    AmountOutOfRange(TopUpRange),
    #[error(transparent)]
    Code(#[from] CodeError),
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
    /// A guest's money goes back to their card by itself.
    pub can_take_out: bool,
    pub top_up: TopUpRange,
    /// The latest attempt to put money in, until a week after it ended.
    pub last_top_up: Option<PaymentView>,
    /// Payments that a member can send money back to, the latest first.
    pub returnable: Vec<Returnable>,
    /// From here on a code is asked for.
    pub large: Money,
    /// The command id for the next top-up.
    pub command: CommandId,
}

/// The last attempt, as the pages of a checkout and of the wallet show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    pub id: PaymentId,
    pub method: Method,
    pub stage: PaymentStage,
    pub amount: Money,
    /// The gateway's code for the reason, where it was declined.
    pub decline_reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn every_stage_against_every_word_of_the_gateway() {
        use PaymentStage::{
            Authorised, Cancelled, Captured, Declined, Lapsed, Pending, Voided, Voiding,
        };
        let declined = GatewayOutcome::Declined {
            reason: "card_declined".to_owned(),
        };
        let words = [
            GatewayOutcome::Pending,
            GatewayOutcome::Authorised,
            GatewayOutcome::Captured,
            declined,
            GatewayOutcome::Cancelled,
            GatewayOutcome::Voided,
            GatewayOutcome::Lapsed,
        ];
        let taken = Some(Captured);
        let table = [
            (
                Pending,
                [
                    None,
                    Some(Authorised),
                    taken,
                    Some(Declined),
                    Some(Cancelled),
                    Some(Voided),
                    Some(Lapsed),
                ],
            ),
            (
                Authorised,
                [
                    None,
                    None,
                    taken,
                    Some(Declined),
                    Some(Cancelled),
                    Some(Voided),
                    Some(Lapsed),
                ],
            ),
            (
                Voiding,
                [
                    None,
                    None,
                    taken,
                    Some(Voided),
                    Some(Voided),
                    Some(Voided),
                    Some(Lapsed),
                ],
            ),
            (Captured, [None; 7]),
            (
                Declined,
                [None, Some(Voiding), taken, None, None, None, None],
            ),
            (
                Cancelled,
                [None, Some(Voiding), taken, None, None, None, None],
            ),
            (Voided, [None, None, taken, None, None, None, None]),
            (Lapsed, [None, None, taken, None, None, None, None]),
        ];
        assert_eq!(table.len(), PaymentStage::VARIANTS.len());
        for (stage, row) in table {
            for (word, expected) in words.iter().zip(row) {
                assert_eq!(stage.hear(word, true), expected, "{stage:?} hears {word:?}");
                // With nothing left to pay for, all is the same but that nothing is held.
                let expected = expected.map(|next| if next == Authorised { Voiding } else { next });
                assert_eq!(
                    stage.hear(word, false),
                    expected,
                    "{stage:?} hears {word:?}"
                );
            }
        }
    }
}
