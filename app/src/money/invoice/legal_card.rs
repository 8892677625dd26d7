//! Who invoices in a shop's name, among its settings.

use super::api::SaveLegal;
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{money::invoice::Legal, trade::country::COUNTRIES};

#[component]
pub fn LegalCard(shop: String, legal: Legal, save: ServerAction<SaveLegal>) -> impl IntoView {
    let lang = use_lang();
    let countries = COUNTRIES
        .iter()
        .map(|country| Choice::new(country.code, country.name(lang)))
        .collect();
    let country = if legal.country.is_empty() {
        "CN".to_owned()
    } else {
        legal.country
    };
    let toaster = use_toaster();
    let done = Callback::new(move |()| toaster.say(t::invoice::legal_saved(lang)));
    view! {
        <Card title=t::invoice::legal(lang)>
            <p class="mb-4 text-14 text-muted">{t::invoice::legal_hint(lang)}</p>
            <Form action=save on_done=done id="legal">
                <input type="hidden" name="shop" value=shop/>
                <TextField name="legal_name" label=t::invoice::legal_name(lang) value=legal.name counter=120/>
                <TextArea name="legal_address" label=t::invoice::legal_address(lang) value=legal.address rows=3
                    counter=300/>
                <Select name="legal_country" label=t::account::country(lang) choices=countries value=country
                    required=true/>
                <TextField name="tax_number" label=t::invoice::tax_number(lang) value=legal.tax_number
                    hint=t::invoice::tax_number_hint(lang)/>
                <div><Submit kind=ButtonKind::Plain>{t::invoice::save_legal(lang)}</Submit></div>
            </Form>
        </Card>
    }
}
