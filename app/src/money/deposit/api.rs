//! Server functions of deposits and fees.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::CommandId,
    money::deposit::view::{DepositView, FeesView},
};

/// A shop's deposit, what is needed and missing, what could be paid in and taken out, and one
/// page of what moved it.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "money/deposit/load_deposit", input = server_fn::codec::GetUrl)]
pub async fn load_deposit(
    shop: String,
    #[server(default)] page: u32,
) -> Result<DepositView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::deposit::deposit_page(&ctx, &caller.actor, &shop, page)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Pays into a shop's deposit, from its balance.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "money/deposit/pay_deposit")]
pub async fn pay_deposit(
    command: CommandId,
    shop: String,
    /// As a person types it: `12.50`. At most what the balance holds above its reserve.
    amount: String,
) -> Result<(), Fault> {
    let pay = longtail::money::deposit::PayDeposit {
        command,
        shop,
        amount,
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::deposit::pay(&ctx, &caller.actor, &pay)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{}/deposit?paid=1", pay.shop));
    Ok(())
}

/// Takes out of a shop's deposit, into its balance.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "money/deposit/take_deposit")]
pub async fn take_deposit(
    command: CommandId,
    shop: String,
    /// As a person types it: `12.50`. At most what is more than the shop needs.
    amount: String,
) -> Result<(), Fault> {
    let take = longtail::money::deposit::TakeDeposit {
        command,
        shop,
        amount,
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::deposit::take(&ctx, &caller.actor, &take)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{}/deposit?taken=1", take.shop));
    Ok(())
}

/// The shops that can be charged a fee, and one page of the fees that were charged.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/deposit/load_fees", input = server_fn::codec::GetUrl)]
pub async fn load_fees(#[server(default)] page: u32) -> Result<FeesView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::deposit::fees_page(&ctx, &caller.actor, page)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Charges a shop a fee, which is paid from its deposit to the market and to the buyer of an order.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/deposit/charge_fee")]
pub async fn charge_fee(
    command: CommandId,
    /// The shop's slug.
    shop: String,
    /// The number of the order that it is about. Needed where the buyer gets a part.
    #[server(default)]
    order: String,
    /// To the market, as a person types it: `12.50`.
    #[server(default)]
    platform: String,
    /// To the buyer, likewise.
    #[server(default)]
    buyer: String,
    /// What the shop and the buyer read.
    #[server(default)]
    reason: String,
) -> Result<(), Fault> {
    let form = longtail::money::deposit::fee::FeeForm {
        shop,
        order,
        platform,
        buyer,
        reason,
    };
    let charge = longtail::money::deposit::fee::ChargeFee { command, form };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::deposit::charge(&ctx, &caller.actor, &charge)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/desk/fees?charged=1");
    Ok(())
}
