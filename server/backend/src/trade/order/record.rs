//! An order's row and its history: how both are read, locked and written.

use crate::{
    ctx::{Tx, actor_label, column},
    failure::{Incident, stored},
    platform::notification,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, OrderId, ShopId},
    money::{Money, escrow::Held},
    platform::notification::Notice,
    text::Bilingual,
    trade::order::{Extension, OrderEvent, OrderStage, OrderStageName},
};

/// An order as its commands need it.
pub(crate) struct Loaded {
    pub id: OrderId,
    pub number: String,
    pub checkout: CheckoutId,
    pub shop: ShopId,
    pub shop_name: Bilingual,
    pub buyer: AccountId,
    pub stage: OrderStage,
    /// What its buyer paid, and what the platform did.
    pub total: Money,
    pub promoted: Money,
    /// What went back of both, and of the platform's part.
    pub refunded_minor: i64,
    pub refunded_promoted_minor: i64,
    /// Of what was not paid back.
    pub commission_minor: i64,
}

impl Loaded {
    /// What is held for it.
    pub(crate) fn held(&self) -> Held {
        Held {
            order: self.id,
            shop: self.shop,
            buyer: self.buyer,
            total: Money::new(
                self.total.minor + self.promoted.minor - self.refunded_minor,
                self.total.currency,
            ),
            promoted_minor: self.promoted.minor - self.refunded_promoted_minor,
            commission_minor: self.commission_minor,
        }
    }

    /// Where its buyer reads about it.
    pub(crate) fn buyer_link(&self) -> String {
        format!("/orders/{}", self.id)
    }

    /// Where its shop does, in the back office.
    pub(crate) fn shop_page(&self) -> String {
        format!("orders/{}", self.id)
    }
}

/// Loads an order and keeps it to this transaction.
pub(crate) async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<Loaded>, Incident> {
    Ok(lock_all(tx, &[id]).await?.pop())
}

/// Loads orders and keeps them to this transaction, in the order of their ids.
pub(crate) async fn lock_all(tx: &mut Tx, ids: &[OrderId]) -> Result<Vec<Loaded>, Incident> {
    sqlx::query!(
        r#"select o.id, o.number, o.checkout_id, o.shop_id, o.buyer_id, o.stage, o.currency, o.total_minor,
                o.promoted_minor, o.refunded_promoted_minor,
                o.refunded_goods_minor + o.refunded_postage_minor as "refunded!",
                o.commission_minor - o.refunded_commission_minor as "commission!",
                o.paid_at, o.first_sent_at, o.shipped_at, o.confirm_by, o.extended_at, o.extended_by,
                o.completed_at, o.cancelled_at, s.name_en, s.name_zh
         from orders o join shops s on s.id = o.shop_id
         where o.id = any($1) order by o.id for update of o"#,
        &column(ids, |id| id.0),
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let times = StageTimes {
            paid_at: row.paid_at,
            first_sent_at: row.first_sent_at,
            shipped_at: row.shipped_at,
            confirm_by: row.confirm_by,
            extended_at: row.extended_at,
            extended_by: row.extended_by,
            completed_at: row.completed_at,
            cancelled_at: row.cancelled_at,
        };
        let currency = stored("orders.currency", &row.currency)?;
        Ok(Loaded {
            id: OrderId(row.id),
            number: row.number,
            checkout: CheckoutId(row.checkout_id),
            shop: ShopId(row.shop_id),
            shop_name: Bilingual::new(row.name_en, row.name_zh),
            buyer: AccountId(row.buyer_id),
            stage: times.stage(&row.stage)?,
            total: Money::new(row.total_minor, currency),
            promoted: Money::new(row.promoted_minor, currency),
            refunded_minor: row.refunded,
            refunded_promoted_minor: row.refunded_promoted_minor,
            commission_minor: row.commission,
        })
    })
    .collect()
}

/// The columns that a stage's data is kept in.
pub(crate) struct StageTimes {
    pub paid_at: Option<DateTime<Utc>>,
    pub first_sent_at: Option<DateTime<Utc>>,
    pub shipped_at: Option<DateTime<Utc>>,
    pub confirm_by: Option<DateTime<Utc>>,
    pub extended_at: Option<DateTime<Utc>>,
    pub extended_by: Option<String>,
    pub completed_at: Option<DateTime<Utc>>,
    pub cancelled_at: Option<DateTime<Utc>>,
}

impl StageTimes {
    pub(crate) fn stage(&self, name: &str) -> Result<OrderStage, Incident> {
        let missing = || Incident::new(format!("an order in stage {name} lacks one of its times"));
        let (paid_at, shipped_at) = (self.paid_at, self.shipped_at);
        Ok(match stored::<OrderStageName>("orders.stage", name)? {
            OrderStageName::AwaitingPayment => OrderStage::AwaitingPayment,
            OrderStageName::ToShip => OrderStage::ToShip {
                paid_at: paid_at.ok_or_else(missing)?,
                first_sent_at: self.first_sent_at,
            },
            OrderStageName::Shipped => OrderStage::Shipped {
                paid_at: paid_at.ok_or_else(missing)?,
                shipped_at: shipped_at.ok_or_else(missing)?,
                confirm_by: self.confirm_by.ok_or_else(missing)?,
                extended: self.extension()?,
            },
            OrderStageName::Completed => OrderStage::Completed {
                paid_at: paid_at.ok_or_else(missing)?,
                shipped_at: shipped_at.ok_or_else(missing)?,
                completed_at: self.completed_at.ok_or_else(missing)?,
            },
            OrderStageName::Cancelled => OrderStage::Cancelled {
                paid_at,
                cancelled_at: self.cancelled_at.ok_or_else(missing)?,
            },
        })
    }

    fn extension(&self) -> Result<Option<Extension>, Incident> {
        Ok(match (self.extended_at, self.extended_by.as_deref()) {
            (Some(at), Some(by)) => Some(Extension {
                by: stored("orders.extended_by", by)?,
                at,
            }),
            _ => None,
        })
    }

    fn of(stage: &OrderStage) -> Self {
        let mut times = Self {
            paid_at: None,
            first_sent_at: None,
            shipped_at: None,
            confirm_by: None,
            extended_at: None,
            extended_by: None,
            completed_at: None,
            cancelled_at: None,
        };
        match *stage {
            OrderStage::AwaitingPayment => {}
            OrderStage::ToShip {
                paid_at,
                first_sent_at,
            } => (times.paid_at, times.first_sent_at) = (Some(paid_at), first_sent_at),
            OrderStage::Shipped {
                paid_at,
                shipped_at,
                confirm_by,
                extended,
            } => {
                (times.paid_at, times.shipped_at, times.confirm_by) =
                    (Some(paid_at), Some(shipped_at), Some(confirm_by));
                times.extended_at = extended.map(|extension| extension.at);
                times.extended_by = extended.map(|extension| <&str>::from(extension.by).to_owned());
            }
            OrderStage::Completed {
                paid_at,
                shipped_at,
                completed_at,
            } => {
                (times.paid_at, times.shipped_at, times.completed_at) =
                    (Some(paid_at), Some(shipped_at), Some(completed_at));
            }
            OrderStage::Cancelled {
                paid_at,
                cancelled_at,
            } => {
                (times.paid_at, times.cancelled_at) = (paid_at, Some(cancelled_at));
            }
        }
        times
    }
}

/// Writes an order's new stage and the event that led to it.
pub(crate) async fn record(
    tx: &mut Tx,
    actor: &Actor,
    order: &Loaded,
    stage: &OrderStage,
    event: &OrderEvent,
) -> Result<(), Incident> {
    record_all(tx, actor, &[order.id], stage, event).await
}

/// The same of orders that reach the same stage together.
pub(crate) async fn record_all(
    tx: &mut Tx,
    actor: &Actor,
    orders: &[OrderId],
    stage: &OrderStage,
    event: &OrderEvent,
) -> Result<(), Incident> {
    save_stage(tx, orders, stage).await?;
    let noted = column(orders, |order| (actor_label(actor), *order));
    note_many(tx, &noted, event).await
}

/// Writes the stage of orders. When a first parcel left, and who extended the time to confirm, stays
/// known, whatever comes after.
pub(crate) async fn save_stage(
    tx: &mut Tx,
    orders: &[OrderId],
    stage: &OrderStage,
) -> Result<(), Incident> {
    let times = StageTimes::of(stage);
    sqlx::query!(
        "update orders set stage = $2, paid_at = $3, shipped_at = $4, confirm_by = $5,
                completed_at = $6, cancelled_at = $7, version = version + 1,
                first_sent_at = coalesce(first_sent_at, $8, $4),
                extended_at = coalesce(extended_at, $9), extended_by = coalesce(extended_by, $10)
         where id = any($1)",
        &column(orders, |order| order.0),
        <&str>::from(stage.name()),
        times.paid_at,
        times.shipped_at,
        times.confirm_by,
        times.completed_at,
        times.cancelled_at,
        times.first_sent_at,
        times.extended_at,
        times.extended_by.as_deref(),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Adds a step to an order's history.
pub(crate) async fn note(
    tx: &mut Tx,
    actor: &Actor,
    order: OrderId,
    event: &OrderEvent,
) -> Result<(), Incident> {
    note_many(tx, &[(actor_label(actor), order)], event).await
}

/// Adds the same step to many orders' histories, each with who did it.
async fn note_many(
    tx: &mut Tx,
    orders: &[(String, OrderId)],
    event: &OrderEvent,
) -> Result<(), Incident> {
    let detail = serde_json::to_value(event)?;
    let kind = detail["kind"].as_str().unwrap_or_default().to_owned();
    let now = tx.now();
    sqlx::query!(
        "insert into order_events (order_id, kind, actor, detail, at)
         select o.id, $3, o.actor, $4, $5 from unnest($1::uuid[], $2::text[]) as o (id, actor)",
        &column(orders, |(_, order)| order.0),
        &column(orders, |(actor, _)| actor.as_str()) as &[&str],
        kind,
        detail,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Whether nobody but the clock confirmed that an order was received.
pub(crate) async fn was_confirmed_by_clock(tx: &mut Tx, order: OrderId) -> Result<bool, Incident> {
    let by_clock = sqlx::query_scalar!(
        r#"select exists (select from order_events
                          where order_id = $1 and kind = 'confirmed_by_clock') as "by_clock!""#,
        order.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(by_clock)
}

/// Tells a shop's people something about an order: all of them, or its owners alone where it is about money.
pub(crate) async fn tell_shop(
    tx: &mut Tx,
    order: &Loaded,
    notice: &Notice,
    owners_only: bool,
) -> Result<(), Incident> {
    let page = order.shop_page();
    match owners_only {
        true => notification::tell_owners(tx, order.shop, notice, &page).await,
        false => notification::tell_shop(tx, order.shop, notice, &page).await,
    }
}
