//! Goods: the product page.

pub mod product;
