//! The page `/wallet`.

use super::{
    api::{TopUp, load_wallet},
    statement::Entries,
};
use crate::{
    i18n::{t, use_lang},
    money::{card_refund::section::ReturnSection, confirmation::CodeField},
    platform::page::Loaded,
    trade::checkout::{
        decline_words, methods::gateway_choices, payment_asks_code, payment_refusal,
    },
    ui::*,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::{
    money::{
        Money,
        payment::{Method, PaymentError, PaymentStage, PaymentView, TopUpRange, WalletView},
    },
    text::Lang,
};

/// What is offered to put in: so many times the least.
const CHIPS: [i64; 4] = [50, 100, 200, 500];

/// The page of the address, counted from 1.
pub fn asked_page() -> Signal<u32> {
    let query = use_query_map();
    Signal::derive(move || {
        query.with(|query| {
            query
                .get("page")
                .and_then(|page| page.parse().ok())
                .unwrap_or(1)
        })
    })
}

/// Balance, topping up, and every entry.
#[component]
pub fn WalletPage() -> impl IntoView {
    let lang = use_lang();
    let page = asked_page();
    let wallet = Resource::new_blocking(move || page.get(), load_wallet);
    let done = Callback::new(move |()| wallet.refetch());
    view! {
        <Title text=t::wallet::title(lang)/>
        <div class="page page-body">
            <PageHead
                title=t::wallet::title(lang)
                lead=t::wallet::lead(lang)
                crumbs=vec![
                    Crumb::link(t::account::account(lang), "/account"),
                    Crumb::here(t::wallet::title(lang)),
                ]
            />
            <Told/>
            <Loaded of=wallet view=move |view| view! { <Body view done/> }/>
        </div>
    }
}

/// What was done just now.
#[component]
fn Told() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    move || {
        let begun = query.with(|query| query.get("returned").is_some());
        begun.then(|| {
            view! { <Alert tone=Tone::Jade class="mb-4">{t::card_refund::begun(lang)}</Alert> }
        })
    }
}

/// What to tell of a top-up that came to nothing, and what to do: a title and a sentence.
fn came_to_nothing(lang: Lang, top_up: &PaymentView) -> Option<(String, &'static str)> {
    match top_up.stage {
        PaymentStage::Lapsed => Some((
            t::wallet::lapsed(lang, top_up.amount),
            t::wallet::lapsed_hint(lang),
        )),
        PaymentStage::Declined => Some((
            t::checkout::declined(lang).to_owned(),
            decline_words(lang, top_up.decline_reason.as_deref().unwrap_or_default()),
        )),
        _ => None,
    }
}

#[component]
fn Body(view: WalletView, done: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let balance = view.statement.balance;
    // The gateway sends the payer back with its reference in the address.
    let back_from_bank = use_query_map().with_untracked(|query| query.get("payment").is_some());
    let last = view.last_top_up.as_ref();
    let failed = last.and_then(|top_up| came_to_nothing(lang, top_up));
    let awaited = back_from_bank && failed.is_none();
    let (returnable, large) = (view.returnable, view.large);
    view! {
        {failed.map(|(title, text)| view! { <Alert tone=Tone::Danger title class="mb-4">{text}</Alert> })}
        {awaited.then(|| view! { <Alert class="mb-4">{t::wallet::processing(lang)}</Alert> })}
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <section class="card order-2 lg:order-1 min-w-0">
                <h2 class="card-title">{t::wallet::entries(lang)}</h2>
                <Entries statement=view.statement page=view.page base="/wallet" orders="/orders/" payouts="/wallet/withdraw"
                    none_hint=t::wallet::none_hint(lang)/>
            </section>
            <aside class="grid gap-4 order-1 lg:order-2">
                <section class="card">
                    <h2 class="text-14 text-muted">{t::wallet::balance(lang)}</h2>
                    <Price amount=balance size=PriceSize::Large/>
                    {view.can_take_out.then(|| view! {
                        <p class="mt-3">
                            <ButtonLink href="/wallet/withdraw" size=ButtonSize::Small icon=Glyph::Bank>{t::wallet::to_withdraw(lang)}</ButtonLink>
                        </p>
                    })}
                </section>
                <p class="text-14"><a class="link" href="/invoices">{t::invoice::yours(lang)}</a></p>
                {view.can_top_up.then(|| view! { <TopUpForm command=view.command.to_string() balance range=view.top_up large/> })}
                {(!returnable.is_empty()).then(|| view! { <ReturnSection returnable large done/> })}
            </aside>
        </div>
    }
}

#[component]
fn TopUpForm(command: String, balance: Money, range: TopUpRange, large: Money) -> impl IntoView {
    let lang = use_lang();
    let chips = CHIPS
        .into_iter()
        .map(|times| times * range.least.minor)
        .filter(|minor| range.holds(*minor))
        .map(|minor| {
            let amount = Money::new(minor, balance.currency);
            let fill = move |_| fill_amount(amount);
            view! {
                <Button size=ButtonSize::Small class="needs-js" on:click=fill>{format!("{}{}", amount.currency.sign(), amount.parts().1)}</Button>
            }
        })
        .collect_view();
    let (path, card) = (<TopUp as ServerFn>::PATH, <&str>::from(Method::Card));
    view! {
        <Card title=t::wallet::top_up(lang)>
            // Sent by the browser itself, since it leads to the gateway's own page.
            <PlainForm path refusal=payment_refusal refused_field=at_amount asks_code=payment_asks_code id="top-up">
                <input type="hidden" name="command" value=command/>
                <MoneyInput name="amount" label=t::wallet::amount(lang) currency=balance.currency
                    hint=t::wallet::top_up_hint(lang, range.least, range.most) required=true/>
                <div class="flex flex-wrap gap-2">{chips}</div>
                <RadioCards name="method" legend=t::checkout::how_to_pay(lang) choices=gateway_choices(lang)
                    value=card/>
                <p class="text-13 text-muted">{t::confirmation::from(lang, large)}</p>
                <CodeField/>
                <Submit wide=true icon=Glyph::Lock>{t::wallet::go_to_bank(lang)}</Submit>
            </PlainForm>
        </Card>
    }
}

fn at_amount(refused: &PaymentError) -> Option<&'static str> {
    matches!(refused, PaymentError::AmountOutOfRange(_)).then_some("amount")
}

/// Writes an amount into the field.
fn fill_amount(amount: Money) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let field = leptos::prelude::document()
            .get_element_by_id("top-up-amount")
            .and_then(|field| field.dyn_into::<leptos::web_sys::HtmlInputElement>().ok());
        if let Some(field) = field {
            field.set_value(&amount.plain());
            _ = field.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = amount;
}
