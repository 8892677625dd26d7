//! The page `/back-office/{shop}/balance`.

use super::api::load_shop_balance;
use crate::{
    i18n::{t, use_lang},
    money::wallet::{page::asked_page, statement::Entries},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::money::{BasisPoints, Money, ledger::ShopBalanceView};

/// What the shop has, what is on its way to it, and what the market keeps.
#[component]
pub fn BalancePage() -> impl IntoView {
    let lang = use_lang();
    let (params, page) = (use_params_map(), asked_page());
    let balance = Resource::new_blocking(
        move || {
            (
                params.with(|params| params.get("shop").unwrap_or_default()),
                page.get(),
            )
        },
        |(shop, page)| load_shop_balance(shop, page),
    );
    view! {
        <Title text=t::wallet::shop_title(lang)/>
        <Loaded of=balance view=|view| view! { <Body view/> }/>
    }
}

#[component]
fn Body(view: ShopBalanceView) -> impl IntoView {
    let lang = use_lang();
    let slug = view.shop.slug.clone();
    let base = format!("/back-office/{slug}/balance");
    let orders = format!("/back-office/{slug}/orders/");
    let payouts = format!("/back-office/{slug}/payouts");
    let (balance, held) = (view.statement.balance, view.held);
    let owes = (balance.minor < 0).then(|| {
        let debt = Money::new(-balance.minor, balance.currency);
        view! { <Alert tone=Tone::Warning class="mb-4">{t::wallet::owes(lang, debt)}</Alert> }
    });
    view! {
        <BackOfficeFrame shop=slug name=view.shop.name.pick(lang) mark=view.shop.mark.clone()>
            <PageHead title=t::wallet::shop_title(lang) lead=t::wallet::shop_lead(lang)/>
            {owes}
            <div class="grid gap-4 md:grid-cols-3 mb-6">
                <section class="card">
                    <h2 class="text-14 text-muted">{t::wallet::balance(lang)}</h2>
                    <Price amount=balance size=PriceSize::Large/>
                    <p class="text-13"><a class="link" href=payouts.clone()>{t::wallet::to_payouts(lang)}</a></p>
                </section>
                <section class="card">
                    <h2 class="text-14 text-muted">{t::wallet::held(lang)}</h2>
                    <p class="text-24 text-jade"><Price amount=held/></p>
                    <p class="text-13">{t::wallet::held_orders(lang, i64::from(view.open_orders))}</p>
                    <p class="text-13 text-muted">{t::wallet::released_hint(lang)}</p>
                </section>
                <section class="card">
                    <h2 class="text-14 text-muted">{t::wallet::commission(lang)}</h2>
                    <p class="text-24">{percent(view.commission)}</p>
                    <p class="text-13 text-muted">{t::wallet::commission_hint(lang)}</p>
                </section>
            </div>
            <section class="card">
                <h2 class="card-title">{t::wallet::entries(lang)}</h2>
                <Entries statement=view.statement page=view.page base orders payouts
                    none_hint=t::wallet::shop_none_hint(lang)/>
            </section>
        </BackOfficeFrame>
    }
}

/// `250` → `2.5 %`.
pub(crate) fn percent(share: BasisPoints) -> String {
    let (whole, rest) = (share.0 / 100, share.0 % 100);
    let digits = format!("{rest:02}");
    match digits.trim_end_matches('0') {
        "" => format!("{whole} %"),
        digits => format!("{whole}.{digits} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_read_as_per_cent() {
        assert_eq!(percent(BasisPoints(250)), "2.5 %");
        assert_eq!(percent(BasisPoints(100)), "1 %");
        assert_eq!(percent(BasisPoints(5)), "0.05 %");
    }
}
