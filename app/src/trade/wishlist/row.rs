//! One wish: the price then and now, whether it can be had, and the way into the cart.

use super::api::MoveToCart;
use crate::{
    i18n::{t, use_lang},
    trade::cart,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::Money,
    text::Lang,
    trade::wishlist::{Wish, WishFor, WishStock},
};

/// A wish in a list. Without `actions` it is somebody else's.
#[component]
pub fn WishRow(
    wish: Wish,
    /// What can be done with it, where it is one's own.
    #[prop(optional_no_strip, into)]
    actions: Option<ServerAction<MoveToCart>>,
) -> impl IntoView {
    let lang = use_lang();
    let title = wish.title.pick(lang).to_owned();
    let title_lang = wish.title.picked(lang);
    let title_lang = (title_lang != lang).then_some(title_lang.tag());
    let options = wish.options.pick(lang).to_owned();
    let shop = wish.shop.name.pick(lang).to_owned();
    let shop_path = format!("/shops/{}", wish.shop.slug);
    let gone = wish.stock == WishStock::Gone;
    let name = if gone {
        view! { <span lang=title_lang>{title}</span> }.into_any()
    } else {
        view! { <a href=wish.path.clone() lang=title_lang class="hover:underline">{title}</a> }
            .into_any()
    };
    view! {
        <li class="wish">
            <span class="wish-photo"><Photo picture=wish.picture.clone() alt="" sizes="112px"/></span>
            <div class="wish-words">
                <h2 class="wish-title">{name}</h2>
                <p class="wish-meta">
                    {(!options.is_empty()).then(|| view! { <span>{options}</span> })}
                    <a href=shop_path class="hover:underline">{shop}</a>
                </p>
                {wish.price_now.map(|now| view! { <Prices then=wish.price_then now/> })}
                <Stock stock=wish.stock/>
            </div>
            {actions.map(|to_cart| view! { <Actions wish=wish.clone() to_cart/> })}
        </li>
    }
    .into_any()
}

/// The price now, and how it stands to that of the day of the wish.
#[component]
fn Prices(then: Money, now: Money) -> impl IntoView {
    let lang = use_lang();
    let change = now.minor - then.minor;
    let by = Money::new(change.abs(), now.currency);
    view! {
        <p class="wish-price">
            <Price amount=now size=PriceSize::Card/>
            <Abroad amount=now/>
            {match change {
                0 => ().into_any(),
                n if n < 0 => view! { <Badge tone=Tone::Jade>{t::wishlist::less_than_then(lang, by)}</Badge> }.into_any(),
                _ => view! { <span class="wish-then">{t::wishlist::more_than_then(lang, by)}</span> }.into_any(),
            }}
        </p>
    }
}

#[component]
fn Stock(stock: WishStock) -> impl IntoView {
    let lang = use_lang();
    let (class, glyph, words) = stock_words(lang, stock);
    view! { <p class=format!("wish-stock {class}")><Icon glyph/>{words}</p> }
}

fn stock_words(lang: Lang, stock: WishStock) -> (&'static str, Glyph, String) {
    match stock {
        WishStock::InStock => (
            "text-jade",
            Glyph::Check,
            t::product::in_stock(lang).to_owned(),
        ),
        WishStock::FewLeft { left } => (
            "text-warning",
            Glyph::Clock,
            t::product::only_left(lang, i64::from(left)),
        ),
        WishStock::SoldOut => (
            "text-danger",
            Glyph::Blocked,
            t::wishlist::sold_out(lang).to_owned(),
        ),
        WishStock::Gone => (
            "text-muted",
            Glyph::Blocked,
            t::wishlist::gone(lang).to_owned(),
        ),
    }
}

#[component]
fn Actions(wish: Wish, to_cart: ServerAction<MoveToCart>) -> impl IntoView {
    let lang = use_lang();
    let title = wish.title.pick(lang).to_owned();
    let (move_it, take_off) = (
        t::wishlist::move_what(lang, &title),
        t::wishlist::take_off(lang, &title),
    );
    let of = WishFor {
        listing: wish.listing,
        variant: None,
    };
    let go = match wish.to_cart {
        Some(variant) => view! {
            <Form action=to_cart refusal=cart::refusal id=format!("cart-{}", wish.listing) class="form-inline">
                <input type="hidden" name="wish" value=of.to_string()/>
                <input type="hidden" name="variant" value=variant.to_string()/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Cart
                    label=move_it>
                    {t::wishlist::move_to_cart(lang)}
                </Submit>
            </Form>
        }
        .into_any(),
        None if wish.stock.can_be_had() => view! {
            <ButtonLink href=wish.path size=ButtonSize::Small>{t::wishlist::choose(lang)}</ButtonLink>
        }
        .into_any(),
        None => ().into_any(),
    };
    view! {
        <div class="wish-actions">
            {go}
            <button type="submit" form="wish" name="unwish" value=of.to_string() class="icon-btn"
                aria-label=take_off title=t::wishlist::take_off_short(lang)>
                <Icon glyph=Glyph::Trash/>
            </button>
        </div>
    }
}
