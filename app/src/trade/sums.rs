//! What a cart or a checkout comes to.

use super::shipping::postage::country_name;
use crate::{
    i18n::{t, use_lang},
    ui::{Price, SumLines},
};
use leptos::prelude::*;
use longtail::{money::Money, trade::shipping::region::Place};

/// Goods, postage, and what they come to together.
#[component]
pub fn Sums(
    goods: Money,
    postage: Money,
    total: Money,
    /// What the total is called.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let lang = use_lang();
    let lines = vec![
        (
            t::cart::goods(lang).to_owned(),
            view! { <Price amount=goods/> }.into_any(),
        ),
        (
            t::cart::postage(lang).to_owned(),
            view! { <Price amount=postage/> }.into_any(),
        ),
    ];
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
