//! How a shop's money goes to its bank, for its owner.

pub mod account_form;
pub mod api;
pub mod page;

pub use page::PayoutsPage;
