//! Pages of the quarter `trade`.

pub mod cart;
