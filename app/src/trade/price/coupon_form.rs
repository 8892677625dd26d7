//! The fields of a coupon: a shop's, or the market's own.

use super::{kinds, offer_form::Times};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::money::Currency;

/// Code, what it takes off, its conditions, and when it counts. What the market pays for is limited.
#[component]
pub(super) fn CouponFields(currency: Currency, #[prop(optional)] of_market: bool) -> impl IntoView {
    let lang = use_lang();
    let (cap_hint, limit_hint) = match of_market {
        true => (
            t::price::market_cap_hint(lang),
            t::price::market_limit_hint(lang),
        ),
        false => (t::price::cap_hint(lang), t::price::limit_hint(lang)),
    };
    view! {
        <TextField name="code" label=t::price::new_code(lang) hint=t::price::new_code_hint(lang)
            counter=24 required=true autocomplete="off"/>
        <Select name="kind" label=t::price::kind(lang) choices=kinds(lang) required=true/>
        <TextField name="value" label=t::price::value(lang) hint=t::price::value_coupon_hint(lang)
            inputmode="decimal" required=true autocomplete="off"/>
        <MoneyInput name="cap" label=t::price::cap(lang) hint=cap_hint currency/>
        <MoneyInput name="least" label=t::price::least(lang) hint=t::price::least_hint(lang) currency/>
        <NumberField name="limit" label=t::price::limit(lang) hint=limit_hint min=1_i64
            required=of_market/>
        <NumberField name="per_person" label=t::price::per_person(lang) value=1_i64 min=1_i64 required=true/>
        <Times/>
        <Submit>{t::price::make_coupon(lang)}</Submit>
    }
}
