//! Escrow on Postgres: money held for an order leaves it only when the order has ended.

use crate::{ctx::Tx, failure::Incident, money::ledger};
use longtail::{money::escrow::Held, trade::order::OrderStage};

/// Empties an order's escrow as its last stage demands: to shop and platform, or back to the buyer.
///
/// # Errors
/// An incident when the order is still under way, or was settled before.
pub async fn settle(tx: &mut Tx, held: &Held, stage: &OrderStage) -> Result<(), Incident> {
    ledger::post(tx, &held.settle(stage)?).await
}
