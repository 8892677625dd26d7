//! What every page needs of the market itself.

pub mod design;
pub mod frame;
pub mod preferences;
pub mod visitor;
