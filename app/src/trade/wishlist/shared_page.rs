//! `/wishlists/{key}`: what somebody wishes for, to those they gave the address.

use super::{api::load_shared_wishlist, row::WishRow};
use crate::{
    i18n::{t, use_lang},
    platform::{described::Unlisted, page::Loaded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::trade::wishlist::SharedWishlist;

/// Somebody's wishes, to be read.
#[component]
pub fn SharedWishlistPage() -> impl IntoView {
    let path = use_params_map();
    let key = Memo::new(move |_| path.with(|path| path.get("key").unwrap_or_default()));
    let list = Resource::new_blocking(move || key.get(), load_shared_wishlist);
    view! { <Loaded of=list view=|list| view! { <Shared list/> }/> }
}

#[component]
fn Shared(list: SharedWishlist) -> impl IntoView {
    let lang = use_lang();
    let title = if list.name.is_empty() {
        t::wishlist::shared_title(lang).to_owned()
    } else {
        t::wishlist::shared_title_of(lang, &list.name)
    };
    let empty = list.wishes.is_empty();
    view! {
        <Title text=title.clone()/>
        <Unlisted/>
        <div class="page page-narrow page-body">
            <PageHead title=title lead=t::wishlist::shared_lead(lang)/>
            {if empty {
                view! {
                    <EmptyState title=t::wishlist::shared_empty(lang)>
                        <ButtonLink href="/" kind=ButtonKind::Main>{t::search::to_the_street(lang)}</ButtonLink>
                    </EmptyState>
                }.into_any()
            } else {
                view! {
                    <ul class="wishes">
                        {list.wishes.into_iter().map(|wish| view! { <WishRow wish actions=None/> }).collect_view()}
                    </ul>
                }.into_any()
            }}
        </div>
    }
    .into_any()
}
