//! Pages of the quarter `trust`.

pub mod account;
