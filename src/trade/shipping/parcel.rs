//! Parcels: what of an order goes into one, and where it is on its way.
//!
//! Where a parcel stands follows from the set of its scans alone, so that scans may come late,
//! twice, or in any order.

mod scan;
#[cfg(test)]
mod tests;

pub use scan::{Scan, ScanKind, Standing};

use crate::{
    id::{CommandId, OrderId, OrderLineId, ParcelId},
    money::refund::piece_field,
    text::{FieldCheck, FieldIssue, FieldIssues},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What of one line is still to be sent and in no parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpacked {
    pub line: OrderLineId,
    pub pieces: u32,
}

/// How many pieces of a line are owed to its buyer: those in lost parcels that were not paid back.
/// What was paid back of sent pieces counts for the lost ones first, and where nothing is left of
/// the line's price nothing is owed.
pub fn lost_and_owed(in_lost_parcels: u32, sent_and_paid_back: u32, goods_left_minor: i64) -> u32 {
    if goods_left_minor == 0 {
        return 0;
    }
    in_lost_parcels.saturating_sub(sent_and_paid_back)
}

/// What goes into a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packing {
    /// Each line once, none with nothing.
    pub pieces: Vec<(OrderLineId, u32)>,
    /// Whether nothing stays behind.
    pub last: bool,
}

impl Packing {
    /// All that is left.
    pub fn all(unpacked: &[Unpacked]) -> Self {
        Self::of(unpacked, unpacked.iter().map(|left| left.pieces))
    }

    fn of(unpacked: &[Unpacked], counts: impl Iterator<Item = u32>) -> Self {
        let packed = unpacked.iter().zip(counts);
        let pieces: Vec<_> = packed
            .map(|(left, count)| (left.line, count.min(left.pieces)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let there: u32 = unpacked.iter().map(|left| left.pieces).sum();
        let last = there == pieces.iter().map(|(_, count)| count).sum::<u32>();
        Self { pieces, last }
    }

    /// How many pieces go along.
    pub fn count(&self) -> u32 {
        self.pieces.iter().map(|(_, count)| count).sum()
    }
}

/// Who brings a parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bringer {
    /// Somebody whose number was typed by hand.
    #[default]
    Typed,
    /// The market's carrier, which makes a label and tells of its scans.
    Label,
}

/// A parcel as a person fills it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelForm {
    /// How many pieces of each line; everything that is left where no line is named.
    pub pieces: Vec<(OrderLineId, String)>,
    pub by: Bringer,
    /// For numbers typed by hand.
    pub carrier: String,
    pub tracking: String,
}

impl ParcelForm {
    /// What goes along; carrier and number, where they are typed, are trimmed.
    ///
    /// # Errors
    /// Names the fields that cannot be taken, or ask for more than is left.
    pub fn checked(&self, unpacked: &[Unpacked]) -> Result<(Packing, Self), FieldIssues> {
        let mut check = FieldCheck::default();
        let mut form = self.clone();
        if self.by == Bringer::Typed {
            form.carrier = check.text("carrier", &self.carrier, 1, 60);
            form.tracking = check.text("tracking", &self.tracking, 1, 60);
        }
        let packing = self.packing(unpacked, &mut check);
        check.finish().map(|()| (packing, form))
    }

    fn packing(&self, unpacked: &[Unpacked], check: &mut FieldCheck) -> Packing {
        if self.pieces.is_empty() {
            return Packing::all(unpacked);
        }
        for (line, typed) in &self.pieces {
            let known = unpacked.iter().any(|left| left.line == *line);
            if !known && !matches!(typed.trim(), "" | "0") {
                check.issue(&piece_field(*line), FieldIssue::NotAChoice);
            }
        }
        let counts: Vec<u32> = unpacked
            .iter()
            .map(|left| {
                let typed = self.pieces.iter().find(|(line, _)| *line == left.line);
                let typed = typed.map_or("", |(_, typed)| typed.trim());
                if typed.is_empty() {
                    return 0;
                }
                let most = left.pieces.into();
                let count = check.number(&piece_field(left.line), typed, 0, most);
                u32::try_from(count).unwrap_or(0)
            })
            .collect();
        Packing::of(unpacked, counts.into_iter())
    }
}

/// Hand one parcel of an order to a carrier. The command's id is the parcel's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipParcel {
    pub command: CommandId,
    pub order: OrderId,
    pub form: ParcelForm,
}

/// What was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelSent {
    pub parcel: ParcelId,
    /// Whether everything of its order is on its way now.
    pub last: bool,
}

/// A parcel, as buyer and shop see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    pub id: ParcelId,
    pub carrier: String,
    pub tracking_number: String,
    pub shipped_at: DateTime<Utc>,
    /// In the order of the lines.
    pub pieces: Vec<(OrderLineId, u32)>,
    pub standing: Standing,
    /// In the order in which they happened.
    pub scans: Vec<Scan>,
    /// Where its label can be printed; for its shop only.
    pub label_url: Option<String>,
}
