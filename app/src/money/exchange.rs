//! Exchange rates, as the market's own people keep them.

pub mod api;
mod page;

pub use page::RatesPage;
