//! Finding goods: lists, their facets and orders, cards.

pub mod address;
pub mod api;
pub mod card;
pub mod category_page;
pub mod facets;
pub mod list;
pub mod search_box;
pub mod search_page;
pub mod suggestions;
pub mod why;

pub use card::{GoodsCard, GoodsGrid, GoodsRow};
pub use search_box::{SearchBox, SearchForm};
pub use suggestions::SearchField;
