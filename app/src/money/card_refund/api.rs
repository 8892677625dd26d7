//! The server function of money that goes back.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CommandId, PaymentId},
    money::card_refund::CardRefundError,
};

/// Sends money from one's own wallet back to the card or bank that paid it in.
///
/// Who may: members and staff, of their own payments of the last 180 days.
#[server(prefix = "/api", endpoint = "money/card_refund/return_to_card")]
pub async fn return_to_card(
    command: CommandId,
    payment: PaymentId,
    /// What the button says, in the smallest unit.
    amount_minor: i64,
    /// From a letter, where the sum is large.
    #[server(default)]
    code: String,
) -> Result<(), Fault<CardRefundError>> {
    let back = longtail::money::card_refund::ReturnToCard {
        command,
        payment,
        amount_minor,
        code,
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::card_refund::return_to_card(&ctx, &caller.actor, &back)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect("/wallet?returned=1");
    Ok(())
}
