//! Server functions of the wallet.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::CommandId,
    money::payment::{Method, PaymentError, WalletView},
};

/// The wallet of whoever asks, with one page of its entries.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "money/wallet/load_wallet", input = server_fn::codec::GetUrl)]
pub async fn load_wallet(page: u32) -> Result<WalletView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::payment::wallet_page(&ctx, &caller.actor, page)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Begins to pay into one's own wallet, and goes to the gateway's own page.
///
/// Who may: members.
#[server(prefix = "/api", endpoint = "money/wallet/top_up")]
pub async fn top_up(
    command: CommandId,
    /// As a person types it: `12.50`.
    amount: String,
    /// Any but the wallet itself.
    method: Method,
    /// From a letter, where the sum is large.
    #[server(default)]
    code: String,
) -> Result<(), Fault<PaymentError>> {
    use longtail::{
        money::{
            Money,
            payment::{Means, NextStep},
        },
        text::{FieldIssue, FieldIssues},
    };
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let amount = Money::parse(&amount, ctx.settings.currency).map_err(|_| {
        let issues = FieldIssues::one("amount", FieldIssue::NotAnAmount);
        crate::ssr::answer(Fault::Invalid(issues))
    })?;
    let means = Means { method, code };
    let (actor, minor) = (&caller.actor, amount.minor);
    let next = longtail_backend::money::payment::top_up(&ctx, actor, command, minor, means)
        .await
        .map_err(crate::ssr::fault)?;
    if let NextStep::GoTo { url } = next {
        leptos_axum::redirect(&url);
    }
    Ok(())
}
