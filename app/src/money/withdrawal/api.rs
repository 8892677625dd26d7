//! Server functions of withdrawals.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::CommandId,
    money::withdrawal::{WithdrawalError, WithdrawalsView},
};

/// What one can take out of the wallet, where it goes, and one page of what was taken out.
///
/// Who may: members and staff.
#[server(prefix = "/api", endpoint = "money/withdrawal/load_withdrawals", input = server_fn::codec::GetUrl)]
pub async fn load_withdrawals(#[server(default)] page: u32) -> Result<WithdrawalsView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::withdrawal::withdrawals_page(&ctx, &caller.actor, page)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Keeps the bank account that one's own money goes to. Another number is held back for a while.
///
/// Who may: members and staff.
#[server(prefix = "/api", endpoint = "money/withdrawal/save_own_account")]
pub async fn save_own_account(
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
    longtail_backend::money::withdrawal::save_account(&ctx, &caller.actor, &draft)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/wallet/withdraw?saved=1");
    Ok(())
}

/// Takes money out of one's own wallet, to the bank account that is kept.
///
/// Who may: members and staff.
#[server(prefix = "/api", endpoint = "money/withdrawal/withdraw")]
pub async fn withdraw(
    command: CommandId,
    /// As a person types it: `12.50`.
    amount: String,
    /// From a letter, where the sum is large.
    #[server(default)]
    code: String,
) -> Result<(), Fault<WithdrawalError>> {
    let withdraw = longtail::money::withdrawal::Withdraw {
        command,
        amount,
        code,
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::withdrawal::withdraw(&ctx, &caller.actor, &withdraw)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect("/wallet/withdraw?begun=1");
    Ok(())
}
