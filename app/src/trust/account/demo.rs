//! The demo market's people, one click away.

use super::api::DemoSignIn as EnterDemo;
use crate::{
    i18n::{t, use_lang},
    platform::visitor::use_visitor,
    ui::*,
};
use leptos::prelude::*;
use longtail::{text::Lang, trust::account::DemoRole};
use server_fn::ServerFn;

const ROLES: [DemoRole; 3] = [DemoRole::Shopper, DemoRole::Merchant, DemoRole::Staff];

fn words(lang: Lang, role: DemoRole) -> (&'static str, &'static str, Glyph) {
    match role {
        DemoRole::Shopper => (
            t::account::demo_shopper(lang),
            t::account::demo_shopper_hint(lang),
            Glyph::Cart,
        ),
        DemoRole::Merchant => (
            t::account::demo_merchant(lang),
            t::account::demo_merchant_hint(lang),
            Glyph::Shop,
        ),
        DemoRole::Staff => (
            t::account::demo_staff(lang),
            t::account::demo_staff_hint(lang),
            Glyph::Shield,
        ),
    }
}

/// Offers a demo market's visitors to be one of its people; nothing in other markets.
#[component]
pub fn DemoSignIn(
    /// Where to go on afterwards; each person's own place where it is empty.
    #[prop(optional, into)]
    next: String,
) -> impl IntoView {
    let visitor = use_visitor();
    awaited(ViewFnOnce::default(), move || {
        let next = next.clone();
        async move {
            let demo = visitor.await.is_ok_and(|visitor| visitor.demo);
            demo.then(|| view! { <Offer next/> }).into_any()
        }
    })
}

/// A plain form, which loads the next page anew: whoever comes in is somebody else, and the
/// start page stays small without the machinery of others.
#[component]
fn Offer(next: String) -> impl IntoView {
    let lang = use_lang();
    let buttons = ROLES
        .into_iter()
        .map(|role| {
            let (title, hint, glyph) = words(lang, role);
            let value: &'static str = role.into();
            view! {
                <button
                    type="submit"
                    name="role"
                    value=value
                    class="flex items-center gap-3 text-left w-full min-h-11 p-3 rounded-10 border border-line bg-card hover:border-persimmon transition-colors"
                >
                    <span class="text-persimmon"><Icon glyph/></span>
                    <span>
                        <span class="block font-semibold">{title}</span>
                        <span class="block text-13 text-muted">{hint}</span>
                    </span>
                </button>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="demo-title" class="rounded-16 bg-gold-soft p-4 md:p-5">
            <h2 id="demo-title" class="text-20 font-semibold">{t::account::demo_title(lang)}</h2>
            <p class="text-14 mt-1 mb-3">{t::account::demo_lead(lang)}</p>
            <form method="post" action=EnterDemo::PATH>
                <input type="hidden" name="next" value=next/>
                <div class="grid gap-3 sm:grid-cols-3">{buttons}</div>
            </form>
        </section>
    }
}
