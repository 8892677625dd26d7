//! A price told step by step.

use super::funder_words;
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::Money,
    text::Lang,
    trade::price::{Explained, ToldStep, What},
};

/// From the list price to what is paid for one shop's goods, with who pays for each step.
/// Nothing where nothing was taken off.
#[component]
pub fn PriceStory(of: Explained) -> impl IntoView {
    let lang = use_lang();
    if of.steps.is_empty() {
        return ().into_any();
    }
    let price = |amount: Money| view! { <Price amount/> }.into_any();
    let mut lines = vec![(t::price::list_price(lang).to_owned(), price(of.list))];
    lines.extend(of.steps.iter().map(|step| {
        let off = Money::new(-step.off.minor, step.off.currency);
        (step_words(lang, step), price(off))
    }));
    let total = (t::price::for_goods(lang).to_owned(), price(of.to_pay));
    view! {
        <Disclosure title=t::price::how(lang)>
            <SumLines lines total/>
        </Disclosure>
    }
    .into_any()
}

fn step_words(lang: Lang, step: &ToldStep) -> String {
    let what = match step.what {
        What::Offer => t::price::offer(lang),
        What::Coupon => t::price::coupon(lang),
        What::SpendAndSave => t::price::saving(lang),
    };
    t::price::step(
        lang,
        what,
        step.name.pick(lang),
        funder_words(lang, step.funder),
    )
}
