//! Coupons in a cart: the codes that count or why they do not, and the field for another.

use super::{
    api::{ApplyCoupon, RemoveCoupon},
    funder_words, trouble_words,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::{
    cart::CartView,
    price::{CouponTrouble, Funder, JudgedCoupon},
};

/// What is wrong with a code stands at its field.
fn at_code(_: &CouponTrouble) -> Option<&'static str> {
    Some("code")
}

/// The codes of a cart and the field for another. `changed` takes in the cart after each.
///
/// `beside_form` where another form on the page is filled in meanwhile: without scripts, sending
/// this one would lose what was typed there, and codes are put in and taken out in the cart.
/// Until the scripts are there, its buttons wait for them.
#[component]
pub fn CodeBox(
    cart: RwSignal<CartView>,
    changed: Callback<CartView>,
    #[prop(optional)] beside_form: bool,
) -> impl IntoView {
    let lang = use_lang();
    let class = if beside_form { "needs-js" } else { "" };
    let field_class = format!("form-beside {class}");
    let waits = RwSignal::new(beside_form);
    Effect::new(move |_| waits.set(false));
    let to_cart = beside_form.then(|| {
        let words = t::price::codes_in_cart(lang);
        let link = format!("<a class=\"link\" href=\"/cart\">{words}</a>");
        view! { <noscript inner_html=link></noscript> }
    });
    let (apply, remove) = (
        ServerAction::<ApplyCoupon>::new(),
        ServerAction::<RemoveCoupon>::new(),
    );
    let toaster = use_toaster();
    Effect::new(move |_| {
        if let Some(Ok(view)) = apply.value().get() {
            toaster.say(t::price::code_used(lang));
            changed.run(view);
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(view)) = remove.value().get() {
            changed.run(view);
        }
    });
    let held = Memo::new(move |_| cart.with(|cart| cart.coupons.clone()));
    let rows = move || {
        held.get()
            .into_iter()
            .map(|coupon| view! { <Held coupon remove class waits/> })
            .collect_view()
    };
    view! {
        <div class="grid gap-3">
            <ul class="divided" aria-live="polite" hidden=move || held.with(Vec::is_empty)>{rows}</ul>
            <Form action=apply refusal=trouble_words refused_field=at_code id="coupon" class=field_class>
                <TextField name="code" label=t::price::code(lang) hint=t::price::code_hint(lang)
                    autocomplete="off" either=true/>
                <Submit kind=ButtonKind::Plain disabled=waits>{t::price::use_code(lang)}</Submit>
            </Form>
            {to_cart}
        </div>
    }
}

#[component]
fn Held(
    coupon: JudgedCoupon,
    remove: ServerAction<RemoveCoupon>,
    /// Of its form.
    class: &'static str,
    /// Whether its button waits for the scripts.
    waits: RwSignal<bool>,
) -> impl IntoView {
    let lang = use_lang();
    let funder = match coupon.shop {
        Some(_) => Funder::Shop,
        None => Funder::Platform,
    };
    let (tone, words) = match &coupon.outcome {
        Ok(off) => (
            "block text-13 text-jade",
            t::price::takes_off(lang, off, funder_words(lang, funder)),
        ),
        Err(trouble) => ("block text-13 text-warning", trouble_words(lang, trouble)),
    };
    view! {
        <li class="flex items-center justify-between gap-3 py-2">
            <p class="min-w-0 break-words">
                <strong>{coupon.code.clone()}</strong>
                <span class=tone>{words}</span>
            </p>
            <Form action=remove id=format!("remove-coupon-{}", coupon.id) class=format!("form-inline {class}")>
                <input type="hidden" name="coupon" value=coupon.id.to_string()/>
                <Submit kind=ButtonKind::Quiet size=ButtonSize::Small disabled=waits
                    label=t::price::remove_coupon(lang, coupon.code)>{t::price::remove(lang)}</Submit>
            </Form>
        </li>
    }
}
