//! A shop's deposit, for its owner; and the fees that staff charge against it.

pub mod api;
mod fees_page;
mod page;

pub use fees_page::FeesPage;
pub use page::DepositPage;
