//! Server functions of reconciliation.

use crate::fault::Fault;
use chrono::NaiveDate;
use leptos::prelude::*;
use longtail::money::reconciliation::{Provider, ReconciliationError, StatementsView};

/// The days whose statements were compared with our books, and what differs.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/reconciliation/load_statements", input = server_fn::codec::GetUrl)]
pub async fn load_statements() -> Result<StatementsView, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::reconciliation::statements_page(&ctx, &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Compares a day's statement once more.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "money/reconciliation/check_statement")]
pub async fn check_statement(
    provider: Provider,
    /// `2026-11-30`, in UTC.
    day: NaiveDate,
) -> Result<(), Fault<ReconciliationError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::money::reconciliation::check_again(&ctx, &caller.actor, provider, day)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect("/desk/statements?checked=1");
    Ok(())
}
