//! The page `/checkout/{id}` while it waits for payment.

use super::{
    api::{CancelCheckout, PayCheckout, load_checkout},
    decline_words,
    methods::gateway_choices,
    payment_asks_code, payment_refusal, refusal,
    result::{Closed, Paid},
};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    money::{confirmation::CodeField, invoice::BillingBox},
    platform::page::Loaded,
    trade::{
        shop_line::ShopLine,
        sums::{Sums, rate_words},
    },
    ui::*,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    id::CheckoutId,
    money::payment::{Method, PaymentStage},
    trade::checkout::{CheckoutStage, CheckoutView},
};

/// A placed checkout: paying, waiting for the bank, paid, or closed.
#[component]
pub fn PayPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let page = Resource::new_blocking(
        move || {
            params.with(|params| {
                params
                    .get("id")
                    .and_then(|id| id.parse::<CheckoutId>().ok())
            })
        },
        |id| async move {
            match id {
                Some(id) => load_checkout(id).await,
                None => Err(Fault::NotFound),
            }
        },
    );
    // The gateway sends the buyer back with its reference in the address.
    let query = use_query_map();
    let back_from_bank = move || query.with(|query| query.get("payment").is_some());
    let draw = move |view: CheckoutView| {
        // What is held is captured whether or not the buyer is here.
        let awaited = view.last_payment.as_ref().is_some_and(|payment| {
            payment.stage == PaymentStage::Authorised
                || (payment.stage == PaymentStage::Pending
                    && payment.method.is_at_gateway()
                    && back_from_bank())
        });
        match view.stage {
            CheckoutStage::Paid => view! { <Paid view/> }.into_any(),
            CheckoutStage::Expired | CheckoutStage::Cancelled => {
                view! { <Closed view/> }.into_any()
            }
            CheckoutStage::AwaitingPayment if awaited => view! { <Waiting view page/> }.into_any(),
            CheckoutStage::AwaitingPayment => view! { <Paying view page/> }.into_any(),
        }
    };
    view! {
        <Title text=t::checkout::pay_title(lang)/>
        <div class="page page-body"><Loaded of=page view=draw/></div>
    }
}

type Page = Resource<Result<CheckoutView, Fault>>;

/// The buyer is back from the gateway, and its message has not come yet.
#[component]
fn Waiting(view: CheckoutView, page: Page) -> impl IntoView {
    let lang = use_lang();
    view! {
        <LookAgain look=Callback::new(move |()| page.refetch()) seconds=2/>
        <section class="card mx-auto mt-8 max-w-2xl text-center" role="status">
            <h1 class="text-24 font-semibold">{t::checkout::waiting_title(lang)}</h1>
            <p class="mt-2 text-muted">{t::checkout::waiting_hint(lang)}</p>
            <div class="mx-auto my-6 h-1 w-40 overflow-hidden rounded-full waiting-track">
                <div class="h-full w-1/2 rounded-full bg-jade waiting-bar"></div>
            </div>
            <p class="text-20"><Price amount=view.total/></p>
            <p class="mt-6 text-14">
                <a class="link" href=format!("/checkout/{}", view.id)>{t::checkout::pay_another_way(lang)}</a>
            </p>
        </section>
    }
}

#[component]
fn Paying(view: CheckoutView, page: Page) -> impl IntoView {
    let lang = use_lang();
    let declined = view.last_payment.as_ref().and_then(|payment| {
        (payment.stage == PaymentStage::Declined)
            .then(|| payment.decline_reason.clone().unwrap_or_default())
    });
    let last_is = |stage: PaymentStage| {
        view.last_payment
            .as_ref()
            .is_some_and(|payment| payment.stage == stage)
    };
    let (unfinished, lapsed) = (
        last_is(PaymentStage::Pending),
        last_is(PaymentStage::Lapsed),
    );
    let time_up = Callback::new(move |()| page.refetch());
    let cancel = ServerAction::<CancelCheckout>::new();
    view! {
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="min-w-0">
                <PageHead title=t::checkout::pay_title(lang)/>
                <section class="card mb-4 flex flex-wrap items-center justify-between gap-4">
                    <p>
                        <span class="block text-13 text-muted">{t::checkout::to_pay(lang)}</span>
                        <Price amount=view.total size=PriceSize::Large/>
                        <Abroad amount=view.total note=rate_words(lang, view.total.currency)/>
                    </p>
                    <p class="text-right">
                        <span class="block text-13 text-muted">{t::checkout::goods_are_held(lang)}</span>
                        <span class="text-20 font-semibold">
                            <Countdown now=view.now until=view.reserved_until on_end=time_up/>
                        </span>
                    </p>
                </section>
                {declined.map(|reason| view! {
                    <Alert tone=Tone::Danger title=t::checkout::declined(lang) class="mb-4">
                        {decline_words(lang, &reason)}
                    </Alert>
                })}
                {lapsed.then(|| view! {
                    <Alert tone=Tone::Danger title=t::checkout::lapsed(lang) class="mb-4">
                        {t::checkout::lapsed_hint(lang)}
                    </Alert>
                })}
                {unfinished.then(|| view! {
                    <Alert class="mb-4">{t::checkout::unfinished(lang)}</Alert>
                })}
                <BillingBox checkout=view.id kept=view.billing.clone() last=view.last_billing.clone()
                    done=Callback::new(move |()| page.refetch())/>
                <PayForm view=view.clone()/>
                <div class="mt-6">
                    <Form action=cancel refusal=refusal id="cancel-checkout"
                        on_done=Callback::new(move |()| page.refetch())>
                        <input type="hidden" name="checkout" value=view.id.to_string()/>
                        <Submit kind=ButtonKind::Quiet size=ButtonSize::Small>{t::checkout::cancel(lang)}</Submit>
                    </Form>
                </div>
            </div>
            <OrderedSummary view/>
        </div>
    }
}

#[component]
fn PayForm(view: CheckoutView) -> impl IntoView {
    let lang = use_lang();
    let mut choices = gateway_choices(lang);
    if let Some(balance) = view.wallet {
        let enough = balance.minor >= view.total.minor;
        let hint = if enough {
            t::checkout::by_wallet_hint(lang, balance)
        } else {
            t::checkout::wallet_too_low(lang, balance)
        };
        choices.push(
            Choice::new(<&str>::from(Method::Wallet), t::checkout::by_wallet(lang))
                .hint(hint)
                .glyph(Glyph::Wallet)
                .disabled(!enough),
        );
    }
    let amount = view.total.to_string();
    let (path, card) = (<PayCheckout as ServerFn>::PATH, <&str>::from(Method::Card));
    view! {
        // Sent by the browser itself, since it may lead to the gateway's own page.
        <PlainForm path refusal=payment_refusal asks_code=payment_asks_code id="pay" class="card">
            <input type="hidden" name="command" value=view.command.to_string()/>
            <input type="hidden" name="checkout" value=view.id.to_string()/>
            <RadioCards name="method" legend=t::checkout::how_to_pay(lang) choices value=card/>
            {(view.total.minor >= view.large.minor).then(|| view! {
                <p class="text-13 text-muted">{t::confirmation::from(lang, view.large)}</p>
            })}
            <CodeField/>
            <Submit size=ButtonSize::Large wide=true icon=Glyph::Lock>{t::checkout::pay(lang, amount)}</Submit>
            <p class="guarantee mt-2">
                <Icon glyph=Glyph::Shield/>
                <span>{t::checkout::held_until(lang, view.confirm_after_days)}</span>
            </p>
        </PlainForm>
    }
}

/// What was ordered where, and where it goes.
#[component]
pub fn OrderedSummary(view: CheckoutView) -> impl IntoView {
    let lang = use_lang();
    let orders = view
        .orders
        .iter()
        .map(|order| {
            let (number, total) = (order.number.clone(), order.total);
            let pieces = t::cart::pieces(lang, i64::from(order.pieces));
            view! {
                <li class="py-3">
                    <div class="flex items-center justify-between gap-3">
                        <ShopLine shop=order.shop.clone()/>
                        <Price amount=total/>
                    </div>
                    <p class="mt-1 text-13 text-muted">{t::checkout::order_number(lang, number)}" · "{pieces}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <aside class="card" aria-label=t::cart::summary(lang)>
            <h2 class="card-title">{t::cart::summary(lang)}</h2>
            <ul class="divided">{orders}</ul>
            <Sums goods=view.goods off=view.off postage=view.postage taxes=view.taxes.clone() total=view.total
                includes_tax=view.includes_tax label=t::cart::total(lang)
                settled={view.stage != CheckoutStage::AwaitingPayment}/>
            <div class="mt-4 text-14">
                <p class="text-muted">{t::checkout::goes_to(lang)}</p>
                <p>{view.ship_to.recipient.clone()}</p>
                <p>{view.ship_to.one_line(lang)}</p>
                <p class="mt-2 text-muted">{t::checkout::letters_to(lang)}</p>
                <p class="break-words">{view.email.clone()}</p>
            </div>
        </aside>
    }
}
