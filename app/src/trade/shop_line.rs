//! A shop in one line, over its part of a cart, a checkout or an order.

use crate::{
    i18n::{t, use_lang},
    ui::{Avatar, AvatarSize, Badge, Tone},
};
use leptos::prelude::*;
use longtail::trade::shop::{ShopCard, Tier};

/// Mark, name and tier, leading to the shop.
#[component]
pub fn ShopLine(shop: ShopCard) -> impl IntoView {
    let lang = use_lang();
    let name = shop.name.pick(lang).to_owned();
    view! {
        <div class="flex items-center gap-2 min-w-0">
            <Avatar name=name.clone() picture=shop.mark.clone() size=AvatarSize::Small shop=true/>
            <a href=format!("/shops/{}", shop.slug) class="font-medium truncate hover:underline">{name}</a>
            {match shop.tier {
                Tier::Mall => view! { <Badge tone=Tone::Cinnabar>{t::cart::mall(lang)}</Badge> }.into_any(),
                Tier::Bazaar => ().into_any(),
            }}
        </div>
    }
}
