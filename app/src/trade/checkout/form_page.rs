//! The page `/checkout`: contact, address, a word to the shops, and what it comes to.

use super::{
    api::{Chosen, PlaceCheckout, load_checkout_form, quote_cart},
    changes::{AgreedFields, Shown, WhatChanged},
    place_kept::{Asking, CommandField, PlaceKept},
    refusal,
};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    platform::{page::sign_in_path, visitor::use_visitor},
    trade::{
        price::{CodeBox, PriceStory, SavingHint},
        shipping::postage::country_name,
        shop_line::{ShopLine, pieces_of},
        sums::{Sums, ToPlace, rate_words, tax_words},
    },
    trust::account::AddressFields,
    ui::*,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use longtail::trade::{
    cart::{CartGroup, CartView},
    checkout::{CheckoutError, CheckoutForm},
};

/// What stands in the radio cards for an address that is not in the book yet.
const NEW_ADDRESS: &str = "new";

/// Everything that is asked before the order is placed.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let lang = use_lang();
    // Without scripts the form comes back with an address: its postage is told.
    let chosen =
        returned_fields(<PlaceCheckout as ServerFn>::PATH).map_or_else(Chosen::default, |typed| {
            let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
            Chosen {
                saved: text("saved"),
                country: text("country"),
                region: text("region"),
            }
        });
    let form = Resource::new_blocking(|| (), move |()| load_checkout_form(chosen.clone()));
    view! {
        <Title text=t::checkout::title(lang)/>
        <Suspense fallback=|| view! { <Skeleton lines=8/> }>
            {move || Suspend::new(async move {
                match form.await {
                    Ok(Some(form)) if form.cart.count > 0 => view! { <FormBody form/> }.into_any(),
                    Ok(_) => view! { <NothingToBuy/> }.into_any(),
                    Err(fault) => {
                        view! {
                            <div class="page page-body">
                                <Alert tone=Tone::Danger>{fault.plain_sentence(lang)}</Alert>
                            </div>
                        }
                        .into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn NothingToBuy() -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="page page-body">
            <EmptyState picture=EmptyPicture::Cart title=t::cart::empty(lang) text=t::checkout::cart_empty(lang) level=1>
                <ButtonLink href="/" kind=ButtonKind::Main>{t::cart::look_around(lang)}</ButtonLink>
                <ButtonLink href="/orders">{t::checkout::see_orders(lang)}</ButtonLink>
            </EmptyState>
        </div>
    }
}

#[component]
fn FormBody(form: CheckoutForm) -> impl IntoView {
    let lang = use_lang();
    let place = ServerAction::<PlaceCheckout>::new();
    let asking = Asking::new(place);
    let shown = Shown::new(form.cart.clone());
    let cart = shown.cart;
    let refused = Signal::derive(move || {
        place.value().with(|value| match value {
            Some(Err(Fault::Refused(refused))) => Some(refused.clone()),
            _ => None,
        })
    });
    // A price, the postage or the tax has changed: show the cart as it is now, and ask again.
    let fresh = Action::new(move |&is_told: &bool| async move {
        let asked = chosen_in_form();
        let quoted = quote_cart(asked.clone()).await;
        // An answer that was overtaken is about another place than the form now names.
        if let Ok(now) = quoted
            && asked == chosen_in_form()
        {
            shown.take(now, is_told);
        }
    });
    Effect::new(move |_| match refused.get() {
        // Where the market is busy, nothing was looked at, and less should be asked of it.
        None | Some(CheckoutError::Busy { .. }) => {}
        Some(refused) => {
            fresh.dispatch(matches!(refused, CheckoutError::TotalChanged { .. }));
        }
    });
    // A code was used: the cart comes back as sent to where its buyer's things usually go.
    let recounted = Callback::new(move |now: CartView| {
        if cart.with_untracked(|cart| cart.place == now.place) {
            shown.take(now, true);
        } else {
            fresh.dispatch(true);
        }
    });
    let shops: Vec<_> = form
        .cart
        .groups
        .iter()
        .map(|group| group.shop.clone())
        .collect();
    let (first, email) = (form.addresses.first().cloned(), form.email.clone());
    let is_member = form.is_member;
    view! {
        // Whoever changes something wants that to be ordered, and says when.
        <div class="page page-body" on:input=move |_| asking.stop()>
            <PageHead
                title=t::checkout::title(lang)
                crumbs=vec![Crumb::link(t::cart::title(lang), "/cart"), Crumb::here(t::checkout::title(lang))]
            />
            {(!is_member).then(|| view! {
                <p class="mb-4 text-14">
                    {t::checkout::have_account(lang)}" "
                    <a class="link" href=sign_in_path("/checkout")>{t::checkout::sign_in(lang)}</a>
                    <span class="text-muted">" · "{t::checkout::guest_is_fine(lang)}</span>
                </p>
            })}
            <Card title=t::price::coupons(lang) class="mb-4">
                <CodeBox cart changed=recounted beside_form=true/>
            </Card>
            <Form
                action=place
                refusal=refusal
                told_inside=Signal::derive(move || asking.is_told())
                id="place"
                on_done=Callback::new(move |()| use_visitor().refetch())
            >
                <PlaceKept asking/>
                <CommandField fresh=form.command asking/>
                <AgreedFields shown/>
                <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
                    <div class="grid gap-4 min-w-0">
                        <Card title=t::checkout::contact(lang)>
                            <EmailField name="email" label=t::checkout::email(lang) value=email
                                hint=t::checkout::email_hint(lang) required=true/>
                        </Card>
                        <Card title=t::checkout::address(lang)>
                            <div on:change=move |_| { fresh.dispatch(false); }>
                                <AddressPart saved=form.addresses.clone() first is_member/>
                            </div>
                        </Card>
                        <Card title=t::checkout::notes(lang)>
                            {shops.into_iter().map(|shop| view! {
                                <TextArea
                                    name=format!("notes[shop-{}]", shop.id)
                                    label=t::checkout::note_to(lang, shop.name.pick(lang))
                                    rows=2 counter=300
                                />
                            }).collect_view()}
                        </Card>
                    </div>
                    <Summary shown refused/>
                </div>
            </Form>
        </div>
    }
}

/// Where the form on the page says that it goes.
#[cfg(feature = "hydrate")]
fn chosen_in_form() -> Chosen {
    use leptos::wasm_bindgen::JsCast;
    let typed = || {
        let form = document().get_element_by_id("place")?;
        let form = form.dyn_into::<leptos::web_sys::HtmlFormElement>().ok()?;
        leptos::web_sys::FormData::new_with_form(&form).ok()
    };
    let typed = typed();
    let text = |name: &str| {
        let value = typed.as_ref().map(|typed| typed.get(name));
        value
            .and_then(|value| value.as_string())
            .unwrap_or_default()
    };
    Chosen {
        saved: text("saved"),
        country: text("country"),
        region: text("region"),
    }
}

#[cfg(not(feature = "hydrate"))]
fn chosen_in_form() -> Chosen {
    Chosen::default()
}

/// The address book as cards, or the fields of a new address.
#[component]
fn AddressPart(
    saved: Vec<longtail::trust::account::SavedAddress>,
    first: Option<longtail::trust::account::SavedAddress>,
    is_member: bool,
) -> impl IntoView {
    let lang = use_lang();
    let remember =
        move || {
            is_member.then(|| view! {
            <Checkbox name="remember_address" label=t::checkout::remember(lang) checked=true/>
        })
        };
    let Some(first) = first else {
        return view! { <AddressFields/>{remember()} }.into_any();
    };
    let choices = saved
        .iter()
        .map(|saved| {
            let label = format!("{} · {}", saved.address.recipient, saved.address.phone);
            Choice::new(saved.id.to_string(), label).hint(saved.address.one_line(lang))
        })
        .chain([Choice::new(NEW_ADDRESS, t::checkout::another_address(lang))])
        .collect();
    view! {
        <div class="address-choice">
            <RadioCards
                name="saved"
                legend=t::checkout::where_to(lang)
                choices
                value=first.id.to_string()
            />
            // The style shows these as soon as the last card is chosen, with scripts or without.
            <div class="new-address mt-4">
                <AddressFields/>
                {remember()}
            </div>
        </div>
    }
    .into_any()
}

/// What it comes to, who holds the money, and the one button.
#[component]
fn Summary(shown: Shown, refused: Signal<Option<CheckoutError>>) -> impl IntoView {
    let lang = use_lang();
    let cart = shown.cart;
    let blocked = Signal::derive(move || cart.with(|cart| !cart.can_be_bought()));
    let sums = move || {
        cart.with(|cart| {
            view! {
                <Sums goods=cart.goods off=cart.off postage=cart.postage taxes=cart.taxes.clone() total=cart.total
                    includes_tax=cart.includes_tax label=t::checkout::to_pay(lang)/>
            }
        })
    };
    let saving = move || {
        let saving = cart.with(|cart| cart.saving.clone());
        saving.map(|saving| view! { <SavingHint saving/> })
    };
    let total = move || {
        cart.with(|cart| {
            let note = rate_words(lang, cart.total.currency);
            view! {
                <Price amount=cart.total class="font-semibold"/>
                <Abroad amount=cart.total note/>
            }
        })
    };
    let in_trouble = move || {
        blocked.get() || matches!(refused.get(), Some(CheckoutError::LinesInTrouble { .. }))
    };
    view! {
        <aside class="card lg:sticky lg:top-20" aria-label=t::cart::summary(lang)>
            <h2 class="card-title">{t::cart::summary(lang)}</h2>
            {move || cart.with(|cart| cart.groups.iter().map(group_summary).collect_view())}
            <div class="mt-3 pt-3 border-t border-line" aria-live="polite">{sums}</div>
            <WhatChanged refused shown/>
            {move || cart.with(|cart| view! { <ToPlace place=cart.place.clone()/> })}
            {move || cart.with(astray)}
            {saving}
            {move || in_trouble().then(|| view! {
                <Alert tone=Tone::Warning class="mt-3">
                    {t::checkout::lines_in_trouble(lang)}" "
                    <a class="link" href="/cart">{t::cart::go_to_cart(lang)}</a>
                </Alert>
            })}
            <div class="mt-4 hidden lg:block">
                <Submit size=ButtonSize::Large wide=true disabled=blocked icon=Glyph::Lock>
                    {t::checkout::place_and_pay(lang)}
                </Submit>
            </div>
            <p class="guarantee mt-4">
                <Icon glyph=Glyph::Shield/>
                <span>{t::checkout::who_holds_the_money(lang)}</span>
            </p>
            <p class="mt-2 text-13 text-muted">{t::checkout::held_for(lang)}</p>
        </aside>
        <div class="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-card px-4 py-3 lg:hidden pay-bar">
            <div class="flex items-center justify-between gap-4">
                <p>
                    <span class="block text-12 text-muted">{t::checkout::to_pay(lang)}</span>
                    {total}
                </p>
                <Submit disabled=blocked icon=Glyph::Lock>{t::checkout::place_and_pay(lang)}</Submit>
            </div>
        </div>
    }
}

/// What is not sent to the address, with the cure. The button stays: another address may help.
fn astray(cart: &CartView) -> Option<AnyView> {
    let lang = use_lang();
    let astray = cart.astray();
    let titles: Vec<&str> = astray.iter().map(|line| line.title.pick(lang)).collect();
    let country = country_name(lang, &cart.place.country);
    (!titles.is_empty()).then(|| {
        let words = t::postage::astray(lang, country, titles.join(", "));
        view! {
            <Alert tone=Tone::Warning class="mt-3">
                {words}" "<a class="link" href="/cart">{t::cart::go_to_cart(lang)}</a>
            </Alert>
        }
        .into_any()
    })
}

fn group_summary(group: &CartGroup) -> impl IntoView + use<> {
    let lang = use_lang();
    let lines = group
        .lines
        .iter()
        .map(|line| {
            let (title, options) = (
                line.title.pick(lang).to_owned(),
                line.options.pick(lang).to_owned(),
            );
            let (quantity, goods) = (line.quantity, line.goods());
            view! {
                <li class="flex gap-3 py-2">
                    <span class="w-12 shrink-0"><Photo picture=line.picture.clone() alt="" sizes="48px"/></span>
                    <span class="min-w-0 grow text-14">
                        <span class="block clamp-2">{title}</span>
                        <span class="block text-13 text-muted truncate">
                            {pieces_of(lang, quantity, &options)}
                        </span>
                    </span>
                    <span class="text-14 text-right"><Price amount=goods/></span>
                </li>
            }
        })
        .collect_view();
    let postage = if group.postage.minor == 0 {
        t::cart::postage_free(lang).into_any()
    } else {
        view! { <Price amount=group.postage/> }.into_any()
    };
    let taxes = group.taxes.iter().map(|added| {
        let (words, tax) = (tax_words(lang, added.rate), added.tax);
        view! {
            <p class="flex justify-between text-13 text-muted">
                <span>{words}</span>
                <span><Price amount=tax/></span>
            </p>
        }
    });
    let taxes = taxes.collect_view();
    view! {
        <section class="mt-2">
            <ShopLine shop=group.shop.clone()/>
            <ul>{lines}</ul>
            <p class="flex justify-between text-13 text-muted">
                <span>{t::cart::postage(lang)}</span>
                <span>{postage}</span>
            </p>
            {taxes}
            <div class="text-14"><PriceStory of=group.explained.clone()/></div>
        </section>
    }
}
