//! Pages of the quarter `trade`.

pub mod cart;
pub mod catalog;
pub mod home;
pub mod import;
pub mod search;
pub mod shop;
