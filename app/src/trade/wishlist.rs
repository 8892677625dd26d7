//! Wishlists: the heart on goods, one's own list, and a list that somebody shares.

pub mod api;
mod heart;
mod page;
mod row;
mod shared_page;

pub use heart::{Heart, WishForm, Wishes, provide_wishes, use_wishes};
pub use page::WishlistPage;
pub use shared_page::SharedWishlistPage;

use crate::i18n::t;
use longtail::{
    text::Lang,
    trade::wishlist::{MOST_WISHES, WishError},
};

/// Why a wish is not kept, with what to do.
pub fn refusal(lang: Lang, refused: &WishError) -> String {
    match refused {
        WishError::Full => t::wishlist::full(lang, MOST_WISHES as i64),
    }
}
