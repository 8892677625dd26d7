//! What runs low: follows what happens to goods, and tells a shop's people once of what fell
//! below its mark.
//!
//! Whether they were told is written in the transaction that tells them, so that nobody is told
//! twice, however often the work is done.

use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, denied, invalid},
    jobs::Job,
    outbox::{self, Event},
    platform::notification::tell_shop,
    trade::{cart::option_words, catalog::shop_head},
};
use longtail::{
    actor::Actor,
    id::{ListingId, ShopId, VariantId},
    platform::notification::Notice,
    policy::{Action, permit},
    text::{Bilingual, FieldCheck},
    trade::stock::low::{Watch, read_mark, read_shop_mark},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The name under which the outbox is read.
const READER: &str = "low_stock";
/// Events read at a time.
const EVENTS: i64 = 1_000;

/// Follows the outbox until the process ends.
pub async fn follow(ctx: Ctx) {
    outbox::keep_reading("what runs low", || step(&ctx)).await;
}

/// One step: finds the goods that fell below their mark or rose above it, and schedules a look
/// at them. Answers how many events were read.
///
/// # Errors
/// An incident when the database fails; the same events come again then.
pub async fn step(ctx: &Ctx) -> Result<usize, Incident> {
    let (events, place) = outbox::read(&ctx.db, READER, EVENTS).await?;
    let Some(place) = place else { return Ok(0) };
    let changed: BTreeSet<Uuid> = events
        .iter()
        .filter_map(|event| match event {
            Event::ListingChanged { listing } => Some(listing.0),
            Event::ShopChanged { .. } | Event::NoticesChanged { .. } | Event::Unknown => None,
        })
        .collect();
    let changed: Vec<Uuid> = changed.into_iter().collect();
    let concerned = sqlx::query_scalar!(
        "select distinct l.id from listings l
         join shops s on s.id = l.shop_id
         join variants v on v.listing_id = l.id and v.offered
         join stock_levels k on k.variant_id = v.id
         where l.id = any($1) and l.stage = 'live'
           and k.low_armed = (k.on_hand - k.reserved < coalesce(k.low_at, s.low_stock_at))",
        &changed
    )
    .fetch_all(&ctx.db)
    .await?;
    if !concerned.is_empty() {
        let mut tx = ctx.transaction().await?;
        let now = tx.now();
        let looks: Vec<Job> = concerned
            .into_iter()
            .map(|listing| Job::WatchStock {
                listing: ListingId(listing),
            })
            .collect();
        tx.schedule_many(&looks, now).await?;
        tx.commit().await?;
    }
    outbox::remember(&ctx.db, READER, &place).await?;
    Ok(events.len())
}

/// A variant that fell below its mark.
struct Low {
    options: Bilingual,
    left: u32,
}

/// Looks at a listing's variants, and tells its shop's people of those that fell below their
/// mark. Called by the scheduled job.
///
/// # Errors
/// An incident when the database fails; then nobody was told.
pub async fn watch(ctx: &Ctx, listing: ListingId) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let Some(thing) = sqlx::query!(
        "select l.shop_id, l.title_en, l.title_zh, l.axes from listings l
         where l.id = $1 and l.stage = 'live'",
        listing.0
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Ok(());
    };
    let rows = sqlx::query!(
        r#"select v.id, v.choice, k.on_hand - k.reserved as "available!", k.low_armed,
                  coalesce(k.low_at, s.low_stock_at) as "mark!"
           from variants v
           join listings l on l.id = v.listing_id
           join shops s on s.id = l.shop_id
           join stock_levels k on k.variant_id = v.id
           where v.listing_id = $1 and v.offered order by v.id for update of k"#,
        listing.0
    )
    .fetch_all(tx.sql())
    .await?;
    let (mut changed, mut armed, mut low) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let left = u32::try_from(row.available)?;
        let watch = Watch {
            mark: u32::try_from(row.mark)?,
            armed: row.low_armed,
        };
        let (next, tell) = watch.look(left);
        if next != watch.armed {
            changed.push(row.id);
            armed.push(next);
        }
        if tell {
            let options = option_words(&thing.axes, &row.choice);
            low.push(Low { options, left });
        }
    }
    sqlx::query!(
        "update stock_levels k set low_armed = n.armed
         from unnest($1::uuid[], $2::boolean[]) as n (variant_id, armed)
         where k.variant_id = n.variant_id",
        &changed,
        &armed,
    )
    .execute(tx.sql())
    .await?;
    let title = Bilingual::new(thing.title_en, thing.title_zh);
    tell_people(&mut tx, ShopId(thing.shop_id), title, low).await?;
    tx.commit().await
}

/// Owners and clerks, in one notice for all of a listing.
async fn tell_people(
    tx: &mut Tx,
    shop: ShopId,
    title: Bilingual,
    mut low: Vec<Low>,
) -> Result<(), Incident> {
    low.sort_by_key(|low| low.left);
    let more = u32::try_from(low.len().saturating_sub(1))?;
    let Some(first) = low.into_iter().next() else {
        return Ok(());
    };
    let notice = Notice::StockLow {
        title,
        options: first.options,
        left: first.left,
        more,
    };
    tell_shop(tx, shop, &notice, "stock?show=low").await
}

/// Sets the mark below which one variant is low; left empty, it is the shop's. What is low by
/// the new mark is seen by whoever sets it, and told to nobody.
///
/// # Errors
/// A field that is no number; *not found* for another's goods.
pub async fn set_mark(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    variant: VariantId,
    typed: &str,
) -> Result<(), Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let mut check = FieldCheck::default();
    let mark = read_mark(&mut check, typed);
    check.finish().map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    let owned = sqlx::query_scalar!(
        "select v.id from variants v join listings l on l.id = v.listing_id
         where v.id = $1 and l.shop_id = $2",
        variant.0,
        shop.id.0
    )
    .fetch_optional(tx.sql())
    .await?;
    owned.ok_or(Failure::NotFound)?;
    super::shelf::open_shelves(&mut tx, &[variant]).await?;
    sqlx::query!(
        "update stock_levels k set low_at = $2,
                low_armed = k.on_hand - k.reserved >= coalesce($2, s.low_stock_at)
         from shops s where k.variant_id = $1 and s.id = $3",
        variant.0,
        mark.map(i32::try_from).transpose()?,
        shop.id.0,
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Sets the mark of a shop, for all that has none of its own.
///
/// # Errors
/// A field that is no number; *not found* for another's shop.
pub async fn set_shop_mark(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    typed: &str,
) -> Result<(), Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let mut check = FieldCheck::default();
    let mark = i32::try_from(read_shop_mark(&mut check, typed))?;
    check.finish().map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    sqlx::query!(
        "update shops set low_stock_at = $2 where id = $1",
        shop.id.0,
        mark
    )
    .execute(tx.sql())
    .await?;
    // Locked in the order of the ids, as every other transaction locks levels.
    sqlx::query!(
        "with own as (
             select k.variant_id from stock_levels k
             join variants v on v.id = k.variant_id join listings l on l.id = v.listing_id
             where l.shop_id = $1 and k.low_at is null order by k.variant_id for update of k)
         update stock_levels k set low_armed = k.on_hand - k.reserved >= $2
         from own where k.variant_id = own.variant_id",
        shop.id.0,
        mark,
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(())
}
