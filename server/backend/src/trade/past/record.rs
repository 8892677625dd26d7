//! How earlier orders are kept: sellers first, then orders in batches, each found again by the source's
//! number.

use super::History;
use crate::{
    ctx::{Ctx, Tx, column},
    failure::Incident,
    trade::import::Progress,
};
use chrono::NaiveDateTime;
use longtail::trade::past::{PastLine, PastOrder, PastPayment, PastTimes, Source};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Orders in a transaction.
const BATCH: usize = 500;

/// What became of orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub created: u32,
    pub updated: u32,
    pub unchanged: u32,
}

/// Which sellers have a shop, once the history is brought in.
pub struct Attached {
    /// Of those in the export.
    pub with_shop: HashSet<String>,
    /// Given to a shop, and nothing is known of them.
    pub unknown: Vec<String>,
}

/// Says which of an export's sellers have a shop or are given one.
pub async fn attached(
    ctx: &Ctx,
    history: &History<'_>,
    sellers: &BTreeSet<&str>,
) -> Result<Attached, Incident> {
    let source: &str = history.source.into();
    let given: Vec<&str> = history.shops.keys().map(String::as_str).collect();
    let asked: Vec<&str> = sellers.iter().copied().chain(given.clone()).collect();
    let rows = sqlx::query!(
        "select external_id, shop_id from past_sellers where source = $1 and external_id = any($2)",
        source,
        &asked as &[&str],
    )
    .fetch_all(&ctx.db)
    .await?;
    let known: HashSet<&str> = rows.iter().map(|row| row.external_id.as_str()).collect();
    let unknown = given
        .iter()
        .filter(|seller| !sellers.contains(*seller) && !known.contains(*seller))
        .map(|seller| (*seller).to_owned())
        .collect();
    let kept = rows.iter().filter(|row| row.shop_id.is_some());
    let with_shop = kept
        .map(|row| row.external_id.as_str())
        .chain(given)
        .filter(|seller| sellers.contains(seller))
        .map(str::to_owned)
        .collect();
    Ok(Attached { with_shop, unknown })
}

/// Keeps the sellers that are new, and gives those that were named to their shops. Answers with the ids of
/// the export's sellers.
pub async fn sellers(
    ctx: &Ctx,
    history: &History<'_>,
    sellers: &BTreeSet<&str>,
) -> Result<HashMap<String, Uuid>, Incident> {
    let source: &str = history.source.into();
    let names: Vec<&str> = sellers.iter().copied().collect();
    let new: Vec<Uuid> = names.iter().map(|_| ctx.new_id()).collect();
    let given: Vec<&str> = history.shops.keys().map(String::as_str).collect();
    let shops: Vec<Uuid> = history.shops.values().map(|shop| shop.0).collect();
    let mut tx = ctx.transaction().await?;
    lock(&mut tx, source).await?;
    sqlx::query!(
        "insert into past_sellers (id, source, external_id)
         select n.id, $1, n.external_id from unnest($2::uuid[], $3::text[]) as n (id, external_id)
         on conflict (source, external_id) do nothing",
        source,
        &new,
        &names as &[&str],
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "update past_sellers s set shop_id = n.shop_id
         from unnest($2::text[], $3::uuid[]) as n (external_id, shop_id)
         where s.source = $1 and s.external_id = n.external_id and s.shop_id is distinct from n.shop_id",
        source,
        &given as &[&str],
        &shops,
    )
    .execute(tx.sql())
    .await?;
    let rows = sqlx::query!(
        "select id, external_id from past_sellers where source = $1 and external_id = any($2)",
        source,
        &names as &[&str],
    )
    .fetch_all(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.external_id, row.id))
        .collect())
}

/// Two imports of one source go one after the other.
async fn lock(tx: &mut Tx, source: &str) -> Result<(), Incident> {
    tx.one_at_a_time(&format!("past:{source}")).await
}

/// Says what writing the orders would do.
pub async fn compare(ctx: &Ctx, source: Source, orders: &[PastOrder]) -> Result<Written, Incident> {
    let mut written = Written::default();
    let mut db = ctx.db.acquire().await?;
    for batch in orders.chunks(BATCH) {
        let batch = Batch::of(&mut db, source, batch).await?;
        written.add(&batch);
    }
    Ok(written)
}

/// Writes the orders that are new or of which the source says something else now.
pub async fn orders(
    ctx: &Ctx,
    source: Source,
    orders: &[PastOrder],
    sellers: &HashMap<String, Uuid>,
    progress: Progress<'_>,
) -> Result<Written, Incident> {
    let mut written = Written::default();
    let total = u32::try_from(orders.len())?;
    for (n, batch) in orders.chunks(BATCH).enumerate() {
        let mut tx = ctx.transaction().await?;
        lock(&mut tx, source.into()).await?;
        let batch = Batch::of(tx.sql(), source, batch).await?;
        let rows = batch.rows(&tx);
        forget(&mut tx, &rows).await?;
        keep(&mut tx, source, &rows).await?;
        keep_lines(&mut tx, &rows, sellers).await?;
        keep_payments(&mut tx, &rows).await?;
        tx.commit().await?;
        written.add(&batch);
        progress(total.min(u32::try_from((n + 1) * BATCH)?), total);
    }
    Ok(written)
}

impl Written {
    fn add(&mut self, batch: &Batch<'_>) {
        for (_, _, before) in &batch.0 {
            match before {
                Before::None => self.created += 1,
                Before::Other(_) => self.updated += 1,
                Before::Same => self.unchanged += 1,
            }
        }
    }
}

/// What was kept of an order before.
enum Before {
    None,
    Same,
    Other(Uuid),
}

/// Orders with their hashes, beside what was kept of them.
struct Batch<'a>(Vec<(&'a PastOrder, Vec<u8>, Before)>);

/// One order to write.
struct Row<'a> {
    id: Uuid,
    order: &'a PastOrder,
    hash: &'a [u8],
}

impl<'a> Batch<'a> {
    async fn of(
        db: &mut sqlx::PgConnection,
        source: Source,
        orders: &'a [PastOrder],
    ) -> Result<Self, Incident> {
        let keys: Vec<&str> = column(orders, |order| order.key.as_str());
        let source: &str = source.into();
        let rows = sqlx::query!(
            "select id, external_id, content_hash from past_orders
             where source = $1 and external_id = any($2)",
            source,
            &keys as &[&str],
        )
        .fetch_all(db)
        .await?;
        let mut kept: HashMap<String, (Uuid, Vec<u8>)> = rows
            .into_iter()
            .map(|row| (row.external_id, (row.id, row.content_hash)))
            .collect();
        let mut batch = Vec::with_capacity(orders.len());
        for order in orders {
            let hash = Sha256::digest(serde_json::to_vec(order)?).to_vec();
            let before = match kept.remove(&order.key) {
                None => Before::None,
                Some((_, before)) if before == hash => Before::Same,
                Some((id, _)) => Before::Other(id),
            };
            batch.push((order, hash, before));
        }
        Ok(Self(batch))
    }

    /// The orders to write: under their id where they were kept before.
    fn rows(&self, tx: &Tx) -> Vec<Row<'_>> {
        let orders = self.0.iter();
        orders
            .filter_map(|(order, hash, before)| {
                let id = match before {
                    Before::None => tx.new_id(),
                    Before::Same => return None,
                    Before::Other(id) => *id,
                };
                Some(Row { id, order, hash })
            })
            .collect()
    }
}

/// Takes away what an earlier export said of these orders' lines and payments.
async fn forget(tx: &mut Tx, rows: &[Row<'_>]) -> Result<(), Incident> {
    let ids = column(rows, |row| row.id);
    sqlx::query!(
        "delete from past_order_lines where order_id = any($1)",
        &ids
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!("delete from past_payments where order_id = any($1)", &ids)
        .execute(tx.sql())
        .await?;
    Ok(())
}

async fn keep(tx: &mut Tx, source: Source, rows: &[Row<'_>]) -> Result<(), Incident> {
    let (now, currency) = (tx.now(), source.currency().code());
    let source: &str = source.into();
    let times = |of: fn(&PastTimes) -> Option<NaiveDateTime>| -> Vec<Option<NaiveDateTime>> {
        column(rows, |row| of(&row.order.times))
    };
    sqlx::query!(
        "insert into past_orders (id, source, external_id, stage, currency, placed_at, approved_at,
                                  handed_over_at, delivered_at, promised_at, content_hash, imported_at)
         select o.id, $1, o.key, o.stage, $2, o.placed_at, o.approved_at,
                o.handed_over_at, o.delivered_at, o.promised_at, o.hash, $3
         from unnest($4::uuid[], $5::text[], $6::text[], $7::timestamp[], $8::timestamp[],
                     $9::timestamp[], $10::timestamp[], $11::timestamp[], $12::bytea[])
              as o (id, key, stage, placed_at, approved_at, handed_over_at, delivered_at, promised_at, hash)
         on conflict (id) do update set
             stage = excluded.stage, currency = excluded.currency, placed_at = excluded.placed_at,
             approved_at = excluded.approved_at, handed_over_at = excluded.handed_over_at,
             delivered_at = excluded.delivered_at, promised_at = excluded.promised_at,
             content_hash = excluded.content_hash, imported_at = excluded.imported_at",
        source,
        currency,
        now,
        &column(rows, |row| row.id),
        &column(rows, |row| row.order.key.as_str()) as &[&str],
        &column(rows, |row| <&str>::from(row.order.stage)) as &[&str],
        &column(rows, |row| row.order.times.placed_at),
        &times(|times| times.approved_at) as &[Option<NaiveDateTime>],
        &times(|times| times.handed_over_at) as &[Option<NaiveDateTime>],
        &times(|times| times.delivered_at) as &[Option<NaiveDateTime>],
        &times(|times| times.promised_at) as &[Option<NaiveDateTime>],
        &column(rows, |row| row.hash) as &[&[u8]],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn keep_lines(
    tx: &mut Tx,
    rows: &[Row<'_>],
    sellers: &HashMap<String, Uuid>,
) -> Result<(), Incident> {
    let lines: Vec<(Uuid, &PastLine)> = rows
        .iter()
        .flat_map(|row| row.order.lines.iter().map(|line| (row.id, line)))
        .collect();
    let mut whose = Vec::with_capacity(lines.len());
    for (_, line) in &lines {
        let seller = sellers.get(&line.seller).copied();
        whose.push(seller.ok_or_else(|| Incident::new("a seller was not kept"))?);
    }
    sqlx::query!(
        "insert into past_order_lines (order_id, position, seller_id, product, category, goods_minor, postage_minor)
         select * from unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])",
        &column(&lines, |(order, _)| *order),
        &column(&lines, |(_, line)| line.position.cast_signed()),
        &whose,
        &column(&lines, |(_, line)| line.product.as_str()) as &[&str],
        &column(&lines, |(_, line)| line.category.as_str()) as &[&str],
        &column(&lines, |(_, line)| line.goods.minor),
        &column(&lines, |(_, line)| line.postage.minor),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn keep_payments(tx: &mut Tx, rows: &[Row<'_>]) -> Result<(), Incident> {
    let payments: Vec<(Uuid, &PastPayment)> = rows
        .iter()
        .flat_map(|row| row.order.payments.iter().map(|paid| (row.id, paid)))
        .collect();
    sqlx::query!(
        "insert into past_payments (order_id, position, kind, instalments, amount_minor)
         select * from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::bigint[])",
        &column(&payments, |(order, _)| *order),
        &column(&payments, |(_, paid)| paid.position.cast_signed()),
        &column(&payments, |(_, paid)| paid.kind.as_str()) as &[&str],
        &column(&payments, |(_, paid)| paid.instalments.cast_signed()),
        &column(&payments, |(_, paid)| paid.amount.minor),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
