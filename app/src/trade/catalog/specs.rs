//! What categories ask of their goods, as the market's own people keep it.

pub mod api;
mod form;
mod page;

pub use page::SpecificationsPage;
