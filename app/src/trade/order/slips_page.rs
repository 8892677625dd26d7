//! The page `/back-office/{shop}/orders/slips?ids=…`: one sheet of paper for each parcel.

use super::ship_form::named_orders;
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trade::order::{OrderLine, OrderStageName, OrderView, ShopOrderView};

/// Packing slips, to be printed.
#[component]
pub fn SlipsPage() -> impl IntoView {
    let lang = use_lang();
    let page = named_orders();
    view! {
        <Title text=t::order::packing_slips(lang)/>
        <div class="page page-body printable"><Loaded of=page view=|view| view! { <Slips view/> }/></div>
    }
}

#[component]
fn Slips(view: ShopOrderView) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/orders", view.shop.slug);
    let shop = view.shop.name.pick(lang).to_owned();
    let count = i64::try_from(view.orders.len()).unwrap_or(i64::MAX);
    let print = move |_| {
        #[cfg(feature = "hydrate")]
        let _ = leptos::prelude::window().print();
    };
    view! {
        <div class="no-print">
            <PageHead
                title=t::order::packing_slips(lang)
                lead=t::order::slips_count(lang, count)
                crumbs=vec![Crumb::link(t::order::orders(lang), base), Crumb::here(t::order::packing_slips(lang))]
                actions=move || view! {
                    <Button kind=ButtonKind::Main icon=Glyph::Print class="needs-js" on:click=print>
                        {t::order::print(lang)}
                    </Button>
                }
            />
        </div>
        {view.orders.into_iter().map(|order| slip(order, shop.clone())).collect_view()}
    }
}

fn slip(order: OrderView, shop: String) -> impl IntoView {
    let lang = use_lang();
    // What is packed now; looked at later, all that was sent.
    let to_ship = order.summary.stage.name() == OrderStageName::ToShip;
    let to_lie_in = |line: &OrderLine| match to_ship {
        true => line.to_pack(),
        false => line.to_send(),
    };
    let rows = order
        .summary
        .lines
        .iter()
        .map(|line| (line, to_lie_in(line)))
        .filter(|(_, count)| *count > 0)
        .map(|(line, count)| {
            view! {
                <tr class="border-b border-line">
                    <td class="py-2 pr-3 text-20 font-semibold">{count}</td>
                    <td class="py-2 pr-3">
                        {line.title.pick(lang).to_owned()}
                        <span class="block text-13 text-muted">{line.options.pick(lang).to_owned()}</span>
                    </td>
                    <td class="py-2 w-10"><span class="inline-block h-5 w-5 rounded-6 border border-ink"></span></td>
                </tr>
            }
        })
        .collect_view();
    let number = order.summary.number.clone();
    view! {
        <article class="card slip mb-6">
            <header class="flex flex-wrap justify-between gap-4">
                <div>
                    <h2 class="text-20 font-semibold">{shop}</h2>
                    <p>{t::checkout::order_number(lang, number)}</p>
                    <p class="text-13 text-muted"><When at=order.summary.placed_at style=WhenStyle::Day/></p>
                </div>
                <address class="not-italic max-w-72 break-words">
                    <strong class="block">{order.ship_to.recipient.clone()}</strong>
                    {order.ship_to.one_line(lang)}
                    <span class="block">{order.ship_to.phone.clone()}</span>
                </address>
            </header>
            <table class="mt-4 w-full text-left">
                <thead>
                    <tr class="border-b border-line text-13 text-muted">
                        <th scope="col">{t::cart::quantity(lang)}</th>
                        <th scope="col">{t::order::goods(lang)}</th>
                        <th scope="col"><span class="sr-only">{t::order::packed(lang)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {(!order.note.is_empty()).then(|| view! {
                <p class="mt-4"><strong>{t::order::note_from_buyer(lang)}": "</strong>{order.note.clone()}</p>
            })}
        </article>
    }
}
