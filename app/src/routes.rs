//! Every page's address.

use crate::{
    growth::dashboard::OverviewPage,
    i18n::{t, use_lang},
    money::{balance::BalancePage, wallet::WalletPage},
    platform::{
        design::DesignPage, frame::Frame, notification::NoticesPage, staff::DeskPage,
        visitor::provide_visitor,
    },
    trade::{
        cart,
        catalog::{back_office as goods, product},
        checkout, home, import, order,
        search::{category_page, search_page},
        shop,
    },
    trust::account::{AccountPage, AddressPage, GuestPage, SessionsPage, SignInPage, SignUpPage},
    ui::{ButtonKind, ButtonLink, EmptyPicture, EmptyState},
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
            <Title formatter=named/>
            <Frame>
                <Routes fallback=NotFound>
                    // Finding things
                    <Route path=path!("/") view=home::Page ssr=SsrMode::Async/>
                    <Route path=path!("/search") view=search_page::Page ssr=SsrMode::Async/>
                    <Route path=path!("/categories/:slug") view=category_page::Page ssr=SsrMode::Async/>
                    <Route path=path!("/shops/:shop") view=shop::page::Page ssr=SsrMode::Async/>
                    <Route path=path!("/shops/:shop/:listing") view=product::Page ssr=SsrMode::Async/>
                    // A shop's goods
                    <Route path=path!("/back-office/:shop/listings") view=goods::ListingsPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/listings/new") view=goods::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/listings/:listing") view=goods::EditorPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/stock") view=goods::StockPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/import") view=import::Page ssr=SsrMode::Async/>
                    // The market itself
                    <Route path=path!("/design") view=DesignPage ssr=SsrMode::Async/>
                    // People, their shops, their notices
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/account/sessions") view=SessionsPage ssr=SsrMode::Async/>
                    <Route path=path!("/account/addresses") view=AddressPage ssr=SsrMode::Async/>
                    <Route path=path!("/notices") view=NoticesPage ssr=SsrMode::Async/>
                    <Route path=path!("/guest/:key") view=GuestPage ssr=SsrMode::Async/>
                    <Route path=path!("/open-shop") view=shop::OpenShopPage ssr=SsrMode::Async/>
                    <Route path=path!("/desk") view=DeskPage ssr=SsrMode::Async/>
                    // Buying
                    <Route path=path!("/cart") view=cart::CartPage ssr=SsrMode::Async/>
                    <Route path=path!("/checkout") view=checkout::CheckoutPage ssr=SsrMode::Async/>
                    <Route path=path!("/checkout/:id") view=checkout::PayPage ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view=order::OrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:id") view=order::OrderPage ssr=SsrMode::Async/>
                    <Route path=path!("/wallet") view=WalletPage ssr=SsrMode::Async/>
                    // Back office
                    <Route path=path!("/back-office/:shop") view=OverviewPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders") view=order::ShopOrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders/ship") view=order::ShipPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders/slips") view=order::SlipsPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/orders/:id") view=order::ShopOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/balance") view=BalancePage ssr=SsrMode::Async/>
                    <Route path=path!("/back-office/:shop/settings") view=shop::ShopSettingsPage ssr=SsrMode::Async/>
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
        <div class="page">
            <EmptyState picture=EmptyPicture::Road level=1
                title=t::common::not_found(lang) text=t::common::not_found_hint(lang)>
                <ButtonLink href="/" kind=ButtonKind::Main>{t::common::go_home(lang)}</ButtonLink>
            </EmptyState>
        </div>
    }
}
