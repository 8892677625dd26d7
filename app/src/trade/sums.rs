//! What a cart or a checkout comes to.

use crate::{
    i18n::{t, use_lang},
    ui::{Price, SumLines},
};
use leptos::prelude::*;
use longtail::money::Money;

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
