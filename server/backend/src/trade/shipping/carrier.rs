//! The outside service that brings parcels: what we ask of it, and how it answers.
//!
//! The default speaks to `longtail`'s own simulator over HTTP, as a real carrier's client would.

mod http;

pub use http::{EventMessage, HttpCarrier, LabelAnswer, LabelRequest, SIGNATURE_HEADER};

use crate::failure::Incident;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use longtail::{
    id::ParcelId,
    trade::shipping::{PostalAddress, parcel::Scan},
};

/// A label that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLabel {
    pub parcel: ParcelId,
    /// The shop's name, and its city.
    pub sender: String,
    pub from: String,
    pub ship_to: PostalAddress,
    pub pieces: u32,
}

/// A label that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The carrier's name for it, which is the tracking number.
    pub reference: String,
    /// What people call the carrier.
    pub carrier: String,
    /// Where it can be printed by whoever knows the address.
    pub url: String,
}

/// A message from the carrier whose signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierEvent {
    pub parcel: ParcelId,
    pub scan: Scan,
}

/// A carrier that makes labels and tells of scans.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Makes a label; the same parcel twice is the same label.
    ///
    /// # Errors
    /// An incident when the carrier does not answer as agreed.
    async fn label(&self, wanted: &NewLabel) -> Result<Label, Incident>;

    /// All scans until now, for when no message came.
    ///
    /// # Errors
    /// An incident when the carrier does not answer as agreed.
    async fn scans(&self, reference: &str) -> Result<Vec<Scan>, Incident>;

    /// Checks a message's signature and reads it.
    ///
    /// # Errors
    /// An incident when the signature is not the carrier's or is too old.
    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<CarrierEvent, Incident>;
}
