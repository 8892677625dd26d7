//! The end of a count: every difference is put right at once, or none is.

use super::{Locked, end, lock, write::write_reasons};
use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, stored},
    outbox::Event,
    trade::{cart::option_words, catalog::shop_head, stock::lock_levels},
};
use longtail::{
    actor::Actor,
    id::{ListingId, StockCountId, VariantId},
    text::Bilingual,
    trade::stock::{
        StockLevel,
        count::{CountError, CountStage, FinishCount, Named, Reason},
    },
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

impl Command for FinishCount {
    type Answer = StockCountId;
    const NAME: &'static str = "finish_count";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Puts right what a count found, in one transaction: a movement with its reason for each line
/// that differs. What was not counted stays as it is.
///
/// # Errors
/// Refuses where nothing was counted, where less would be left than is promised, and what was
/// counted elsewhere since, naming the thing; refuses once the count has ended.
pub async fn finish(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &FinishCount,
) -> Result<StockCountId, Failure<CountError>> {
    let shop = shop_head(ctx, actor, &cmd.shop).await?.id;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let locked = lock(&mut tx, actor, shop, cmd.count, true).await?;
    write_reasons(&mut tx, cmd.count, &cmd.reasons).await?;
    let counted = sqlx::query_scalar!(
        r#"select count(counted) as "counted!" from stock_count_lines where count_id = $1"#,
        cmd.count.0
    )
    .fetch_one(tx.sql())
    .await?;
    if counted == 0 {
        return Err(Failure::Refused(CountError::NothingCounted));
    }
    let found = differing(&mut tx, cmd.count).await?;
    let moves = decide(&mut tx, &found).await?;
    record(&mut tx, &locked, &found, &moves).await?;
    end(&mut tx, &locked, CountStage::Finished).await?;
    tx.finish(cmd, cmd.count).await
}

/// A line of which something else lay there than should have.
struct Differs {
    variant: VariantId,
    listing: ListingId,
    named: Named,
    difference: i64,
    as_of: i64,
    reason: Reason,
}

async fn differing(tx: &mut Tx, count: StockCountId) -> Result<Vec<Differs>, Incident> {
    sqlx::query!(
        r#"select l.variant_id, l.counted - l.expected as "difference!", l.as_of as "as_of!", l.reason,
                  v.choice, g.id as listing, g.title_en, g.title_zh, g.axes
           from stock_count_lines l
           join variants v on v.id = l.variant_id join listings g on g.id = v.listing_id
           where l.count_id = $1 and l.counted <> l.expected order by l.variant_id"#,
        count.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let reason = row.reason.as_deref();
        Ok(Differs {
            variant: VariantId(row.variant_id),
            listing: ListingId(row.listing),
            named: Named {
                title: Bilingual::new(row.title_en, row.title_zh),
                options: option_words(&row.axes, &row.choice),
            },
            difference: row.difference.into(),
            as_of: row.as_of,
            reason: match reason {
                Some(reason) => stored("stock_count_lines.reason", reason)?,
                None => Reason::default(),
            },
        })
    })
    .collect()
}

/// The change of each level, in the order of the lines.
async fn decide(tx: &mut Tx, found: &[Differs]) -> Result<Vec<i32>, Failure<CountError>> {
    let variants: Vec<VariantId> = found.iter().map(|line| line.variant).collect();
    let levels: HashMap<VariantId, StockLevel> =
        lock_levels(tx, &variants).await?.into_iter().collect();
    let raw: Vec<Uuid> = variants.iter().map(|variant| variant.0).collect();
    let last_counted: HashMap<Uuid, i64> = sqlx::query!(
        r#"select variant_id, max(id) as "id!" from stock_movements
           where variant_id = any($1) and kind = 'counted' group by variant_id"#,
        &raw
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| (row.variant_id, row.id))
    .collect();
    found
        .iter()
        .map(|line| {
            let row = line.named.clone();
            if last_counted
                .get(&line.variant.0)
                .is_some_and(|id| *id > line.as_of)
            {
                return Err(Failure::Refused(CountError::CountedSince { row }));
            }
            let level = levels.get(&line.variant).copied().unwrap_or_default();
            let change = level
                .corrected(line.difference)
                .and_then(|movement| level.after(movement));
            change.map(|(_, change)| change.on_hand).map_err(|_| {
                Failure::Refused(CountError::BelowReserved {
                    row,
                    difference: line.difference,
                    on_hand: level.on_hand,
                    reserved: level.reserved,
                })
            })
        })
        .collect()
}

async fn record(
    tx: &mut Tx,
    locked: &Locked,
    found: &[Differs],
    moves: &[i32],
) -> Result<(), Incident> {
    let variants: Vec<Uuid> = found.iter().map(|line| line.variant.0).collect();
    let reasons: Vec<&str> = found.iter().map(|line| line.reason.into()).collect();
    let now = tx.now();
    sqlx::query!(
        "with found as (
             select * from unnest($1::uuid[], $2::int[], $3::text[]) as f (variant_id, change, reason)
         ), moved as (
             insert into stock_movements
                 (variant_id, kind, on_hand_change, reserved_change, account_id, reason, count_id, at)
             select variant_id, 'counted', change, 0, $4, reason, $5, $6 from found
         )
         update stock_levels k set on_hand = k.on_hand + f.change
         from found f where k.variant_id = f.variant_id",
        &variants,
        moves,
        &reasons as &[&str],
        locked.account.0,
        locked.id.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    let listings: BTreeSet<ListingId> = found.iter().map(|line| line.listing).collect();
    let changed: Vec<Event> = listings
        .into_iter()
        .map(|listing| Event::ListingChanged { listing })
        .collect();
    tx.emit_many(&changed).await
}
