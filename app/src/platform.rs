//! What every page needs of the market itself.

pub mod visitor;
