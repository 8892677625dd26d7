//! `/back-office/{shop}/listings/new`: words, a price and a count; the rest comes in the editor.

use super::{
    Office,
    api::{BeginListing, load_new_listing},
    category_choices, loaded, refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::{text::Bilingual, trade::catalog::NewListingView};

/// The page for a new listing.
#[component]
pub fn Page() -> impl IntoView {
    let params = use_params_map();
    let shop = Memo::new(move |_| params.with(|p| p.get("shop").unwrap_or_default()));
    let page = Resource::new_blocking(move || shop.get(), load_new_listing);
    loaded(page, |view| view! { <Begin view/> })
}

#[component]
fn Begin(view: NewListingView) -> impl IntoView {
    let lang = use_lang();
    let begin = ServerAction::<BeginListing>::new();
    let base = format!("/back-office/{}/listings", view.shop.slug);
    let crumbs = vec![
        Crumb::link(t::catalog::listings(lang), base),
        Crumb::here(t::catalog::new_listing(lang)),
    ];
    let choices = category_choices(lang, &view.categories);
    view! {
        <Title text=t::catalog::new_listing(lang)/>
        <Office shop=view.shop.clone()>
            <PageHead title=t::catalog::new_listing(lang) crumbs lead=t::catalog::new_lead(lang)/>
            <Card>
                <Form action=begin refusal=refusal>
                    <input type="hidden" name="command" value=view.command.to_string()/>
                    <input type="hidden" name="shop" value=view.shop.slug.clone()/>
                    <WordFields title=Bilingual::default() description=Bilingual::default()/>
                    <Select name="category" label=t::catalog::category(lang) choices
                        prompt=t::catalog::choose_category(lang) required=true/>
                    <div class="grid gap-4 md:grid-cols-2">
                        <MoneyInput name="price" label=t::catalog::price(lang) currency=view.currency required=true/>
                        <NumberField name="stock" label=t::catalog::on_hand(lang) value=1 min=0 required=true/>
                    </div>
                    <p class="field-hint">{t::catalog::options_later(lang)}</p>
                    <Submit>{t::catalog::begin(lang)}</Submit>
                </Form>
            </Card>
        </Office>
    }
    .into_any()
}

/// Title and description in both languages, side by side; one of each pair is enough.
#[component]
pub fn WordFields(title: Bilingual, description: Bilingual) -> impl IntoView {
    let lang = use_lang();
    view! {
        <p class="field-hint">{t::catalog::one_language_is_enough(lang)}</p>
        <div class="grid gap-4 md:grid-cols-2">
            <fieldset class="grid gap-4">
                <legend class="text-14 font-semibold">"English"</legend>
                <TextField name="title_en" label=t::catalog::title(lang) value=title.en counter=120 either=true/>
                <TextArea name="description_en" label=t::catalog::description(lang) value=description.en rows=6/>
            </fieldset>
            <fieldset class="grid gap-4">
                <legend class="text-14 font-semibold" lang="zh-CN">"中文"</legend>
                <TextField name="title_zh" label=t::catalog::title(lang) value=title.zh counter=120 either=true/>
                <TextArea name="description_zh" label=t::catalog::description(lang) value=description.zh rows=6/>
            </fieldset>
        </div>
    }
    .into_any()
}
