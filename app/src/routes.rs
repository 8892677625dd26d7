//! Every page's address.

use crate::{
    i18n::t,
    i18n::use_lang,
    platform::visitor::provide_visitor,
    trade::{
        catalog::product,
        home,
        search::{category_page, search_page},
        shop,
    },
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "hydrate")]
    provide_context(crate::platform::visitor::page_lang());
    provide_visitor();
    crate::ui::provide_returned_form();
    crate::ui::provide_toaster();
    view! {
        <Router>
            <main id="content">
                <Routes fallback=NotFound>
                    // Finding things
                    <Route path=path!("/") view=home::Page ssr=SsrMode::Async/>
                    <Route path=path!("/search") view=search_page::Page ssr=SsrMode::Async/>
                    <Route path=path!("/categories/:slug") view=category_page::Page ssr=SsrMode::Async/>
                    <Route path=path!("/shops/:shop") view=shop::page::Page ssr=SsrMode::Async/>
                    <Route path=path!("/shops/:shop/:listing") view=product::Page ssr=SsrMode::Async/>
                </Routes>
            </main>
        </Router>
    }
}

/// Nothing at this address, or nothing for this visitor.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::ssr::set_status(axum::http::StatusCode::NOT_FOUND);
    let lang = use_lang();
    view! {
        <Title text=t::common::not_found(lang)/>
        <h1>{t::common::not_found(lang)}</h1>
        <p>{t::common::not_found_hint(lang)}</p>
        <a href="/">{t::common::go_home(lang)}</a>
    }
}
