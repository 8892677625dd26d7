//! Statements of gateway and bank beside our books, for staff.

pub mod api;
pub mod page;

pub use page::StatementsPage;
