//! Server functions of the cart.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::VariantId,
    trade::cart::{CartError, CartView},
};
use serde::{Deserialize, Serialize};

/// Where a buyer goes once something is in the cart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThenGo {
    /// On looking around. Without scripts, to the cart.
    #[default]
    Stay,
    /// Straight to the checkout.
    Checkout,
}

/// The cart of whoever asks; a stranger's is empty.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/cart/load_cart", input = server_fn::codec::GetUrl)]
pub async fn load_cart() -> Result<CartView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::cart::cart_page(&ctx, &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Puts so many more of a thing into the cart, and answers with how many it then holds of it.
///
/// Who may: everybody; a stranger becomes a guest.
#[server(prefix = "/api", endpoint = "trade/cart/add_to_cart")]
pub async fn add_to_cart(
    /// Missing while options are still to be chosen.
    #[server(default)]
    variant: Option<VariantId>,
    quantity: u32,
    #[server(default)] then: ThenGo,
) -> Result<u32, Fault<CartError>> {
    let variant =
        variant.ok_or_else(|| crate::ssr::answer(Fault::Refused(CartError::ChooseOptions)))?;
    let (ctx, actor) = crate::ssr::shopper().await?;
    let held = longtail_backend::trade::cart::add(&ctx, &actor, variant, quantity)
        .await
        .map_err(crate::ssr::fault)?;
    match then {
        ThenGo::Checkout => leptos_axum::redirect("/checkout"),
        ThenGo::Stay if crate::ssr::without_scripts() => leptos_axum::redirect("/cart"),
        ThenGo::Stay => {}
    }
    Ok(held)
}

/// Sets how many of a thing the cart holds (none takes it out), and answers with the cart.
///
/// Who may: whoever has a cart.
#[server(prefix = "/api", endpoint = "trade/cart/set_quantity")]
pub async fn set_quantity(variant: VariantId, quantity: u32) -> Result<CartView, Fault<CartError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::cart::set_quantity(&ctx, &caller.actor, variant, quantity)
        .await
        .map_err(crate::ssr::fault)?;
    longtail_backend::trade::cart::cart_page(&ctx, &caller.actor)
        .await
        .map_err(crate::ssr::fault_without_refusal)
}

/// Takes a thing out of the cart, and answers with the cart.
///
/// Who may: whoever has a cart.
#[server(prefix = "/api", endpoint = "trade/cart/remove_line")]
pub async fn remove_line(variant: VariantId) -> Result<CartView, Fault<CartError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::cart::set_quantity(&ctx, &caller.actor, variant, 0)
        .await
        .map_err(crate::ssr::fault)?;
    longtail_backend::trade::cart::cart_page(&ctx, &caller.actor)
        .await
        .map_err(crate::ssr::fault_without_refusal)
}
