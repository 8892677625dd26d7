//! Texts in the visitor's language.
//!
//! The language is fixed for as long as a page lives (the switch loads it anew), so a text
//! is a plain string: `t::cart::title(use_lang())`.

use leptos::prelude::*;
use longtail::text::{FieldIssue, Lang};

/// One module per file in `locales/`, one function per text.
pub mod t {
    #![allow(
        clippy::if_same_then_else,
        clippy::uninlined_format_args,
        clippy::useless_format
    )]
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// The visitor's language: from the request on the server, from `<html lang>` in the browser.
pub fn use_lang() -> Lang {
    use_context::<Lang>().unwrap_or_default()
}

/// What is wrong with a field and what to do, as a sentence.
pub fn field_issue(lang: Lang, issue: &FieldIssue) -> String {
    match issue {
        FieldIssue::Missing => t::field::missing(lang).to_owned(),
        FieldIssue::TooShort { least } => t::field::too_short(lang, *least),
        FieldIssue::TooLong { most } => t::field::too_long(lang, *most),
        FieldIssue::NotAnEmail => t::field::not_an_email(lang).to_owned(),
        FieldIssue::NotAnAmount => t::field::not_an_amount(lang).to_owned(),
        FieldIssue::NotANumber => t::field::not_a_number(lang).to_owned(),
        FieldIssue::OutOfRange { least, most } => t::field::out_of_range(lang, least, most),
        FieldIssue::TooMuch { most } => t::field::too_much(lang, most),
        FieldIssue::AlreadyTaken => t::field::already_taken(lang).to_owned(),
        FieldIssue::NotAChoice => t::field::not_a_choice(lang).to_owned(),
        FieldIssue::NotAPicture => t::field::not_a_picture(lang).to_owned(),
        FieldIssue::NotASlug => t::field::not_a_slug(lang).to_owned(),
        FieldIssue::NotALink => t::field::not_a_link(lang).to_owned(),
        FieldIssue::NotAMoment => t::field::not_a_moment(lang).to_owned(),
        FieldIssue::TooEarly => t::field::too_early(lang).to_owned(),
        FieldIssue::NotATaxNumber => t::field::not_a_tax_number(lang).to_owned(),
        FieldIssue::Other { text } => text.pick(lang).to_owned(),
    }
}
