//! `/open-shop`

use super::{
    api::{OpenShop, OpenShopForm, load_open_shop},
    refusal,
    words_form::{WordFields, Words},
};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// A member opens a shop: a form, and what comes after it in three steps.
#[component]
pub fn OpenShopPage() -> impl IntoView {
    let lang = use_lang();
    let form = Resource::new_blocking(|| (), |()| load_open_shop());
    view! {
        <Title text=t::own_shop::open_title(lang)/>
        <div class="page page-narrow page-body">
            <PageHead title=t::own_shop::open_title(lang) lead=t::own_shop::open_lead(lang)/>
            <Loaded of=form view=|form| view! { <Opening form/> }/>
        </div>
    }
}

#[component]
fn Opening(form: OpenShopForm) -> impl IntoView {
    let lang = use_lang();
    let open = ServerAction::<OpenShop>::new();
    let visitor = use_visitor();
    let opened = Callback::new(move |()| visitor.refetch());
    let steps = [
        t::own_shop::step_form(lang),
        t::own_shop::step_goods(lang),
        t::own_shop::step_open(lang),
    ];
    view! {
        <ol class="grid gap-3 mb-6 sm:grid-cols-3">
            {steps.into_iter().enumerate().map(|(n, words)| view! {
                <li class="flex items-start gap-3 rounded-10 bg-persimmon-soft p-3 text-14">
                    <span class="font-semibold text-persimmon tabular-nums">{n + 1}</span>
                    <span>{words}</span>
                </li>
            }).collect_view()}
        </ol>
        <Card>
            <Form action=open refusal=refusal on_done=opened>
                <input type="hidden" name="command" value=form.command.to_string()/>
                <WordFields words=Words::default() currency=form.currency/>
                <Submit size=ButtonSize::Large>{t::own_shop::open_it(lang)}</Submit>
            </Form>
        </Card>
    }
}
