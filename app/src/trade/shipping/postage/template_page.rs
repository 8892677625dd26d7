//! The pages `/back-office/{shop}/postage/new` and `/back-office/{shop}/postage/{template}`.

use super::{
    api::{RemoveTemplate, SaveTemplate, load_template},
    unit_words,
};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::{
    money::{Currency, Money},
    trade::shipping::postage::{TemplateEditor, Unit, ZoneDraft, zone_field},
};

/// Empty rows beneath the zones that are there; more come with each save.
const SPARE: usize = 3;

/// A new template.
#[component]
pub fn NewTemplatePage() -> impl IntoView {
    let params = use_params_map();
    let editor = Resource::new_blocking(
        move || params.with(|params| params.get("shop").unwrap_or_default()),
        |shop| load_template(shop, None),
    );
    view! { <Page editor/> }
}

/// A template that is there.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let params = use_params_map();
    let editor = Resource::new_blocking(
        move || {
            params.with(|params| {
                let text = |name: &str| params.get(name).unwrap_or_default();
                (text("shop"), text("template").parse().ok())
            })
        },
        |(shop, template)| async move {
            match template {
                Some(template) => load_template(shop, Some(template)).await,
                None => Err(Fault::NotFound),
            }
        },
    );
    view! { <Page editor/> }
}

#[component]
fn Page(editor: Resource<Result<TemplateEditor, Fault>>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=t::postage::template(lang)/>
        <Loaded of=editor view=|editor| view! { <Body editor/> }/>
    }
}

#[component]
fn Body(editor: TemplateEditor) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveTemplate>::new();
    let base = format!("/back-office/{}/postage", editor.shop.slug);
    let title = match editor.is_new {
        true => t::postage::new(lang).to_owned(),
        false => editor.draft.name.clone(),
    };
    let units = [Unit::Piece, Unit::Weight, Unit::Volume];
    let units = units
        .into_iter()
        .map(|unit| Choice::new(<&str>::from(unit), unit_words(lang, unit)))
        .collect();
    let remove = (!editor.is_new).then(|| view! { <Remove editor=editor.clone()/> });
    let draft = editor.draft;
    let unit: &str = draft.unit.into();
    let (slug, template) = (editor.shop.slug.clone(), editor.template.to_string());
    view! {
        <BackOfficeFrame shop=editor.shop.slug.clone() name=editor.shop.name.pick(lang) mark=editor.shop.mark.clone() role=editor.role>
            <PageHead title=title.clone()
                crumbs=vec![Crumb::link(t::postage::title(lang), base), Crumb::here(title)]/>
            <div class="card">
                <Form action=save>
                    <input type="hidden" name="shop" value=slug/>
                    <input type="hidden" name="template" value=template/>
                    <TextField name="name" label=t::postage::name(lang) value=draft.name
                        hint=t::postage::name_hint(lang) counter=60 required=true/>
                    <RadioCards name="unit" legend=t::postage::unit(lang) choices=units
                        value=unit columns=true/>
                    <Checkbox name="is_default" label=t::postage::is_default(lang) checked=draft.is_default/>
                    <Zones zones=draft.zones currency=editor.currency/>
                    <Submit>{t::postage::save(lang)}</Submit>
                </Form>
            </div>
            {remove}
        </BackOfficeFrame>
    }
}

/// A row for each zone, and a few empty ones. Where the form came back, as many as were sent.
#[component]
fn Zones(zones: Vec<ZoneDraft>, currency: Currency) -> impl IntoView {
    let lang = use_lang();
    let sent = use_form().map_or(0, |form| {
        let is_there = |at: &usize| form.typed(&zone_field(*at, "countries")).is_some();
        (0..).take_while(is_there).count()
    });
    let rows = (zones.len() + SPARE).max(sent);
    let spare = std::iter::repeat_with(ZoneDraft::default);
    let rows = zones
        .into_iter()
        .chain(spare)
        .take(rows)
        .enumerate()
        .map(|(at, zone)| view! { <ZoneRow at zone currency/> })
        .collect_view();
    view! {
        <fieldset class="fields">
            <legend class="text-20 font-semibold">{t::postage::zones(lang)}</legend>
            <p class="text-14 text-muted">{t::postage::zones_hint(lang)}</p>
            <div class="grid gap-4">{rows}</div>
        </fieldset>
    }
}

#[component]
fn ZoneRow(at: usize, zone: ZoneDraft, currency: Currency) -> impl IntoView {
    let lang = use_lang();
    let name = move |field: &str| zone_field(at, field);
    let money = |typed: &str| Money::parse(typed, currency).ok();
    let number = |typed: &str| typed.parse::<i64>().ok();
    view! {
        <fieldset class="border border-line rounded-10 p-3">
            <legend class="px-1 font-medium">{t::postage::zone(lang, at + 1)}</legend>
            <div class="grid gap-x-4 gap-y-3 sm:grid-cols-2">
                <TextField name=name("countries") label=t::postage::countries(lang) value=zone.countries either=true/>
                <TextField name=name("regions") label=t::postage::regions(lang) value=zone.regions either=true/>
            </div>
            <div class="grid gap-x-4 gap-y-3 mt-3 sm:grid-cols-2 lg:grid-cols-5">
                <NumberField name=name("first_units") label=t::postage::first_units(lang)
                    value=number(&zone.first_units) min=1_i64 required=true/>
                <MoneyInput name=name("first") label=t::postage::first(lang) currency value=money(&zone.first) required=true/>
                <NumberField name=name("next_units") label=t::postage::next_units(lang)
                    value=number(&zone.next_units) min=1_i64 required=true/>
                <MoneyInput name=name("next") label=t::postage::next(lang) currency value=money(&zone.next) required=true/>
                <MoneyInput name=name("free_from") label=t::postage::free_from(lang) currency value=money(&zone.free_from)/>
            </div>
            <Checkbox name=name("not_sent") label=t::postage::not_sent(lang) checked=zone.not_sent/>
        </fieldset>
    }
}

#[component]
fn Remove(editor: TemplateEditor) -> impl IntoView {
    let lang = use_lang();
    let remove = ServerAction::<RemoveTemplate>::new();
    let count = i64::from(editor.listings);
    view! {
        <div class="mt-4">
            <Dialog id="remove-template-dialog" title=t::postage::remove_title(lang) trigger=t::postage::remove(lang)>
                <p class="mb-4">{t::postage::remove_hint(lang, count)}</p>
                <Form action=remove>
                    <input type="hidden" name="shop" value=editor.shop.slug/>
                    <input type="hidden" name="template" value=editor.template.to_string()/>
                    <Submit kind=ButtonKind::Danger wide=true>{t::postage::remove_now(lang)}</Submit>
                </Form>
            </Dialog>
        </div>
    }
}
