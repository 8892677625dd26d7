//! Server functions of refunds.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CommandId, OrderId},
    money::refund::RefundError,
};
use std::collections::BTreeMap;

/// Pays back part of an order into its buyer's wallet: pieces of its lines, an amount besides,
/// postage. Until the sum is agreed to, it is only told.
///
/// Who may: the shop's people while the money is held, its owners once it was released.
#[server(prefix = "/api", endpoint = "money/refund/refund_order")]
pub async fn refund_order(
    command: CommandId,
    order: OrderId,
    /// How many pieces of each line.
    #[server(default)]
    pieces: BTreeMap<String, String>,
    /// Of the goods' price, besides the pieces; as a person types it: `12.50`.
    #[server(default)]
    goods: String,
    /// Of the postage.
    #[server(default)]
    postage: String,
    /// What the buyer reads.
    reason: String,
    /// The sum that was told, in the smallest unit.
    #[server(default)]
    agreed_minor: Option<i64>,
    /// How many pieces were told to go back to stock.
    #[server(default)]
    agreed_unsent: u32,
    /// From a letter, where the sum is large.
    #[server(default)]
    code: String,
) -> Result<(), Fault<RefundError>> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let refund = longtail::money::refund::RefundOrder {
        command,
        order,
        form: longtail::money::refund::RefundForm {
            pieces: crate::ssr::by_id("line-", pieces),
            goods,
            postage,
            reason,
        },
        agreed_minor,
        agreed_unsent,
        code,
    };
    longtail_backend::money::refund::refund(&ctx, &caller.actor, &refund)
        .await
        .map_err(crate::ssr::fault)?;
    Ok(())
}
