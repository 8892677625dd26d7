//! What the form says was agreed to, and what has changed since.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::{
        cart::CartView,
        checkout::{Agreed, CheckoutError, Difference},
    },
};

/// The cart on the page, and what of it is agreed to when the form is sent.
#[derive(Clone, Copy)]
pub struct Shown {
    pub cart: RwSignal<CartView>,
    agreed: RwSignal<Agreed>,
    /// Whether it goes elsewhere than what has changed was told of.
    is_elsewhere: RwSignal<bool>,
}

impl Shown {
    pub fn new(cart: CartView) -> Self {
        Self {
            agreed: RwSignal::new(Agreed::of_cart(&cart)),
            cart: RwSignal::new(cart),
            is_elsewhere: RwSignal::new(false),
        }
    }

    /// Takes in the cart as it is now. Where nobody has told what is new in it, as when another
    /// place was asked for, only its postage and tax are agreed to: a cart that changed in another
    /// tab would slip in between pressing the button and letting go of it.
    pub fn take(self, now: CartView, is_told: bool) {
        let parts = Agreed::of_cart(&now);
        let goes_elsewhere = self.cart.with_untracked(|cart| cart.place != now.place);
        self.is_elsewhere
            .update(|is_elsewhere| *is_elsewhere = !is_told && (*is_elsewhere || goes_elsewhere));
        self.agreed.update(|agreed| {
            if is_told {
                *agreed = parts;
            } else {
                agreed.send_as(parts);
            }
        });
        self.cart.set(now);
    }
}

/// What the order is compared with.
#[component]
pub fn AgreedFields(shown: Shown) -> impl IntoView {
    let total = move || shown.cart.with(|cart| cart.total.minor.to_string());
    let parts = move || shown.agreed.with(Agreed::to_string);
    view! {
        <input type="hidden" name="agreed_total_minor" value=total prop:value=total/>
        <input type="hidden" name="agreed" value=parts prop:value=parts/>
    }
}

/// What is not as it was when the form was sent, one by one; of the goods alone once it is to go
/// elsewhere.
#[component]
pub fn WhatChanged(refused: Signal<Option<CheckoutError>>, shown: Shown) -> impl IntoView {
    let lang = use_lang();
    let differences = move || match refused.get() {
        Some(CheckoutError::TotalChanged {
            mut differences, ..
        }) => {
            if shown.is_elsewhere.get() {
                differences.retain(|one| !one.is_of_the_place());
            }
            differences
        }
        _ => Vec::new(),
    };
    let list = move || {
        let told: Vec<String> = differences()
            .iter()
            .map(|one| difference_words(lang, one))
            .collect();
        (!told.is_empty()).then(|| {
            let told = told.into_iter().map(|words| view! { <li>{words}</li> });
            let told = told.collect_view();
            view! {
                <Alert tone=Tone::Warning title=t::checkout::what_changed(lang) class="mt-3" quiet=true>
                    <ul class="grid gap-1">{told}</ul>
                </Alert>
            }
        })
    };
    // It stands there before it has anything to say: else some readers say nothing.
    view! { <div role="status">{list}</div> }
}

fn difference_words(lang: Lang, one: &Difference) -> String {
    match one {
        Difference::Added {
            what,
            quantity,
            sum,
        } => {
            let pieces = t::cart::pieces(lang, *quantity);
            t::checkout::thing_added(lang, what.pick(lang), pieces, sum)
        }
        Difference::Gone { sum } => t::checkout::thing_gone(lang, sum),
        Difference::Quantity {
            what,
            seen,
            now,
            sum,
        } => t::checkout::quantity_changed(lang, what.pick(lang), now, seen, sum),
        Difference::Price { what, seen, now } => {
            t::checkout::price_changed(lang, what.pick(lang), now, seen)
        }
        Difference::Postage { shop, seen, now } => {
            t::checkout::postage_changed(lang, shop.pick(lang), now, seen)
        }
        Difference::Tax { shop, seen, now } => {
            t::checkout::tax_changed(lang, shop.pick(lang), now, seen)
        }
        Difference::More { count } => t::checkout::more_changed(lang, *count),
    }
}
