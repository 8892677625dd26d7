//! The job: goes through the listings of an edit, a few in each transaction.

use super::{super::read::Stored, BulkChange};
use crate::{
    Ctx,
    ctx::Tx,
    failure::{Failure, Incident, stored},
    outbox::Event,
    trade::catalog::{
        history::{self, draft_of},
        listing::{record, save_told},
        read::{Find, lock_goods, lock_listing, lock_listings, reserved},
        schedule,
    },
};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::{AccountId, BulkEditId, ListingId, ShopId},
    trade::catalog::{
        CatalogError, ListingStage,
        bulk::{BulkOutcome, BulkStage, apply},
        history::{Cause, ListingState},
    },
};
use sqlx::types::Json;

/// Listings in one transaction: short enough to show progress, long enough to be quick.
const AT_ONCE: i64 = 20;

/// An edit that runs.
struct Edit {
    id: BulkEditId,
    /// Whoever asked for it, as the history will say.
    actor: Actor,
    change: BulkChange,
    undo: bool,
}

/// Goes through all listings that wait. Taken up again, it goes on where it stopped.
///
/// # Errors
/// An incident; the job is tried again.
pub async fn run(ctx: &Ctx, id: BulkEditId) -> Result<(), Failure<CatalogError>> {
    let Some(row) = sqlx::query!(
        r#"select shop_id, account_id, stage, change as "change: Json<BulkChange>"
           from bulk_edits where id = $1"#,
        id.0
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        return Ok(());
    };
    let stage: BulkStage = stored("bulk_edits.stage", &row.stage)?;
    let (Some(change), BulkStage::Running | BulkStage::Undoing) = (row.change, stage) else {
        return Ok(());
    };
    let seat = Seat {
        shop: ShopId(row.shop_id),
        role: ShopRole::Clerk,
    };
    let edit = Edit {
        id,
        actor: row
            .account_id
            .map_or(Actor::System, |account| Actor::Member {
                account: AccountId(account),
                seats: vec![seat],
            }),
        change: change.0,
        undo: stage == BulkStage::Undoing,
    };
    while edit.some(ctx).await? > 0 {}
    let over = if edit.undo {
        BulkStage::Undone
    } else {
        BulkStage::Done
    };
    sqlx::query!(
        "update bulk_edits set stage = $2 where id = $1 and stage = $3",
        id.0,
        <&str>::from(over),
        <&str>::from(stage),
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

impl Edit {
    /// Goes through a few. Returns how many.
    async fn some(&self, ctx: &Ctx) -> Result<usize, Failure<CatalogError>> {
        let mut tx = ctx.transaction().await?;
        let waiting: Vec<ListingId> = sqlx::query_scalar!(
            r#"select listing_id from bulk_edit_listings
               where edit_id = $1
                 and case when $2 then outcome ->> 'how' = 'changed' else outcome is null end
               order by listing_id limit $3 for update"#,
            self.id.0,
            self.undo,
            AT_ONCE,
        )
        .fetch_all(tx.sql())
        .await?
        .into_iter()
        .map(ListingId)
        .collect();
        match self.change {
            BulkChange::Stock { .. } => lock_goods(&mut tx, &waiting).await?,
            _ => lock_listings(&mut tx, &waiting).await?,
        }
        for listing in waiting.iter().copied() {
            let outcome = if self.undo {
                self.take_back(ctx, &mut tx, listing).await?
            } else {
                self.change(ctx, &mut tx, listing).await?
            };
            sqlx::query!(
                "update bulk_edit_listings set outcome = $3 where edit_id = $1 and listing_id = $2",
                self.id.0,
                listing.0,
                Json(outcome) as _,
            )
            .execute(tx.sql())
            .await?;
        }
        tx.commit().await?;
        Ok(waiting.len())
    }

    async fn change(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        listing: ListingId,
    ) -> Result<BulkOutcome, Failure<CatalogError>> {
        let old = lock_listing(tx, Find::Id(listing), ctx.settings.currency)
            .await?
            .ok_or_else(|| Incident::new("a listing of a bulk edit is gone"))?;
        let before = old.state();
        let counts: Vec<u32> = old.variants.iter().map(|v| v.on_hand).collect();
        let next = match apply(&self.change, &before, &counts) {
            Ok(next) if next == before => return Ok(BulkOutcome::Same),
            Ok(next) => next,
            Err(why) => return Ok(BulkOutcome::Refused { why }),
        };
        // What one listing cannot do must not undo the others of this transaction.
        sqlx::query("savepoint one").execute(tx.sql()).await?;
        match self.write(ctx, tx, &old, next, Cause::Bulk).await {
            Ok(()) => {}
            Err(Failure::Refused(why)) => {
                sqlx::query("rollback to one").execute(tx.sql()).await?;
                return Ok(BulkOutcome::Refused { why });
            }
            Err(Failure::Invalid(_)) => {
                sqlx::query("rollback to one").execute(tx.sql()).await?;
                let why = CatalogError::UnknownOption;
                return Ok(BulkOutcome::Refused { why });
            }
            Err(other) => return Err(other),
        }
        let counts: Vec<i32> = counts.iter().map(|n| *n as i32).collect();
        sqlx::query!(
            "update bulk_edit_listings set before = $3, on_hand_before = $4,
                 version_after = (select version from listings where id = $2)
             where edit_id = $1 and listing_id = $2",
            self.id.0,
            listing.0,
            Json(before) as _,
            &counts,
        )
        .execute(tx.sql())
        .await?;
        Ok(BulkOutcome::Changed)
    }

    /// Makes a listing what it is to be, one part after another.
    async fn write(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        old: &Stored,
        next: ListingState,
        cause: Cause,
    ) -> Result<(), Failure<CatalogError>> {
        let currency = ctx.settings.currency;
        if next.stage != old.stage {
            record::stage(tx, old.id, next.stage).await?;
        }
        if next.publish_at != old.publish_at && next.stage != ListingStage::Live {
            schedule::set(tx, old.id, next.publish_at).await?;
        }
        if next.stage != old.stage || next.publish_at != old.publish_at {
            history::note(tx, &self.actor, old, cause, currency).await?;
            tx.emit(Event::ListingChanged { listing: old.id }).await?;
        }
        let stocks: Vec<Option<u32>> = next.variants.iter().map(|v| v.stock).collect();
        let told = next.told();
        let mut draft = draft_of(tx, old, next).await?;
        draft.version = None;
        for (variant, stock) in draft.variants.iter_mut().zip(stocks) {
            variant.stock = stock.or(variant.stock);
        }
        save_told(ctx, tx, &self.actor, &draft, &told, cause).await?;
        Ok(())
    }

    /// Brings back what a listing was, unless somebody changed it since. What was sold
    /// meanwhile stays sold: counts go back by what the edit had added or taken.
    async fn take_back(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        listing: ListingId,
    ) -> Result<BulkOutcome, Failure<CatalogError>> {
        let row = sqlx::query!(
            r#"select before as "before!: Json<ListingState>", on_hand_before as "on_hand_before!",
                      version_after as "version_after!"
               from bulk_edit_listings where edit_id = $1 and listing_id = $2"#,
            self.id.0,
            listing.0,
        )
        .fetch_one(tx.sql())
        .await?;
        let now = lock_listing(tx, Find::Id(listing), ctx.settings.currency)
            .await?
            .ok_or_else(|| Incident::new("a listing of a bulk edit is gone"))?;
        if now.version != row.version_after {
            return Ok(BulkOutcome::ChangedSince);
        }
        let mut before = row.before.0;
        before.publish_at = before.publish_at.filter(|at| *at > tx.now());
        let counts: Vec<u32> = row
            .on_hand_before
            .iter()
            .map(|n| n.unsigned_abs())
            .collect();
        let counted = match apply(&self.change, &before, &counts) {
            Ok(after) => after.variants.into_iter().map(|v| v.stock).collect(),
            Err(_) => vec![None; counts.len()],
        };
        let reserved = reserved(tx, now.id).await?;
        for (n, variant) in before.variants.iter_mut().enumerate() {
            let (Some(was), Some(Some(set))) = (counts.get(n), counted.get(n)) else {
                continue;
            };
            let here = now.variants.iter().find(|v| Some(v.id) == variant.variant);
            let Some(here) = here else { continue };
            let back = i64::from(here.on_hand) + i64::from(*was) - i64::from(*set);
            let least = reserved.get(&here.id.0).copied().unwrap_or_default();
            variant.stock = u32::try_from(back.max(i64::from(least))).ok();
        }
        sqlx::query("savepoint one").execute(tx.sql()).await?;
        match self.write(ctx, tx, &now, before, Cause::Undo).await {
            Ok(()) => Ok(BulkOutcome::Restored),
            Err(Failure::Refused(_) | Failure::Invalid(_)) => {
                sqlx::query("rollback to one").execute(tx.sql()).await?;
                Ok(BulkOutcome::ChangedSince)
            }
            Err(other) => Err(other),
        }
    }
}
