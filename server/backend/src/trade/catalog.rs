//! Goods: the category tree, listings with their variants, the shop's own pages of them,
//! and what shoppers browse.

pub mod browse;
pub mod bulk;
pub mod category;
pub mod editor;
pub mod history;
pub mod listing;
mod prices;
pub(in crate::trade) mod read;
pub mod schedule;
pub mod specs;
pub mod table;

pub use listing::{move_listings, save_listing};
pub use read::shop_head;
