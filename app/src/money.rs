//! Pages of the quarter `money`.

pub mod balance;
pub mod card_refund;
pub mod confirmation;
pub mod deposit;
pub mod exchange;
pub mod invoice;
pub mod payout;
pub mod reconciliation;
pub mod refund;
pub mod tax;
pub mod wallet;
pub mod withdrawal;
