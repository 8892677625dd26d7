//! The page `/cart`.

use super::{
    api::{SetQuantity, load_cart},
    line::Line,
};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    trade::{
        price::{CodeBox, PriceStory, SavingHint},
        shipping::postage::country_name,
        shop_line::ShopLine,
        sums::{Sums, ToPlace, rate_words, tax_words},
    },
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::{
    id::{ShopId, VariantId},
    money::Money,
    trade::cart::{CartGroup, CartView},
};

/// What stands in the cart, and how changes to it come into the page.
#[derive(Clone, Copy)]
pub struct Cart {
    pub view: RwSignal<CartView>,
    /// Puts back what was taken out.
    pub put_back: ServerAction<SetQuantity>,
}

impl Cart {
    /// Takes in the cart as it is after a change. The header counts along.
    pub fn changed(self, view: CartView) {
        self.view.set(view);
        use_visitor().refetch();
    }

    fn group(self, shop: ShopId) -> Option<CartGroup> {
        self.view.with(|cart| {
            cart.groups
                .iter()
                .find(|group| group.shop.id == shop)
                .cloned()
        })
    }
}

/// What the buyer means to buy.
#[component]
pub fn CartPage() -> impl IntoView {
    let lang = use_lang();
    let cart = Resource::new_blocking(|| (), |()| load_cart());
    view! {
        <Title text=t::cart::title(lang)/>
        <Loaded of=cart view=|view| view! { <CartBody view/> }/>
    }
}

#[component]
fn CartBody(view: CartView) -> impl IntoView {
    let lang = use_lang();
    let put_back = ServerAction::<SetQuantity>::new();
    let cart = Cart {
        view: RwSignal::new(view),
        put_back,
    };
    Effect::new(move |_| {
        if let Some(Ok(view)) = put_back.value().get() {
            cart.changed(view);
        }
    });
    let is_empty = Memo::new(move |_| cart.view.with(|view| view.groups.is_empty()));
    move || {
        if is_empty.get() {
            view! {
                <div class="page page-body">
                    <EmptyState
                        picture=EmptyPicture::Cart
                        title=t::cart::empty(lang)
                        text=t::cart::empty_hint(lang)
                        level=1
                    >
                        <ButtonLink href="/" kind=ButtonKind::Main>{t::cart::look_around(lang)}</ButtonLink>
                        <ButtonLink href="/wishlist">{t::wishlist::title(lang)}</ButtonLink>
                        <ButtonLink href="/seen">{t::seen::title(lang)}</ButtonLink>
                    </EmptyState>
                </div>
            }
            .into_any()
        } else {
            view! { <FullCart cart/> }.into_any()
        }
    }
}

#[component]
fn FullCart(cart: Cart) -> impl IntoView {
    let lang = use_lang();
    let lead = move || {
        cart.view.with(|view| {
            let shops = i64::try_from(view.groups.len()).unwrap_or_default();
            format!(
                "{} {}",
                t::cart::pieces(lang, i64::from(view.count)),
                t::cart::shops_count(lang, shops)
            )
        })
    };
    view! {
        <div class="page page-body">
            <header class="page-head">
                <h1>{t::cart::title(lang)}</h1>
                <p class="page-lead" role="status">{lead}</p>
            </header>
            <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
                <div class="grid gap-4 min-w-0">
                    <For
                        each=move || cart.view.with(|view| {
                            view.groups.iter().map(|group| group.shop.id).collect::<Vec<_>>()
                        })
                        key=|shop| *shop
                        children=move |shop| view! { <Group cart shop/> }
                    />
                </div>
                <Summary cart/>
            </div>
        </div>
    }
}

/// One shop's part of the cart.
#[component]
fn Group(cart: Cart, shop: ShopId) -> impl IntoView {
    let lang = use_lang();
    let group = Memo::new(move |_| cart.group(shop));
    let card = group.get_untracked().map(|group| group.shop);
    let variants = move || {
        group
            .get()
            .map(|group| {
                group
                    .lines
                    .iter()
                    .map(|line| line.variant)
                    .collect::<Vec<VariantId>>()
            })
            .unwrap_or_default()
    };
    let place = move || cart.view.with(|view| view.place.country.clone());
    let postage = move || group.get().map(|group| postage_words(&group));
    let story = move || {
        let of = group.get()?.explained;
        Some(view! { <PriceStory of/> })
    };
    let astray = move || {
        let astray =
            group.with(|group| group.as_ref().is_some_and(|group| !group.astray.is_empty()));
        astray.then(|| view! {
            <Alert tone=Tone::Warning class="mt-3">{t::postage::astray_cart(lang, country_name(lang, &place()))}</Alert>
        })
    };
    let label = card
        .as_ref()
        .map(|card| t::cart::from_shop(lang, card.name.pick(lang)));
    view! {
        <section class="card" aria-label=label>
            {card.map(|shop| view! { <ShopLine shop/> })}
            <ul class="divided">
                <For each=variants key=|variant| *variant
                    children=move |variant| view! { <Line cart variant/> }/>
            </ul>
            {astray}
            <div class="mt-3 pt-3 border-t border-line text-14">{postage}</div>
            <div class="text-14">{story}</div>
        </section>
    }
}

/// What one shop asks for postage, how far it is to none, and the tax that is added.
fn postage_words(group: &CartGroup) -> impl IntoView + use<> {
    let lang = use_lang();
    let missing = group.free_from.and_then(|from| {
        let minor = from.minor - group.goods.minor;
        (minor > 0 && group.postage.minor > 0).then(|| Money::new(minor, from.currency))
    });
    let is_free = group.postage.minor == 0;
    let (postage, total) = (group.postage, group.total);
    let taxes = group.taxes.iter().map(|added| {
        let (words, tax) = (tax_words(lang, added.rate), added.tax);
        view! { <p class="text-muted">{words}" "<Price amount=tax/></p> }
    });
    let taxes = taxes.collect_view();
    view! {
        <div class="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <p class="text-muted">
                {t::cart::postage(lang)}" "
                {if is_free {
                    view! { <span class="text-jade">{t::cart::postage_free(lang)}</span> }.into_any()
                } else {
                    view! { <Price amount=postage/> }.into_any()
                }}
            </p>
            {taxes}
            <p>
                <span class="text-muted">{t::cart::shop_total(lang)}" "</span>
                <strong><Price amount=total/></strong>
            </p>
        </div>
        {missing.map(|amount| view! {
            <p class="mt-1 text-13 text-jade flex items-center gap-1">
                <Icon glyph=Glyph::Truck/>
                {t::cart::more_for_free_postage(lang, amount)}
            </p>
        })}
    }
}

/// The sums and the way on: beside the cart, or at the foot of a phone.
#[component]
fn Summary(cart: Cart) -> impl IntoView {
    let lang = use_lang();
    let can_go = Memo::new(move |_| cart.view.with(CartView::can_be_bought));
    let sums = move || {
        cart.view.with(|view| {
            view! {
                <Sums goods=view.goods off=view.off postage=view.postage taxes=view.taxes.clone() total=view.total
                    includes_tax=view.includes_tax label=t::cart::total(lang)/>
            }
        })
    };
    let saving = move || {
        let saving = cart.view.with(|view| view.saving.clone());
        saving.map(|saving| view! { <SavingHint saving/> })
    };
    let total = move || {
        cart.view.with(|view| {
            let note = rate_words(lang, view.total.currency);
            view! {
                <Price amount=view.total size=PriceSize::Card/>
                <Abroad amount=view.total note/>
            }
        })
    };
    view! {
        <aside class="card lg:sticky lg:top-20" aria-label=t::cart::summary(lang)>
            <h2 class="card-title">{t::cart::summary(lang)}</h2>
            {sums}
            {move || cart.view.with(|view| view! { <ToPlace place=view.place.clone()/> })}
            {saving}
            <div class="mt-4 pt-4 border-t border-line">
                <CodeBox cart=cart.view changed=Callback::new(move |view| cart.changed(view))/>
            </div>
            <div class="mt-4">
                <GoOn can_go/>
            </div>
            <p class="guarantee mt-4">
                <Icon glyph=Glyph::Shield/>
                <span>{t::cart::held_until_received(lang)}</span>
            </p>
            <p class="mt-3 text-14"><a class="link" href="/">{t::cart::keep_looking(lang)}</a></p>
        </aside>
        <div class="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-card px-4 py-3 lg:hidden pay-bar">
            <div class="flex items-center justify-between gap-4">
                <p>
                    <span class="block text-12 text-muted">{t::cart::total(lang)}</span>
                    {total}
                </p>
                <GoOn can_go brief=true/>
            </div>
        </div>
    }
}

#[component]
fn GoOn(can_go: Memo<bool>, #[prop(optional)] brief: bool) -> impl IntoView {
    let lang = use_lang();
    move || {
        if can_go.get() {
            view! {
                <ButtonLink href="/checkout" kind=ButtonKind::Main size=ButtonSize::Large wide=!brief>
                    {t::cart::checkout(lang)}
                </ButtonLink>
            }
            .into_any()
        } else if brief {
            view! { <p class="text-13 text-warning max-w-48">{t::cart::mend_lines_first(lang)}</p> }
                .into_any()
        } else {
            view! { <Alert tone=Tone::Warning>{t::cart::mend_lines_first(lang)}</Alert> }.into_any()
        }
    }
}
