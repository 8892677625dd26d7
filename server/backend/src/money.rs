//! The ledger, and how money comes into it and leaves escrow.

pub mod escrow;
pub mod ledger;
pub mod payment;
pub mod refund;
