//! Buying and selling: goods, carts, orders, stock, shops.

pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod choice;
pub mod country;
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
pub mod tail;
pub mod wishlist;
