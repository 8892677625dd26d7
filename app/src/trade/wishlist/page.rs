//! `/wishlist`

use super::{
    api::{ChooseLetters, MoveToCart, ShareWishlist, load_wishlist},
    row::WishRow,
    use_wishes,
};
use crate::{
    i18n::{t, use_lang},
    platform::{described::Unlisted, page::Loaded, visitor::use_visitor},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::{
    text::Lang,
    trade::wishlist::{WishSort, Wishlist},
};

/// One's own wishes.
#[component]
pub fn WishlistPage() -> impl IntoView {
    let lang = use_lang();
    let to_cart = ServerAction::<MoveToCart>::new();
    let share = ServerAction::<ShareWishlist>::new();
    let letters = ServerAction::<ChooseLetters>::new();
    let params = use_query_map();
    let visitor = use_visitor();
    let wishes = use_wishes();
    let sort = Memo::new(move |_| {
        params
            .with(|params| params.get("sort")?.parse::<WishSort>().ok())
            .unwrap_or_default()
    });
    Effect::watch(
        move || to_cart.version().get(),
        move |_, _, _| visitor.refetch(),
        false,
    );
    let list = Resource::new_blocking(
        move || {
            (
                sort.get(),
                to_cart.version().get(),
                share.version().get(),
                letters.version().get(),
                wishes.changes(),
            )
        },
        |(sort, ..)| load_wishlist(sort),
    );
    view! {
        <Title text=t::wishlist::title(lang)/>
        <Unlisted/>
        <div class="page page-body">
            <Loaded of=list view=move |list| view! { <List list to_cart share letters/> }/>
        </div>
    }
}

#[component]
fn List(
    list: Wishlist,
    to_cart: ServerAction<MoveToCart>,
    share: ServerAction<ShareWishlist>,
    letters: ServerAction<ChooseLetters>,
) -> impl IntoView {
    let lang = use_lang();
    let count = i64::try_from(list.wishes.len()).unwrap_or_default();
    if list.wishes.is_empty() {
        return view! {
            <PageHead title=t::wishlist::title(lang)/>
            <EmptyState picture=EmptyPicture::Box title=t::wishlist::empty(lang) text=t::wishlist::empty_hint(lang)>
                <ButtonLink href="/" kind=ButtonKind::Main>{t::search::to_the_street(lang)}</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    let sort = list.sort;
    let tabs = WishSort::ALL
        .iter()
        .map(|order| TabLink {
            label: sort_words(lang, *order).to_owned(),
            href: match order {
                WishSort::Latest => "/wishlist".to_owned(),
                other => format!("/wishlist?sort={}", other.key()),
            },
            count: None,
            current: *order == sort,
        })
        .collect();
    view! {
        <PageHead title=t::wishlist::title(lang) lead=t::wishlist::lead(lang, count)/>
        <Tabs label=t::wishlist::order(lang) tabs/>
        <div class="wishlist">
            <ul class="wishes">
                {list.wishes.iter().map(|wish| view! { <WishRow wish=wish.clone() actions=to_cart/> }).collect_view()}
            </ul>
            <aside class="wishlist-aside">
                <Sharing shared_at=list.shared_at share/>
                <Letters by_letter=list.by_letter has_email=list.has_email letters/>
            </aside>
        </div>
    }
    .into_any()
}

fn sort_words(lang: Lang, sort: WishSort) -> &'static str {
    match sort {
        WishSort::Latest => t::wishlist::sort_latest(lang),
        WishSort::Fallen => t::wishlist::sort_fallen(lang),
        WishSort::PriceUp => t::wishlist::sort_price(lang),
        WishSort::InStock => t::wishlist::sort_stock(lang),
    }
}

/// The address that shows the list to others.
#[component]
fn Sharing(shared_at: Option<String>, share: ServerAction<ShareWishlist>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Card title=t::wishlist::share(lang)>
            {match shared_at {
                Some(address) => view! {
                    <p class="text-14 text-muted">{t::wishlist::shared_hint(lang)}</p>
                    <p class="mt-2 text-14 break-all"><a class="link" href=address.clone()>{address.clone()}</a></p>
                    <Form action=share id="unshare" class="mt-3">
                        <input type="hidden" name="on" value="false"/>
                        <Submit kind=ButtonKind::Plain size=ButtonSize::Small>{t::wishlist::share_no_more(lang)}</Submit>
                    </Form>
                }.into_any(),
                None => view! {
                    <p class="text-14 text-muted">{t::wishlist::share_hint(lang)}</p>
                    <Form action=share id="share" class="mt-3">
                        <input type="hidden" name="on" value="true"/>
                        <Submit kind=ButtonKind::Plain size=ButtonSize::Small>{t::wishlist::share_now(lang)}</Submit>
                    </Form>
                }.into_any(),
            }}
        </Card>
    }
}

/// How news of wishes come.
#[component]
fn Letters(
    by_letter: bool,
    has_email: bool,
    letters: ServerAction<ChooseLetters>,
) -> impl IntoView {
    let lang = use_lang();
    let words = match (has_email, by_letter) {
        (false, _) => t::wishlist::news_guest(lang),
        (true, true) => t::wishlist::news_by_letter(lang),
        (true, false) => t::wishlist::news_here(lang),
    };
    view! {
        <Card title=t::wishlist::news(lang)>
            <p class="text-14 text-muted">{words}</p>
            {has_email.then(|| view! {
                <Form action=letters class="mt-3">
                    <input type="hidden" name="on" value=if by_letter { "false" } else { "true" }/>
                    <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Mail>
                        {if by_letter { t::wishlist::no_letters(lang) } else { t::wishlist::letters_too(lang) }}
                    </Submit>
                </Form>
            })}
        </Card>
    }
}
