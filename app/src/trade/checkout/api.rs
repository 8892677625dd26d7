//! Server functions of the checkout.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CheckoutId, CommandId},
    money::payment::{Method, PaymentError},
    trade::{
        cart::{CartError, CartView},
        checkout::{CheckoutError, CheckoutForm, CheckoutView},
        shipping::PostalAddress,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a buyer has said so far that it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// An entry of the address book, or `new` with the fields below.
    pub saved: String,
    pub country: String,
    pub region: String,
}

#[cfg(feature = "ssr")]
impl Chosen {
    /// The place that postage is told for; none where nothing was said that helps.
    async fn place(
        self,
        ctx: &longtail_backend::Ctx,
        caller: &crate::ssr::Caller,
    ) -> Option<longtail::trade::shipping::region::Place> {
        use longtail::trade::shipping::region::Place;
        if let Ok(id) = self.saved.parse() {
            let known =
                longtail_backend::trust::account::saved_address(ctx, &caller.actor, id).await;
            return known.ok().map(|saved| Place::of(&saved.address));
        }
        (!self.country.is_empty()).then_some(Place {
            country: self.country,
            region: self.region,
        })
    }
}

/// What the checkout page needs: the cart priced now and sent to where its buyer has said,
/// known addresses, a command id. Nothing for a stranger, who has no cart.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/checkout/load_checkout_form", input = server_fn::codec::GetUrl)]
pub async fn load_checkout_form(
    #[server(default)] chosen: Chosen,
) -> Result<Option<CheckoutForm>, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    if caller.actor == longtail::actor::Actor::Stranger {
        return Ok(None);
    }
    let place = chosen.place(&ctx, &caller).await;
    longtail_backend::trade::checkout::checkout_form_to(&ctx, &caller.actor, place)
        .await
        .map(Some)
        .map_err(crate::ssr::plain_fault)
}

/// The cart with the postage to where its buyer has said that it goes.
///
/// Who may: everybody; a stranger's cart is empty.
#[server(prefix = "/api", endpoint = "trade/checkout/quote_cart", input = server_fn::codec::GetUrl)]
pub async fn quote_cart(#[server(default)] chosen: Chosen) -> Result<CartView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let place = chosen.place(&ctx, &caller).await.unwrap_or_default();
    longtail_backend::trade::cart::cart_to(&ctx, &caller.actor, place)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Turns the cart into one order per shop, and goes on to paying.
///
/// Who may: whoever has a cart.
#[server(prefix = "/api", endpoint = "trade/checkout/place_checkout")]
pub async fn place_checkout(
    command: CommandId,
    agreed_total_minor: i64,
    /// What was shown of that total, as the page wrote it.
    #[server(default)]
    agreed: String,
    email: String,
    /// An entry of the address book, or `new` with the fields below.
    #[server(default)]
    saved: String,
    /// Where `saved` names none.
    #[server(flatten)]
    address: PostalAddress,
    #[server(default)] remember_address: bool,
    /// A word to each shop, by its id.
    #[server(default)]
    notes: BTreeMap<String, String>,
) -> Result<(), Fault<CheckoutError>> {
    use longtail_backend::{trade::checkout, trust::account};
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let ship_to = match saved.parse() {
        Ok(id) => {
            account::saved_address(&ctx, &caller.actor, id)
                .await
                .map_err(crate::ssr::fault_without_refusal)?
                .address
        }
        Err(_) => address,
    };
    let place = longtail::trade::checkout::PlaceCheckout {
        command,
        email,
        ship_to,
        remember_address,
        notes: crate::ssr::by_id("shop-", notes),
        agreed_total_minor,
        agreed: longtail::trade::checkout::Agreed::read(&agreed),
    };
    let placed = checkout::place(&ctx, &caller.actor, &place)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect(&format!("/checkout/{}", placed.checkout));
    Ok(())
}

/// A placed checkout: to be paid, or with what became of it.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "trade/checkout/load_checkout", input = server_fn::codec::GetUrl)]
pub async fn load_checkout(id: CheckoutId) -> Result<CheckoutView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::checkout::checkout_page(&ctx, &caller.actor, id)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Begins to pay: goes to the gateway's own page, or back to the checkout where it is paid.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "trade/checkout/pay_checkout")]
pub async fn pay_checkout(
    command: CommandId,
    checkout: CheckoutId,
    method: Method,
    /// From a letter, where the sum is large.
    #[server(default)]
    code: String,
) -> Result<(), Fault<PaymentError>> {
    use longtail::money::payment::{Means, NextStep};
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let next = longtail_backend::money::payment::pay_checkout(
        &ctx,
        &caller.actor,
        command,
        checkout,
        Means { method, code },
    )
    .await
    .map_err(crate::ssr::fault)?;
    match next {
        NextStep::GoTo { url } => leptos_axum::redirect(&url),
        NextStep::Paid { .. } => leptos_axum::redirect(&format!("/checkout/{checkout}")),
    }
    Ok(())
}

/// Calls a checkout off before it is paid.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "trade/checkout/cancel_checkout")]
pub async fn cancel_checkout(checkout: CheckoutId) -> Result<(), Fault<CheckoutError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::checkout::cancel(&ctx, &caller.actor, checkout)
        .await
        .map_err(crate::ssr::fault)
}

/// Puts what a closed checkout held into the cart again, and goes there.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "trade/checkout/refill_cart")]
pub async fn refill_cart(checkout: CheckoutId) -> Result<(), Fault<CartError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::cart::refill_from_checkout(&ctx, &caller.actor, checkout)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect("/cart");
    Ok(())
}
