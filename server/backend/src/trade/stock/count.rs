//! Counts of shelves: begun with what is to be counted, saved line by line as it is typed,
//! finished or discarded once.

mod finish;
mod read;
mod write;

pub use finish::finish;
pub use read::{count_page, counts_page};

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, denied, invalid, stored},
    trade::catalog::{shop_head, table::anywhere},
};
use longtail::{
    actor::Actor,
    id::{AccountId, ShopId, StockCountId, VariantId},
    policy::{Action, permit},
    trade::stock::count::{
        BeginCount, CountError, CountStage, MOST_LINES, Saved, Scope, Write, read_codes,
        read_counts,
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;
use write::{write_counts, write_reasons};

impl Command for BeginCount {
    type Answer = StockCountId;
    const NAME: &'static str = "begin_count";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Begins a count of all that a shop has, of a category with what is below it, or of what a
/// search finds.
///
/// # Errors
/// Refuses where there is nothing, or too much, to count; not found for another's shop.
pub async fn begin(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &BeginCount,
) -> Result<StockCountId, Failure<CountError>> {
    let shop = shop_head(ctx, actor, &cmd.shop).await?.id;
    permit(actor, Action::EditGoods(shop)).map_err(denied)?;
    let scope = cmd.form.checked().map_err(invalid)?;
    let account = account_of(actor)?;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let count: StockCountId = tx.new_id();
    let (name, category, words) = match &scope {
        Scope::All => ("all", None, ""),
        Scope::Category { category } => ("category", Some(category.0), ""),
        Scope::Search { words } => ("search", None, words.as_str()),
    };
    let now = tx.now();
    sqlx::query!(
        "insert into stock_counts (id, shop_id, stage, scope, category_id, words, begun_by, begun_at)
         select $1, $2, 'open', $3, $4, $5, $6, $7
         where $4::uuid is null or exists (select from categories c where c.id = $4)",
        count.0,
        shop.0,
        name,
        category,
        words,
        account.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    let lines = write_lines(&mut tx, count, shop, category, words).await?;
    match usize::try_from(lines)? {
        0 => Err(Failure::Refused(CountError::NothingFound)),
        n if n > MOST_LINES => Err(Failure::Refused(CountError::TooMany {
            most: u32::try_from(MOST_LINES)?,
        })),
        _ => tx.finish(cmd, count).await,
    }
}

/// Everything that a count is of, in the order in which its page shows it. Answers how many;
/// one more than fits where there are too many.
async fn write_lines(
    tx: &mut Tx,
    count: StockCountId,
    shop: ShopId,
    category: Option<Uuid>,
    words: &str,
) -> Result<u64, Incident> {
    Ok(sqlx::query!(
        "with recursive below as (
             select id from categories where id = $3
             union all select c.id from categories c join below b on c.parent_id = b.id)
         insert into stock_count_lines (count_id, variant_id, position)
         select c.id, v.id,
                row_number() over (order by l.title_en, l.title_zh, l.id, v.position, v.id)
         from stock_counts c
         join listings l on l.shop_id = c.shop_id
         join variants v on v.listing_id = l.id
         where c.id = $1 and c.shop_id = $2 and l.stage <> 'removed' and not v.retired
           and ($3::uuid is null or l.category_id in (select id from below))
           and (l.title_en ilike $4 or l.title_zh ilike $4 or v.sku ilike $4)
         limit $5",
        count.0,
        shop.0,
        category,
        anywhere(words),
        i64::try_from(MOST_LINES + 1)?,
    )
    .execute(tx.sql())
    .await?
    .rows_affected())
}

/// A count as its commands need it.
struct Locked {
    id: StockCountId,
    account: AccountId,
}

/// Keeps a count that is open to this transaction: `alone` to end it, else beside others who
/// count in it at the same time.
async fn lock(
    tx: &mut Tx,
    actor: &Actor,
    shop: ShopId,
    count: StockCountId,
    alone: bool,
) -> Result<Locked, Failure<CountError>> {
    permit(actor, Action::EditGoods(shop)).map_err(denied)?;
    let account = account_of(actor)?;
    let stage = if alone {
        sqlx::query_scalar!(
            "select stage from stock_counts where id = $1 and shop_id = $2 for update",
            count.0,
            shop.0
        )
        .fetch_optional(tx.sql())
        .await?
    } else {
        sqlx::query_scalar!(
            "select stage from stock_counts where id = $1 and shop_id = $2 for share",
            count.0,
            shop.0
        )
        .fetch_optional(tx.sql())
        .await?
    };
    let stage = stage.ok_or(Failure::NotFound)?;
    match stored("stock_counts.stage", &stage)? {
        CountStage::Open => Ok(Locked { id: count, account }),
        CountStage::Finished | CountStage::Discarded => Err(Failure::Refused(CountError::Ended)),
    }
}

/// What a page of a count sends: of each thing what was counted, what the page showed, and why
/// it differs.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub counted: Vec<(VariantId, String)>,
    pub was: Vec<(VariantId, String)>,
    pub reasons: Vec<(VariantId, String)>,
}

/// Saves what was typed so far. Answers the lines that were written, as they stand.
///
/// # Errors
/// Names the fields that hold no number; refuses once the count has ended; not found for
/// another's count, and for things that are not in it.
pub async fn save(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    count: StockCountId,
    sheet: &Sheet,
) -> Result<Vec<Saved>, Failure<CountError>> {
    let shop = shop_head(ctx, actor, shop).await?.id;
    let mut tx = ctx.transaction().await?;
    let locked = lock(&mut tx, actor, shop, count, false).await?;
    let writes = read_counts(&sheet.counted, &sheet.was).map_err(invalid)?;
    let saved = write_counts(&mut tx, &locked, &writes).await?;
    write_reasons(&mut tx, count, &sheet.reasons).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Counts what was pasted: article numbers or barcodes with their pieces. Answers how many
/// lines were written.
///
/// # Errors
/// Refuses a line that cannot be read, and codes that are none in this count or of several
/// things; then nothing is counted.
pub async fn paste(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    count: StockCountId,
    block: &str,
) -> Result<u32, Failure<CountError>> {
    let shop = shop_head(ctx, actor, shop).await?.id;
    let mut tx = ctx.transaction().await?;
    let locked = lock(&mut tx, actor, shop, count, false).await?;
    let pieces = read_codes(block).map_err(Failure::Refused)?;
    let codes: Vec<String> = pieces.keys().cloned().collect();
    let found = sqlx::query!(
        r#"select c.code as "code!", min(v.id::text) as variant, count(v.id) as "things!"
           from unnest($2::text[]) as c (code)
           left join (stock_count_lines l join variants v on v.id = l.variant_id)
             on l.count_id = $1 and (v.sku = c.code or v.barcode = c.code)
           group by c.code"#,
        count.0,
        &codes,
    )
    .fetch_all(tx.sql())
    .await?;
    let unknown: Vec<String> = found
        .iter()
        .filter(|row| row.things != 1)
        .map(|row| row.code.clone())
        .collect();
    if !unknown.is_empty() {
        return Err(Failure::Refused(CountError::unknown(&unknown)));
    }
    let mut sums: BTreeMap<VariantId, u32> = BTreeMap::new();
    for row in found {
        let variant: VariantId = row.variant.unwrap_or_default().parse()?;
        let counted = pieces.get(&row.code).copied().unwrap_or_default();
        *sums.entry(variant).or_default() += counted;
    }
    let writes = sums
        .into_iter()
        .map(|(variant, pieces)| (variant, Write::Counted(pieces)))
        .collect();
    let saved = write_counts(&mut tx, &locked, &writes).await?;
    tx.commit().await?;
    Ok(u32::try_from(saved.len())?)
}

/// Ends a count without putting anything right. What was counted stays to be read.
///
/// # Errors
/// Refuses once it has ended; not found for another's count.
pub async fn discard(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    count: StockCountId,
) -> Result<(), Failure<CountError>> {
    let shop = shop_head(ctx, actor, shop).await?.id;
    let mut tx = ctx.transaction().await?;
    let locked = lock(&mut tx, actor, shop, count, true).await?;
    end(&mut tx, &locked, CountStage::Discarded).await?;
    tx.commit().await?;
    Ok(())
}

async fn end(tx: &mut Tx, locked: &Locked, stage: CountStage) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "update stock_counts set stage = $2, ended_by = $3, ended_at = $4 where id = $1",
        locked.id.0,
        <&str>::from(stage),
        locked.account.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
