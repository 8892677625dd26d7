//! Choosing options and buying.

use crate::{
    i18n::{t, use_lang},
    platform::visitor::use_visitor,
    trade::{
        cart::{self, api::AddToCart},
        price::off_words,
        shipping::postage::country_name,
        wishlist::Heart,
    },
    ui::{
        Abroad, Alert, ButtonKind, ButtonSize, Choice, Form, Glyph, Icon, OptionButtons, Price,
        PriceSize, Stepper, Submit, Tone, WhenStyle, use_toaster, when_text,
    },
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use longtail::{
    money::tax::PriceTax,
    text::Lang,
    trade::{
        cart::MOST_PER_LINE,
        catalog::browse::{FEW_LEFT, OnSale, ProductPage, ShownOffer},
        choice::{PartialChoice, ValueState, press, value_states, write_choice},
        wishlist::WishFor,
    },
};

/// The address of a product with a choice made.
pub fn choice_href(path: &str, choice: &[Option<u16>], picture: Option<usize>) -> String {
    let mut query = Vec::new();
    if choice.iter().any(Option::is_some) {
        query.push(format!("o={}", write_choice(choice)));
    }
    if let Some(n) = picture {
        query.push(format!("p={}", n + 1));
    }
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// Price, options, quantity and the two buttons.
#[component]
pub fn BuyBox(
    product: StoredValue<ProductPage>,
    #[prop(into)] choice: Signal<PartialChoice>,
) -> impl IntoView {
    let lang = use_lang();
    let chosen =
        Memo::new(move |_| product.with_value(|p| choice.with(|choice| p.chosen(choice).cloned())));
    let on_sale = product.with_value(|p| p.on_sale);
    let price = move || {
        let (range, was) = product
            .with_value(|p| choice.with(|choice| (p.price_range(choice), p.price_before(choice))));
        range.map(|(least, most)| {
            let price = match was {
                Some(was) => {
                    view! { <Price amount=least was=was size=PriceSize::Large/> }.into_any()
                }
                None => view! { <Price amount=least upto=most size=PriceSize::Large/> }.into_any(),
            };
            view! { {price}<Abroad amount=least upto=most/> }
        })
    };
    let (listing, title) = product.with_value(|p| (p.listing, p.title.pick(lang).to_owned()));
    let wish = Signal::derive(move || WishFor {
        listing,
        variant: chosen.with(|variant| variant.as_ref().map(|v| v.id)),
    });
    view! {
        <div class="buy-head">
            <div class="min-w-0">
                <div class="buy-price" aria-live="polite">{price}</div>
                <TaxThere product/>
            </div>
            {(on_sale == OnSale::Yes).then(|| view! { <Heart wish title class="product-heart"/> })}
        </div>
        <Offers product/>
        <Options product choice/>
        {move || match on_sale {
            OnSale::Yes => view! { <AddForm product choice chosen/> }.into_any(),
            OnSale::ShopPaused => view! {
                <Alert tone=Tone::Warning title=t::product::shop_paused(lang)>
                    {t::product::shop_paused_hint(lang)}
                </Alert>
            }.into_any(),
            OnSale::Preview => view! {
                <Alert title=t::product::preview(lang)>{t::product::preview_hint(lang)}</Alert>
            }.into_any(),
        }}
    }
    .into_any()
}

/// Whether tax is in the price above, where it would go; nothing where none is known.
#[component]
fn TaxThere(product: StoredValue<ProductPage>) -> impl IntoView {
    let lang = use_lang();
    let (tax, place) = product.with_value(|p| (p.tax, country_name(lang, &p.place.country)));
    tax.map(|tax| {
        let words = match tax {
            PriceTax::Included => t::tax::included_to(lang, place),
            PriceTax::OnTop => t::tax::on_top_to(lang, place),
        };
        view! { <p class="text-13 text-muted">{words}</p> }
    })
}

/// The shop's offers that the prices above are at.
#[component]
fn Offers(product: StoredValue<ProductPage>) -> impl IntoView {
    let lang = use_lang();
    let offers = product.with_value(|product| {
        let Some(first) = product.variants.first() else {
            return Vec::new();
        };
        let currency = first.price.currency;
        let words = |offer: &ShownOffer| {
            let until = when_text(offer.until, WhenStyle::DayAndTime, lang);
            let off = off_words(offer.off, currency);
            t::price::offer_until(lang, offer.name.pick(lang), off, until)
        };
        product.offers.iter().map(words).collect::<Vec<_>>()
    });
    offers
        .into_iter()
        .map(|words| view! { <p class="text-14 text-persimmon">{words}</p> })
        .collect_view()
}

/// One group of buttons per axis. With scripts a press takes hold at once; without, a button
/// below sends them.
#[component]
fn Options(
    product: StoredValue<ProductPage>,
    #[prop(into)] choice: Signal<PartialChoice>,
) -> impl IntoView {
    let lang = use_lang();
    let (axes, path) = product.with_value(|p| (p.axes.clone(), p.path()));
    if axes.is_empty() {
        return ().into_any();
    }
    let navigate = use_navigate();
    let states = Memo::new(move |_| {
        product.with_value(|p| {
            choice.with(|choice| value_states(&p.values_per_axis(), &p.variants, choice))
        })
    });
    let action = path.clone();
    let groups = axes
        .into_iter()
        .enumerate()
        .map(|(axis, shown)| {
            let choices: Vec<Choice> = shown
                .values
                .iter()
                .enumerate()
                .map(|(value, of)| {
                    Choice::new(value.to_string(), of.label.pick(lang)).picture(of.picture.clone())
                })
                .collect();
            let now = Signal::derive(move || {
                choice.with(|choice| {
                    choice
                        .get(axis)
                        .copied()
                        .flatten()
                        .map(|value| value.to_string())
                        .unwrap_or_default()
                })
            });
            let greyed = Signal::derive(move || {
                states.with(|states| {
                    states
                        .get(axis)
                        .into_iter()
                        .flatten()
                        .enumerate()
                        .filter(|(_, state)| **state != ValueState::Available)
                        .map(|(value, _)| value.to_string())
                        .collect::<Vec<_>>()
                })
            });
            let (navigate, path) = (navigate.clone(), path.clone());
            let choose = Callback::new(move |value: String| {
                let Ok(value) = value.parse::<u16>() else {
                    return;
                };
                let next = product.with_value(|p| {
                    let now = choice.get_untracked();
                    press(&p.variants, &now, axis, value)
                });
                navigate(
                    &choice_href(&path, &next, None),
                    NavigateOptions {
                        replace: true,
                        scroll: false,
                        ..Default::default()
                    },
                );
            });
            view! {
                <OptionButtons
                    name=format!("o{axis}")
                    legend=shown.name.pick(lang).to_owned()
                    choices
                    chosen=now
                    greyed
                    on_choose=choose
                />
            }
        })
        .collect_view();
    view! {
        <form method="get" action=action class="stack">
            {groups}
            <noscript>
                <button type="submit" class="btn btn-plain btn-small">
                    <span class="btn-words">{t::product::show_choice(lang)}</span>
                </button>
            </noscript>
        </form>
    }
    .into_any()
}

/// What is said about stock.
fn stock_words(lang: Lang, stock: u32, complete: bool) -> (Tone, String) {
    match stock {
        0 => (Tone::Danger, t::product::sold_out(lang).to_owned()),
        n if complete && n <= FEW_LEFT => {
            (Tone::Warning, t::product::only_left(lang, i64::from(n)))
        }
        _ => (Tone::Jade, t::product::in_stock(lang).to_owned()),
    }
}

/// Quantity, “add to cart”, “buy now”.
#[component]
fn AddForm(
    product: StoredValue<ProductPage>,
    #[prop(into)] choice: Signal<PartialChoice>,
    chosen: Memo<Option<longtail::trade::catalog::browse::ShownVariant>>,
) -> impl IntoView {
    let lang = use_lang();
    let add = ServerAction::<AddToCart>::new();
    let stock = Memo::new(move |_| product.with_value(|p| choice.with(|choice| p.stock(choice))));
    let complete = Memo::new(move |_| chosen.with(Option::is_some));
    let sold_out = Signal::derive(move || stock.get() == 0);
    let most = Memo::new(move |_| {
        chosen
            .with(|variant| variant.as_ref().map(|v| v.offer.stock))
            .unwrap_or(MOST_PER_LINE)
            .clamp(1, MOST_PER_LINE)
    });
    let missing = move || {
        let open = choice.with(|choice| choice.iter().position(Option::is_none))?;
        product.with_value(|p| {
            let axis = p.axes.get(open)?;
            Some(t::product::choose_first(lang, axis.name.pick(lang)))
        })
    };
    let visitor = use_visitor();
    let toaster = use_toaster();
    let done = Callback::new(move |()| {
        visitor.refetch();
        toaster.say(t::cart::added(lang));
    });
    let hint = move || {
        let (tone, words) = stock_words(lang, stock.get(), complete.get());
        let (class, glyph) = match tone {
            Tone::Danger => ("buy-stock text-danger", Glyph::Blocked),
            Tone::Warning => ("buy-stock text-warning", Glyph::Clock),
            _ => ("buy-stock text-jade", Glyph::Check),
        };
        view! { <p class=class><Icon glyph/>{words}</p> }
    };
    view! {
        <Form action=add refusal=cart::refusal id="buy" on_done=done class="buy-form">
            <input
                type="hidden"
                name="variant"
                value=move || chosen.with(|v| v.as_ref().map(|v| v.id.to_string()).unwrap_or_default())
                disabled=move || !complete.get()
            />
            <div class="buy-row">
                {move || view! { <Stepper name="quantity" label=t::cart::quantity(lang) max=most.get()/> }}
                <div aria-live="polite">{hint}</div>
            </div>
            {move || missing().map(|words| view! { <p class="buy-missing">{words}</p> })}
            <div class="buy-buttons">
                <Submit kind=ButtonKind::Plain size=ButtonSize::Large name="then" value="stay"
                    icon=Glyph::Cart disabled=sold_out wide=true>
                    {t::product::add_to_cart(lang)}
                </Submit>
                <Submit size=ButtonSize::Large name="then" value="checkout" disabled=sold_out wide=true>
                    {t::product::buy_now(lang)}
                </Submit>
            </div>
        </Form>
    }
    .into_any()
}
