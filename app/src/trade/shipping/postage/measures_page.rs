//! The page `/back-office/{shop}/postage/goods/{listing}`.

use super::api::{SaveMeasures, load_measures};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::trade::shipping::postage::{ListingMeasures, VariantMeasures};

/// What the variants of a listing weigh and measure, and by what they are sent.
#[component]
pub fn MeasuresPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let measures = Resource::new_blocking(
        move || {
            params.with(|params| {
                let text = |name: &str| params.get(name).unwrap_or_default();
                (text("shop"), text("listing").parse().ok())
            })
        },
        |(shop, listing)| async move {
            match listing {
                Some(listing) => load_measures(shop, listing).await,
                None => Err(Fault::NotFound),
            }
        },
    );
    view! {
        <Title text=t::postage::measures(lang)/>
        <Loaded of=measures view=|view| view! { <Body view/> }/>
    }
}

#[component]
fn Body(view: ListingMeasures) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveMeasures>::new();
    let base = format!("/back-office/{}/postage", view.shop.slug);
    let title = view.title.pick(lang).to_owned();
    let templates = view.templates.iter();
    let templates = templates
        .map(|(id, name)| Choice::new(id.to_string(), name.clone()))
        .collect();
    let named = view.template.map(|id| id.to_string()).unwrap_or_default();
    let only = view.variants.len() == 1;
    let variants = view.variants;
    view! {
        <BackOfficeFrame shop=view.shop.slug.clone() name=view.shop.name.pick(lang) mark=view.shop.mark.clone() role=view.role>
            <PageHead title=t::postage::measures(lang) lead=title.clone()
                crumbs=vec![Crumb::link(t::postage::title(lang), base), Crumb::here(title)]/>
            <div class="card">
                <Form action=save>
                    <input type="hidden" name="shop" value=view.shop.slug.clone()/>
                    <input type="hidden" name="listing" value=view.listing.to_string()/>
                    <Select name="template" label=t::postage::sent_by(lang) choices=templates value=named
                        prompt=t::postage::by_default(lang) hint=t::postage::sent_by_hint(lang)/>
                    <p class="text-14 text-muted">{t::postage::measures_hint(lang)}</p>
                    <div class="grid gap-4">
                        {variants.into_iter().map(|variant| view! { <VariantRow variant only/> }).collect_view()}
                    </div>
                    <Submit>{t::postage::save(lang)}</Submit>
                </Form>
            </div>
        </BackOfficeFrame>
    }
}

#[component]
fn VariantRow(
    variant: VariantMeasures,
    /// The listing has no other.
    only: bool,
) -> impl IntoView {
    let lang = use_lang();
    let id = variant.variant;
    let name = move |field: &str| format!("measures[variant-{id}][{field}]");
    let words = match variant.options.pick(lang) {
        "" if only => t::postage::one_kind(lang).to_owned(),
        options => options.to_owned(),
    };
    let side = |n: usize| variant.size_cm.map(|sides| i64::from(sides[n]));
    view! {
        <fieldset class="border border-line rounded-10 p-3">
            <legend class="px-1 font-medium">{words}</legend>
            <div class="grid gap-x-4 gap-y-3 grid-cols-2 lg:grid-cols-4">
                <NumberField name=name("weight_g") label=t::postage::weight(lang) after="g" min=1_i64
                    value=variant.weight_g.map(i64::from)/>
                <NumberField name=name("length_cm") label=t::postage::length(lang) after="cm" min=1_i64 value=side(0)/>
                <NumberField name=name("width_cm") label=t::postage::width(lang) after="cm" min=1_i64 value=side(1)/>
                <NumberField name=name("height_cm") label=t::postage::height(lang) after="cm" min=1_i64 value=side(2)/>
            </div>
        </fieldset>
    }
}
