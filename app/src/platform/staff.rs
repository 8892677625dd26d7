//! The desk of the platform's own people.

pub mod api;
mod card_refunds;
mod desk_page;

pub use desk_page::DeskPage;
