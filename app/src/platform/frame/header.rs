//! The header: mark, search, language, theme, bell, cart, account.

use super::still;
use crate::{
    i18n::{t, use_lang},
    platform::{
        notification::Bell,
        preferences::{SetLanguage, SetTheme, use_theme},
        visitor::use_visitor,
    },
    trade::search::{SearchField, SearchForm},
    ui::{Avatar, AvatarSize, Glyph, Icon, Mark, Theme, awaited},
};
use leptos::{html, prelude::*};
use leptos_router::hooks::{use_location, use_query_map};
use longtail::{
    text::Lang,
    trust::account::{AccountKind, Visitor},
};
use server_fn::ServerFn;

/// Where the form that signs out is sent.
const SIGN_OUT: &str = "/api/trust/account/sign_out";

#[component]
pub fn Header(at_work: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let visitor = use_visitor();
    let path = use_location().pathname;
    // The start page begins with a search of its own.
    let searches = Memo::new(move |_| !at_work.get() && path.with(|path| path != "/"));
    view! {
        <header class="masthead" class:is-office=at_work>
            <div class="page masthead-row">
                <a href="/" class="brand" aria-label=t::frame::to_home(lang)>
                    <Mark/>
                    <span>"Longtail"</span>
                    <span class="brand-part only-wide" hidden=move || !at_work.get()>{t::frame::back_office(lang)}</span>
                </a>
                <Show when=move || searches.get()><Search/></Show>
                <div class="masthead-tools">
                    <LanguageSwitch/>
                    <ThemeSwitch/>
                    {awaited(
                        || view! { <span class="tool" aria-hidden="true"><Icon glyph=Glyph::User/></span> },
                        move || async move {
                            let visitor = visitor.await.ok();
                            view! { <Tools visitor/> }.into_any()
                        },
                    )}
                </div>
            </div>
        </header>
    }
}

/// Goes to `/search?q=…`, with or without scripts.
#[component]
fn Search() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let path = use_location().pathname;
    let asked = move || {
        if path.get() == "/search" {
            query.with(|query| query.get("q")).unwrap_or_default()
        } else {
            String::new()
        }
    };
    view! {
        <SearchForm action="/search" class="search">
            <SearchField
                id="search-top".to_owned()
                label=t::frame::search(lang)
                placeholder=t::frame::search_for(lang)
                asked=Signal::derive(asked)
            />
            <button type="submit" aria-label=t::frame::search(lang)><Icon glyph=Glyph::Search/></button>
        </SearchForm>
    }
}

/// A plain form: the document is loaded anew.
#[component]
fn LanguageSwitch() -> impl IntoView {
    view! { <form method="post" action=SetLanguage::PATH inner_html=still(other_language)></form> }
}

/// The other language, named in itself.
fn other_language() -> impl IntoView {
    let (other, short, name) = match use_lang() {
        Lang::En => (Lang::Zh, "中文", "切换为中文"),
        Lang::Zh => (Lang::En, "EN", "Switch to English"),
    };
    let value = match other {
        Lang::En => "en",
        Lang::Zh => "zh",
    };
    view! {
        <button type="submit" name="lang" value=value class="tool" lang=other.tag() title=name aria-label=name>
            {short}
        </button>
    }
}

#[component]
fn ThemeSwitch() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Menu label=t::frame::theme(lang) summary=|| view! { <Icon glyph=theme_glyph(use_theme())/> }>
            <form method="post" action=SetTheme::PATH inner_html=still(themes)></form>
        </Menu>
    }
}

fn theme_glyph(theme: Theme) -> Glyph {
    match theme {
        Theme::Auto => Glyph::Auto,
        Theme::Light => Glyph::Sun,
        Theme::Dark => Glyph::Moon,
    }
}

fn themes() -> impl IntoView {
    let lang = use_lang();
    let now = use_theme();
    let words = move |theme| match theme {
        Theme::Auto => t::frame::theme_auto(lang),
        Theme::Light => t::frame::theme_light(lang),
        Theme::Dark => t::frame::theme_dark(lang),
    };
    Theme::ALL
        .into_iter()
        .map(|theme| {
            view! {
                <button type="submit" name="theme" value=theme.name() class="menu-item"
                    aria-current=(theme == now).then_some("true")>
                    <Icon glyph=theme_glyph(theme)/>
                    <span>{words(theme)}</span>
                    {(theme == now).then(|| view! { <Icon glyph=Glyph::Check/> })}
                </button>
            }
        })
        .collect_view()
}

/// A list that unfolds from a button of the header: `<details>`, so that it needs no scripts.
#[component]
fn Menu(
    #[prop(into)] label: String,
    #[prop(into)] summary: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Details>::new();
    let path = use_location().pathname;
    let close = move || {
        if let Some(details) = place.get_untracked() {
            details.set_open(false);
        }
    };
    // A link inside was followed.
    Effect::new(move |_| {
        path.track();
        close();
    });
    view! {
        <details
            class="menu"
            node_ref=place
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close();
                }
            }
            on:focusout=move |event| {
                if leaves(&event, place) {
                    close();
                }
            }
        >
            <summary class="tool" aria-label=label.clone() title=label>{summary.run()}</summary>
            <div class="menu-sheet">{children()}</div>
        </details>
    }
}

/// Whether the focus goes to something outside the menu.
fn leaves(event: &leptos::ev::FocusEvent, place: NodeRef<html::Details>) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let Some(details) = place.get_untracked() else {
        return false;
    };
    event
        .related_target()
        .and_then(|target| target.dyn_into::<leptos::web_sys::Node>().ok())
        .is_none_or(|node| !details.contains(Some(&node)))
}

/// 100 and more are `99+`.
pub fn short(count: u32) -> String {
    if count > 99 {
        "99+".to_owned()
    } else {
        count.to_string()
    }
}

/// What depends on who looks. None where the market did not say.
#[component]
fn Tools(visitor: Option<Visitor>) -> impl IntoView {
    let lang = use_lang();
    let cart = visitor.as_ref().map_or(0, |visitor| visitor.cart_count);
    let unread = visitor.as_ref().map_or(0, |visitor| visitor.unread_notices);
    let member = visitor
        .filter(|visitor| matches!(visitor.kind, Some(AccountKind::Member | AccountKind::Staff)));
    view! {
        {member.is_some().then(|| view! { <Bell unread/> })}
        <a href="/wishlist" class="tool only-wide" aria-label=t::wishlist::title(lang) title=t::wishlist::title(lang)>
            <Icon glyph=Glyph::Heart/>
        </a>
        <a href="/cart" class="tool only-wide" aria-label=t::frame::cart_of(lang, i64::from(cart)) title=t::frame::cart(lang)>
            <Icon glyph=Glyph::Cart/>
            {(cart > 0).then(|| view! { <span class="tool-count" aria-hidden="true">{short(cart)}</span> })}
        </a>
        {match member {
            Some(visitor) => view! { <AccountMenu visitor/> }.into_any(),
            None => view! {
                <a href="/sign-in" class="tool">
                    <Icon glyph=Glyph::User/>
                    <span class="only-wide">{t::frame::sign_in(lang)}</span>
                    <span class="sr-only only-narrow">{t::frame::sign_in(lang)}</span>
                </a>
            }.into_any(),
        }}
    }
}

#[component]
fn AccountMenu(visitor: Visitor) -> impl IntoView {
    let lang = use_lang();
    let staff = visitor.kind == Some(AccountKind::Staff);
    let link = |href: String, glyph, words: String| {
        view! { <a href=href class="menu-item"><Icon glyph/><span>{words}</span></a> }
    };
    let shops = visitor
        .shops
        .iter()
        .map(|shop| {
            let name = shop.name.pick(lang).to_owned();
            link(format!("/back-office/{}", shop.slug), Glyph::Shop, name)
        })
        .collect_view();
    let own_shops = !visitor.shops.is_empty();
    let name = visitor.name.clone();
    let face = name.clone();
    view! {
        <Menu label=t::frame::account_of(lang, &name)
            summary=move || view! { <Avatar name=face size=AvatarSize::Small/> }>
            <div class="menu-who">
                <Avatar name=name.clone()/>
                <span><strong>{name}</strong><small>{t::frame::signed_in(lang)}</small></span>
            </div>
            {link("/orders".into(), Glyph::Receipt, t::frame::orders(lang).into())}
            {link("/wishlist".into(), Glyph::Heart, t::wishlist::title(lang).into())}
            {link("/wallet".into(), Glyph::Wallet, t::frame::wallet(lang).into())}
            {link("/account".into(), Glyph::User, t::frame::account(lang).into())}
            {link("/account/addresses".into(), Glyph::Pin, t::frame::addresses(lang).into())}
            <hr/>
            {own_shops.then(|| view! { <p class="menu-group">{t::frame::my_shops(lang)}</p> })}
            {shops}
            {(!staff).then(|| link("/open-shop".into(), Glyph::Plus, t::frame::open_shop(lang).into()))}
            {staff.then(|| link("/desk".into(), Glyph::Scale, t::frame::desk(lang).into()))}
            <hr/>
            <form method="post" action=SIGN_OUT>
                <button type="submit" class="menu-item"><Icon glyph=Glyph::Logout/><span>{t::frame::sign_out(lang)}</span></button>
            </form>
        </Menu>
    }
}
