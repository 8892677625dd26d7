//! Shipping: one carrier, and a tracking number for each order.

use super::{
    api::{ShipOrders, load_shop_order},
    chosen_orders, refusal,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};
use longtail::{
    id::OrderId,
    trade::order::{OrderStageName, OrderView, ShopOrderView},
};

/// The orders that the address names, at the shop that the address names.
pub fn named_orders() -> Resource<Result<ShopOrderView, crate::fault::Fault>> {
    let (params, place) = (use_params_map(), use_location());
    Resource::new_blocking(
        move || {
            let shop = params.with(|params| params.get("shop").unwrap_or_default());
            let ids = match params.with(|params| params.get("id")) {
                Some(id) => id.parse().ok().into_iter().collect(),
                None => place.search.with(|search| chosen_orders(search)),
            };
            (shop, ids)
        },
        |(shop, ids)| load_shop_order(shop, ids),
    )
}

/// The page `/back-office/{shop}/orders/ship?ids=…`: many orders in one go.
#[component]
pub fn ShipPage() -> impl IntoView {
    let lang = use_lang();
    let page = named_orders();
    view! {
        <Title text=t::order::ship(lang)/>
        <Loaded of=page view=|view| view! { <Body view/> }/>
    }
}

#[component]
fn Body(view: ShopOrderView) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/orders", view.shop.slug);
    let list = format!("{base}?stage=to_ship");
    // Without scripts the form comes back: what cannot be sent any more keeps its field, which says so.
    let typed = returned_fields(<ShipOrders as ServerFn>::PATH).unwrap_or_default();
    let ready: Vec<OrderView> = view
        .orders
        .iter()
        .filter(|order| {
            order.summary.stage.name() == OrderStageName::ToShip
                || typed.contains_key(&tracking_field(order.summary.id))
        })
        .cloned()
        .collect();
    let inner = if ready.is_empty() {
        view! {
            <EmptyState title=t::order::nothing_chosen(lang) text=t::order::nothing_chosen_hint(lang)>
                <ButtonLink href=list kind=ButtonKind::Main>{t::order::to_the_list(lang)}</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <div class="card max-w-3xl">
                <ShipForm view=view.clone() orders=ready/>
            </div>
        }
        .into_any()
    };
    view! {
        <BackOfficeFrame shop=view.shop.slug.clone() name=view.shop.name.pick(lang) mark=view.shop.mark.clone() role=view.role>
            <PageHead
                title=t::order::ship(lang)
                lead=t::order::ship_hint(lang)
                crumbs=vec![Crumb::link(t::order::orders(lang), base), Crumb::here(t::order::ship(lang))]
            />
            {inner}
        </BackOfficeFrame>
    }
}

/// Where an order's tracking number is typed.
fn tracking_field(order: OrderId) -> String {
    format!("tracking[order-{order}]")
}

/// Carrier and tracking numbers of these orders.
#[component]
pub fn ShipForm(view: ShopOrderView, orders: Vec<OrderView>) -> impl IntoView {
    let lang = use_lang();
    let ship = ServerAction::<ShipOrders>::new();
    // Of many, some may stay here.
    let words = match orders.len() {
        1 => t::order::ship_count(lang, 1),
        _ => t::order::ship_filled(lang).to_owned(),
    };
    // drawn within the form, which knows what is wrong with them
    let rows = move || {
        orders
            .into_iter()
            .map(|order| {
                let (id, number) = (order.summary.id, order.summary.number);
                view! {
                    <TextField
                        name=tracking_field(id)
                        label=t::order::tracking_of(lang, number, order.summary.recipient)
                        autocomplete="off"
                        either=true
                    />
                }
            })
            .collect_view()
    };
    let known = view
        .carriers
        .iter()
        .map(|carrier| view! { <option value=carrier.clone()></option> })
        .collect_view();
    let hint =
        (!view.carriers.is_empty()).then(|| t::order::carrier_hint(lang, view.carriers.join(", ")));
    let first = view.carriers.first().cloned().unwrap_or_default();
    view! {
        <Form action=ship refusal=refusal>
            <input type="hidden" name="command" value=view.command.to_string()/>
            <input type="hidden" name="shop" value=view.shop.slug.clone()/>
            <TextField name="carrier" label=t::order::carrier(lang) value=first hint=hint.unwrap_or_default()
                list="carriers" required=true/>
            <datalist id="carriers">{known}</datalist>
            {rows()}
            <Submit icon=Glyph::Truck>{words}</Submit>
        </Form>
    }
}
