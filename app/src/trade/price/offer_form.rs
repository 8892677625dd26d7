//! The form of a shop's offer.

use super::{api::MakeOffer, kinds};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::price::{OfferListing, OffersPage};

/// What is taken off, of what, and when.
#[component]
pub(super) fn OfferForm(page: OffersPage, make: ServerAction<MakeOffer>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Card title=t::price::new_offer(lang)>
            <Form action=make>
                <input type="hidden" name="command" value=page.commands.0.to_string()/>
                <input type="hidden" name="shop" value=page.shop.slug/>
                <TextField name="name_en" label=t::price::name_en(lang) counter=60 either=true autocomplete="off"/>
                <TextField name="name_zh" label=t::price::name_zh(lang) counter=60 either=true autocomplete="off"/>
                <Select name="kind" label=t::price::kind(lang) choices=kinds(lang) required=true/>
                <TextField name="value" label=t::price::value(lang) hint=t::price::value_offer_hint(lang)
                    inputmode="decimal" required=true autocomplete="off"/>
                <Times/>
                <Goods listings=page.listings/>
                <Submit>{t::price::make_offer(lang)}</Submit>
            </Form>
        </Card>
    }
    .into_any()
}

/// From when until when.
#[component]
pub(super) fn Times() -> impl IntoView {
    let lang = use_lang();
    view! {
        <TimeField name="from" label=t::price::from(lang) hint=t::price::from_hint(lang)/>
        <TimeField name="until" label=t::price::until(lang) hint=t::price::until_hint(lang) required=true/>
    }
}

#[component]
fn Goods(listings: Vec<OfferListing>) -> impl IntoView {
    let lang = use_lang();
    let form = use_form();
    let ticked = (0..listings.len()).any(|n| {
        let typed = form
            .as_ref()
            .and_then(|form| form.typed(&format!("listings[{n}]")));
        typed.is_some()
    });
    let ticks = listings
        .into_iter()
        .enumerate()
        .map(|(n, listing)| {
            let label = listing.title.pick(lang).to_owned();
            view! { <Checkbox name=format!("listings[{n}]") label value=listing.id.to_string()/> }
        })
        .collect_view();
    view! {
        <Disclosure title=t::price::for_what(lang) open=ticked>
            <fieldset class="grid gap-2">
                <legend class="field-hint">{t::price::for_what_hint(lang)}</legend>
                {ticks}
            </fieldset>
        </Disclosure>
    }
}
