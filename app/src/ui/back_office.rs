//! The quieter frame around a shop's back office.

use super::{
    avatar::Avatar,
    icon::{Glyph, Icon},
};
use crate::i18n::{t, use_lang};
use leptos::prelude::*;
use leptos_router::components::A;
use longtail::{actor::ShopRole, platform::media::Picture};

/// The pages of the back office, in the order of its navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackOfficePage {
    Overview,
    Orders,
    Listings,
    Stock,
    Import,
    Postage,
    Questions,
    Decoration,
    Offers,
    Balance,
    Payouts,
    Deposit,
    Invoices,
    Settings,
}

impl BackOfficePage {
    const ALL: [Self; 14] = [
        Self::Overview,
        Self::Orders,
        Self::Listings,
        Self::Stock,
        Self::Import,
        Self::Postage,
        Self::Questions,
        Self::Decoration,
        Self::Offers,
        Self::Balance,
        Self::Payouts,
        Self::Deposit,
        Self::Invoices,
        Self::Settings,
    ];

    fn for_owner_only(self) -> bool {
        matches!(
            self,
            Self::Decoration
                | Self::Offers
                | Self::Balance
                | Self::Payouts
                | Self::Deposit
                | Self::Settings
        )
    }

    fn href(self, shop: &str) -> String {
        let page = match self {
            Self::Overview => return format!("/back-office/{shop}"),
            Self::Orders => "orders",
            Self::Listings => "listings",
            Self::Stock => "stock",
            Self::Import => "import",
            Self::Postage => "postage",
            Self::Questions => "questions",
            Self::Decoration => "decoration",
            Self::Offers => "offers",
            Self::Balance => "balance",
            Self::Payouts => "payouts",
            Self::Deposit => "deposit",
            Self::Invoices => "invoices",
            Self::Settings => "settings",
        };
        format!("/back-office/{shop}/{page}")
    }
}

/// Side navigation (a strip above the page on small screens) around a page of the back
/// office. What only an owner may is left out for a clerk.
///
/// ```ignore
/// <BackOfficeFrame shop=view.shop.slug.clone() name=view.shop.name.pick(lang) role=view.role to_ship=view.to_ship>
///     <PageHead title=t::order::orders(lang)/>
///     …
/// </BackOfficeFrame>
/// ```
#[component]
pub fn BackOfficeFrame(
    /// The shop's slug.
    #[prop(into)]
    shop: String,
    #[prop(into)] name: String,
    #[prop(optional_no_strip, into)] mark: Option<Picture>,
    #[prop(default = ShopRole::Owner)] role: ShopRole,
    /// Orders waiting to be shipped, shown beside “Orders”.
    #[prop(optional_no_strip, into)]
    to_ship: Option<u64>,
    children: Children,
) -> impl IntoView {
    let lang = use_lang();
    let words = move |page| match page {
        BackOfficePage::Overview => (Glyph::Home, t::frame::overview(lang)),
        BackOfficePage::Orders => (Glyph::Receipt, t::frame::shop_orders(lang)),
        BackOfficePage::Listings => (Glyph::Tag, t::frame::listings(lang)),
        BackOfficePage::Stock => (Glyph::Box, t::frame::stock(lang)),
        BackOfficePage::Import => (Glyph::Upload, t::frame::import(lang)),
        BackOfficePage::Postage => (Glyph::Truck, t::postage::title(lang)),
        BackOfficePage::Questions => (Glyph::Question, t::frame::questions(lang)),
        BackOfficePage::Decoration => (Glyph::Shop, t::frame::decoration(lang)),
        BackOfficePage::Offers => (Glyph::Gift, t::frame::offers(lang)),
        BackOfficePage::Balance => (Glyph::Wallet, t::frame::balance(lang)),
        BackOfficePage::Payouts => (Glyph::Card, t::frame::payouts(lang)),
        BackOfficePage::Deposit => (Glyph::Shield, t::deposit::title(lang)),
        BackOfficePage::Invoices => (Glyph::Receipt, t::frame::invoices(lang)),
        BackOfficePage::Settings => (Glyph::Settings, t::frame::settings(lang)),
    };
    let links = BackOfficePage::ALL
        .into_iter()
        .filter(|page| role == ShopRole::Owner || !page.for_owner_only())
        .map(|page| {
            let (glyph, label) = words(page);
            let count = to_ship.filter(|n| *n > 0 && page == BackOfficePage::Orders);
            view! {
                <li>
                    <A href=page.href(&shop) exact=page == BackOfficePage::Overview>
                        <Icon glyph/>
                        <span>{label}</span>
                        {count.map(|n| view! { <span class="tab-count">{n}</span> })}
                    </A>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="page office">
            <aside class="office-side">
                <div class="office-shop">
                    <Avatar name=name.clone() picture=mark shop=true/>
                    <div>
                        <strong>{name}</strong>
                        <a href=format!("/shops/{shop}")>{t::frame::see_shop(lang)}</a>
                    </div>
                </div>
                <nav class="office-nav" aria-label=t::frame::back_office(lang)>
                    <ul>{links}</ul>
                </nav>
            </aside>
            <div class="office-page">{children()}</div>
        </div>
    }
}
