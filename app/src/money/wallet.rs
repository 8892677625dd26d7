//! A person's money at the market.

pub mod api;
pub mod page;
pub mod statement;

pub use page::WalletPage;
