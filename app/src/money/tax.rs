//! Tax rates, as the market's own people set them.

pub mod api;
mod on_top;
mod page;

pub use page::TaxesPage;
