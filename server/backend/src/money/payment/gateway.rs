//! The outside service that takes cards, bank transfers and quick payments: what we ask of it,
//! and how it answers.
//!
//! The default speaks to `longtail`'s own simulator over HTTP, as a real gateway's client would.

mod http;
mod refund;

pub use http::{EventMessage, HttpGateway, IntentAnswer, NewIntent, SIGNATURE_HEADER};
pub use refund::{NewRefund, RefundAnswer, RefundMessage, RefundNews};

use crate::failure::Incident;
use async_trait::async_trait;
use chrono::NaiveDate;
use longtail::{
    id::{CardRefundId, PaymentId},
    money::{
        Money,
        card_refund::RefundOutcome,
        payment::{GatewayOutcome, Method},
        reconciliation::StatementEntry,
    },
};

/// A payment begun at the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The gateway's name for it.
    pub reference: String,
    /// The gateway's page where the payer pays. It is no page of the app, even where
    /// it has the same host: the browser has to load it anew.
    pub pay_url: String,
}

/// A payment that the gateway knows, as it has to answer for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The gateway's name for it.
    pub reference: String,
    pub payment: PaymentId,
    pub amount: Money,
}

/// What becomes of money that goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The gateway's name for it.
    pub reference: String,
    pub outcome: RefundOutcome,
}

/// A message from the gateway whose signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayMessage {
    Payment(GatewayEvent),
    Refund(RefundEvent),
}

/// A message about money that goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundEvent {
    /// As of [`GatewayEvent`].
    pub id: String,
    pub refund: CardRefundId,
    pub said: Refund,
    pub amount: Money,
    /// The message as it came.
    pub payload: serde_json::Value,
}

/// A message about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayEvent {
    /// The same message may come more than once; its id does not change.
    pub id: String,
    pub reference: String,
    pub payment: PaymentId,
    pub outcome: GatewayOutcome,
    pub amount: Money,
    /// The message as it came.
    pub payload: serde_json::Value,
}

/// A payment gateway.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Begins a payment; the same `payment` twice is the same intent.
    ///
    /// # Errors
    /// An incident when the gateway does not answer as agreed.
    async fn begin(
        &self,
        payment: PaymentId,
        method: Method,
        amount: Money,
        return_url: &str,
    ) -> Result<Intent, Incident>;

    /// Asks how a payment stands, for when no message came.
    ///
    /// # Errors
    /// An incident when the gateway does not answer as agreed, such as about another amount.
    async fn outcome(&self, known: &Known) -> Result<GatewayOutcome, Incident>;

    /// Takes what was authorised. Asked again it is the same; answers how the payment stands then,
    /// also where the gateway refuses because it holds nothing any more.
    ///
    /// # Errors
    /// An incident when the gateway does not answer as agreed. Whether it took the money is
    /// unknown then.
    async fn capture(&self, known: &Known) -> Result<GatewayOutcome, Incident>;

    /// Lets go what was authorised; otherwise as [`Gateway::capture`].
    ///
    /// # Errors
    /// As [`Gateway::capture`].
    async fn void(&self, known: &Known) -> Result<GatewayOutcome, Incident>;

    /// Gives back part of what was captured, or all of it. The same `refund` twice is the same
    /// refund: asked again, it answers how that stands then.
    ///
    /// # Errors
    /// [`outside::Refused`](crate::outside::Refused) where less is left of the payment; an incident
    /// when the gateway does not answer as agreed: whether it gave the money back is unknown then.
    async fn refund(
        &self,
        reference: &str,
        refund: CardRefundId,
        amount: Money,
    ) -> Result<Refund, Incident>;

    /// Asks how money that goes back stands, for when no message came.
    ///
    /// # Errors
    /// An incident when the gateway does not answer as agreed.
    async fn refund_outcome(&self, reference: &str) -> Result<RefundOutcome, Incident>;

    /// What a day's statement names: all that has moved money on it, in UTC.
    ///
    /// # Errors
    /// An incident when the gateway does not answer as agreed.
    async fn statement(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Incident>;

    /// Checks a message's signature and reads it.
    ///
    /// # Errors
    /// An incident when the signature is not the gateway's or is too old.
    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<GatewayMessage, Incident>;
}
