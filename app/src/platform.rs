//! What every page needs of the market itself.

pub mod described;
pub mod design;
pub mod frame;
#[cfg(feature = "ssr")]
mod head_only;
pub mod json;
pub mod media;
pub mod notification;
pub mod page;
#[cfg(feature = "hydrate")]
pub mod places;
pub mod preferences;
pub mod staff;
pub mod structured;
#[cfg(feature = "ssr")]
pub mod upload;
pub mod visitor;
