//! Server functions of a shop's payouts.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::money::payout::view::PayoutsView;

/// What a shop can be paid, what is held back and why, its bank account without the number, and
/// one page of its payouts.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "money/payout/load_payouts", input = server_fn::codec::GetUrl)]
pub async fn load_payouts(
    shop: String,
    #[server(default)] page: u32,
) -> Result<PayoutsView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::payout::payouts_page(&ctx, &caller.actor, &shop, page)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Keeps the bank account that a shop's money goes to. Another number is held back for a while.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "money/payout/save_bank_account")]
pub async fn save_bank_account(
    shop: String,
    #[server(default)] holder: String,
    /// An IBAN or digits; left empty it stays as it is.
    #[server(default)]
    account_number: String,
    #[server(default)] bank: String,
) -> Result<(), Fault> {
    let draft = longtail::money::payout::account::BankAccountDraft {
        holder,
        account_number,
        bank,
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::payout::save_bank_account(&ctx, &caller.actor, &shop, &draft)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/payouts?saved=1"));
    Ok(())
}
