//! What a basket would cost to send: a question that a shop asks before its buyers do.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::Currency,
    trade::{
        country::COUNTRIES,
        shipping::postage::{Preview, PreviewAsk},
    },
};

/// The question, and its answer by each of the shop's terms.
#[component]
pub fn PreviewForm(ask: PreviewAsk, previews: Vec<Preview>, currency: Currency) -> impl IntoView {
    let lang = use_lang();
    let countries = COUNTRIES
        .iter()
        .map(|country| Choice::new(country.code, country.name(lang)))
        .collect();
    let chosen = match ask.country.is_empty() {
        true => longtail::trade::shipping::region::HOME.to_owned(),
        false => ask.country.clone(),
    };
    let answers = previews.into_iter().map(answer).collect::<Vec<_>>();
    let number = |typed: &str| typed.trim().parse::<i64>().ok();
    let goods = longtail::money::Money::parse(&ask.goods, currency).ok();
    view! {
        <form method="get" class="form">
            <div class="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
                <Select name="country" label=t::account::country(lang) choices=countries value=chosen required=true/>
                <TextField name="region" label=t::account::region(lang) value=ask.region/>
                <NumberField name="pieces" label=t::postage::pieces(lang) value=number(&ask.pieces) min=1_i64/>
                <NumberField name="weight_g" label=t::postage::weight(lang) value=number(&ask.weight_g) after="g" min=0_i64/>
                <NumberField name="volume_cm3" label=t::postage::volume(lang) value=number(&ask.volume_cm3) after="cm³" min=0_i64/>
                <MoneyInput name="goods" label=t::postage::goods_price(lang) currency value=goods/>
            </div>
            <Submit kind=ButtonKind::Plain>{t::postage::ask(lang)}</Submit>
        </form>
        {(!answers.is_empty()).then(|| view! {
            <dl class="mt-4 grid gap-2" aria-label=t::postage::preview(lang)>{answers}</dl>
        })}
    }
}

fn answer(preview: Preview) -> impl IntoView {
    let lang = use_lang();
    let name = preview
        .template
        .unwrap_or_else(|| t::postage::plain(lang).to_owned());
    let postage = match preview.postage {
        Some(amount) => view! { <Price amount/> }.into_any(),
        None => t::postage::not_sent(lang).into_any(),
    };
    view! {
        <div class="flex flex-wrap justify-between gap-4">
            <dt>{name}</dt>
            <dd class="font-semibold">{postage}</dd>
        </div>
    }
}
