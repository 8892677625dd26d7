//! The page `/back-office/{shop}/deposit`.

use super::api::{PayDeposit, TakeDeposit, load_deposit};
use crate::{
    i18n::{t, use_lang},
    money::wallet::page::asked_page,
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    money::{
        Money,
        deposit::{
            Wait,
            view::{DepositEntry, DepositMove, DepositView},
        },
    },
    trade::shop::{ShopCard, ShopStage, Tier},
};

/// What the two forms of this page send, and what is done after either.
#[derive(Clone, Copy)]
struct Actions {
    pay: ServerAction<PayDeposit>,
    take: ServerAction<TakeDeposit>,
    done: Callback<()>,
}

/// The deposit, what is needed and missing, paying in, taking out, and what moved it.
#[component]
pub fn DepositPage() -> impl IntoView {
    let lang = use_lang();
    let (params, page) = (use_params_map(), asked_page());
    let deposit = Resource::new_blocking(
        move || {
            (
                params.with(|params| params.get("shop").unwrap_or_default()),
                page.get(),
            )
        },
        |(shop, page)| load_deposit(shop, page),
    );
    let actions = Actions {
        pay: ServerAction::new(),
        take: ServerAction::new(),
        // Only after something was done: what was typed stays where it was refused.
        done: Callback::new(move |()| deposit.refetch()),
    };
    view! {
        <Title text=t::deposit::title(lang)/>
        <Loaded of=deposit view=move |view| view! { <Body view actions/> }/>
    }
}

#[component]
fn Body(view: DepositView, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let slug = view.shop.slug.clone();
    let crumbs = vec![
        Crumb::link(
            t::frame::balance(lang),
            format!("/back-office/{slug}/balance"),
        ),
        Crumb::here(t::deposit::title(lang)),
    ];
    let (name, mark) = (view.shop.name.pick(lang).to_owned(), view.shop.mark.clone());
    view! {
        <BackOfficeFrame shop=slug.clone() name mark>
            <PageHead title=t::deposit::title(lang) lead=t::deposit::lead(lang) crumbs/>
            <Told/>
            <Figures view=view.clone()/>
            <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
                <section class="card order-2 lg:order-1 min-w-0">
                    <h2 class="card-title">{t::deposit::history(lang)}</h2>
                    <History slug entries=view.entries.clone() page=view.page more=view.more/>
                </section>
                <aside class="grid gap-4 order-1 lg:order-2 min-w-0">
                    <PayIn view=view.clone() actions/>
                    <TakeOut view actions/>
                </aside>
            </div>
        </BackOfficeFrame>
    }
    .into_any()
}

/// What was done just now.
#[component]
fn Told() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    move || {
        query.with(|query| {
            let words = if query.get("paid").is_some() {
                t::deposit::paid(lang)
            } else if query.get("taken").is_some() {
                t::deposit::taken(lang)
            } else {
                return None;
            };
            Some(view! { <Alert tone=Tone::Jade class="mb-4">{words}</Alert> })
        })
    }
}

/// What is there, what is needed, and what is missing.
#[component]
fn Figures(view: DepositView) -> impl IntoView {
    let lang = use_lang();
    let (held, needed, missing) = (
        view.deposit.held,
        view.deposit.needed,
        view.deposit.missing(),
    );
    let why = needed_words(&view.shop);
    let (missing_words, tone) = if missing.minor > 0 {
        (t::deposit::missing_hint(lang), "text-24 text-warning")
    } else {
        (t::deposit::complete_hint(lang), "text-24 text-jade")
    };
    view! {
        <div class="grid gap-4 md:grid-cols-3 mb-6">
            <section class="card">
                <h2 class="text-14 text-muted">{t::deposit::held(lang)}</h2>
                <Price amount=held size=PriceSize::Large/>
            </section>
            <section class="card">
                <h2 class="text-14 text-muted">{t::deposit::needed(lang)}</h2>
                <p class="text-24"><Price amount=needed/></p>
                <p class="text-13 text-muted">{why}</p>
            </section>
            <section class="card">
                <h2 class="text-14 text-muted">{t::deposit::missing(lang)}</h2>
                <p class=tone><Price amount=missing/></p>
                <p class="text-13 text-muted">{missing_words}</p>
            </section>
        </div>
    }
}

fn needed_words(shop: &ShopCard) -> &'static str {
    let lang = use_lang();
    match (shop.stage, shop.tier) {
        (ShopStage::Closed, _) => t::deposit::needed_closed(lang),
        (_, Tier::Bazaar) => t::deposit::needed_bazaar(lang),
        (_, Tier::Mall) => t::deposit::needed_mall(lang),
    }
}

#[component]
fn PayIn(view: DepositView, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let (available, missing) = (view.available, view.deposit.missing());
    // What would make it complete, as far as there is so much.
    let wanted = missing.minor.min(available.minor);
    let value = (wanted > 0).then(|| Money::new(wanted, available.currency));
    view! {
        <Card title=t::deposit::pay(lang)>
            <Form action=actions.pay on_done=actions.done>
                <input type="hidden" name="command" value=view.pay_command.to_string()/>
                <input type="hidden" name="shop" value=view.shop.slug/>
                <MoneyInput name="amount" label=t::deposit::pay_amount(lang) currency=available.currency
                    value hint=t::deposit::pay_hint(lang, available) required=true/>
                <Submit icon=Glyph::Shield>{t::deposit::pay_now(lang)}</Submit>
            </Form>
        </Card>
    }
}

/// The form that takes out, and why it does not take all, or why there is none.
#[component]
fn TakeOut(view: DepositView, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let spare = view.deposit.spare();
    let waiting = view.deposit.waiting().map(|(stays, wait)| match wait {
        Wait::Orders => t::deposit::waits_for_orders(lang, stays),
        Wait::Until(until) => {
            let until = when_text(until, WhenStyle::DayAndTime, lang);
            t::deposit::waits_until(lang, stays, until)
        }
    });
    let form = if spare.minor > 0 {
        view! {
            <Form action=actions.take on_done=actions.done>
                <input type="hidden" name="command" value=view.take_command.to_string()/>
                <input type="hidden" name="shop" value=view.shop.slug/>
                <MoneyInput name="amount" label=t::deposit::take_amount(lang) currency=spare.currency
                    hint=t::deposit::take_hint(lang, spare) required=true/>
                <Submit kind=ButtonKind::Plain icon=Glyph::Wallet>{t::deposit::take_now(lang)}</Submit>
            </Form>
        }
        .into_any()
    } else if waiting.is_none() {
        view! { <p class="text-14 text-muted">{t::deposit::take_nothing(lang)}</p> }.into_any()
    } else {
        ().into_any()
    };
    let waiting = waiting.map(|words| view! { <p class="text-14 text-muted mb-4">{words}</p> });
    view! { <Card title=t::deposit::take(lang)>{waiting}{form}</Card> }
}

/// What moved the deposit, newest first, with the way to older ones.
#[component]
fn History(slug: String, entries: Vec<DepositEntry>, page: u32, more: bool) -> impl IntoView {
    let lang = use_lang();
    if entries.is_empty() {
        return view! {
            <EmptyState title=t::deposit::none(lang) text=t::deposit::none_hint(lang)/>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t::deposit::what(lang)),
        Column::new(t::deposit::when(lang)),
        Column::figures(t::deposit::change(lang)),
    ];
    let orders = format!("/back-office/{slug}/orders/");
    let rows = entries
        .into_iter()
        .map(|entry| row(entry, &orders))
        .collect();
    let base = format!("/back-office/{slug}/deposit");
    view! {
        <DataTable caption=t::deposit::history(lang) columns rows/>
        <NewerOlder label=t::deposit::history(lang) base page more/>
    }
    .into_any()
}

fn row(entry: DepositEntry, orders: &str) -> TableRow {
    let lang = use_lang();
    let tone = if entry.change.minor > 0 {
        "text-jade"
    } else {
        ""
    };
    let (label, more) = match entry.what {
        DepositMove::PaidIn => (t::deposit::paid_in(lang), None),
        DepositMove::TakenOut => (t::deposit::taken_out(lang), None),
        DepositMove::Fee {
            platform,
            buyer,
            reason,
            order,
        } => {
            let parts = (buyer.minor > 0).then(|| t::deposit::fee_parts(lang, platform, buyer));
            let order = order.map(|(id, number)| {
                let href = format!("{orders}{id}");
                view! {
                    " "<a class="link" href=href>{t::checkout::order_number(lang, number)}</a>
                }
            });
            let more = view! {
                {order}
                <span class="block text-13 text-muted break-words">{reason}</span>
                {parts.map(|parts| view! { <span class="block text-13 text-muted">{parts}</span> })}
            };
            (t::deposit::fee(lang), Some(more))
        }
    };
    TableRow {
        id: entry.id.to_string(),
        label: label.to_owned(),
        cells: vec![
            view! { <div>{label}{more}</div> }.into_any(),
            view! { <When at=entry.at style=WhenStyle::Short/> }.into_any(),
            view! { <Price amount=entry.change signed=true class=tone/> }.into_any(),
        ],
    }
}
