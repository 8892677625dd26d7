//! Pages of the quarter `trade`.

pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod home;
pub mod import;
pub mod order;
pub mod past;
pub mod price;
pub mod question;
pub mod search;
pub mod seen;
pub mod shipping;
pub mod shop;
pub mod shop_line;
pub mod stock;
pub mod sums;
pub mod tail;
pub mod wishlist;
