//! Every page's address.

mod areas;

use crate::{
    i18n::{t, use_lang},
    platform::{frame::Frame, visitor::provide_visitor},
    trade::{home, search::SearchBox, wishlist::provide_wishes},
    ui::{ButtonKind, ButtonLink, EmptyPicture, EmptyState},
};
use areas::{BackOffice, Buying, Goods, People, Platform};
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
    #[cfg(feature = "hydrate")]
    if let Some(rate) = crate::platform::visitor::page_rate() {
        provide_context(rate);
    }
    #[cfg(feature = "hydrate")]
    crate::platform::places::keep_places();
    provide_visitor();
    provide_wishes();
    crate::ui::provide_returned_form();
    crate::ui::provide_toaster();
    view! {
        <Router>
            <Title formatter=named/>
            <Frame>
                <Routes fallback=NotFound>
                    // Finding things
                    <Route path=path!("/") view=home::Page ssr=SsrMode::Async/>
                    <Route path=path!("/search") view=Goods::Search ssr=SsrMode::Async/>
                    <Route path=path!("/categories/:slug") view=Goods::Category ssr=SsrMode::Async/>
                    <Route path=path!("/shops/:shop") view=Goods::Shop ssr=SsrMode::Async/>
                    <Route path=path!("/shops/:shop/:listing") view=Goods::Product ssr=SsrMode::Async/>
                    // A shop's goods
                    <Route path=path!("/back-office/:shop/listings") view=BackOffice::Listings ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/listings/new") view=BackOffice::NewListing ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/listings/:listing") view=BackOffice::Editor ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/listings/:listing/history") view=BackOffice::History ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/bulk/:edit") view=BackOffice::Bulk ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/stock") view=BackOffice::Stock ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/stock/counts") view=BackOffice::Counts ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/stock/counts/:count") view=BackOffice::Count ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/stock/movements/:variant") view=BackOffice::Movements ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/import") view=BackOffice::Import ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/postage") view=BackOffice::Postage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/postage/new") view=BackOffice::NewTemplate ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/postage/:template") view=BackOffice::Template ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/postage/goods/:listing") view=BackOffice::Measures ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/questions") view=BackOffice::Questions ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/decoration") view=BackOffice::Layouts ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/decoration/:layout") view=BackOffice::Layout ssr=SsrMode::Async/>
                    // The market itself
                    <Route path=path!("/design") view=Platform::Design ssr=SsrMode::Async/>
                    // People, their shops, their notices
                    <Route path=path!("/sign-in") view=People::SignIn ssr=SsrMode::Async/>
                    <Route path=path!("/sign-up") view=People::SignUp ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=People::Account ssr=SsrMode::Async/>
                    <Route path=path!("/forgot-password") view=People::ForgotPassword ssr=SsrMode::Async/>
                    <Route path=path!("/reset-password/:key") view=People::ResetPassword ssr=SsrMode::Async/>
                    <Route path=path!("/account/password") view=People::Password ssr=SsrMode::Async/>
                    <Route path=path!("/account/sessions") view=People::Sessions ssr=SsrMode::Async/>
                    <Route path=path!("/account/addresses") view=People::Addresses ssr=SsrMode::Async/>
                    <Route path=path!("/seen") view=People::Seen ssr=SsrMode::Async/>
                    <Route path=path!("/wishlist") view=People::Wishlist ssr=SsrMode::Async/>
                    <Route path=path!("/wishlists/:key") view=People::SharedWishlist ssr=SsrMode::Async/>
                    <Route path=path!("/notices") view=People::Notices ssr=SsrMode::Async/>
                    <Route path=path!("/guest/:key") view=People::Guest ssr=SsrMode::Async/>
                    <Route path=path!("/open-shop") view=People::OpenShop ssr=SsrMode::Async/>
                    <Route path=path!("/desk") view=Platform::Desk ssr=SsrMode::Async/>
                    <Route path=path!("/desk/promotions") view=Platform::Promotions ssr=SsrMode::Async/>
                    <Route path=path!("/desk/statements") view=Platform::Statements ssr=SsrMode::Async/>
                    <Route path=path!("/desk/taxes") view=Platform::Taxes ssr=SsrMode::Async/>
                    <Route path=path!("/desk/specifications") view=Platform::Specifications ssr=SsrMode::Async/>
                    <Route path=path!("/desk/rates") view=Platform::Rates ssr=SsrMode::Async/>
                    <Route path=path!("/desk/fees") view=Platform::Fees ssr=SsrMode::Async/>
                    // Buying
                    <Route path=path!("/cart") view=Buying::Cart ssr=SsrMode::Async/>
                    <Route path=path!("/checkout") view=Buying::Checkout ssr=SsrMode::Async/>
                    <Route path=path!("/checkout/:id") view=Buying::Pay ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view=Buying::Orders ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:id") view=Buying::Order ssr=SsrMode::Async/>
                    <Route path=path!("/wallet") view=Buying::Wallet ssr=SsrMode::Async/>
                    <Route path=path!("/wallet/withdraw") view=Buying::Withdraw ssr=SsrMode::Async/>
                    <Route path=path!("/invoices") view=Buying::Invoices ssr=SsrMode::Async/>
                    <Route path=path!("/invoices/:id") view=Buying::Invoice ssr=SsrMode::Async/>
                    // Back office
                    <Route path=path!("/back-office/:shop") view=BackOffice::Overview ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders") view=BackOffice::Orders ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders/ship") view=BackOffice::Ship ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders/slips") view=BackOffice::Slips ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders/earlier") view=BackOffice::Earlier ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders/:id") view=BackOffice::Order ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/balance") view=BackOffice::Balance ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/payouts") view=BackOffice::Payouts ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/offers") view=BackOffice::Offers ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/deposit") view=BackOffice::Deposit ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/invoices") view=BackOffice::Invoices ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/settings") view=BackOffice::Settings ssr=SsrMode::Async/>
                </Routes>
            </Frame>
        </Router>
    }
}

/// A page's title, followed by the market's name.
fn named(title: String) -> String {
    if title == "Longtail" {
        title
    } else {
        format!("{title} · Longtail")
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
        <div class="page page-body">
            <EmptyState picture=EmptyPicture::Road level=1
                title=t::common::not_found(lang) text=t::common::not_found_hint(lang)>
                <SearchBox id="search-elsewhere"/>
                <ButtonLink href="/" kind=ButtonKind::Main>{t::common::go_home(lang)}</ButtonLink>
            </EmptyState>
        </div>
    }
}
