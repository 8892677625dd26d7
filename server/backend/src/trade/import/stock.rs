//! A stock file: codes and numbers of pieces, perhaps prices. It counts shelves and touches
//! nothing else; a row whose code is not known is told and the others are counted.

use super::{
    Order, Progress,
    product::{Parsed, price},
    sheet::{Cells, Headings, Table},
};
use crate::{
    Ctx,
    ctx::Tx,
    failure::{Failure, Incident},
    jobs::{self, Job},
    outbox::Event,
    trade::{
        catalog::{
            listing::{self, many},
            read::lock_goods,
        },
        stock::{self, shelf},
    },
};
use longtail::{
    actor::Actor,
    id::{ImportId, ListingId, VariantId},
    money::{Currency, Money},
    trade::{
        catalog::{CatalogError, history::Cause},
        import::{
            BARCODE_HEADINGS, Becomes, CODE_HEADINGS, Columns, ImportError, PIECES_HEADINGS,
            PRICE_HEADINGS, Trouble,
        },
        stock::{StockError, StockMove},
    },
};
use sqlx::PgExecutor;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Every heading that is known, and what becomes of its column.
pub const COLUMNS: Columns = &[
    ("sku", Becomes::Sku),
    ("variant sku", Becomes::Sku),
    ("code", Becomes::Sku),
    ("item code", Becomes::Sku),
    ("id", Becomes::Sku),
    ("货号", Becomes::Sku),
    ("商家编码", Becomes::Sku),
    ("编码", Becomes::Sku),
    ("商品编码", Becomes::Sku),
    ("barcode", Becomes::Barcode),
    ("variant barcode", Becomes::Barcode),
    ("gtin", Becomes::Barcode),
    ("ean", Becomes::Barcode),
    ("upc", Becomes::Barcode),
    ("条码", Becomes::Barcode),
    ("条形码", Becomes::Barcode),
    ("商品条形码", Becomes::Barcode),
    ("quantity", Becomes::Stock),
    ("qty", Becomes::Stock),
    ("stock", Becomes::Stock),
    ("on hand", Becomes::Stock),
    ("variant inventory qty", Becomes::Stock),
    ("inventory", Becomes::Stock),
    ("available", Becomes::Stock),
    ("库存", Becomes::Stock),
    ("数量", Becomes::Stock),
    ("库存数量", Becomes::Stock),
    ("件数", Becomes::Stock),
    ("price", Becomes::Price),
    ("variant price", Becomes::Price),
    ("价格", Becomes::Price),
    ("售价", Becomes::Price),
    ("单价", Becomes::Price),
];

/// Shelves in a transaction.
const BATCH: usize = 1000;

/// One row, read.
pub struct Count {
    row: u32,
    code: String,
    barcode: String,
    pieces: u32,
    price: Option<Money>,
}

/// One row with the shelf it means.
struct Shelf {
    row: u32,
    code: String,
    variant: VariantId,
    listing: ListingId,
    pieces: u32,
    price: Option<Money>,
}

/// A checked stock file.
pub struct CheckedStock {
    pub parsed: Parsed,
    pub unchanged: u32,
    changes: Vec<Shelf>,
    /// Rows that this import has counted, in a run before too.
    counted: u32,
}

/// A shelf of the shop.
struct Known {
    variant: Uuid,
    listing: Uuid,
    on_hand: u32,
    reserved: u32,
    price: i64,
}

/// Reads a whole file.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(table: &Table<'_>, currency: Currency) -> Result<(Parsed, Vec<Count>), ImportError> {
    let mut counts = Vec::new();
    let parsed = table.read(
        |headings: &Headings| {
            if headings.first(&PIECES_HEADINGS).is_none() {
                headings.needs(&["quantity"])?;
            }
            let named = headings
                .first(&CODE_HEADINGS)
                .or(headings.first(&BARCODE_HEADINGS));
            if named.is_none() {
                headings.needs(&["sku"])
            } else {
                Ok(())
            }
        },
        |parsed, cells| counts.extend(read_row(parsed, cells, currency)),
    )?;
    Ok((parsed, counts))
}

fn read_row(parsed: &mut Parsed, cells: Cells<'_>, currency: Currency) -> Option<Count> {
    let first = |names: &[&'static str]| names.iter().copied().find(|name| cells.has(name));
    let field = |names: &[&'static str]| first(names).map_or("", |name| cells.get(name));
    let row = cells.row;
    let code = field(&CODE_HEADINGS).trim_start_matches('\'').to_owned();
    let barcode = field(&BARCODE_HEADINGS).trim_start_matches('\'').to_owned();
    let named = if code.is_empty() { &barcode } else { &code };
    if named.is_empty() {
        parsed.error(row, first(&CODE_HEADINGS), "", Trouble::NoCode);
    }
    let (column, typed) = (first(&PIECES_HEADINGS), field(&PIECES_HEADINGS));
    // Unlike in a catalogue, nothing is not none: a shelf must be counted to be changed.
    let pieces = typed
        .parse::<u32>()
        .ok()
        .filter(|pieces| *pieces <= 1_000_000);
    if pieces.is_none() {
        let typed = typed.to_owned();
        parsed.error(row, column, named, Trouble::BadStock { typed });
    }
    let price = match (first(&PRICE_HEADINGS), field(&PRICE_HEADINGS)) {
        (Some(column), typed) if !typed.is_empty() => {
            price(parsed, row, column, named, typed, currency)
        }
        _ => None,
    };
    if parsed.is_error(row) {
        return None;
    }
    Some(Count {
        row,
        code,
        barcode,
        pieces: pieces?,
        price,
    })
}

/// Finds the shelves that the rows mean, and what would change.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn check(
    ctx: &Ctx,
    order: &Order<'_>,
    mut parsed: Parsed,
    counts: Vec<Count>,
) -> Result<CheckedStock, Incident> {
    let (known, by_code) = shelves(ctx, order).await?;
    let before = counted_before(&ctx.db, order.import).await?;
    let mut seen: HashMap<usize, u32> = HashMap::new();
    let (mut changes, mut unchanged) = (Vec::new(), 0);
    for count in counts {
        let code = if count.code.is_empty() {
            &count.barcode
        } else {
            &count.code
        };
        let found = [&count.code, &count.barcode]
            .into_iter()
            .filter(|code| !code.is_empty())
            .find_map(|code| by_code.get(code))
            .map(Vec::as_slice);
        let earlier = match found {
            Some([at]) => seen.insert(*at, count.row),
            _ => None,
        };
        if before.contains(&count.row) {
            continue;
        }
        let trouble = match found {
            None => Trouble::UnknownCode { code: code.clone() },
            Some([at]) => match earlier {
                Some(row) => Trouble::SameCode { row },
                None if known[*at].reserved > count.pieces => Trouble::Refused {
                    why: CatalogError::BelowReserved {
                        reserved: known[*at].reserved,
                    },
                },
                None => {
                    let shelf = &known[*at];
                    let price = count.price.filter(|price| price.minor != shelf.price);
                    if shelf.on_hand == count.pieces && price.is_none() {
                        unchanged += 1;
                    } else {
                        changes.push(Shelf {
                            row: count.row,
                            code: code.clone(),
                            variant: VariantId(shelf.variant),
                            listing: ListingId(shelf.listing),
                            pieces: count.pieces,
                            price,
                        });
                    }
                    continue;
                }
            },
            Some(_) => Trouble::ManyCodes { code: code.clone() },
        };
        parsed.error(count.row, None, code, trouble);
    }
    Ok(CheckedStock {
        parsed,
        unchanged,
        changes,
        counted: before.len() as u32,
    })
}

/// The rows that an import has counted so far.
async fn counted_before(
    db: impl PgExecutor<'_>,
    import: Option<ImportId>,
) -> Result<HashSet<u32>, Incident> {
    let rows = sqlx::query_scalar!(
        "select row from import_counts where import_id = $1",
        import.map(|id| id.0)
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(i32::unsigned_abs).collect())
}

async fn shelves(
    ctx: &Ctx,
    order: &Order<'_>,
) -> Result<(Vec<Known>, HashMap<String, Vec<usize>>), Incident> {
    let rows = sqlx::query!(
        r#"select v.id, v.listing_id, v.sku, v.barcode, v.price_minor,
                  coalesce(s.on_hand, 0) as "on_hand!", coalesce(s.reserved, 0) as "reserved!"
           from variants v
           join listings l on l.id = v.listing_id
           left join stock_levels s on s.variant_id = v.id
           where l.shop_id = $1 and l.stage <> 'removed' and not v.retired
             and (v.sku <> '' or v.barcode <> '')"#,
        order.shop.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
    let mut known = Vec::with_capacity(rows.len());
    for row in rows {
        let codes: BTreeSet<String> = [row.sku, row.barcode].into();
        for code in codes.into_iter().filter(|code| !code.is_empty()) {
            by_code.entry(code).or_default().push(known.len());
        }
        known.push(Known {
            variant: row.id,
            listing: row.listing_id,
            on_hand: row.on_hand.unsigned_abs(),
            reserved: row.reserved.unsigned_abs(),
            price: row.price_minor,
        });
    }
    Ok((known, by_code))
}

impl CheckedStock {
    /// Shelves whose count or price changes, or has changed.
    pub fn changed(&self) -> u32 {
        self.counted + self.changes.len() as u32
    }
}

/// Counts the shelves, a thousand in a transaction, and each row once however often its import is
/// taken up again. A shelf that has been promised to a buyer meanwhile is told, and the others are
/// counted.
///
/// # Errors
/// An incident; what was committed stays, and a second run counts only the rest.
pub async fn write(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    checked: &mut CheckedStock,
    progress: Progress<'_>,
) -> Result<(), Failure<ImportError>> {
    let changes = std::mem::take(&mut checked.changes);
    let total = checked.counted + changes.len() as u32;
    let mut done = checked.counted;
    for batch in changes.chunks(BATCH) {
        done += batch.len() as u32;
        checked.counted += write_batch(ctx, actor, order, &mut checked.parsed, batch, done).await?;
        progress(done, total);
    }
    Ok(())
}

/// One transaction: the shelves, which rows were counted, how far the import is, and the sign of
/// life that keeps another worker from taking it up. Answers with how many rows were counted.
async fn write_batch(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    parsed: &mut Parsed,
    batch: &[Shelf],
    done: u32,
) -> Result<u32, Failure<ImportError>> {
    let listings: BTreeSet<ListingId> = batch.iter().map(|shelf| shelf.listing).collect();
    let listings: Vec<ListingId> = listings.into_iter().collect();
    let mut tx = ctx.transaction().await?;
    lock_goods(&mut tx, &listings).await?;
    // Only now: who had to wait for these goods may have waited for the same import.
    let before = counted_before(tx.sql(), order.import).await?;
    let (again, mut fresh): (Vec<&Shelf>, Vec<&Shelf>) =
        batch.iter().partition(|shelf| before.contains(&shelf.row));
    let counts: BTreeMap<VariantId, u32> = fresh
        .iter()
        .map(|shelf| (shelf.variant, shelf.pieces))
        .collect();
    match shelf::count_many(&mut tx, &counts, actor.account()).await {
        Ok(_) => {}
        // It looks at all of them before it counts any.
        Err(Failure::Refused(_)) => fresh = one_by_one(&mut tx, actor, parsed, fresh).await?,
        Err(other) => return Err(other.map_refusal(|_| ImportError::NoRows)),
    }
    reprice(ctx, &mut tx, actor, parsed, &fresh).await?;
    if let Some(import) = order.import {
        write_down(&mut tx, import, &fresh, done).await?;
        if order.leased {
            let later = tx.now() + jobs::LEASE;
            tx.schedule(&Job::RunImport { import }, later).await?;
        }
    }
    let events: Vec<Event> = listings
        .into_iter()
        .map(|listing| Event::ListingChanged { listing })
        .collect();
    tx.emit_many(&events).await?;
    tx.commit().await?;
    Ok((again.len() + fresh.len()) as u32)
}

async fn write_down(
    tx: &mut Tx,
    import: ImportId,
    counted: &[&Shelf],
    done: u32,
) -> Result<(), Incident> {
    let rows: Vec<i32> = counted.iter().map(|shelf| shelf.row as i32).collect();
    sqlx::query!(
        "insert into import_counts (import_id, row) select $1, unnest($2::int[])",
        import.0,
        &rows,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "update imports set done = least(total, $2) where id = $1",
        import.0,
        done as i32,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Counts what can be counted, tells of the others, and answers with those that were.
async fn one_by_one<'a>(
    tx: &mut Tx,
    actor: &Actor,
    parsed: &mut Parsed,
    mut shelves: Vec<&'a Shelf>,
) -> Result<Vec<&'a Shelf>, Failure<ImportError>> {
    shelves.sort_by_key(|shelf| shelf.variant);
    let mut counted = Vec::with_capacity(shelves.len());
    for shelf in shelves {
        let count = StockMove::Counted {
            on_hand: shelf.pieces,
        };
        match stock::apply(tx, shelf.variant, count, actor.account()).await {
            Ok(_) => counted.push(shelf),
            Err(Failure::Refused(StockError::BelowReserved { reserved })) => {
                let why = CatalogError::BelowReserved { reserved };
                parsed.error(shelf.row, None, &shelf.code, Trouble::Refused { why });
            }
            Err(other) => return Err(other.map_refusal(|_| ImportError::NoRows)),
        }
    }
    Ok(counted)
}

/// Writes new prices by listing, so that their history tells of them. A former price that is
/// not higher than the new one goes. A price that is refused is told; its shelf was counted all
/// the same.
async fn reprice(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    parsed: &mut Parsed,
    counted: &[&Shelf],
) -> Result<(), Failure<ImportError>> {
    let mut by_listing: BTreeMap<ListingId, Vec<&Shelf>> = BTreeMap::new();
    for shelf in counted.iter().filter(|shelf| shelf.price.is_some()) {
        by_listing.entry(shelf.listing).or_default().push(shelf);
    }
    for (listing, shelves) in by_listing {
        let Some(now) = many::before(tx, listing, ctx.settings.currency).await? else {
            continue;
        };
        let mut draft = now.draft;
        draft.version = None;
        for variant in &mut draft.variants {
            variant.stock = None;
            let new = shelves
                .iter()
                .find(|shelf| Some(shelf.variant) == variant.variant);
            if let Some(price) = new.and_then(|shelf| shelf.price) {
                variant.price = price;
                variant.was_price = variant.was_price.filter(|was| was.minor > price.minor);
            }
        }
        sqlx::query!("savepoint prices").execute(tx.sql()).await?;
        let trouble = match listing::save_as(ctx, tx, actor, &draft, Cause::Import).await {
            Ok(_) => {
                sqlx::query!("release savepoint prices")
                    .execute(tx.sql())
                    .await?;
                continue;
            }
            Err(Failure::Refused(why)) => Trouble::Refused { why },
            Err(Failure::Invalid(issues)) => match issues.0.into_values().next() {
                Some(issue) => Trouble::Field { issue },
                None => continue,
            },
            Err(other) => return Err(other.map_refusal(|_| ImportError::NoRows)),
        };
        sqlx::query!("rollback to savepoint prices")
            .execute(tx.sql())
            .await?;
        for shelf in shelves {
            parsed.note(shelf.row, PRICE_HEADINGS[0], &shelf.code, trouble.clone());
        }
    }
    Ok(())
}
