//! Bringing goods in from a file.

pub mod api;
mod page;
mod words;

pub use page::Page;
