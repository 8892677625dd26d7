//! Goods: the category tree, listings with their variants, the shop's own pages of them,
//! and what shoppers browse.

pub mod browse;
pub mod category;
pub mod editor;
pub mod listing;
mod read;
pub mod table;

pub use listing::{move_listings, save_listing};
pub use read::shop_head;
