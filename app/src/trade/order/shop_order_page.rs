//! The page `/back-office/{shop}/orders/{id}`: everything to pack an order.

use super::{
    api::load_shop_order,
    extend_form::Extend,
    lines::{OrderLines, OrderSums},
    order_page::{Address, Cancel, OrderResource},
    order_words,
    ship_form::named_orders,
    stage_tone,
    story::OrderStory,
};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    money::{
        invoice::InvoiceCard,
        refund::{form::RefundOrderForm, history::RefundHistory},
    },
    platform::page::Loaded,
    trade::shipping::{
        parcel_form::ParcelForm,
        parcels::{LostAlert, Parcels},
    },
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trade::order::{OrderStageName, OrderView, ShopOrderView};

/// One order, for its shop.
#[component]
pub fn ShopOrderPage() -> impl IntoView {
    let lang = use_lang();
    let page = named_orders();
    view! {
        <Title text=t::order::order(lang)/>
        <Loaded of=page view=move |view: ShopOrderView| {
            let order = view.orders.first().cloned();
            order.map(|order| view! { <Frame view order/> })
        }/>
    }
}

/// Draws the order anew when it was called off or extended, or part of it paid back.
#[component]
fn Frame(view: ShopOrderView, order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let id = order.summary.id;
    let slug = view.shop.slug.clone();
    let first = StoredValue::new(Some(order.clone()));
    let page: OrderResource = Resource::new(
        || (),
        move |()| {
            let known = first.try_update_value(Option::take).flatten();
            let slug = slug.clone();
            async move {
                match known {
                    Some(order) => Ok(order),
                    None => load_shop_order(slug, vec![id])
                        .await
                        .and_then(|view| view.orders.into_iter().next().ok_or(Fault::NotFound)),
                }
            }
        },
    );
    let now = Signal::derive(move || {
        page.get()
            .and_then(Result::ok)
            .unwrap_or_else(|| order.clone())
    });
    view! {
        <BackOfficeFrame shop=view.shop.slug.clone() name=view.shop.name.pick(lang) mark=view.shop.mark.clone() role=view.role>
            {move || view! { <Body view=view.clone() order=now.get() page/> }}
        </BackOfficeFrame>
    }
}

#[component]
fn Body(view: ShopOrderView, order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let stage = order.summary.stage.name();
    let base = format!("/back-office/{}/orders", view.shop.slug);
    let title = t::checkout::order_number(lang, &order.summary.number);
    let note = (!order.note.is_empty()).then(|| {
        let note = order.note.clone();
        view! { <Alert tone=Tone::Warning title=t::order::note_from_buyer(lang)>{note}</Alert> }
    });
    let slug = view.shop.slug.clone();
    let to_ship = stage == OrderStageName::ToShip;
    let ship = to_ship.then(|| {
        let (view, order) = (view.clone(), order.clone());
        view! { <Card title=t::order::ship(lang)><ParcelForm view order page/></Card> }
    });
    let parcels = (!order.parcels.is_empty()).then(|| {
        let order = order.clone();
        view! { <Card title=t::order::parcels(lang)><Parcels order/></Card> }
    });
    let held = (order.held.minor > 0).then(|| {
        let held = t::order::held_for_shop(lang, order.held);
        view! { <Card title=t::order::money(lang)><p class="text-14">{held}</p></Card> }
    });
    let lines = order.summary.lines.clone();
    let (sums, story, address) = (order.clone(), order.clone(), order.clone());
    let refunds = order.clone();
    let invoices = order.invoices.clone();
    let slip = format!("{base}/slips?ids={}", order.summary.id);
    let words = order_words(lang, &order.summary.stage);
    let (lost, extend) = (order.clone(), order.clone());
    let unsent = to_ship && !order.summary.stage.is_partly_shipped();
    let cancel = unsent.then(|| view! { <div><Cancel order page/></div> });
    view! {
        <PageHead
            title=title.clone()
            crumbs=vec![Crumb::link(t::order::orders(lang), base), Crumb::here(title)]
            actions=move || view! {
                <Badge tone=stage_tone(stage)>{words}</Badge>
                <ButtonLink href=slip size=ButtonSize::Small icon=Glyph::Print>{t::order::packing_slip(lang)}</ButtonLink>
            }
        />
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
            <div class="grid gap-4 min-w-0">
                {note}
                <LostAlert order=lost/>
                {ship}
                {parcels}
                <Card title=t::order::to_pack(lang)>
                    <OrderLines lines shop=slug/>
                    <OrderSums order=sums/>
                </Card>
                <Refunds order=refunds page/>
                <Card title=t::order::timeline(lang)><OrderStory order=story/></Card>
            </div>
            <aside class="grid gap-4 min-w-0">
                <Card title=t::order::goes_to(lang)><Address order=address/></Card>
                {held}
                <InvoiceCard invoices/>
                {cancel}
                <Extend order=extend page/>
            </aside>
        </div>
    }
}

/// What was paid back, and the form for more of it.
#[component]
fn Refunds(order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let history = (!order.refunds.is_empty()).then(|| {
        let order = order.clone();
        view! { <RefundHistory order/> }
    });
    let left = order.refundable.clone();
    (history.is_some() || left.is_some()).then(|| {
        view! {
            <Card title=t::refund::title(lang)>
                {history}
                {left.map(|left| view! { <RefundOrderForm order left page/> })}
            </Card>
        }
    })
}
