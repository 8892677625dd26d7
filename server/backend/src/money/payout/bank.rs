//! The outside service that pays to bank accounts: what we ask of it, and how it answers.
//!
//! The default speaks to `longtail`'s own simulator over HTTP, as a real bank's client would.

mod http;

pub use http::{EventMessage, HttpBank, NewTransfer, SIGNATURE_HEADER, TransferAnswer};

use crate::failure::Incident;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use longtail::{
    id::PayoutId,
    money::{
        Money,
        payout::{BankOutcome, account::BankAccount},
        reconciliation::StatementEntry,
    },
};

/// A transfer as the bank tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The bank's name for it.
    pub reference: String,
    pub outcome: BankOutcome,
}

/// A message from the bank whose signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankEvent {
    /// The same message may come more than once; its id does not change.
    pub id: String,
    pub payout: PayoutId,
    pub transfer: Transfer,
    pub amount: Money,
    /// The message as it came.
    pub payload: serde_json::Value,
}

/// A bank that pays out.
#[async_trait]
pub trait Bank: Send + Sync {
    /// Pays to an account; the same `payout` twice is the same transfer.
    ///
    /// # Errors
    /// [`outside::Refused`](crate::outside::Refused) where the bank does not take it; an incident when
    /// it does not answer as agreed: whether it took the transfer is unknown then.
    async fn send(
        &self,
        payout: PayoutId,
        amount: Money,
        account: &BankAccount,
    ) -> Result<Transfer, Incident>;

    /// Asks how a transfer ended, for when no message came.
    ///
    /// # Errors
    /// An incident when the bank does not answer as agreed.
    async fn outcome(&self, reference: &str) -> Result<BankOutcome, Incident>;

    /// What a day's statement names: all that has moved money on it, in UTC.
    ///
    /// # Errors
    /// An incident when the bank does not answer as agreed.
    async fn statement(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Incident>;

    /// Checks a message's signature and reads it.
    ///
    /// # Errors
    /// An incident when the signature is not the bank's or is too old.
    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<BankEvent, Incident>;
}
