//! What a cart or a checkout comes to.

use super::shipping::postage::country_name;
use crate::{
    i18n::{t, use_lang},
    ui::{Abroad, Price, SumLines, date_text, use_rate},
};
use leptos::prelude::*;
use longtail::{
    money::{BasisPoints, Currency, Money, tax::per_cent},
    text::Lang,
    trade::{price::AddedTax, shipping::region::Place},
};

/// Goods, what is taken off them, postage, tax where it is added, and what it comes to.
#[component]
pub fn Sums(
    /// At the shops' offers.
    goods: Money,
    /// What coupons and spend-and-save take off that.
    off: Money,
    postage: Money,
    taxes: Vec<AddedTax>,
    /// Whether tax is in the total with none added.
    includes_tax: bool,
    total: Money,
    /// What the total is called.
    #[prop(into)]
    label: String,
    /// Paid or called off: what it would be in another currency says nothing any more.
    #[prop(optional)]
    settled: bool,
) -> impl IntoView {
    let lang = use_lang();
    let line = |name: &str, amount: Money| {
        let price = view! { <Price amount/> }.into_any();
        (name.to_owned(), price)
    };
    let mut lines = vec![line(t::cart::goods(lang), goods)];
    if off.minor > 0 {
        let off = Money::new(-off.minor, off.currency);
        lines.push(line(t::price::off(lang), off));
    }
    lines.push(line(t::cart::postage(lang), postage));
    lines.extend(
        taxes
            .iter()
            .map(|added| line(&tax_words(lang, added.rate), added.tax)),
    );
    let note = rate_words(lang, total.currency).filter(|_| !settled);
    let abroad = note.clone();
    let abroad = abroad.map(|note| view! { <Abroad amount=total note/> });
    let total = (label, view! { <Price amount=total/>{abroad} }.into_any());
    view! {
        <SumLines lines total/>
        {includes_tax.then(|| view! { <TaxIncluded/> })}
        {note.map(|note| view! { <p class="mt-2 text-13 text-muted">{note}</p> })}
    }
    .into_any()
}

/// Of which day the rate is that amounts are also shown at, and in what is paid; nothing where
/// they are shown in the market's currency alone.
pub fn rate_words(lang: Lang, paid: Currency) -> Option<String> {
    use_rate().map(|rate| t::exchange::at_rate(lang, date_text(rate.day, lang), paid))
}

/// Tax that is added to prices without it: `Tax 8 % on top`.
pub fn tax_words(lang: Lang, rate: BasisPoints) -> String {
    t::tax::added(lang, per_cent(rate))
}

/// That tax is in the total above.
#[component]
pub fn TaxIncluded() -> impl IntoView {
    view! { <p class="mt-2 text-13 text-muted">{t::tax::included(use_lang())}</p> }
}

/// Where the postage above is for.
#[component]
pub fn ToPlace(place: Place) -> impl IntoView {
    let lang = use_lang();
    let country = country_name(lang, &place.country);
    view! { <p class="mt-2 text-13 text-muted">{t::postage::to_country(lang, country)}</p> }
}
