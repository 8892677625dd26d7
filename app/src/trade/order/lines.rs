//! The lines and sums of an order.

use crate::{
    i18n::{t, use_lang},
    trade::{
        price::PriceStory,
        sums::{TaxIncluded, tax_words},
    },
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::Money,
    text::Lang,
    trade::order::{OrderLine, OrderView},
};

/// What was bought, as it was sold. With `shop`, each leads to its product page.
#[component]
pub fn OrderLines(
    lines: Vec<OrderLine>,
    #[prop(optional, into)] shop: Option<String>,
) -> impl IntoView {
    let lang = use_lang();
    let rows = lines
        .into_iter()
        .map(|line| {
            let title = line.title.pick(lang).to_owned();
            let title_lang = line.title.picked(lang).tag();
            let options = line.options.pick(lang).to_owned();
            let way = way_words(lang, &line);
            let (unit, goods) = (line.unit(), line.goods());
            let name = match &shop {
                Some(shop) => view! {
                    <a class="hover:underline" lang=title_lang href=format!("/shops/{shop}/{}", line.listing_slug)>{title}</a>
                }
                .into_any(),
                None => view! { <span lang=title_lang>{title}</span> }.into_any(),
            };
            view! {
                <li class="flex gap-3 py-3">
                    <span class="w-16 shrink-0"><Photo picture=line.picture alt="" sizes="64px"/></span>
                    <div class="min-w-0 grow">
                        <p class="break-words">{name}</p>
                        {(!options.is_empty()).then(|| view! { <p class="text-13 text-muted">{options}</p> })}
                        <p class="text-13 text-muted">
                            {format!("{} × ", line.quantity)}<Price amount=unit/>
                        </p>
                        {way.into_iter().map(|words| view! { <p class="text-13 font-medium">{words}</p> }).collect_view()}
                    </div>
                    <p class="text-right"><Price amount=goods/></p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="divided">{rows}</ul> }
}

/// What was paid back of a line, before dispatch and after it, and what of it is on its way.
fn way_words(lang: Lang, line: &OrderLine) -> Vec<String> {
    let unsent =
        (line.unsent > 0).then(|| t::refund::line_unsent(lang, line.unsent, line.to_send()));
    let waiting = (line.sent > 0 && line.to_pack() > 0)
        .then(|| t::shipping::line_sent(lang, line.sent, line.to_pack()));
    let later = line.refunded - line.unsent;
    let later = (later > 0).then(|| t::refund::line_refunded(lang, later));
    unsent.into_iter().chain(waiting).chain(later).collect()
}

/// How the goods' price comes about; goods, postage, tax and total of an order, and what went back
/// of it; for its shop also what the market pays and keeps.
#[component]
pub fn OrderSums(order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let (paid, refunded) = (order.summary.total, order.refunded);
    let money = |minor| Money::new(minor, paid.currency);
    let mut lines = Vec::new();
    let mut line = |name: &str, amount: Money| {
        lines.push((name.to_owned(), view! { <Price amount/> }.into_any()));
    };
    let mut total = (t::cart::total(lang), paid);
    line(t::cart::goods(lang), order.goods);
    if order.off.minor > 0 {
        line(t::price::off(lang), money(-order.off.minor));
    }
    line(t::cart::postage(lang), order.postage);
    for added in &order.taxes {
        line(&tax_words(lang, added.rate), added.tax);
    }
    match order.commission {
        Some(_) => line(t::order::buyer_paid(lang), paid),
        None if refunded.minor > 0 => line(t::refund::paid(lang), paid),
        None => {}
    }
    if order.commission.is_some() && order.promoted.minor > 0 {
        line(t::price::market_pays(lang), order.promoted);
    }
    if refunded.minor > 0 {
        line(t::refund::refunded(lang), money(-refunded.minor));
        total = (t::refund::after(lang), money(paid.minor - refunded.minor));
    }
    if let Some((commission, to_shop)) = order.commission.zip(order.to_shop()) {
        if order.refunded_promoted.minor > 0 {
            line(
                t::price::back_to_market(lang),
                money(-order.refunded_promoted.minor),
            );
        }
        line(t::order::commission(lang), money(-commission.minor));
        total = (t::order::to_shop(lang), to_shop);
    }
    let total = (
        total.0.to_owned(),
        view! { <Price amount=total.1/> }.into_any(),
    );
    view! {
        <PriceStory of=order.explained/>
        <SumLines lines total/>
        {order.includes_tax.then(|| view! { <TaxIncluded/> })}
    }
}
