//! What stands around every page: header, footer, the bar at the bottom of a phone.

pub(super) mod header;

use crate::{
    i18n::{t, use_lang},
    platform::{
        preferences::{SetCurrency, offered_currencies},
        visitor::use_visitor,
    },
    trade::wishlist::WishForm,
    ui::{Glyph, Icon, ToastRegion, awaited},
};
use header::Header;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use server_fn::ServerFn;

/// The market's frame around a page. The back office and the staff's desk get the same
/// header without search, and no footer.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let lang = use_lang();
    #[cfg(feature = "hydrate")]
    crate::platform::described::move_canonical();
    #[cfg(feature = "hydrate")]
    tell_where_to();
    let path = use_location().pathname;
    let at_work = Memo::new(move |_| {
        path.with(|path| path.starts_with("/back-office") || path.starts_with("/desk"))
    });
    view! {
        <a class="skip-link" href="#content">{t::frame::skip(lang)}</a>
        <Header at_work=at_work.into()/>
        <main id="content" tabindex="-1">{children().into_any()}</main>
        <div hidden=at_work><Footer/></div>
        <BottomBar/>
        <WishForm/>
        <ToastRegion/>
    }
}

/// Tells the loader of the bundle's parts where the visitor is going: the address of the page follows
/// only once its part is there.
#[cfg(feature = "hydrate")]
fn tell_where_to() {
    let location = use_location();
    Effect::new(move |_| {
        let to = super::page::with_query(location.pathname.get(), &location.search.get());
        if let Some(root) = document().document_element() {
            _ = root.set_attribute("data-going", &to);
        }
    });
}

/// Draws what never changes while a document is open, for `inner_html`. The server alone does:
/// the browser leaves what it finds, and need not download how it is made.
fn still<V: IntoView>(draw: impl FnOnce() -> V) -> String {
    #[cfg(feature = "ssr")]
    return draw().into_view().to_html();
    #[cfg(not(feature = "ssr"))]
    {
        _ = draw;
        String::new()
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! { <footer class="footer" inner_html=still(footer)></footer> }
}

fn footer() -> impl IntoView {
    let lang = use_lang();
    let promise = |glyph, title: &'static str, text: &'static str| {
        view! {
            <li>
                <Icon glyph/>
                <div><strong>{title}</strong><p>{text}</p></div>
            </li>
        }
    };
    view! {
        <div class="page">
            <ul class="footer-promises">
                {promise(Glyph::Shield, t::frame::promise_held(lang), t::frame::promise_held_text(lang))}
                {promise(Glyph::Shop, t::frame::promise_shops(lang), t::frame::promise_shops_text(lang))}
                {promise(Glyph::Scale, t::frame::promise_ledger(lang), t::frame::promise_ledger_text(lang))}
            </ul>
            <div class="footer-links">
                <a href="/open-shop">{t::frame::open_shop(lang)}</a>
                <a href="/orders">{t::frame::orders(lang)}</a>
                <a href="/wishlist">{t::wishlist::title(lang)}</a>
                <a href="/seen">{t::seen::title(lang)}</a>
                {currency_choice()}
                <p>{t::frame::runs_on(lang)}</p>
            </div>
        </div>
    }
}

/// In which currency prices are read beside the market's own; nothing where there is no rate.
fn currency_choice() -> Option<impl IntoView> {
    let lang = use_lang();
    let offered = offered_currencies();
    (!offered.is_empty()).then(|| {
        let options = offered
            .into_iter()
            .map(|(currency, chosen)| {
                let label = format!("{currency} · {}", currency.name(lang));
                view! { <option value=currency.code() selected=chosen>{label}</option> }
            })
            .collect_view();
        view! {
            <form method="post" action=SetCurrency::PATH class="footer-currency">
                <label for="currency">{t::frame::prices_in(lang)}</label>
                <div class="control control-select">
                    <select id="currency" name="currency" autocomplete="off">{options}</select>
                </div>
                <button type="submit" class="btn btn-plain btn-small">
                    <span class="btn-words">{t::frame::show_prices(lang)}</span>
                </button>
            </form>
        }
    })
}

/// Five ways on a phone.
#[component]
fn BottomBar() -> impl IntoView {
    let lang = use_lang();
    let visitor = use_visitor();
    let path = use_location().pathname;
    let item = |href: &'static str, glyph, label: &'static str, more: Option<AnyView>| {
        let here = move || path.with(|path| leads_to(path, href)).then_some("page");
        view! { <li><a href=href aria-current=here><Icon glyph/>{label}{more}</a></li> }
    };
    let in_cart = awaited(ViewFnOnce::default(), move || async move {
        let count = visitor.await.map_or(0, |visitor| visitor.cart_count);
        (count > 0)
            .then(|| view! { <span class="tool-count" aria-hidden="true">{header::short(count)}</span> })
            .into_any()
    });
    view! {
        <nav class="bottom-bar only-narrow" aria-label=t::frame::main_ways(lang)>
            <ul>
                {item("/", Glyph::Home, t::frame::home(lang), None)}
                {item("/search", Glyph::Grid, t::frame::browse(lang), None)}
                {item("/cart", Glyph::Cart, t::frame::cart(lang), Some(in_cart))}
                {item("/orders", Glyph::Receipt, t::frame::orders(lang), None)}
                {item("/account", Glyph::User, t::frame::me(lang), None)}
            </ul>
        </nav>
    }
}

/// Whether a page lies on one of the five ways: the start page on its own alone.
fn leads_to(path: &str, way: &str) -> bool {
    path.strip_prefix(way)
        .is_some_and(|rest| rest.is_empty() || (way != "/" && rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::leads_to;

    #[test]
    fn a_page_lies_on_its_way_alone() {
        assert!(leads_to("/", "/"));
        assert!(!leads_to("/orders", "/"));
        assert!(leads_to("/orders/7", "/orders"));
        assert!(!leads_to("/orders-of-others", "/orders"));
    }
}
