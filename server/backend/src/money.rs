//! The ledger, how money comes into it and leaves escrow, and how it goes to shops' and members' banks.

pub mod card_refund;
pub mod confirmation;
pub mod deposit;
pub mod escrow;
pub mod exchange;
pub mod invoice;
pub mod ledger;
pub mod payment;
pub mod payout;
pub mod reconciliation;
pub mod refund;
pub mod tax;
pub mod withdrawal;
