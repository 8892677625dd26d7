//! Shops: the page their buyers see.

pub mod page;
