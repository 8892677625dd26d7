//! What a cart or a checkout comes to.

use super::shipping::postage::country_name;
use crate::{
    i18n::{t, use_lang},
    ui::{Price, SumLines},
};
use leptos::prelude::*;
use longtail::{money::Money, trade::shipping::region::Place};

/// Goods, what is taken off them, postage, and what it comes to.
#[component]
pub fn Sums(
    /// At the shops' offers.
    goods: Money,
    /// What coupons and spend-and-save take off that.
    off: Money,
    postage: Money,
    total: Money,
    /// What the total is called.
    #[prop(into)]
    label: String,
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
    let total = (label, view! { <Price amount=total/> }.into_any());
    view! { <SumLines lines total/> }.into_any()
}

/// Where the postage above is for.
#[component]
pub fn ToPlace(place: Place) -> impl IntoView {
    let lang = use_lang();
    let country = country_name(lang, &place.country);
    view! { <p class="mt-2 text-13 text-muted">{t::postage::to_country(lang, country)}</p> }
}
