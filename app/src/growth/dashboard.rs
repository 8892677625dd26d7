//! The first page of a shop's back office.

pub mod api;
pub mod page;

pub use page::OverviewPage;
