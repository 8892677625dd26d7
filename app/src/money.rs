//! Pages of the quarter `money`.

pub mod balance;
pub mod invoice;
pub mod payout;
pub mod refund;
pub mod tax;
pub mod wallet;
