//! What became of a checkout: paid, expired or called off.

use super::{api::RefillCart, pay_page::OrderedSummary};
use crate::{
    i18n::{t, use_lang},
    platform::visitor::use_visitor,
    trade::{cart, shop_line::ShopLine},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::payment::PaymentStage,
    trade::checkout::{CheckoutOrder, CheckoutStage, CheckoutView},
};

/// Thanks, where the money is, and what happens next.
#[component]
pub fn Paid(view: CheckoutView) -> impl IntoView {
    let lang = use_lang();
    let steps = vec![
        TimelineStep {
            label: t::checkout::next_paid(lang).to_owned(),
            state: StepState::Done,
            ..Default::default()
        },
        TimelineStep {
            label: t::checkout::next_ship(lang).to_owned(),
            state: StepState::Current,
            ..Default::default()
        },
        TimelineStep {
            label: t::checkout::next_confirm(lang).to_owned(),
            detail: Some(t::checkout::next_confirm_hint(lang, view.confirm_after_days).into_any()),
            ..Default::default()
        },
        TimelineStep {
            label: t::checkout::next_shop_paid(lang).to_owned(),
            ..Default::default()
        },
    ];
    let orders = view.orders.iter().map(order_row).collect_view();
    view! {
        <header class="page-head">
            <p class="inline-flex h-12 w-12 items-center justify-center rounded-full bg-jade-soft text-jade text-24">
                <Icon glyph=Glyph::Check/>
            </p>
            <h1>{t::checkout::thanks(lang)}</h1>
            <p class="page-lead">{t::checkout::thanks_hint(lang, &view.email)}</p>
        </header>
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="min-w-0 grid gap-4">
                <Alert tone=Tone::Jade>{t::checkout::money_is_held(lang, view.total)}</Alert>
                <Card title=t::checkout::your_orders(lang)>
                    <ul class="divided">{orders}</ul>
                </Card>
                <Card title=t::checkout::what_next(lang)>
                    <Timeline label=t::checkout::what_next(lang) steps/>
                </Card>
                {view.guest.then(|| view! {
                    <Card title=t::checkout::keep_it(lang)>
                        <p class="mb-3 text-14 text-muted">{t::checkout::keep_it_hint(lang)}</p>
                        <ButtonLink href="/sign-up?next=/orders" kind=ButtonKind::Main>
                            {t::checkout::choose_password(lang)}
                        </ButtonLink>
                    </Card>
                })}
            </div>
            <OrderedSummary view/>
        </div>
    }
}

fn order_row(order: &CheckoutOrder) -> impl IntoView + use<> {
    let lang = use_lang();
    let number = order.number.clone();
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 py-3">
            <div class="min-w-0">
                <ShopLine shop=order.shop.clone()/>
                <p class="mt-1 text-13 text-muted">
                    {t::checkout::order_number(lang, number)}
                </p>
            </div>
            <ButtonLink href=format!("/orders/{}", order.id) size=ButtonSize::Small>
                {t::checkout::follow_order(lang)}
            </ButtonLink>
        </li>
    }
}

/// The goods went back on the shelf; nothing was taken.
#[component]
pub fn Closed(view: CheckoutView) -> impl IntoView {
    let lang = use_lang();
    let refill = ServerAction::<RefillCart>::new();
    let last = view.last_payment.as_ref().map(|payment| payment.stage);
    let (title, text) = match (view.stage, last) {
        (CheckoutStage::Expired, Some(PaymentStage::Lapsed)) => {
            (t::checkout::expired(lang), t::checkout::lapsed_closed(lang))
        }
        (CheckoutStage::Expired, _) => {
            (t::checkout::expired(lang), t::checkout::expired_hint(lang))
        }
        _ => (
            t::checkout::cancelled(lang),
            t::checkout::cancelled_hint(lang),
        ),
    };
    view! {
        <div class="mx-auto max-w-2xl">
            <EmptyState picture=EmptyPicture::Cart title text level=1>
                <Form
                    action=refill
                    refusal=cart::refusal
                    id="refill"
                    on_done=Callback::new(move |()| use_visitor().refetch())
                >
                    <input type="hidden" name="checkout" value=view.id.to_string()/>
                    <Submit size=ButtonSize::Large icon=Glyph::Undo>{t::checkout::refill(lang)}</Submit>
                </Form>
            </EmptyState>
            <OrderedSummary view/>
        </div>
    }
}
