//! What every page needs of the market itself.

pub mod design;
pub mod frame;
pub mod preferences;
pub mod notification;
pub mod page;
pub mod staff;
pub mod visitor;
