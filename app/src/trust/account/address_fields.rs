//! The fields of a postal address.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::{country::COUNTRIES, shipping::PostalAddress};

/// The fields of a postal address, named as in [`PostalAddress`]. Stands inside a form.
#[component]
pub fn AddressFields(
    /// What stands in them at first.
    #[prop(optional_no_strip)]
    address: Option<PostalAddress>,
) -> impl IntoView {
    let lang = use_lang();
    let address = address.unwrap_or_else(|| PostalAddress {
        country: "CN".to_owned(),
        ..PostalAddress::default()
    });
    let countries = COUNTRIES
        .iter()
        .map(|country| Choice::new(country.code, country.name(lang)))
        .collect();
    view! {
        <div class="grid gap-x-4 gap-y-5 items-start sm:grid-cols-2">
            <TextField name="recipient" label=t::account::recipient(lang) value=address.recipient
                autocomplete="name" required=true/>
            <TextField name="phone" label=t::account::phone(lang) value=address.phone
                hint=t::account::phone_hint(lang) autocomplete="tel" inputmode="tel" required=true/>
            <Select name="country" label=t::account::country(lang) choices=countries value=address.country
                autocomplete="country" required=true/>
            <TextField name="region" label=t::account::region(lang) value=address.region
                autocomplete="address-level1"/>
            <TextField name="city" label=t::account::city(lang) value=address.city
                autocomplete="address-level2" required=true/>
            <TextField name="postcode" label=t::account::postcode(lang) value=address.postcode
                autocomplete="postal-code"/>
            <TextField name="line" label=t::account::line(lang) value=address.line
                autocomplete="street-address" required=true class="sm:col-span-2"/>
        </div>
    }
}
