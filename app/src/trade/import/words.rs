//! What an import tells, in words with their cure.

use crate::{
    i18n::{field_issue, t},
    trade::catalog::back_office,
};
use longtail::{
    platform::media::MediaError,
    text::Lang,
    trade::import::{ImportError, Trouble},
};

/// Why a file is not taken at all.
pub fn refusal(lang: Lang, refused: &ImportError) -> String {
    match refused {
        ImportError::NotUtf8 { line } => t::import::not_utf8(lang, line),
        ImportError::NoColumn { name } => t::import::no_column(lang, name),
        ImportError::NoRows => t::import::no_rows(lang).to_owned(),
        ImportError::Unreadable { line } => t::import::unreadable(lang, line),
        ImportError::TooLarge => t::import::too_large(lang).to_owned(),
        ImportError::NoCategory { slug } => t::import::no_category(lang, slug),
        ImportError::Started => t::import::started(lang).to_owned(),
    }
}

/// What is wrong with a row, and what to do.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    match trouble {
        Trouble::NoHandle => t::import::no_handle(lang).to_owned(),
        Trouble::NoTitle => t::import::no_title(lang).to_owned(),
        Trouble::NoPrice => t::import::no_price(lang).to_owned(),
        Trouble::BadPrice { typed } => t::import::bad_price(lang, typed),
        Trouble::BadStock { typed } => t::import::bad_stock(lang, typed),
        Trouble::WasPriceLeftOut => t::import::was_price_left_out(lang).to_owned(),
        Trouble::NoStock => t::import::no_stock(lang).to_owned(),
        Trouble::NegativeStock => t::import::negative_stock(lang).to_owned(),
        Trouble::NoOption { axis } => t::import::no_option(lang, axis),
        Trouble::UnknownOption { value } => t::import::unknown_option(lang, value),
        Trouble::SameOptions { row } => t::import::same_options(lang, row),
        Trouble::NoProduct => t::import::no_product(lang).to_owned(),
        Trouble::Empty => t::import::empty_row(lang).to_owned(),
        Trouble::FieldCount { expected, found } => t::import::field_count(lang, found, expected),
        Trouble::GiftCard => t::import::gift_card(lang).to_owned(),
        Trouble::NoPicture { name } => t::import::no_picture(lang, name),
        Trouble::NotFetched { address } => t::import::not_fetched(lang, address),
        Trouble::BadPicture { name, why } => t::import::bad_picture(lang, name, media(lang, *why)),
        Trouble::HeldBack { row } => t::import::held_back(lang, row),
        Trouble::ProductRefused { row } => t::import::product_refused(lang, row),
        Trouble::Refused { why } => back_office::refusal(lang, why),
        Trouble::Field { issue } => field_issue(lang, issue),
    }
}

fn media(lang: Lang, why: MediaError) -> &'static str {
    match why {
        MediaError::TooLarge => t::import::picture_too_large(lang),
        MediaError::TooManyPixels => t::import::picture_too_many_pixels(lang),
        MediaError::NotAPicture => t::import::picture_is_none(lang),
        MediaError::Damaged => t::import::picture_damaged(lang),
    }
}
