//! The page `/back-office/{shop}/orders/{id}`: everything to pack an order.

use super::{
    api::load_order,
    lines::{OrderLines, OrderSums},
    order_page::{Address, Cancel, OrderResource},
    ship_form::{ShipForm, named_orders},
    stage_tone, stage_words,
    story::OrderStory,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
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

/// Draws the order anew when it was called off.
#[component]
fn Frame(view: ShopOrderView, order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let id = order.summary.id;
    let first = StoredValue::new(Some(order.clone()));
    let page: OrderResource = Resource::new(
        || (),
        move |()| {
            let known = first.try_update_value(Option::take).flatten();
            async move {
                match known {
                    Some(order) => Ok(order),
                    None => load_order(id).await,
                }
            }
        },
    );
    let now = Signal::derive(move || page.get().and_then(Result::ok).unwrap_or_else(|| order.clone()));
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
    let slip = format!("{base}/slips?ids={}", order.summary.id);
    view! {
        <PageHead
            title=title.clone()
            crumbs=vec![Crumb::link(t::order::orders(lang), base), Crumb::here(title)]
            actions=move || view! {
                <Badge tone=stage_tone(stage)>{stage_words(lang, stage)}</Badge>
                <ButtonLink href=slip size=ButtonSize::Small icon=Glyph::Print>{t::order::packing_slip(lang)}</ButtonLink>
            }
        />
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
            <div class="grid gap-4 min-w-0">
                {(!order.note.is_empty()).then(|| view! {
                    <Alert tone=Tone::Warning title=t::order::note_from_buyer(lang)>{order.note.clone()}</Alert>
                })}
                {(stage == OrderStageName::ToShip).then(|| view! {
                    <Card title=t::order::ship(lang)>
                        <ShipForm view=view.clone() orders=vec![order.clone()]/>
                    </Card>
                })}
                <Card title=t::order::to_pack(lang)>
                    <OrderLines lines=order.summary.lines.clone() shop=view.shop.slug.clone()/>
                    <OrderSums order=order.clone()/>
                </Card>
                <Card title=t::order::timeline(lang)><OrderStory order=order.clone()/></Card>
            </div>
            <aside class="grid gap-4 min-w-0">
                <Card title=t::order::goes_to(lang)><Address order=order.clone()/></Card>
                {(order.held.minor > 0).then(|| view! {
                    <Card title=t::order::money(lang)>
                        <p class="text-14">{t::order::held_for_shop(lang, order.held)}</p>
                    </Card>
                })}
                {(stage == OrderStageName::ToShip).then(|| view! { <div><Cancel order page/></div> })}
            </aside>
        </div>
    }
}
