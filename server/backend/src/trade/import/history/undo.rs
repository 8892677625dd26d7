//! Taking an import back: what it created goes, what it changed is as before. What somebody
//! has changed since stays as it is, and is told.

use super::open;
use crate::{
    Ctx,
    ctx::{Tx, column},
    failure::{Failure, denied},
    jobs::{self, Job},
    trade::{
        catalog::{
            listing::{self, many},
            read::lock_listings,
            shop_head,
        },
        stock::lock_shelves,
    },
};
use longtail::{
    actor::Actor,
    id::{ImportId, ListingId, VariantId},
    policy::{Action, permit},
    text::Lang,
    trade::{
        catalog::{ListingDraft, history::Cause},
        import::{Format, ImportError, Undone},
        shipping::postage::{Changed, ListingTold},
    },
};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// Listings in a transaction.
const BATCH: i64 = 200;

/// Takes an import back, in the background.
///
/// # Errors
/// [`ImportError::NothingToUndo`] for one that is not done, was taken back before, or has
/// counted shelves: what has been sold from them since nobody can tell.
pub async fn undo(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    import: ImportId,
) -> Result<(), Failure<ImportError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let row = open(ctx, shop.id, import).await?;
    if row.format == Format::Stock {
        return Err(Failure::Refused(ImportError::NothingToUndo));
    }
    let mut tx = ctx.transaction().await?;
    let begun = sqlx::query!(
        "update imports set stage = 'undoing', done = 0,
                total = (select count(*) from import_products where import_id = $1)
         where id = $1 and stage = 'done'",
        import.0
    )
    .execute(tx.sql())
    .await?;
    if begun.rows_affected() == 0 {
        return Err(Failure::Refused(ImportError::NothingToUndo));
    }
    let now = tx.now();
    tx.schedule(&Job::RunImport { import }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The job: takes back batch by batch, each in one transaction with what is told of it.
///
/// # Errors
/// An incident; what was committed stays taken back, and a second run goes on behind it.
pub(super) async fn take_back(ctx: &Ctx, import: ImportId) -> Result<(), Failure<ImportError>> {
    while take_back_batch(ctx, import).await? {}
    Ok(())
}

/// Whether there may be more.
async fn take_back_batch(ctx: &Ctx, import: ImportId) -> Result<bool, Failure<ImportError>> {
    let mut tx = ctx.transaction().await?;
    let told = sqlx::query_scalar!(
        r#"select report -> 'undone' as "undone: Json<Option<Undone>>"
           from imports where id = $1 and stage = 'undoing' for update"#,
        import.0
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(told) = told else {
        return Ok(false);
    };
    let mut undone = told.and_then(|told| told.0).unwrap_or_default();
    let written = sqlx::query!(
        r#"delete from import_products where (import_id, position) in
               (select import_id, position from import_products
                where import_id = $1 order by listing_id limit $2)
           returning listing_id, before as "before: Json<ListingDraft>", before_hash, version,
                     counted as "counted: Json<BTreeMap<VariantId, u32>>",
                     measures as "measures: Json<Changed>""#,
        import.0,
        BATCH
    )
    .fetch_all(tx.sql())
    .await?;
    let more = !written.is_empty();
    let done = written.len() as i32;
    let mut written: Vec<Written> = written
        .into_iter()
        .map(|row| Written {
            listing: ListingId(row.listing_id),
            before: row.before.map(|before| before.0),
            before_hash: row.before_hash,
            version: row.version,
            counted: row.counted.0,
            measures: row.measures.map(|measures| measures.0),
        })
        .collect();
    written.sort_by_key(|one| one.listing);
    lock_listings(&mut tx, &column(&written, |one| one.listing)).await?;
    let counted = written.iter().filter(|one| !one.counted.is_empty());
    let counted: Vec<ListingId> = counted.map(|one| one.listing).collect();
    lock_shelves(&mut tx, &counted).await?;
    for one in written {
        one.take_back(ctx, &mut tx, &mut undone).await?;
    }
    sqlx::query!(
        "update imports set report = report || jsonb_build_object('undone', $2::jsonb),
                done = done + $3, stage = case when $4 then 'undoing' else 'undone' end
         where id = $1",
        import.0,
        serde_json::to_value(&undone)?,
        done,
        more
    )
    .execute(tx.sql())
    .await?;
    if more {
        let later = tx.now() + jobs::LEASE;
        tx.schedule(&Job::RunImport { import }, later).await?;
    }
    tx.commit().await?;
    Ok(more)
}

/// What an import has written of one listing.
struct Written {
    listing: ListingId,
    before: Option<ListingDraft>,
    before_hash: Option<String>,
    version: i32,
    counted: BTreeMap<VariantId, u32>,
    /// None where nothing was kept of them.
    measures: Option<Changed>,
}

impl Written {
    async fn take_back(
        self,
        ctx: &Ctx,
        tx: &mut Tx,
        undone: &mut Undone,
    ) -> Result<(), Failure<ImportError>> {
        let currency = ctx.settings.currency;
        let actor = &Actor::System;
        let Some(now) = many::before(tx, self.listing, currency).await? else {
            return Ok(());
        };
        let title = now.draft.title.pick(Lang::En).to_owned();
        if now.version != self.version {
            undone.kept.push(title);
            return Ok(());
        }
        let Some(before) = self.before else {
            many::take_back(tx, actor, self.listing, currency).await?;
            undone.removed += 1;
            return Ok(());
        };
        let were: Vec<Option<VariantId>> = before.variants.iter().map(|v| v.variant).collect();
        let back = as_before(&now.draft, before, &self.counted);
        let told = self.measures.map(|changed| {
            let is_there = back.variants.iter().map(|v| v.variant.is_some());
            changed.taken_back(&now.known, were.into_iter().zip(is_there))
        });
        let told = told.unwrap_or_default();
        if restore(ctx, tx, actor, &back, &told, self.before_hash).await? {
            undone.restored += 1;
        } else {
            undone.kept.push(title);
        }
        Ok(())
    }
}

/// The listing as it was. A shelf is counted back only where it still holds what the import
/// counted: pieces sold since stay sold.
fn as_before(
    now: &ListingDraft,
    mut before: ListingDraft,
    counted: &BTreeMap<VariantId, u32>,
) -> ListingDraft {
    before.version = None;
    for variant in &mut before.variants {
        let held = now
            .variants
            .iter()
            .find(|held| held.variant == variant.variant);
        let imported = variant.variant.and_then(|id| counted.get(&id).copied());
        match held {
            // Its options went with the import: it comes back as a new one.
            None => variant.variant = None,
            Some(held) if held.stock != imported => variant.stock = None,
            Some(_) => {}
        }
    }
    before
}

/// Writes it back. Not so where the market refuses, as when pieces are promised to a buyer.
async fn restore(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    before: &ListingDraft,
    told: &ListingTold,
    hash: Option<String>,
) -> Result<bool, Failure<ImportError>> {
    sqlx::query!("savepoint listing").execute(tx.sql()).await?;
    let saved = match listing::save_told(ctx, tx, actor, before, told, Cause::Undo).await {
        Ok((saved, _)) => saved,
        Err(Failure::Refused(_) | Failure::Invalid(_)) => {
            sqlx::query!("rollback to savepoint listing")
                .execute(tx.sql())
                .await?;
            return Ok(false);
        }
        Err(other) => return Err(other.map_refusal(|_| ImportError::NothingToUndo)),
    };
    sqlx::query!(
        "update listings set import_hash = $2 where id = $1",
        saved.listing.0,
        hash
    )
    .execute(tx.sql())
    .await?;
    Ok(true)
}
