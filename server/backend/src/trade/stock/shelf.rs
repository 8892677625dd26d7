//! Counting many shelves at once.

use crate::{
    ctx::Tx,
    failure::{Failure, Incident},
};
use longtail::{
    id::{AccountId, VariantId},
    trade::stock::{StockError, StockLevel, StockMove},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Makes the levels of new variants, so that every variant has one.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn open_shelves(tx: &mut Tx, variants: &[VariantId]) -> Result<(), Incident> {
    let ids: Vec<Uuid> = variants.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into stock_levels (variant_id) select unnest($1::uuid[]) on conflict do nothing",
        &ids
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Opens the shelves of variants that are new, with what lies on them.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn stock_new(
    tx: &mut Tx,
    counts: &[(VariantId, u32)],
    account: Option<AccountId>,
) -> Result<(), Incident> {
    let ids: Vec<Uuid> = counts.iter().map(|(variant, _)| variant.0).collect();
    let pieces = counts
        .iter()
        .map(|(_, pieces)| i32::try_from(*pieces))
        .collect::<Result<Vec<_>, _>>()?;
    let now = tx.now();
    sqlx::query!(
        "with counted as (
             select * from unnest($1::uuid[], $2::int[]) as c (variant_id, pieces)
         ), shelved as (
             insert into stock_levels (variant_id, on_hand) select variant_id, pieces from counted
         )
         insert into stock_movements
             (variant_id, kind, on_hand_change, reserved_change, account_id, at)
         select variant_id, 'counted', pieces, 0, $3, $4 from counted where pieces > 0",
        &ids,
        &pieces,
        account.map(|id| id.0),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Counts several variants in few statements. Returns whether any level changed.
///
/// # Errors
/// Refuses less than is promised to buyers who are paying; then nothing is counted.
pub async fn count_many(
    tx: &mut Tx,
    counts: &BTreeMap<VariantId, u32>,
    account: Option<AccountId>,
) -> Result<bool, Failure<StockError>> {
    if counts.is_empty() {
        return Ok(false);
    }
    let ids: Vec<VariantId> = counts.keys().copied().collect();
    open_shelves(tx, &ids).await?;
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let levels = sqlx::query!(
        "select variant_id, on_hand, reserved from stock_levels
         where variant_id = any($1) order by variant_id for update",
        &ids
    )
    .fetch_all(tx.sql())
    .await?;
    let (mut changed, mut changes) = (Vec::new(), Vec::new());
    for row in levels {
        let level = StockLevel {
            on_hand: u32::try_from(row.on_hand)?,
            reserved: u32::try_from(row.reserved)?,
        };
        let Some(on_hand) = counts.get(&VariantId(row.variant_id)).copied() else {
            continue;
        };
        let (_, change) = level
            .after(StockMove::Counted { on_hand })
            .map_err(Failure::Refused)?;
        if change.on_hand != 0 {
            changed.push(row.variant_id);
            changes.push(change.on_hand);
        }
    }
    if changed.is_empty() {
        return Ok(false);
    }
    let now = tx.now();
    sqlx::query!(
        "with counted as (
             select * from unnest($1::uuid[], $2::int[]) as c (variant_id, change)
         ), moved as (
             insert into stock_movements
                 (variant_id, kind, on_hand_change, reserved_change, account_id, at)
             select variant_id, 'counted', change, 0, $3, $4 from counted
         )
         update stock_levels s set on_hand = on_hand + c.change
         from counted c where s.variant_id = c.variant_id",
        &changed,
        &changes,
        account.map(|id| id.0),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(true)
}
