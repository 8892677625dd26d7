//! What a carrier's machines and people tell of a parcel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What happened to a parcel.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ScanKind {
    PickedUp,
    Sorted,
    OutForDelivery,
    /// Nobody took it; it is tried again.
    NotAtHome,
    Lost,
    Delivered,
}

/// One scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The carrier's id of it: told twice it is one.
    pub id: String,
    pub kind: ScanKind,
    /// As the carrier writes it.
    pub place: String,
    pub at: DateTime<Utc>,
}

/// Where a parcel stands.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Standing {
    /// Handed over; nothing was heard of it since.
    #[default]
    Sent,
    UnderWay,
    /// For good, whatever is scanned later.
    Delivered,
    /// Until it is scanned again.
    Lost,
}

impl Standing {
    /// Where a parcel with these scans stands, in whatever order and however often they were told.
    pub fn of(scans: &[Scan]) -> Self {
        if scans.iter().any(|scan| scan.kind == ScanKind::Delivered) {
            return Self::Delivered;
        }
        match scans.iter().max_by_key(|scan| (scan.at, scan.kind)) {
            None => Self::Sent,
            Some(last) if last.kind == ScanKind::Lost => Self::Lost,
            Some(_) => Self::UnderWay,
        }
    }
}
