//! Server functions of orders, for their buyer and their shop.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CommandId, OrderId},
    trade::{
        cart::CartError,
        order::{
            OrderError, OrderStageName, OrderView, OrdersPage, Party, ShopOrderView, ShopOrdersPage,
        },
    },
};
use std::collections::BTreeMap;

/// One page of the orders of whoever asks, newest first.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "trade/order/load_orders", input = server_fn::codec::GetUrl)]
pub async fn load_orders(
    #[server(default)] stage: Option<OrderStageName>,
    page: u32,
) -> Result<OrdersPage, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::order::orders_page(&ctx, &caller.actor, stage, page)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// One order with everything; who is its buyer and of its shop sees it as its buyer.
///
/// Who may: its buyer, and its shop's people once it is paid.
#[server(prefix = "/api", endpoint = "trade/order/load_order", input = server_fn::codec::GetUrl)]
pub async fn load_order(id: OrderId) -> Result<OrderView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::order::order_page(&ctx, &caller.actor, id)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Says that the goods arrived: the shop is paid.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "trade/order/confirm_receipt")]
pub async fn confirm_receipt(command: CommandId, order: OrderId) -> Result<(), Fault<OrderError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let confirm = longtail::trade::order::ConfirmReceipt { command, order };
    longtail_backend::trade::order::confirm(&ctx, &caller.actor, &confirm)
        .await
        .map_err(crate::ssr::fault)?;
    Ok(())
}

/// Gives the buyer three more days to confirm, once; the other side is told.
///
/// Who may: its buyer, and its shop's people.
#[server(prefix = "/api", endpoint = "trade/order/extend_receipt")]
pub async fn extend_receipt(
    command: CommandId,
    order: OrderId,
    /// Who asks for it.
    by: Party,
) -> Result<(), Fault<OrderError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let extend = longtail::trade::order::ExtendReceipt { command, order, by };
    longtail_backend::trade::order::extend(&ctx, &caller.actor, &extend)
        .await
        .map_err(crate::ssr::fault)?;
    Ok(())
}

/// Calls an order off before dispatch; what was paid goes to the buyer's wallet.
///
/// Who may: its buyer, and its shop's people.
#[server(prefix = "/api", endpoint = "trade/order/cancel_order")]
pub async fn cancel_order(
    command: CommandId,
    order: OrderId,
    /// Who calls it off.
    by: Party,
) -> Result<(), Fault<OrderError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let cancel = longtail::trade::order::CancelOrder { command, order, by };
    longtail_backend::trade::order::cancel(&ctx, &caller.actor, &cancel)
        .await
        .map_err(crate::ssr::fault)?;
    Ok(())
}

/// Calls off what of an order its shop neither sends nor pays back, after a while; what was paid for
/// it goes to the buyer's wallet.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "trade/order/call_off_rest")]
pub async fn call_off_rest(command: CommandId, order: OrderId) -> Result<(), Fault<OrderError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let call_off = longtail::trade::order::CallOffRest { command, order };
    longtail_backend::trade::order::call_off_rest(&ctx, &caller.actor, &call_off)
        .await
        .map_err(crate::ssr::fault)?;
    Ok(())
}

/// Puts what an order holds into the cart again, and goes there.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "trade/order/buy_again")]
pub async fn buy_again(order: OrderId) -> Result<(), Fault<CartError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::cart::refill_from_order(&ctx, &caller.actor, order)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect("/cart");
    Ok(())
}

/// One page of a shop's orders; those to ship oldest first.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/order/load_shop_orders", input = server_fn::codec::GetUrl)]
pub async fn load_shop_orders(
    shop: String,
    #[server(default)] stage: Option<OrderStageName>,
    page: u32,
) -> Result<ShopOrdersPage, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::order::shop_orders_page(&ctx, &caller.actor, &shop, stage, page)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Orders of a shop with everything that packing and shipping needs.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/order/load_shop_order", input = server_fn::codec::GetUrl)]
pub async fn load_shop_order(shop: String, ids: Vec<OrderId>) -> Result<ShopOrderView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::order::shop_orders(&ctx, &caller.actor, &shop, &ids)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Hands the parcels of one or many orders to a carrier, and goes back to the list.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/order/ship_orders")]
pub async fn ship_orders(
    command: CommandId,
    /// Whose list to go back to.
    shop: String,
    carrier: String,
    /// Each order's tracking number.
    #[server(default)]
    tracking: BTreeMap<String, String>,
) -> Result<(), Fault<OrderError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let ship = longtail::trade::order::ShipOrders {
        command,
        carrier,
        parcels: crate::ssr::by_id("order-", tracking),
    };
    let sent = longtail_backend::trade::order::ship(&ctx, &caller.actor, &ship)
        .await
        .map_err(crate::ssr::fault)?;
    let shop = longtail::text::slugify(&shop);
    let count = sent.len();
    leptos_axum::redirect(&format!(
        "/back-office/{shop}/orders?stage=to_ship&sent={count}"
    ));
    Ok(())
}
