//! What was paid back of an order, and why.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    id::OrderLineId,
    money::refund::RefundView,
    trade::order::{OrderLine, OrderView},
};

/// The refunds of an order, each with its parts and its reason.
#[component]
pub fn RefundHistory(order: OrderView) -> impl IntoView {
    let lines = order.summary.lines;
    let refunds = order
        .refunds
        .into_iter()
        .map(|refund| view! { <Entry refund lines=lines.clone()/> })
        .collect_view();
    view! { <ul class="divided">{refunds}</ul> }
}

#[component]
fn Entry(refund: RefundView, lines: Vec<OrderLine>) -> impl IntoView {
    let lang = use_lang();
    let title_of = |id: OrderLineId| {
        let line = lines.iter().find(|line| line.id == id);
        line.map(|line| line.title.pick(lang).to_owned())
            .unwrap_or_default()
    };
    let mut parts: Vec<String> = refund
        .pieces
        .iter()
        .map(|(line, pieces)| format!("{pieces} × {}", title_of(*line)))
        .collect();
    if parts.is_empty() && refund.goods.minor > 0 {
        parts.push(t::refund::part_of_price(lang, refund.goods));
    }
    if refund.postage.minor > 0 {
        parts.push(t::refund::part_of_postage(lang, refund.postage));
    }
    if refund.promoted.minor > 0 {
        parts.push(t::price::of_it_to_market(lang, refund.promoted));
    }
    let reason = match refund.reason.is_empty() {
        true => t::shipping::rest_called_off(lang).to_owned(),
        false => refund.reason,
    };
    view! {
        <li class="py-3">
            <p class="flex flex-wrap items-baseline justify-between gap-x-4">
                <strong><Price amount=refund.total/></strong>
                <span class="text-13 text-muted"><When at=refund.at style=WhenStyle::Short/></span>
            </p>
            <p class="break-words">{reason}</p>
            <p class="text-13 text-muted break-words">{parts.join(" · ")}</p>
        </li>
    }
}
