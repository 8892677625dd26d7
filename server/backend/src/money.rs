//! The ledger, how money comes into it and leaves escrow, and how it goes to the shops' banks.

pub mod escrow;
pub mod invoice;
pub mod ledger;
pub mod outside;
pub mod payment;
pub mod payout;
pub mod refund;
pub mod tax;
