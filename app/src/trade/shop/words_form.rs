//! The fields of a shop's words and postage.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::{Currency, Money},
    text::{Bilingual, slugify},
    trade::shop::Postage,
};

/// What stands in the fields at first.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub name: Bilingual,
    /// The address it has; empty where it has none yet.
    pub slug: String,
    pub about: Bilingual,
    pub city: Bilingual,
    pub postage: Option<Postage>,
}

/// The fields, named as in `ShopDraft`.
#[component]
pub fn WordFields(words: Words, currency: Currency) -> impl IntoView {
    let lang = use_lang();
    let has_slug = !words.slug.is_empty();
    let suggested = RwSignal::new(String::new());
    let typed = Callback::new(move |name: String| suggested.set(slugify(&name)));
    view! {
        <fieldset class="fields">
            <legend class="text-20 font-semibold">{t::own_shop::who(lang)}</legend>
            <div class="grid gap-x-4 md:grid-cols-2">
                <TextField name="name_en" label=t::own_shop::name_en(lang) value=words.name.en
                    hint=t::own_shop::name_hint(lang) counter=60 on_input=typed either=true/>
                <TextField name="name_zh" label=t::own_shop::name_zh(lang) value=words.name.zh counter=60 either=true/>
            </div>
            <TextField name="slug" label=t::own_shop::slug(lang) before="/shops/" counter=60
                hint=if has_slug { t::own_shop::slug_change_hint(lang) } else { t::own_shop::slug_hint(lang) }
                value=words.slug/>
            {(!has_slug).then(|| view! {
                <p class="text-13 text-muted" aria-live="polite" hidden=move || suggested.with(String::is_empty)>
                    {move || t::own_shop::slug_suggested(lang, suggested.get())}
                </p>
            })}
            <div class="grid gap-x-4 md:grid-cols-2">
                <TextArea name="about_en" label=t::own_shop::about_en(lang) value=words.about.en
                    hint=t::own_shop::about_hint(lang) counter=2000/>
                <TextArea name="about_zh" label=t::own_shop::about_zh(lang) value=words.about.zh counter=2000/>
                <TextField name="city_en" label=t::own_shop::city_en(lang) value=words.city.en counter=60/>
                <TextField name="city_zh" label=t::own_shop::city_zh(lang) value=words.city.zh counter=60/>
            </div>
        </fieldset>
        <fieldset class="fields">
            <legend class="text-20 font-semibold">{t::own_shop::postage(lang)}</legend>
            <p class="text-14 text-muted">{t::own_shop::postage_hint(lang)}</p>
            <div class="grid gap-x-4 md:grid-cols-3">
                <Amount name="postage_base" label=t::own_shop::postage_base(lang) currency
                    value=words.postage.map(|p| p.base)/>
                <Amount name="postage_extra_item" label=t::own_shop::postage_extra_item(lang) currency
                    value=words.postage.map(|p| p.extra_item)/>
                <Amount name="postage_free_over" label=t::own_shop::postage_free_over(lang) currency
                    value=words.postage.and_then(|p| p.free_over)/>
            </div>
        </fieldset>
    }
}

/// An amount that may be left empty.
#[component]
fn Amount(
    name: &'static str,
    label: &'static str,
    currency: Currency,
    value: Option<Money>,
) -> impl IntoView {
    match value {
        Some(value) => view! { <MoneyInput name label currency value/> }.into_any(),
        None => view! { <MoneyInput name label currency/> }.into_any(),
    }
}
