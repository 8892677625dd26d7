//! Goods: the product page, and a shop's own pages of its goods.

pub mod back_office;
pub mod product;
pub mod specs;
