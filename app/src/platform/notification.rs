//! The bell, and the page behind it.

pub mod api;
mod bell;
#[cfg(feature = "hydrate")]
mod live;
mod notices_page;

pub use bell::Bell;
pub use notices_page::NoticesPage;
