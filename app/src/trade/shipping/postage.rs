//! Postage: a shop's templates, and what its goods weigh.

pub mod api;
pub mod list_page;
pub mod measures_page;
pub mod preview;
pub mod template_page;

pub use list_page::PostagePage;
pub use measures_page::MeasuresPage;
pub use template_page::{NewTemplatePage, TemplatePage};

use crate::i18n::t;
use longtail::{
    money::{Currency, Money},
    text::Lang,
    trade::{
        country::country,
        shipping::postage::{Rate, Unit, Zone},
    },
};

/// What a template counts, in a word.
pub fn unit_words(lang: Lang, unit: Unit) -> &'static str {
    match unit {
        Unit::Piece => t::postage::by_piece(lang),
        Unit::Weight => t::postage::by_weight(lang),
        Unit::Volume => t::postage::by_volume(lang),
    }
}

/// So many of what is counted: `500 g`.
fn units_of(lang: Lang, unit: Unit, units: u32) -> String {
    match unit {
        Unit::Piece => t::cart::pieces(lang, i64::from(units)),
        Unit::Weight => format!("{units} g"),
        Unit::Volume => format!("{units} cm³"),
    }
}

/// What a rate asks, in one sentence; none: it is not sent there.
pub fn rate_words(lang: Lang, unit: Unit, rate: Option<&Rate>, currency: Currency) -> String {
    let Some(rate) = rate else {
        return t::postage::not_sent(lang).to_owned();
    };
    let money = |minor| Money::new(minor, currency);
    let words = if rate.first_minor == 0 && rate.next_minor == 0 {
        t::shopfront::postage_free(lang).to_owned()
    } else {
        t::postage::rate(
            lang,
            money(rate.first_minor),
            units_of(lang, unit, rate.first_units),
            money(rate.next_minor),
            units_of(lang, unit, rate.next_units),
        )
    };
    let free = rate.free_from_minor.filter(|_| rate.first_minor > 0);
    let free = free.map(|from| t::shopfront::postage_free_over(lang, money(from)));
    [Some(words), free]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A country in words.
pub fn country_name(lang: Lang, code: &str) -> String {
    country(code).map_or(code, |it| it.name(lang)).to_owned()
}

/// Where a zone is, in words.
pub fn zone_words(lang: Lang, zone: &Zone) -> String {
    if zone.countries.is_empty() {
        return t::postage::elsewhere(lang).to_owned();
    }
    let names = zone.countries.iter().map(|code| country_name(lang, code));
    let names = names.collect::<Vec<_>>().join(", ");
    if zone.regions.is_empty() {
        names
    } else {
        format!("{names}: {}", zone.regions.join(", "))
    }
}
