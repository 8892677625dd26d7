//! The page `/orders`.

use super::{
    api::{BuyAgain, load_orders},
    asked_for, list_href, order_words, stage_tone, stage_words,
};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    trade::{
        cart,
        shop_line::{ShopLine, pieces_of},
    },
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trade::order::{OrderStage, OrderStageName, OrderSummary};
use std::collections::BTreeMap;

/// In the order of an order's life.
const ALL_STAGES: [OrderStageName; 5] = [
    OrderStageName::AwaitingPayment,
    OrderStageName::ToShip,
    OrderStageName::Shipped,
    OrderStageName::Completed,
    OrderStageName::Cancelled,
];

/// The tabs over a list of orders: all, and each stage with its count.
pub fn stage_tabs(
    base: &str,
    counts: &BTreeMap<OrderStageName, u32>,
    chosen: Option<OrderStageName>,
    stages: &[OrderStageName],
) -> Vec<TabLink> {
    let lang = use_lang();
    let all = TabLink {
        label: t::order::all(lang).to_owned(),
        href: list_href(base, None, 1),
        count: Some(counts.values().map(|n| u64::from(*n)).sum()),
        current: chosen.is_none(),
    };
    let each = stages.iter().map(|stage| TabLink {
        label: stage_words(lang, *stage).to_owned(),
        href: list_href(base, Some(*stage), 1),
        count: counts.get(stage).map(|n| u64::from(*n)),
        current: chosen == Some(*stage),
    });
    std::iter::once(all).chain(each).collect()
}

/// A buyer's own orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let lang = use_lang();
    let asked = asked_for();
    let orders = Resource::new_blocking(
        move || asked.get(),
        |(stage, page)| load_orders(stage, page),
    );
    view! {
        <Title text=t::order::orders(lang)/>
        <div class="page page-body">
            <PageHead
                title=t::order::orders(lang)
                crumbs=vec![
                    Crumb::link(t::account::account(lang), "/account"),
                    Crumb::here(t::order::orders(lang)),
                ]
            />
            <Loaded of=orders view=|view| view! { <List view/> }/>
        </div>
    }
}

#[component]
fn List(view: longtail::trade::order::OrdersPage) -> impl IntoView {
    let lang = use_lang();
    let stage = view.stage;
    let tabs = stage_tabs("/orders", &view.counts, stage, &ALL_STAGES);
    let cards = view
        .orders
        .into_iter()
        .map(|order| view! { <li><OrderCard order/></li> })
        .collect::<Vec<_>>();
    let list = if cards.is_empty() {
        view! {
            <EmptyState title=t::order::none(lang) text=t::order::none_hint(lang)>
                <ButtonLink href="/" kind=ButtonKind::Main>{t::cart::look_around(lang)}</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <ul class="grid gap-4">{cards}</ul> }.into_any()
    };
    view! {
        <Tabs label=t::order::stages(lang) tabs/>
        <div class="mt-4">{list}</div>
        <Pagination page=view.page pages=view.pages href=move |page| list_href("/orders", stage, page)/>
    }
}

/// One order in the list, with the one thing to do now.
#[component]
fn OrderCard(order: OrderSummary) -> impl IntoView {
    let lang = use_lang();
    let stage = order.stage.name();
    let words = order_words(lang, &order.stage);
    let href = format!("/orders/{}", order.id);
    let label = t::checkout::order_number(lang, &order.number);
    let name = label.clone();
    let lines = order
        .lines
        .iter()
        .map(|line| {
            let title = line.title.pick(lang).to_owned();
            let options = line.options.pick(lang).to_owned();
            let quantity = line.quantity;
            view! {
                <li class="flex items-center gap-3 py-1">
                    <span class="w-12 shrink-0"><Photo picture=line.picture.clone() alt="" sizes="48px"/></span>
                    <span class="min-w-0 grow text-14">
                        <span class="block truncate">{title}</span>
                        <span class="block truncate text-13 text-muted">{pieces_of(lang, quantity, &options)}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <article class="card" aria-label=name>
            <header class="flex flex-wrap items-center justify-between gap-2">
                <ShopLine shop=order.shop.clone()/>
                <Badge tone=stage_tone(stage)>{words}</Badge>
            </header>
            <ul class="my-3">{lines}</ul>
            <footer class="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-3">
                <p class="text-13 text-muted">
                    <a class="hover:underline" href=href.clone()>{label}</a>
                    " · "<When at=order.placed_at style=WhenStyle::Day/>
                </p>
                <div class="flex flex-wrap items-center gap-3">
                    <strong><Price amount=order.total/></strong>
                    <MainAction order href/>
                </div>
            </footer>
        </article>
    }
}

#[component]
fn MainAction(order: OrderSummary, href: String) -> impl IntoView {
    let lang = use_lang();
    match order.stage {
        OrderStage::AwaitingPayment => view! {
            <ButtonLink href=format!("/checkout/{}", order.checkout) kind=ButtonKind::Main size=ButtonSize::Small>
                {t::order::pay(lang)}
            </ButtonLink>
        }
        .into_any(),
        OrderStage::ToShip { .. } => view! {
            <ButtonLink href size=ButtonSize::Small>{t::order::follow(lang)}</ButtonLink>
        }
        .into_any(),
        OrderStage::Shipped { .. } => view! {
            <ButtonLink href kind=ButtonKind::Main size=ButtonSize::Small>{t::order::did_it_arrive(lang)}</ButtonLink>
        }
        .into_any(),
        OrderStage::Completed { .. } | OrderStage::Cancelled { .. } => {
            view! { <BuyAgainForm order=order.id small=true/> }.into_any()
        }
    }
}

/// Puts an order's goods into the cart once more.
#[component]
pub fn BuyAgainForm(order: longtail::id::OrderId, #[prop(optional)] small: bool) -> impl IntoView {
    let lang = use_lang();
    let again = ServerAction::<BuyAgain>::new();
    let size = if small {
        ButtonSize::Small
    } else {
        ButtonSize::Normal
    };
    view! {
        <Form
            action=again
            refusal=cart::refusal
            id=format!("again-{order}")
            class="form-inline"
            on_done=Callback::new(move |()| use_visitor().refetch())
        >
            <input type="hidden" name="order" value=order.to_string()/>
            <Submit kind=ButtonKind::Plain size icon=Glyph::Refresh>{t::order::buy_again(lang)}</Submit>
        </Form>
    }
}
