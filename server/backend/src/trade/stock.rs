//! Stock on Postgres: a level that a constraint keeps above zero, and its movements.

pub mod count;
pub mod low;
mod movements;
pub mod shelf;

pub use movements::movements_page;

use crate::{
    ctx::{Ctx, Tx, account_of, column},
    failure::{Failure, Incident, denied},
    outbox::Event,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, ListingId, ShopId, VariantId},
    policy::{Action, permit},
    trade::stock::{StockError, StockLevel, StockMove},
};
use std::collections::BTreeMap;

/// Moves one variant's stock inside a transaction and writes the movement down.
/// The level's row stays locked until the transaction ends; lock variants in id order.
///
/// # Errors
/// Refuses what [`StockLevel::after`] refuses.
pub async fn apply(
    tx: &mut Tx,
    variant: VariantId,
    movement: StockMove,
    account: Option<AccountId>,
) -> Result<StockLevel, Failure<StockError>> {
    let before = lock_level(tx, variant).await?;
    let (level, change) = before.after(movement).map_err(Failure::Refused)?;
    if level == before {
        return Ok(level);
    }
    let now = tx.now();
    sqlx::query!(
        "with moved as (
             insert into stock_movements
                 (variant_id, kind, on_hand_change, reserved_change, account_id, at)
             values ($1, $2, $3, $4, $5, $6))
         update stock_levels set on_hand = on_hand + $3, reserved = reserved + $4 where variant_id = $1",
        variant.0,
        change.kind,
        change.on_hand,
        change.reserved,
        account.map(|id| id.0),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(level)
}

/// Moves what a checkout holds, as [`apply`] moves one variant's, in one statement.
///
/// # Errors
/// As [`apply`]: then nothing is moved.
pub(crate) async fn apply_all(
    tx: &mut Tx,
    checkout: CheckoutId,
    moves: &[(VariantId, StockMove)],
) -> Result<(), Failure<StockError>> {
    let variants = column(moves, |(variant, _)| *variant);
    let mut levels: BTreeMap<VariantId, StockLevel> =
        lock_levels(tx, &variants).await?.into_iter().collect();
    let mut changes = Vec::with_capacity(moves.len());
    for (variant, movement) in moves {
        let level = levels.entry(*variant).or_default();
        let (after, change) = level.after(*movement).map_err(Failure::Refused)?;
        if after != *level {
            *level = after;
            changes.push((*variant, change));
        }
    }
    let now = tx.now();
    sqlx::query!(
        "with changes as (
             select * from unnest($1::uuid[], $2::text[], $3::int[], $4::int[])
                 as c (variant_id, kind, on_hand, reserved)),
         moved as (
             insert into stock_movements
                 (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
             select variant_id, kind, on_hand, reserved, $5, $6 from changes)
         update stock_levels k set on_hand = k.on_hand + c.on_hand, reserved = k.reserved + c.reserved
         from (select variant_id, sum(on_hand)::int as on_hand, sum(reserved)::int as reserved
               from changes group by variant_id) c
         where k.variant_id = c.variant_id",
        &column(&changes, |(variant, _)| variant.0),
        &column(&changes, |(_, change)| change.kind) as &[&str],
        &column(&changes, |(_, change)| change.on_hand),
        &column(&changes, |(_, change)| change.reserved),
        checkout.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn lock_level(tx: &mut Tx, variant: VariantId) -> Result<StockLevel, Incident> {
    sqlx::query!(
        "insert into stock_levels (variant_id) values ($1) on conflict do nothing",
        variant.0
    )
    .execute(tx.sql())
    .await?;
    let row = sqlx::query!(
        "select on_hand, reserved from stock_levels where variant_id = $1 for update",
        variant.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(StockLevel {
        on_hand: u32::try_from(row.on_hand)?,
        reserved: u32::try_from(row.reserved)?,
    })
}

/// The levels of these things as they stand, kept to this transaction. Locked in the order of
/// the ids, so that two transactions never wait for each other in a circle. What was never
/// counted is not among them.
pub(crate) async fn lock_levels(
    tx: &mut Tx,
    variants: &[VariantId],
) -> Result<Vec<(VariantId, StockLevel)>, Incident> {
    sqlx::query!(
        "select variant_id, on_hand, reserved from stock_levels
         where variant_id = any($1) order by variant_id for update",
        &column(variants, |variant| variant.0),
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let level = StockLevel {
            on_hand: u32::try_from(row.on_hand)?,
            reserved: u32::try_from(row.reserved)?,
        };
        Ok((VariantId(row.variant_id), level))
    })
    .collect()
}

/// Keeps all that lies on the shelves of these listings to this transaction, in the order of
/// [`lock_levels`].
pub(crate) async fn lock_shelves(tx: &mut Tx, listings: &[ListingId]) -> Result<(), Incident> {
    sqlx::query!(
        "select k.variant_id from stock_levels k join variants v on v.id = k.variant_id
         where v.listing_id = any($1) order by k.variant_id for update of k",
        &column(listings, |listing| listing.0),
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(())
}

/// Pieces of a thing that a checkout reserves.
pub(crate) struct Reserve {
    pub checkout: CheckoutId,
    pub variant: VariantId,
    pub quantity: u32,
}

/// Reserves, and writes each movement down. A level that does not hold it breaks a constraint.
pub(crate) async fn reserve(tx: &mut Tx, goods: &[Reserve]) -> Result<(), Incident> {
    lock_levels(tx, &column(goods, |g| g.variant)).await?;
    let quantities = goods
        .iter()
        .map(|g| i32::try_from(g.quantity))
        .collect::<Result<Vec<_>, _>>()?;
    let now = tx.now();
    sqlx::query!(
        "with goods as (
             select * from unnest($1::uuid[], $2::uuid[], $3::int[]) as g (variant_id, checkout_id, quantity)),
         moved as (
             insert into stock_movements
                 (variant_id, kind, on_hand_change, reserved_change, checkout_id, at)
             select variant_id, 'reserved', 0, quantity, checkout_id, $4 from goods)
         update stock_levels k set reserved = k.reserved + g.quantity
         from (select variant_id, sum(quantity)::int as quantity from goods group by variant_id) g
         where k.variant_id = g.variant_id",
        &column(goods, |g| g.variant.0),
        &column(goods, |g| g.checkout.0),
        &quantities,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// A shop counted one of its shelves.
///
/// # Errors
/// Refuses less than is promised to buyers who are paying; not found for other shops.
pub async fn count(
    ctx: &Ctx,
    actor: &Actor,
    variant: VariantId,
    on_hand: u32,
) -> Result<StockLevel, Failure<StockError>> {
    let mut tx = ctx.transaction().await?;
    let row = sqlx::query!(
        "select l.id, l.shop_id from variants v join listings l on l.id = v.listing_id where v.id = $1",
        variant.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    permit(actor, Action::EditGoods(ShopId(row.shop_id))).map_err(denied)?;
    let account = account_of::<StockError>(actor).ok();
    let level = apply(&mut tx, variant, StockMove::Counted { on_hand }, account).await?;
    tx.emit(Event::ListingChanged {
        listing: ListingId(row.id),
    })
    .await?;
    tx.commit().await?;
    Ok(level)
}
