//! The page `/back-office/{shop}/orders`.

use super::{
    api::load_shop_orders, asked_for, list_href, order_words, orders_page::stage_tabs, stage_tone,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::trade::order::{OrderStageName, OrderSummary};

/// What nobody has paid for is not the shop's business.
const STAGES: [OrderStageName; 4] = [
    OrderStageName::ToShip,
    OrderStageName::Shipped,
    OrderStageName::Completed,
    OrderStageName::Cancelled,
];

/// A shop's orders.
#[component]
pub fn ShopOrdersPage() -> impl IntoView {
    let lang = use_lang();
    let (params, asked) = (use_params_map(), asked_for());
    let orders = Resource::new_blocking(
        move || {
            (
                params.with(|params| params.get("shop").unwrap_or_default()),
                asked.get(),
            )
        },
        |(shop, (stage, page))| load_shop_orders(shop, stage, page),
    );
    view! {
        <Title text=t::order::orders(lang)/>
        <Loaded of=orders view=|view| view! { <Body view/> }/>
    }
}

#[component]
fn Body(view: longtail::trade::order::ShopOrdersPage) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/orders", view.shop.slug);
    let earlier = view.has_earlier.then(|| format!("{base}/earlier"));
    let actions = move || {
        earlier.map(|href| {
            view! { <ButtonLink href size=ButtonSize::Small icon=Glyph::Clock>{t::past::title(lang)}</ButtonLink> }
        })
    };
    let page = view.orders;
    let (stage, pages, number) = (page.stage, page.pages, page.page);
    let to_ship = page
        .counts
        .get(&OrderStageName::ToShip)
        .map(|n| u64::from(*n));
    let tabs = stage_tabs(&base, &page.counts, stage, &STAGES);
    let sent = use_query_map()
        .with_untracked(|query| query.get("sent").and_then(|sent| sent.parse::<u32>().ok()));
    let list = if page.orders.is_empty() {
        let (title, text) = if stage == Some(OrderStageName::ToShip) {
            (t::order::all_sent(lang), t::order::all_sent_hint(lang))
        } else {
            (
                t::order::no_shop_orders(lang),
                t::order::no_shop_orders_hint(lang),
            )
        };
        view! { <EmptyState title text/> }.into_any()
    } else {
        table(&base, stage, page.orders)
    };
    let href = base.clone();
    view! {
        <BackOfficeFrame shop=view.shop.slug.clone() name=view.shop.name.pick(lang) mark=view.shop.mark.clone()
            role=view.role to_ship=to_ship.unwrap_or_default()>
            <PageHead title=t::order::orders(lang) actions/>
            {sent.map(|sent| view! {
                <Alert tone=Tone::Jade class="mb-4">{t::order::sent(lang, i64::from(sent))}</Alert>
            })}
            <Tabs label=t::order::stages(lang) tabs/>
            <div class="mt-4">{list}</div>
            <Pagination page=number pages href=move |page| list_href(&href, stage, page)/>
        </BackOfficeFrame>
    }
}

/// Orders as a table. Those to ship can be chosen: to be packed and sent in one go.
fn table(base: &str, stage: Option<OrderStageName>, orders: Vec<OrderSummary>) -> AnyView {
    let lang = use_lang();
    let columns = vec![
        Column::new(t::order::order(lang)),
        Column::new(t::order::placed(lang)),
        Column::new(t::order::recipient(lang)),
        Column::new(t::order::goods(lang)),
        Column::new(t::order::stage(lang)),
        Column::figures(t::cart::total(lang)),
    ];
    let rows = orders.into_iter().map(|order| row(base, order)).collect();
    if stage != Some(OrderStageName::ToShip) {
        return view! { <DataTable caption=t::order::orders(lang) columns rows/> }.into_any();
    }
    let (ship, slips) = (format!("{base}/ship"), format!("{base}/slips"));
    let bulk = move || {
        view! {
            <button type="submit" class="btn btn-plain" formaction=slips formmethod="get">
                <Icon glyph=Glyph::Print/><span class="btn-words">{t::order::packing_slips(lang)}</span>
            </button>
            <button type="submit" class="btn btn-main" formaction=ship.clone() formmethod="get">
                <Icon glyph=Glyph::Truck/><span class="btn-words">{t::order::ship_chosen(lang)}</span>
            </button>
        }
    };
    view! {
        <form method="get" action=format!("{base}/ship")>
            <DataTable caption=t::order::orders(lang) columns rows select="ids" bulk/>
        </form>
    }
    .into_any()
}

fn row(base: &str, order: OrderSummary) -> TableRow {
    let lang = use_lang();
    let stage = order.stage.name();
    let words = order_words(lang, &order.stage);
    let href = format!("{base}/{}", order.id);
    let number = order.number.clone();
    let goods = order
        .lines
        .iter()
        .map(|line| match stage {
            OrderStageName::Cancelled => (line.quantity, line),
            OrderStageName::ToShip => (line.to_pack(), line),
            _ => (line.to_send(), line),
        })
        .filter(|(pieces, _)| *pieces > 0)
        .map(|(pieces, line)| format!("{pieces} × {}", line.title.pick(lang)))
        .collect::<Vec<_>>()
        .join(", ");
    TableRow {
        id: order.id.to_string(),
        label: number.clone(),
        cells: vec![
            view! { <a class="link" href=href>{number}</a> }.into_any(),
            view! { <When at=order.placed_at style=WhenStyle::Short/> }.into_any(),
            order.recipient.into_any(),
            view! { <span class="block max-w-72 truncate" title=goods.clone()>{goods.clone()}</span> }.into_any(),
            view! { <Badge tone=stage_tone(stage)>{words}</Badge> }.into_any(),
            view! { <Price amount=order.total/> }.into_any(),
        ],
    }
}
