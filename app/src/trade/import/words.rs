//! What an import tells, in words with their cure.

use crate::{
    i18n::{field_issue, t},
    trade::catalog::back_office,
};
use longtail::{
    platform::media::MediaError,
    text::Lang,
    trade::import::{Aside, Becomes, Format, ImportError, Trouble},
};

/// Why a file is not taken at all.
pub fn refusal(lang: Lang, refused: &ImportError) -> String {
    match refused {
        ImportError::NotText { line } => t::import::not_text(lang, line),
        ImportError::NotRecognised => t::import::not_recognised(lang).to_owned(),
        ImportError::OtherFormat { chosen, looks } => {
            t::import::other_format(lang, looks.name(), chosen.name())
        }
        ImportError::NoColumn { name } => t::import::no_column(lang, name),
        ImportError::NoRows => t::import::no_rows(lang).to_owned(),
        ImportError::Unreadable { line } => t::import::unreadable(lang, line),
        ImportError::NotXml { line } => t::import::not_xml(lang, line),
        ImportError::Entities => t::import::entities(lang).to_owned(),
        ImportError::FieldTooLong { line } => t::import::field_too_long(lang, line),
        ImportError::TooManyColumns { most } => t::import::too_many_columns(lang, most),
        ImportError::TooManyRows { most } => t::import::too_many_rows(lang, most),
        ImportError::TooLarge => t::import::too_large(lang).to_owned(),
        ImportError::NoCategory { slug } => t::import::no_category(lang, slug),
        ImportError::Started => t::import::started(lang).to_owned(),
        ImportError::FileGone => t::import::file_gone(lang).to_owned(),
        ImportError::NothingToUndo => t::import::nothing_to_undo(lang).to_owned(),
    }
}

/// What is wrong with a row, and what to do.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    match trouble {
        Trouble::NoHandle => t::import::no_handle(lang).to_owned(),
        Trouble::NoTitle => t::import::no_title(lang).to_owned(),
        Trouble::NoPrice => t::import::no_price(lang).to_owned(),
        Trouble::BadPrice { typed } => t::import::bad_price(lang, typed),
        Trouble::OtherCurrency { typed } => t::import::other_currency(lang, typed),
        Trouble::BadStock { typed } => t::import::bad_stock(lang, typed),
        Trouble::BadBarcode { typed } => t::import::bad_barcode(lang, typed),
        Trouble::BadField { typed } => t::import::bad_field(lang, typed),
        Trouble::BadWeight { typed } => t::import::bad_weight(lang, typed),
        Trouble::BadLength { typed } => t::import::bad_length(lang, typed),
        Trouble::HalfSize => t::import::half_size(lang).to_owned(),
        Trouble::VolumeOnly { typed } => t::import::volume_only(lang, typed),
        Trouble::UnknownTemplate { name } => t::import::unknown_template(lang, name),
        Trouble::WasPriceLeftOut => t::import::was_price_left_out(lang).to_owned(),
        Trouble::SaleOver { price, until } => t::import::sale_over(lang, price, until),
        Trouble::SaleEnds { price, until } => t::import::sale_ends(lang, price, until),
        Trouble::SaleAhead { price, from } => t::import::sale_ahead(lang, price, from),
        Trouble::BadDate { typed } => t::import::bad_date(lang, typed),
        Trouble::BadPeriod { typed } => t::import::bad_period(lang, typed),
        Trouble::NoStock => t::import::no_stock(lang).to_owned(),
        Trouble::NegativeStock => t::import::negative_stock(lang).to_owned(),
        Trouble::NoOption { axis } => t::import::no_option(lang, axis),
        Trouble::UnknownOption { value } => t::import::unknown_option(lang, value),
        Trouble::SameOptions { row } => t::import::same_options(lang, row),
        Trouble::AnyOption { axis, count } => t::import::any_option(lang, axis, count),
        Trouble::Unnamed { value } => t::import::unnamed(lang, value),
        Trouble::NoProduct => t::import::no_product(lang).to_owned(),
        Trouble::NoParent { parent } => t::import::no_parent(lang, parent),
        Trouble::NoVariants => t::import::no_variants(lang).to_owned(),
        Trouble::Empty => t::import::empty_row(lang).to_owned(),
        Trouble::FieldCount { expected, found } => t::import::field_count(lang, found, expected),
        Trouble::GiftCard => t::import::gift_card(lang).to_owned(),
        Trouble::NotSold { kind } => t::import::not_sold(lang, kind),
        Trouble::NoPicture { name } => t::import::no_picture(lang, name),
        Trouble::NotFetched { address } => t::import::not_fetched(lang, address),
        Trouble::BadPicture { name, why } => t::import::bad_picture(lang, name, media(lang, *why)),
        Trouble::HeldBack { row } => t::import::held_back(lang, row),
        Trouble::NoCode => t::import::no_code(lang).to_owned(),
        Trouble::UnknownCode { code } => t::import::unknown_code(lang, code),
        Trouble::ManyCodes { code } => t::import::many_codes(lang, code),
        Trouble::SameCode { row } => t::import::same_code(lang, row),
        Trouble::NoOrder { order } => t::import::no_order(lang, order),
        Trouble::OrderHeldBack { file, row } => t::import::order_held_back(lang, file, row),
        Trouble::PaidOtherwise { paid, billed } => {
            t::import::paid_otherwise(lang, paid.full(lang), billed.full(lang))
        }
        Trouble::Refused { why } => back_office::refusal(lang, why),
        Trouble::Field { issue } => field_issue(lang, issue),
    }
}

/// What a column becomes.
pub fn becomes(lang: Lang, becomes: Becomes) -> &'static str {
    match becomes {
        Becomes::Key => t::import::key(lang),
        Becomes::Belonging => t::import::belonging(lang),
        Becomes::Title => t::import::title(lang),
        Becomes::Description => t::import::description(lang),
        Becomes::Category => t::import::category_column(lang),
        Becomes::Publishing => t::import::publishing(lang),
        Becomes::Options => t::import::options(lang),
        Becomes::Price => t::import::price(lang),
        Becomes::WasPrice => t::import::was_price(lang),
        Becomes::SaleTime => t::import::sale_time(lang),
        Becomes::Stock => t::import::stock_column(lang),
        Becomes::Sku => t::import::sku(lang),
        Becomes::Barcode => t::import::barcode(lang),
        Becomes::Pictures => t::import::pictures_column(lang),
        Becomes::Specs => t::import::specs(lang),
        Becomes::Measures => t::import::measures(lang),
        Becomes::PastOrder => t::import::past_order(lang),
        Becomes::Aside(why) => match why {
            Aside::Tax => t::import::aside_tax(lang),
            Aside::Postage => t::import::aside_postage(lang),
            Aside::SellingOn => t::import::aside_selling_on(lang),
            Aside::ForEngines => t::import::aside_for_engines(lang),
            Aside::Foreign => t::import::aside_foreign(lang),
            Aside::Links => t::import::aside_links(lang),
            Aside::Cost => t::import::aside_cost(lang),
            Aside::Buyers => t::import::aside_buyers(lang),
            Aside::Files => t::import::aside_files(lang),
            Aside::Unknown => t::import::aside_unknown(lang),
        },
    }
}

/// What a format is called.
pub fn format_name(lang: Lang, format: Format) -> &'static str {
    match format {
        Format::Stock => t::import::stock_format(lang),
        other => other.name(),
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
