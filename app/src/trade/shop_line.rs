//! A shop in one line, over its part of a cart, a checkout or an order; and how many of a
//! thing stand in it.

use crate::{
    i18n::{t, use_lang},
    ui::{Avatar, AvatarSize, Badge, Tone},
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::shop::{ShopCard, Tier},
};

/// Mark, name and tier, leading to the shop.
#[component]
pub fn ShopLine(shop: ShopCard) -> impl IntoView {
    let lang = use_lang();
    let name = shop.name.pick(lang).to_owned();
    view! {
        <div class="flex items-center gap-2 min-w-0">
            <Avatar name=name.clone() picture=shop.mark.clone() size=AvatarSize::Small shop=true/>
            <a href=format!("/shops/{}", shop.slug) class="py-2 font-medium truncate hover:underline">{name}</a>
            {match shop.tier {
                Tier::Mall => view! { <Badge tone=Tone::Cinnabar>{t::cart::mall(lang)}</Badge> }.into_any(),
                Tier::Bazaar => ().into_any(),
            }}
        </div>
    }
}

/// How many of a thing, and which: `2 × Red · Large`, or `2 pieces` where there is no choice.
pub fn pieces_of(lang: Lang, quantity: u32, options: &str) -> String {
    if options.is_empty() {
        t::cart::pieces(lang, i64::from(quantity))
    } else {
        format!("{quantity} × {options}")
    }
}
