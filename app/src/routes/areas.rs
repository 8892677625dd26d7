//! The pages that a browser fetches the code of only when somebody goes there: one
//! bundle for each area, so that a shopper never downloads the back office.

use leptos::prelude::*;

/// Names the files that the area's pages need to `public/start.js`, which fetches them together
/// with the main bundle, instead of only once that one runs.
///
/// Leptos means to announce them in the head, but outside of the page's owner
/// (`ExtendResponse::from_app` of leptos_integration_utils 0.8.9): it finds nothing, or another
/// page that is being drawn, and writes into that one's. And they came before the pictures.
#[component]
fn Parts(area: &'static str) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let parts =
        use_context::<std::sync::Arc<crate::ssr::Bundle>>().map(|bundle| bundle.parts_of(area));
    #[cfg(not(feature = "ssr"))]
    let parts = {
        let _ = area;
        None::<String>
    };
    view! { <template data-parts=parts></template> }
}

/// Declares an area: an enum of its pages, and the one function that draws them, from
/// which everything that only these pages need is cut off into a bundle of the area's name.
macro_rules! area {
    ($(#[$doc:meta])* $bundle:ident: $area:ident { $($page:ident => $view:path),* $(,)? }) => {
        mod $bundle {
            use leptos::prelude::*;
            use leptos_router::ChooseView;

            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub enum $area {
                $($page),*
            }

            #[lazy($bundle)]
            fn draw(page: $area) -> AnyView {
                match page {
                    $($area::$page => $view().into_any()),*
                }
            }

            impl ChooseView for $area {
                async fn choose(self) -> AnyView {
                    let drawn = draw(self).await;
                    view! { {drawn}<super::Parts area=stringify!($bundle)/> }.into_any()
                }

                async fn preload(&self) {
                    #[cfg(feature = "hydrate")]
                    __preload_draw().await;
                }
            }
        }
        pub use $bundle::$area;
    };
}

area! {
    /// Looking for goods, and at them. The start page is no part of it: it is in the main
    /// bundle, so that a first visit needs that alone.
    goods: Goods {
        Search => crate::trade::search::search_page::Page,
        Category => crate::trade::search::category_page::Page,
        Shop => crate::trade::shop::page::Page,
        Product => crate::trade::catalog::product::Page,
    }
}

area! {
    /// From the cart to the confirmed order, and the wallet that pays for it.
    buying: Buying {
        Cart => crate::trade::cart::CartPage,
        Checkout => crate::trade::checkout::CheckoutPage,
        Pay => crate::trade::checkout::PayPage,
        Orders => crate::trade::order::OrdersPage,
        Order => crate::trade::order::OrderPage,
        Wallet => crate::money::wallet::WalletPage,
        Withdraw => crate::money::withdrawal::WithdrawPage,
        Invoices => crate::money::invoice::InvoicesPage,
        Invoice => crate::money::invoice::InvoicePage,
    }
}

area! {
    /// A person's own pages, and the way to a shop of one's own.
    people: People {
        SignIn => crate::trust::account::SignInPage,
        SignUp => crate::trust::account::SignUpPage,
        Account => crate::trust::account::AccountPage,
        Password => crate::trust::account::PasswordPage,
        ForgotPassword => crate::trust::account::ForgotPasswordPage,
        ResetPassword => crate::trust::account::ResetPasswordPage,
        Seen => crate::trade::seen::SeenPage,
        Wishlist => crate::trade::wishlist::WishlistPage,
        SharedWishlist => crate::trade::wishlist::SharedWishlistPage,
        Sessions => crate::trust::account::SessionsPage,
        Addresses => crate::trust::account::AddressPage,
        Notices => crate::platform::notification::NoticesPage,
        Guest => crate::trust::account::GuestPage,
        OpenShop => crate::trade::shop::OpenShopPage,
    }
}

area! {
    /// What merchants run their shops with.
    back_office: BackOffice {
        Overview => crate::growth::dashboard::OverviewPage,
        Orders => crate::trade::order::ShopOrdersPage,
        Ship => crate::trade::order::ShipPage,
        Slips => crate::trade::order::SlipsPage,
        Order => crate::trade::order::ShopOrderPage,
        Earlier => crate::trade::past::Page,
        Listings => crate::trade::catalog::back_office::ListingsPage,
        NewListing => crate::trade::catalog::back_office::NewPage,
        Editor => crate::trade::catalog::back_office::EditorPage,
        History => crate::trade::catalog::back_office::HistoryPage,
        Bulk => crate::trade::catalog::back_office::BulkPage,
        Stock => crate::trade::catalog::back_office::StockPage,
        Counts => crate::trade::stock::CountsPage,
        Count => crate::trade::stock::CountPage,
        Movements => crate::trade::stock::MovementsPage,
        Import => crate::trade::import::Page,
        Questions => crate::trade::question::QuestionsPage,
        Layouts => crate::trade::shop::decoration::LayoutsPage,
        Layout => crate::trade::shop::decoration::LayoutPage,
        Balance => crate::money::balance::BalancePage,
        Payouts => crate::money::payout::PayoutsPage,
        Offers => crate::trade::price::OffersPage,
        Deposit => crate::money::deposit::DepositPage,
        Invoices => crate::money::invoice::ShopInvoicesPage,
        Postage => crate::trade::shipping::PostagePage,
        NewTemplate => crate::trade::shipping::NewTemplatePage,
        Template => crate::trade::shipping::TemplatePage,
        Measures => crate::trade::shipping::MeasuresPage,
        Settings => crate::trade::shop::ShopSettingsPage,
    }
}

area! {
    /// What the market's own people work with.
    platform: Platform {
        Desk => crate::platform::staff::DeskPage,
        Promotions => crate::trade::price::PromotionsPage,
        Statements => crate::money::reconciliation::StatementsPage,
        Taxes => crate::money::tax::TaxesPage,
        Specifications => crate::trade::catalog::specs::SpecificationsPage,
        Rates => crate::money::exchange::RatesPage,
        Fees => crate::money::deposit::FeesPage,
        Design => crate::platform::design::DesignPage,
    }
}
