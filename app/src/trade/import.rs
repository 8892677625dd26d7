//! Bringing goods in from a file, and taking them along.

pub mod api;
mod choices;
mod page;
mod report;
mod send;
pub mod words;

pub use page::Page;
