//! What every page needs of the market itself.

pub mod design;
pub mod frame;
pub mod json;
pub mod media;
pub mod notification;
pub mod page;
pub mod preferences;
pub mod staff;
#[cfg(feature = "ssr")]
pub mod upload;
pub mod visitor;
