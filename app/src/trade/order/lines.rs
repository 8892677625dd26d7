//! The lines and sums of an order.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::order::{OrderLine, OrderView};

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
                            {format!("{} × ", line.quantity)}<Price amount=line.unit_price/>
                        </p>
                    </div>
                    <p class="text-right"><Price amount=line.goods/></p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="divided">{rows}</ul> }
}

/// Goods, postage and total of an order; for its shop also what the market keeps.
#[component]
pub fn OrderSums(order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let mut lines = vec![
        (
            t::cart::goods(lang).to_owned(),
            view! { <Price amount=order.goods/> }.into_any(),
        ),
        (
            t::cart::postage(lang).to_owned(),
            view! { <Price amount=order.postage/> }.into_any(),
        ),
    ];
    let mut total = (
        t::cart::total(lang).to_owned(),
        view! { <Price amount=order.summary.total/> }.into_any(),
    );
    if let Some(commission) = order.commission {
        let paid = order.summary.total;
        let to_shop = longtail::money::Money::new(paid.minor - commission.minor, paid.currency);
        lines.push((
            t::order::buyer_paid(lang).to_owned(),
            view! { <Price amount=paid/> }.into_any(),
        ));
        lines.push((
            t::order::commission(lang).to_owned(),
            view! { <Price amount=longtail::money::Money::new(-commission.minor, commission.currency)/> }.into_any(),
        ));
        total = (
            t::order::to_shop(lang).to_owned(),
            view! { <Price amount=to_shop/> }.into_any(),
        );
    }
    view! { <SumLines lines total/> }
}
