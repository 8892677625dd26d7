//! The cart: filled on product pages, looked through on its own.

pub mod api;
pub mod line;
pub mod page;

pub use page::CartPage;

use crate::i18n::t;
use longtail::{
    text::Lang,
    trade::cart::{CartError, MOST_PER_LINE},
};

/// Why the cart does not take something, with what to do.
pub fn refusal(lang: Lang, refused: &CartError) -> String {
    match refused {
        CartError::NotOffered => t::cart::not_offered(lang).to_owned(),
        CartError::NotEnough { available: 0 } => t::cart::sold_out(lang).to_owned(),
        CartError::NotEnough { available } if *available == MOST_PER_LINE => {
            t::cart::most(lang, i64::from(MOST_PER_LINE))
        }
        CartError::NotEnough { available } => t::cart::only_left(lang, i64::from(*available)),
        CartError::ChooseOptions => t::cart::choose_options(lang).to_owned(),
    }
}
