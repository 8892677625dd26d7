//! The page `/back-office/{shop}/payouts`.

use super::{
    account_form::{AccountForm, masked},
    api::{SaveBankAccount, load_payouts},
};
use crate::{
    i18n::{t, use_lang},
    money::{balance::page::percent, wallet::page::asked_page},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    money::payout::{
        NotNow, PayoutStage, ReturnReason,
        view::{PayoutView, PayoutsView},
    },
    text::Lang,
};

/// What can be paid out, what stays back and why, when it goes, and where to.
#[component]
pub fn PayoutsPage() -> impl IntoView {
    let lang = use_lang();
    let (params, page) = (use_params_map(), asked_page());
    let save = ServerAction::<SaveBankAccount>::new();
    let saved = accepted(save);
    let payouts = Resource::new_blocking(
        move || {
            let shop = params.with(|params| params.get("shop").unwrap_or_default());
            (shop, page.get(), saved.get())
        },
        |(shop, page, _)| load_payouts(shop, page),
    );
    view! {
        <Title text=t::payout::title(lang)/>
        <Loaded of=payouts view=move |view| view! { <Body view save/> }/>
    }
}

#[component]
fn Body(view: PayoutsView, save: ServerAction<SaveBankAccount>) -> impl IntoView {
    let lang = use_lang();
    let slug = view.shop.slug.clone();
    let crumbs = vec![
        Crumb::link(
            t::frame::balance(lang),
            format!("/back-office/{slug}/balance"),
        ),
        Crumb::here(t::payout::title(lang)),
    ];
    let query = use_query_map();
    let saved = move || {
        query
            .with(|query| query.get("saved").is_some())
            .then(|| view! { <Alert tone=Tone::Jade class="mb-4">{t::payout::saved(lang)}</Alert> })
    };
    view! {
        <BackOfficeFrame shop=slug.clone() name=view.shop.name.pick(lang) mark=view.shop.mark.clone()>
            <PageHead title=t::payout::title(lang) lead=t::payout::lead(lang) crumbs/>
            {saved}
            <Figures view=view.clone()/>
            <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
                <section class="card order-2 lg:order-1 min-w-0">
                    <h2 class="card-title">{t::payout::list(lang)}</h2>
                    <PayoutList base=format!("/back-office/{slug}/payouts") words=words() payouts=view.payouts page=view.page more=view.more/>
                </section>
                <aside class="order-1 lg:order-2 min-w-0">
                    <AccountForm shop=slug account=view.account hold_hours=view.hold_hours save/>
                </aside>
            </div>
        </BackOfficeFrame>
    }
    .into_any()
}

/// What is there, what stays back, and what comes next.
#[component]
fn Figures(view: PayoutsView) -> impl IntoView {
    let lang = use_lang();
    let reserve = view.reserve.map(|reserve| {
        let share = percent(view.reserve_share);
        let why = match reserve.until {
            Some(until) => {
                t::payout::reserve_until(lang, share, when_text(until, WhenStyle::Day, lang))
            }
            None => t::payout::reserve_unopened(lang, share),
        };
        view! {
            <section class="card">
                <h2 class="text-14 text-muted">{t::payout::reserve(lang)}</h2>
                <p class="text-24"><Price amount=reserve.amount/></p>
                <p class="text-13 text-muted">{why}</p>
            </section>
        }
    });
    view! {
        <div class="grid gap-4 md:grid-cols-3 mb-6">
            <section class="card">
                <h2 class="text-14 text-muted">{t::payout::available(lang)}</h2>
                <Price amount=view.available size=PriceSize::Large/>
                <p class="text-13 text-muted">{t::payout::of_balance(lang, view.balance)}</p>
            </section>
            {reserve}
            <section class="card">
                <h2 class="text-14 text-muted">{t::payout::next(lang)}</h2>
                <Next view/>
            </section>
        </div>
    }
}

/// When the shop is paid next, or what that waits for.
#[component]
fn Next(view: PayoutsView) -> impl IntoView {
    let lang = use_lang();
    let Some(next_at) = view.next_at else {
        return view! {
            <p class="text-20">{t::payout::no_account(lang)}</p>
            <p class="text-13 text-muted">{t::payout::no_account_hint(lang)}</p>
        }
        .into_any();
    };
    let why = match view.waits {
        None | Some(NotNow::NoAccount) => t::payout::next_hint(lang, view.available),
        Some(NotNow::AccountHeld { .. }) => t::payout::held(lang).to_owned(),
        Some(NotNow::UnderWay) => t::payout::under_way(lang).to_owned(),
        Some(NotNow::TooLittle) if view.balance.minor < 0 => t::payout::negative(lang).to_owned(),
        Some(NotNow::TooLittle) => t::payout::too_little(lang, view.least),
    };
    view! {
        <p class="text-20"><When at=next_at style=WhenStyle::Short/></p>
        <p class="text-13 text-muted">{why}</p>
    }
    .into_any()
}

fn words() -> ListWords {
    let lang = use_lang();
    ListWords {
        caption: t::payout::list(lang),
        none: t::payout::none(lang),
        none_hint: t::payout::none_hint(lang),
        reason: reason_words,
    }
}

/// What a list of payouts says to whoever is paid.
#[derive(Clone, Copy)]
pub struct ListWords {
    pub caption: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    /// Why one came back.
    pub reason: fn(Lang, ReturnReason) -> &'static str,
}

/// Payouts or withdrawals, newest first, with the way to older ones.
#[component]
pub fn PayoutList(
    base: String,
    words: ListWords,
    payouts: Vec<PayoutView>,
    page: u32,
    more: bool,
) -> impl IntoView {
    let lang = use_lang();
    if payouts.is_empty() {
        return view! { <EmptyState title=words.none text=words.none_hint/> }.into_any();
    }
    let columns = vec![
        Column::new(t::payout::begun(lang)),
        Column::new(t::payout::stage(lang)),
        Column::new(t::payout::to(lang)),
        Column::figures(t::payout::amount(lang)),
    ];
    let rows = payouts
        .into_iter()
        .map(|payout| row(payout, words.reason))
        .collect();
    view! {
        <DataTable caption=words.caption columns rows/>
        <NewerOlder label=words.caption base page more/>
    }
    .into_any()
}

fn row(payout: PayoutView, reason_words: fn(Lang, ReturnReason) -> &'static str) -> TableRow {
    let lang = use_lang();
    let (words, tone) = stage_words(lang, payout.stage);
    let why = payout.reason.map(|reason| {
        view! { <span class="block text-13 text-muted">{reason_words(lang, reason)}</span> }
    });
    let ended = payout.ended_at.filter(|_| payout.reason.is_none()).map(|at| {
        view! { <span class="block text-13 text-muted"><When at style=WhenStyle::Short/></span> }
    });
    TableRow {
        id: payout.id.to_string(),
        label: words.to_owned(),
        cells: vec![
            view! { <When at=payout.begun_at style=WhenStyle::Short/> }.into_any(),
            view! { <div><Badge tone>{words}</Badge>{why}{ended}</div> }.into_any(),
            view! { <span>{payout.bank}" "<span class="tabular whitespace-nowrap">{masked(&payout.last4)}</span></span> }
                .into_any(),
            view! { <Price amount=payout.amount/> }.into_any(),
        ],
    }
}

fn stage_words(lang: Lang, stage: PayoutStage) -> (&'static str, Tone) {
    match stage {
        PayoutStage::Scheduled => (t::payout::scheduled(lang), Tone::Plain),
        PayoutStage::Sent => (t::payout::sent(lang), Tone::Persimmon),
        PayoutStage::Settled => (t::payout::settled(lang), Tone::Jade),
        PayoutStage::Returned => (t::payout::returned(lang), Tone::Danger),
    }
}

fn reason_words(lang: Lang, reason: ReturnReason) -> &'static str {
    match reason {
        ReturnReason::NameMismatch => t::payout::name_mismatch(lang),
        ReturnReason::AccountClosed => t::payout::account_closed(lang),
        ReturnReason::Other => t::payout::other_reason(lang),
    }
}
