//! Writes what was checked: batch by batch, each in one transaction together with what it
//! did, so that an import that was cut short goes on behind its last batch.

mod pictures;

use super::{
    Order, Progress,
    check::{Checked, Fate, leave_out, tell_fields},
};
use crate::{
    Ctx,
    ctx::Tx,
    failure::{Failure, Incident},
    jobs::{self, Job},
    trade::{
        catalog::{
            listing::{self, many},
            read::lock_listings,
        },
        shipping::postage,
        stock::lock_shelves,
    },
};
use longtail::{
    actor::Actor,
    id::{ImportId, ListingId, VariantId},
    trade::{
        catalog::{CatalogError, ListingDraft, SavedHow, history::Cause},
        import::{Format, ImportError, ProductResult, Trouble},
        shipping::postage::{Changed, ListingTold},
    },
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Products in a transaction.
const BATCH: usize = 500;
/// Pictures in a transaction: each takes a while to be made smaller, and whoever waits for
/// the lease must see that the work goes on.
const BATCH_PICTURES: u32 = 24;

/// A product about to be written.
struct Ready {
    at: usize,
    draft: ListingDraft,
}

impl Ready {
    /// Whether it says how many pieces there are of anything.
    fn counts(&self) -> bool {
        self.draft
            .variants
            .iter()
            .any(|variant| variant.stock.is_some())
    }
}

/// A product that was written.
struct Written {
    at: usize,
    listing: ListingId,
    how: SavedHow,
    version: i32,
    before: Option<many::Before>,
    /// Pieces as they were counted, so that taking back knows what was sold since.
    counted: BTreeMap<VariantId, u32>,
    /// Weights, sizes and the template of one that was there before.
    measures: Option<Changed>,
}

/// Writes the products that are to be created or changed, and says what became of each.
///
/// # Errors
/// An incident; what was committed stays, and a second run goes on behind it.
pub async fn products(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    format: Format,
    checked: &mut Checked,
    progress: Progress<'_>,
) -> Result<Vec<ProductResult>, Failure<ImportError>> {
    let mut written = written_before(ctx, order.import).await?;
    let total = checked.plans.len();
    let mut at = 0;
    while at < total {
        let end = batch_end(checked, at);
        let mut ready = Vec::new();
        for at in at..end {
            let open = matches!(checked.plans[at].fate, Fate::Create | Fate::Update(_));
            if open && !written.contains_key(&at) {
                let mut draft = checked.draft(order, format, at);
                pictures::place(ctx, actor, order, checked, at, &mut draft).await?;
                ready.push(Ready { at, draft });
            }
        }
        let batch = write_batch(ctx, actor, order, checked, ready, end).await?;
        written.extend(
            batch
                .into_iter()
                .map(|one| (one.at, (one.listing, one.how))),
        );
        at = end;
        progress(at as u32, total as u32);
    }
    Ok(results(checked, &written))
}

/// What became, or would become, of each product.
pub fn results(
    checked: &Checked,
    written: &HashMap<usize, (ListingId, SavedHow)>,
) -> Vec<ProductResult> {
    let products = checked
        .parsed
        .products
        .iter()
        .zip(&checked.plans)
        .enumerate();
    products
        .map(|(at, (product, plan))| {
            let written = written.get(&at);
            let how = written.map(|(_, how)| *how).or(plan.fate.how());
            ProductResult {
                key: product.key.clone(),
                title: product.title.pick(longtail::text::Lang::En).to_owned(),
                row: product.row,
                how,
                listing: written.map(|(listing, _)| *listing).or(plan.fate.listing()),
                variants: product.variants.len() as u32,
                pictures: how.map_or(0, |_| plan.pictures),
            }
        })
        .collect()
}

/// Where a batch that begins at a product ends.
fn batch_end(checked: &Checked, from: usize) -> usize {
    let mut pictures = 0;
    for at in from..checked.plans.len() {
        if matches!(checked.plans[at].fate, Fate::Create | Fate::Update(_)) {
            pictures += checked.plans[at].pictures;
        }
        if at + 1 - from == BATCH || pictures >= BATCH_PICTURES {
            return at + 1;
        }
    }
    checked.plans.len()
}

/// What this import has written in a run before, by the product's place in the file.
async fn written_before(
    ctx: &Ctx,
    import: Option<ImportId>,
) -> Result<HashMap<usize, (ListingId, SavedHow)>, Incident> {
    let Some(import) = import else {
        return Ok(HashMap::new());
    };
    let rows = sqlx::query!(
        "select position, listing_id, how from import_products where import_id = $1",
        import.0
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let how = match row.how.as_str() {
                "created" => SavedHow::Created,
                _ => SavedHow::Updated,
            };
            (
                row.position.unsigned_abs() as usize,
                (ListingId(row.listing_id), how),
            )
        })
        .collect())
}

/// One transaction: the products, what was done to each, how far the import is, and the sign
/// of life that keeps another worker from taking it up.
async fn write_batch(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    checked: &mut Checked,
    ready: Vec<Ready>,
    end: usize,
) -> Result<Vec<Written>, Failure<ImportError>> {
    let mut tx = ctx.transaction().await?;
    let (new, known): (Vec<Ready>, Vec<Ready>) = ready
        .into_iter()
        .partition(|one| checked.plans[one.at].fate == Fate::Create);
    let listings = |only: fn(&Ready) -> bool| -> Vec<ListingId> {
        let known = known.iter().filter(|one| only(one));
        known
            .filter_map(|one| checked.plans[one.at].fate.listing())
            .collect()
    };
    lock_listings(&mut tx, &listings(|_| true)).await?;
    lock_shelves(&mut tx, &listings(Ready::counts)).await?;
    let mut written = create(ctx, &mut tx, actor, order, checked, new).await?;
    for one in known {
        written.extend(update(ctx, &mut tx, actor, checked, one).await?);
    }
    if let Some(import) = order.import {
        write_down(&mut tx, import, &written).await?;
        sqlx::query!(
            "update imports set done = $2 where id = $1",
            import.0,
            end as i32
        )
        .execute(tx.sql())
        .await?;
        if order.leased {
            let later = tx.now() + jobs::LEASE;
            tx.schedule(&Job::RunImport { import }, later).await?;
        }
    }
    tx.commit().await?;
    Ok(written)
}

async fn create(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    order: &Order<'_>,
    checked: &mut Checked,
    new: Vec<Ready>,
) -> Result<Vec<Written>, Failure<ImportError>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let (places, drafts): (Vec<usize>, Vec<ListingDraft>) =
        new.into_iter().map(|one| (one.at, one.draft)).unzip();
    let currency = ctx.settings.currency;
    // It checks before it writes, so that a refusal has written nothing.
    match many::create_many(tx, actor, order.shop, &drafts, currency).await {
        Ok(ids) => {
            let told: Vec<(ListingId, ListingTold)> = places
                .iter()
                .zip(&ids)
                .map(|(at, listing)| (*listing, checked.told(*at)))
                .collect();
            postage::record_new(tx, &told).await?;
            Ok(places
                .into_iter()
                .zip(ids)
                .map(|(at, listing)| Written {
                    at,
                    listing,
                    how: SavedHow::Created,
                    version: 1,
                    before: None,
                    counted: BTreeMap::new(),
                    measures: None,
                })
                .collect())
        }
        Err(Failure::Refused(why)) => {
            for at in places {
                refuse(checked, at, Failure::Refused(why.clone()))?;
            }
            Ok(Vec::new())
        }
        Err(other) => Err(other.map_refusal(|_| ImportError::NoRows)),
    }
}

/// Changes a listing that an import brought before. One that is refused leaves no trace.
async fn update(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    checked: &mut Checked,
    one: Ready,
) -> Result<Option<Written>, Failure<ImportError>> {
    let Some(listing) = checked.plans[one.at].fate.listing() else {
        return Ok(None);
    };
    let before = many::before(tx, listing, ctx.settings.currency).await?;
    let told = checked.told(one.at);
    sqlx::query!("savepoint product").execute(tx.sql()).await?;
    match listing::save_told(ctx, tx, actor, &one.draft, &told, Cause::Import).await {
        Ok((saved, changed)) => {
            sqlx::query!("release savepoint product")
                .execute(tx.sql())
                .await?;
            let counted = one
                .draft
                .variants
                .iter()
                .zip(&saved.variants)
                .filter_map(|(variant, id)| Some((*id, variant.stock?)))
                .collect();
            Ok(Some(Written {
                at: one.at,
                listing: saved.listing,
                how: saved.how,
                version: saved.version,
                before,
                counted,
                measures: Some(changed),
            }))
        }
        Err(failure) => {
            sqlx::query!("rollback to savepoint product")
                .execute(tx.sql())
                .await?;
            refuse(checked, one.at, failure)?;
            Ok(None)
        }
    }
}

/// Tells why a listing was not saved; incidents go on.
fn refuse(
    checked: &mut Checked,
    at: usize,
    failure: Failure<CatalogError>,
) -> Result<(), Failure<ImportError>> {
    let product = checked.parsed.products[at].clone();
    let row = match failure {
        Failure::Refused(why) => {
            let trouble = Trouble::Refused { why };
            checked
                .parsed
                .error(product.row, None, &product.key, trouble);
            product.row
        }
        Failure::Invalid(issues) => tell_fields(&mut checked.parsed, &product, issues),
        other => return Err(other.map_refusal(|_| ImportError::NoRows)),
    };
    leave_out(&mut checked.parsed, &product, row);
    checked.plans[at].fate = Fate::LeftOut;
    Ok(())
}

async fn write_down(
    tx: &mut Tx,
    import: ImportId,
    written: &[Written],
) -> Result<(), Failure<ImportError>> {
    let written: Vec<&Written> = written
        .iter()
        .filter(|one| one.how != SavedHow::Unchanged)
        .collect();
    let positions: Vec<i32> = written.iter().map(|one| one.at as i32).collect();
    let listings: Vec<Uuid> = written.iter().map(|one| one.listing.0).collect();
    let versions: Vec<i32> = written.iter().map(|one| one.version).collect();
    let (mut how, mut befores, mut hashes, mut counted) = (vec![], vec![], vec![], vec![]);
    let mut measures = Vec::new();
    for one in written {
        let before = one.before.as_ref().filter(|_| one.how == SavedHow::Updated);
        how.push(
            if before.is_some() {
                "updated"
            } else {
                "created"
            }
            .to_owned(),
        );
        befores.push(
            before
                .map(|before| serde_json::to_value(&before.draft))
                .transpose()?,
        );
        hashes.push(before.and_then(|before| before.import_hash.clone()));
        counted.push(serde_json::to_value(&one.counted)?);
        let changed = one.measures.as_ref().map(serde_json::to_value);
        measures.push(changed.transpose()?);
    }
    sqlx::query!(
        "insert into import_products (import_id, position, listing_id, how, before, before_hash, version, counted,
                                      measures)
         select $1, w.position, w.listing, w.how, w.before, w.hash, w.version, w.counted, w.measures
         from unnest($2::int[], $3::uuid[], $4::text[], $5::jsonb[], $6::text[], $7::int[], $8::jsonb[],
                     $9::jsonb[])
              as w (position, listing, how, before, hash, version, counted, measures)",
        import.0,
        &positions,
        &listings,
        &how,
        &befores as &[Option<serde_json::Value>],
        &hashes as &[Option<String>],
        &versions,
        &counted,
        &measures as &[Option<serde_json::Value>],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
