//! The company that an invoice is made out to, on the page that asks to pay: once it is paid, the
//! invoice is issued.

use super::api::SaveBilling;
use crate::{
    i18n::{t, use_lang},
    trade::checkout::payment_refusal,
    ui::*,
};
use leptos::prelude::*;
use longtail::{id::CheckoutId, money::invoice::Billing};

#[component]
pub fn BillingBox(
    checkout: CheckoutId,
    kept: Option<Billing>,
    /// What the buyer named before, to be taken over.
    last: Option<Billing>,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveBilling>::new();
    let came_back = save.value().with_untracked(Option::is_some);
    let told = kept.as_ref().map(|kept| {
        let name = kept.company.clone();
        view! { <p class="mb-3 text-14">{t::invoice::made_out_to(lang, name)}</p> }
    });
    let filled = kept.or(last).unwrap_or_default();
    view! {
        <Disclosure title=t::invoice::for_company(lang) open=came_back class="mb-4">
            {told}
            <Form action=save refusal=payment_refusal on_done=done id="billing">
                <input type="hidden" name="checkout" value=checkout.to_string()/>
                <TextField name="company" label=t::invoice::company(lang) value=filled.company counter=120
                    autocomplete="organization"/>
                <TextField name="tax_number" label=t::invoice::tax_number(lang) value=filled.tax_number
                    hint=t::invoice::billing_hint(lang)/>
                <div><Submit kind=ButtonKind::Plain>{t::invoice::save_billing(lang)}</Submit></div>
            </Form>
        </Disclosure>
    }
}
