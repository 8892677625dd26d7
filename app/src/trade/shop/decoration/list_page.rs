//! `/back-office/{shop}/decoration`: a shop's layouts.

use super::{
    LayoutBadges, LayoutTimes,
    api::{BeginLayout, RemoveLayout, load_layouts},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    trade::catalog::back_office::Office,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::trade::shop::layout::{LayoutRow, LayoutsPage as Layouts, MOST_NAME};

/// What is shown now, what is coming, and what was.
#[component]
pub fn LayoutsPage() -> impl IntoView {
    let params = use_params_map();
    let remove = ServerAction::<RemoveLayout>::new();
    let removed = accepted(remove);
    let layouts = Resource::new_blocking(
        move || {
            let shop = params.with(|params| params.get("shop").unwrap_or_default());
            (shop, removed.get())
        },
        |(shop, _)| load_layouts(shop),
    );
    view! { <Loaded of=layouts view=move |page| view! { <List page remove/> }/> }
}

#[component]
fn List(page: Layouts, remove: ServerAction<RemoveLayout>) -> impl IntoView {
    let lang = use_lang();
    let slug = page.shop.slug.clone();
    let undecorated = !page.layouts.iter().any(|layout| layout.in_force);
    let rows = page
        .layouts
        .iter()
        .cloned()
        .map(|layout| view! { <Row layout slug=slug.clone() remove/> })
        .collect_view();
    view! {
        <Title text=t::decoration::title(lang)/>
        <Office shop=page.shop.clone()>
            <PageHead title=t::decoration::title(lang) lead=t::decoration::lead(lang)/>
            <div class="grid gap-6">
                {undecorated.then(|| view! {
                    <Alert title=t::decoration::undecorated(lang)>{t::decoration::undecorated_hint(lang)}</Alert>
                })}
                {(!page.layouts.is_empty()).then(|| view! { <ul class="grid gap-3">{rows}</ul> })}
                <Begin page/>
            </div>
        </Office>
    }
    .into_any()
}

#[component]
fn Row(layout: LayoutRow, slug: String, remove: ServerAction<RemoveLayout>) -> impl IntoView {
    let lang = use_lang();
    let id = layout.id.to_string();
    let href = format!("/back-office/{slug}/decoration/{id}");
    let removable = layout.stage.may_be_removed();
    let (name, stage) = (layout.name.clone(), layout.stage);
    let blocks = t::decoration::block_count(lang, layout.blocks);
    view! {
        <li class="card layout-row">
            <div class="min-w-0">
                <h2 class="layout-row-name"><a href=href>{name.clone()}</a></h2>
                <p class="layout-row-meta"><LayoutTimes stage/>" · "{blocks}</p>
            </div>
            <p class="layout-row-badges"><LayoutBadges layout/></p>
            {removable.then(|| view! {
                <Form action=remove refusal=refusal id=format!("remove-{id}")>
                    <input type="hidden" name="shop" value=slug/>
                    <input type="hidden" name="layout" value=id.clone()/>
                    <IconButton glyph=Glyph::Trash submit=true label=t::decoration::remove_layout(lang, name)/>
                </Form>
            })}
        </li>
    }
    .into_any()
}

/// The form that begins another, empty-handed or from one that is there.
#[component]
fn Begin(page: Layouts) -> impl IntoView {
    let lang = use_lang();
    let begin = ServerAction::<BeginLayout>::new();
    let choices = page
        .layouts
        .iter()
        .map(|layout| Choice::new(layout.id.to_string(), layout.name.clone()))
        .collect::<Vec<_>>();
    view! {
        <Card title=t::decoration::begin(lang)>
            <Form action=begin refusal=refusal>
                <input type="hidden" name="command" value=page.command.to_string()/>
                <input type="hidden" name="shop" value=page.shop.slug/>
                <TextField name="name" label=t::decoration::name(lang) hint=t::decoration::name_hint(lang)
                    counter=MOST_NAME required=true/>
                {(!choices.is_empty()).then(|| view! {
                    <Select name="copy_of" label=t::decoration::copy_of(lang) choices
                        prompt=t::decoration::everyday_page(lang)/>
                })}
                <div><Submit>{t::decoration::begin_it(lang)}</Submit></div>
            </Form>
        </Card>
    }
    .into_any()
}
