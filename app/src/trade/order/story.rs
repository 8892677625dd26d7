//! An order's timeline: what has happened, what happens next and by when.

use crate::{
    i18n::{t, use_lang},
    money::card_refund::step_words,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::{card_refund::CardRefundStage, payment::Method},
    text::Lang,
    trade::order::{Canceller, Extender, OrderEvent, OrderStage, OrderView},
};

/// The steps of an order from its placing to its end.
#[component]
pub fn OrderStory(order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let mut steps: Vec<TimelineStep> = order
        .steps
        .iter()
        .map(|step| TimelineStep {
            label: event_words(lang, &step.event),
            state: match step.event {
                OrderEvent::Cancelled { .. }
                | OrderEvent::ParcelLost { .. }
                | OrderEvent::ToCard {
                    stage: CardRefundStage::Failed,
                    ..
                } => StepState::Stopped,
                _ => StepState::Done,
            },
            at: Some(step.at),
            detail: detail(lang, &step.event),
            ..Default::default()
        })
        .collect();
    steps.extend(coming(lang, &order.summary.stage));
    view! { <Timeline label=t::order::timeline(lang) steps/> }
}

fn event_words(lang: Lang, event: &OrderEvent) -> String {
    match event {
        OrderEvent::Placed => t::order::was_placed(lang).to_owned(),
        OrderEvent::Paid {
            method: Method::Card,
        } => t::order::was_paid_by_card(lang).to_owned(),
        OrderEvent::Paid {
            method: Method::Wallet,
        } => t::order::was_paid_by_wallet(lang).to_owned(),
        OrderEvent::Paid {
            method: Method::OnlineBank,
        } => t::order::was_paid_by_online_bank(lang).to_owned(),
        OrderEvent::Paid {
            method: Method::QuickPay,
        } => t::order::was_paid_by_quick_pay(lang).to_owned(),
        OrderEvent::PartShipped {
            carrier, pieces, ..
        } => t::shipping::was_sent_in_part(lang, *pieces, carrier),
        OrderEvent::Shipped { carrier, .. } => t::order::was_shipped(lang, carrier),
        OrderEvent::RestNotSent => t::shipping::rest_not_sent(lang).to_owned(),
        OrderEvent::ParcelDelivered { .. } => t::shipping::was_delivered(lang).to_owned(),
        OrderEvent::ParcelLost { .. } => t::shipping::was_lost(lang).to_owned(),
        OrderEvent::Extended { by, confirm_by } => {
            let day = when_text(*confirm_by, WhenStyle::Day, lang);
            match by {
                Extender::Buyer => t::order::was_extended_by_buyer(lang, day),
                Extender::Shop => t::order::was_extended_by_shop(lang, day),
            }
        }
        OrderEvent::Confirmed => t::order::was_confirmed(lang).to_owned(),
        OrderEvent::ConfirmedByClock => t::order::was_confirmed_by_clock(lang).to_owned(),
        OrderEvent::Released { .. } => t::order::was_released(lang).to_owned(),
        OrderEvent::Cancelled { by, .. } => match by {
            Canceller::Buyer => t::order::was_cancelled_by_buyer(lang),
            Canceller::Shop => t::order::was_cancelled_by_shop(lang),
            Canceller::Clock => t::order::was_cancelled_by_clock(lang),
        }
        .to_owned(),
        OrderEvent::Refunded { amount, .. } => t::refund::was_refunded(lang, amount),
        OrderEvent::Returned { amount } => t::order::was_returned(lang, amount),
        OrderEvent::ToCard {
            amount,
            method,
            stage,
        } => step_words(lang, *amount, *method, *stage),
    }
}

fn detail(lang: Lang, event: &OrderEvent) -> Option<AnyView> {
    match event {
        OrderEvent::PartShipped { tracking, .. }
        | OrderEvent::Shipped { tracking, .. }
        | OrderEvent::ParcelDelivered { tracking }
        | OrderEvent::ParcelLost { tracking } => {
            Some(view! { <Tracking number=tracking.clone()/> }.into_any())
        }
        OrderEvent::Refunded { reason, .. } if reason.is_empty() => {
            Some(view! { <p>{t::shipping::rest_called_off(lang)}</p> }.into_any())
        }
        OrderEvent::Refunded { reason, .. } | OrderEvent::Cancelled { reason, .. }
            if !reason.is_empty() =>
        {
            Some(view! { <p class="break-words">{reason.clone()}</p> }.into_any())
        }
        _ => None,
    }
}

/// What is still to come, with its deadline.
fn coming(lang: Lang, stage: &OrderStage) -> Vec<TimelineStep> {
    let step = |label: &str, state| TimelineStep {
        label: label.to_owned(),
        state,
        ..Default::default()
    };
    let (now, later) = (StepState::Current, StepState::Coming);
    match stage {
        OrderStage::AwaitingPayment => vec![
            step(t::order::next_pay(lang), now),
            step(t::order::next_ship(lang), later),
            step(t::order::next_confirm(lang), later),
        ],
        OrderStage::ToShip { first_sent_at, .. } => vec![
            match first_sent_at {
                Some(_) => step(t::shipping::next_rest(lang), now),
                None => step(t::order::next_ship(lang), now),
            },
            step(t::order::next_confirm(lang), later),
            step(t::order::next_released(lang), later),
        ],
        OrderStage::Shipped { confirm_by, .. } => vec![
            TimelineStep {
                at: Some(*confirm_by),
                deadline: true,
                detail: Some(t::order::confirmed_by_clock_then(lang).into_any()),
                ..step(t::order::next_confirm(lang), now)
            },
            step(t::order::next_released(lang), later),
        ],
        OrderStage::Completed { .. } | OrderStage::Cancelled { .. } => Vec::new(),
    }
}

/// A carrier's number, with a button that copies it.
#[component]
pub fn Tracking(number: String) -> impl IntoView {
    let lang = use_lang();
    let toaster = use_toaster();
    let text = number.clone();
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        {
            let _ = leptos::prelude::window()
                .navigator()
                .clipboard()
                .write_text(&text);
            toaster.say(t::order::copied(lang));
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&toaster, &text);
    };
    view! {
        <span class="inline-flex flex-wrap items-center gap-2">
            <span class="font-mono text-14 break-all">{number}</span>
            <Button size=ButtonSize::Small kind=ButtonKind::Quiet icon=Glyph::Copy class="needs-js" on:click=copy>
                {t::order::copy(lang)}
            </Button>
        </span>
    }
}
