//! The desk of the platform's own people.

pub mod api;
mod desk_page;

pub use desk_page::DeskPage;
