//! A shop's money, for its owner.

pub mod api;
pub mod page;

pub use page::BalancePage;
