//! The page behind the bell.

pub mod api;
mod notices_page;

pub use notices_page::NoticesPage;
