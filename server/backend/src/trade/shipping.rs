//! Shipping: orders go out in parcels, with a number typed by hand or with a carrier's label,
//! and carriers tell where they are.
//!
//! A label is asked for before the order is locked, under the id that its parcel will have: the
//! same id is the same label, and what is told of one that no parcel came of is *not found*.
//! Whoever changes a parcel has locked its order.

pub mod carrier;
mod parcel;
pub mod postage;
mod read;
mod scan;

pub use parcel::ship_parcel;
pub(crate) use parcel::{Handed, dispatch, unpacked_of};
pub(crate) use read::parcels_of;
pub(crate) use scan::{ASK_FOR, is_lost_and_owed, lost_at, remind_of_lost};
pub use scan::{ask_carrier, record_carrier_event};
