//! Server functions of shipping.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CommandId, OrderId},
    trade::{order::OrderError, shipping::parcel::Bringer},
};
use std::collections::BTreeMap;

/// Hands one parcel of an order to a carrier: chosen pieces, or all that is left. With the last
/// parcel of a number typed by hand it goes back to the list.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/shipping/ship_parcel")]
pub async fn ship_parcel(
    command: CommandId,
    /// Whose list to go back to.
    shop: String,
    order: OrderId,
    /// How many pieces of each line; all that is left where none is named.
    #[server(default)]
    pieces: BTreeMap<String, String>,
    /// Whether the number is typed by hand, or the market's carrier makes a label.
    #[server(default)]
    by: Bringer,
    /// For a number typed by hand.
    #[server(default)]
    carrier: String,
    #[server(default)] tracking: String,
) -> Result<(), Fault<OrderError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let ship = longtail::trade::shipping::parcel::ShipParcel {
        command,
        order,
        form: longtail::trade::shipping::parcel::ParcelForm {
            pieces: crate::ssr::by_id("line-", pieces),
            by,
            carrier,
            tracking,
        },
    };
    let sent = longtail_backend::trade::shipping::ship_parcel(&ctx, &caller.actor, &ship)
        .await
        .map_err(crate::ssr::fault)?;
    if sent.last && by == Bringer::Typed {
        let shop = longtail::text::slugify(&shop);
        leptos_axum::redirect(&format!("/back-office/{shop}/orders?stage=to_ship&sent=1"));
    }
    Ok(())
}
