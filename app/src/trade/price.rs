//! What lowers prices: told to buyers step by step, made by shops and by the platform.

pub mod api;
mod code_form;
mod coupon_form;
mod desk_page;
mod explained;
mod offer_form;
mod office_page;
mod saving;
mod tables;

pub use code_form::CodeBox;
pub use desk_page::PromotionsPage;
pub use explained::PriceStory;
pub use office_page::OffersPage;
pub use saving::SavingHint;

use crate::{
    i18n::t,
    money::balance::page::percent,
    ui::{Choice, WhenStyle, when_text},
};
use longtail::{
    money::{Currency, Money},
    text::Lang,
    trade::price::{CouponTrouble, Funder, Off},
};

/// Why a code takes nothing off, with what to do.
pub fn trouble_words(lang: Lang, trouble: &CouponTrouble) -> String {
    match trouble {
        CouponTrouble::Unknown => t::price::unknown(lang).to_owned(),
        CouponTrouble::NotYet { from } => {
            t::price::not_yet(lang, when_text(*from, WhenStyle::DayAndTime, lang))
        }
        CouponTrouble::Over => t::price::over(lang).to_owned(),
        CouponTrouble::UsedUp => t::price::used_up(lang).to_owned(),
        CouponTrouble::UsedByYou => t::price::used_by_you(lang).to_owned(),
        CouponTrouble::NothingOfShop => t::price::nothing_of_shop(lang).to_owned(),
        CouponTrouble::OwnShop => t::price::own_shop(lang).to_owned(),
        CouponTrouble::LeastNotReached { missing } => t::price::least_not_reached(lang, missing),
        CouponTrouble::NothingLeft => t::price::nothing_left(lang).to_owned(),
    }
}

/// Who pays for a reduction.
pub fn funder_words(lang: Lang, funder: Funder) -> &'static str {
    match funder {
        Funder::Shop => t::price::the_shop(lang),
        Funder::Platform => t::price::the_market(lang),
    }
}

/// How much is taken off: `15 %`, `¥10.00`.
pub fn off_words(off: Off, currency: Currency) -> String {
    match off {
        Off::Share { bp } => percent(bp),
        Off::Amount { minor } => Money::new(minor, currency).to_string(),
    }
}

/// A share or an amount.
fn kinds(lang: Lang) -> Vec<Choice> {
    vec![
        Choice::new("share", t::price::share(lang)),
        Choice::new("amount", t::price::amount(lang)),
    ]
}
