//! Buying and selling.

pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod export;
pub mod import;
pub mod order;
pub mod past;
pub mod price;
pub mod question;
pub mod search;
pub mod seen;
pub mod shipping;
pub mod shop;
pub mod stock;
pub mod wishlist;
