//! The page `/wallet/withdraw`.

use super::{
    api::{SaveOwnAccount, Withdraw, load_withdrawals},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    money::{
        confirmation::CodeField,
        payout::{
            account_form::{AccountFields, masked},
            page::{ListWords, PayoutList},
        },
        wallet::page::asked_page,
    },
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::{
    money::{
        payout::ReturnReason,
        withdrawal::{WithdrawalError, WithdrawalsView},
    },
    text::Lang,
};

/// What is in the wallet, taking it out, where it goes, and what was taken out.
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let lang = use_lang();
    let page = asked_page();
    let save = ServerAction::<SaveOwnAccount>::new();
    let withdraw = ServerAction::<Withdraw>::new();
    let withdrawals = Resource::new_blocking(move || page.get(), load_withdrawals);
    // Only after something was done: what was typed stays where it was refused.
    let done = Callback::new(move |()| withdrawals.refetch());
    view! {
        <Title text=t::withdrawal::title(lang)/>
        <div class="page page-body">
            <PageHead
                title=t::withdrawal::title(lang)
                lead=t::withdrawal::lead(lang)
                crumbs=vec![
                    Crumb::link(t::account::account(lang), "/account"),
                    Crumb::link(t::wallet::title(lang), "/wallet"),
                    Crumb::here(t::withdrawal::title(lang)),
                ]
            />
            <Told/>
            <Loaded of=withdrawals view=move |view| view! { <Body view save withdraw done/> }/>
        </div>
    }
}

/// What was done just now.
#[component]
fn Told() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    move || {
        query.with(|query| {
            let words = if query.get("begun").is_some() {
                t::withdrawal::begun(lang)
            } else if query.get("saved").is_some() {
                t::payout::saved(lang)
            } else {
                return None;
            };
            Some(view! { <Alert tone=Tone::Jade class="mb-4">{words}</Alert> })
        })
    }
}

#[component]
fn Body(
    view: WithdrawalsView,
    save: ServerAction<SaveOwnAccount>,
    withdraw: ServerAction<Withdraw>,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let hold = t::withdrawal::hold_hint(lang, view.hold_hours);
    let words = ListWords {
        caption: t::withdrawal::list(lang),
        none: t::withdrawal::none(lang),
        none_hint: t::withdrawal::none_hint(lang),
        reason: reason_words,
    };
    let (payouts, page, more) = (view.withdrawals.clone(), view.page, view.more);
    let account = view.account.clone();
    view! {
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="grid gap-6 min-w-0">
                <TakeOut view withdraw done/>
                <section class="card min-w-0">
                    <h2 class="card-title">{words.caption}</h2>
                    <PayoutList base="/wallet/withdraw".to_owned() words payouts page more/>
                </section>
            </div>
            <aside class="min-w-0">
                <Card title=t::payout::account(lang)>
                    <Form action=save on_done=done>
                        <AccountFields account hold/>
                        <Submit>{t::payout::save(lang)}</Submit>
                    </Form>
                </Card>
            </aside>
        </div>
    }
    .into_any()
}

/// The balance, and the form that takes from it, or what that waits for.
#[component]
fn TakeOut(
    view: WithdrawalsView,
    withdraw: ServerAction<Withdraw>,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let to = view
        .account
        .as_ref()
        .map(|account| t::withdrawal::goes_to(lang, &account.bank, masked(&account.last4)));
    let waits = view.waits.as_ref().map(|waits| refusal(lang, waits));
    let form = match waits {
        Some(why) => view! { <Alert>{why}</Alert> }.into_any(),
        None => view! {
            <Form action=withdraw refusal=refusal asks_code=asks_code on_done=done>
                <input type="hidden" name="command" value=view.command.to_string()/>
                <MoneyInput name="amount" label=t::withdrawal::amount(lang) currency=view.balance.currency
                    hint=t::withdrawal::amount_hint(lang, view.least) required=true/>
                <p class="text-13 text-muted">{to}" "{t::confirmation::from(lang, view.large)}</p>
                <CodeField/>
                <Submit icon=Glyph::Bank>{t::withdrawal::withdraw(lang)}</Submit>
            </Form>
        }
        .into_any(),
    };
    view! {
        <section class="card grid gap-4">
            <div>
                <h2 class="text-14 text-muted">{t::withdrawal::available(lang)}</h2>
                <Price amount=view.balance size=PriceSize::Large/>
            </div>
            {form}
        </section>
    }
}

fn asks_code(refused: &WithdrawalError) -> bool {
    matches!(refused, WithdrawalError::Code(_))
}

fn reason_words(lang: Lang, reason: ReturnReason) -> &'static str {
    match reason {
        ReturnReason::NameMismatch => t::withdrawal::name_mismatch(lang),
        ReturnReason::AccountClosed => t::withdrawal::account_closed(lang),
        ReturnReason::Other => t::withdrawal::other_reason(lang),
    }
}
