//! Orders: shipped by their shop, confirmed by their buyer or the clock, called off before dispatch.

mod read;

pub(crate) use read::latest_of_shop;
pub use read::{order_page, orders_page, shop_orders, shop_orders_page};

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, actor_label},
    failure::{Failure, Incident, denied, invalid, stored},
    jobs::Job,
    money::escrow,
    outbox::Event,
    platform::notification::tell,
    trade::stock,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, ListingId, OrderId, ShopId, VariantId},
    money::{Money, escrow::Held},
    platform::notification::Notice,
    policy::{Action, permit},
    text::{Bilingual, FieldCheck},
    trade::{
        order::{
            CancelOrder, Canceller, ConfirmReceipt, OrderError, OrderEvent, OrderStage,
            OrderStageName, ShipOrders,
        },
        stock::StockMove,
    },
};

impl Command for ShipOrders {
    type Answer = Vec<OrderId>;
    const NAME: &'static str = "ship_orders";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

impl Command for ConfirmReceipt {
    type Answer = OrderId;
    const NAME: &'static str = "confirm_receipt";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

impl Command for CancelOrder {
    type Answer = OrderId;
    const NAME: &'static str = "cancel_order";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// An order as its commands need it.
pub(crate) struct Loaded {
    pub id: OrderId,
    pub number: String,
    pub checkout: CheckoutId,
    pub shop: ShopId,
    pub shop_name: Bilingual,
    pub buyer: AccountId,
    pub stage: OrderStage,
    pub total: Money,
    pub commission_minor: i64,
}

impl Loaded {
    /// What is held for it.
    pub(crate) fn held(&self) -> Held {
        Held {
            order: self.id,
            shop: self.shop,
            buyer: self.buyer,
            total: self.total,
            commission_minor: self.commission_minor,
        }
    }

    /// Where its buyer reads about it.
    pub(crate) fn buyer_link(&self) -> String {
        format!("/orders/{}", self.id)
    }
}

/// Hands the parcels of one or many orders of a shop to a carrier: all of them or none.
///
/// # Errors
/// Names the fields without carrier or tracking number; refuses orders that cannot be sent.
pub async fn ship(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &ShipOrders,
) -> Result<Vec<OrderId>, Failure<OrderError>> {
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let mut check = FieldCheck::default();
    let carrier = check.text("carrier", &cmd.carrier, 1, 60);
    let mut parcels: Vec<(OrderId, String)> = cmd
        .parcels
        .iter()
        .map(|(order, tracking)| {
            (
                *order,
                check.text(&format!("tracking[order-{order}]"), tracking, 1, 60),
            )
        })
        .collect();
    check.finish().map_err(invalid)?;
    parcels.sort_by_key(|(order, _)| *order);
    for (id, tracking) in &parcels {
        let order = lock(&mut tx, *id).await?.ok_or(Failure::NotFound)?;
        permit(actor, Action::ShipOrders(order.shop)).map_err(denied)?;
        let now = tx.now();
        let confirm_by = longtail::money::escrow::confirm_by(now, ctx.settings.confirm_after);
        let stage = order
            .stage
            .clone()
            .ship(now, confirm_by)
            .map_err(Failure::Refused)?;
        record(
            &mut tx,
            actor,
            &order,
            &stage,
            &OrderEvent::Shipped {
                carrier: carrier.clone(),
                tracking: tracking.clone(),
            },
        )
        .await?;
        let parcel: longtail::id::ParcelId = tx.new_id();
        sqlx::query!(
            "insert into parcels (id, order_id, carrier, tracking_number, shipped_at) values ($1, $2, $3, $4, $5)",
            parcel.0,
            order.id.0,
            carrier,
            tracking,
            now,
        )
        .execute(tx.sql())
        .await?;
        tx.schedule(&Job::ConfirmOrder { order: order.id }, confirm_by)
            .await?;
        let notice = Notice::OrderShipped {
            order: order.id,
            number: order.number.clone(),
            shop_name: order.shop_name.clone(),
            carrier: carrier.clone(),
            tracking: tracking.clone(),
        };
        tell(&mut tx, order.buyer, &notice, &order.buyer_link()).await?;
    }
    tx.finish(cmd, parcels.into_iter().map(|(order, _)| order).collect())
        .await
}

/// The buyer says the goods arrived: the shop is paid.
///
/// # Errors
/// Refuses what was never sent, and what is confirmed already.
pub async fn confirm(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &ConfirmReceipt,
) -> Result<OrderId, Failure<OrderError>> {
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let order = lock(&mut tx, cmd.order).await?.ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(order.buyer)).map_err(denied)?;
    let stage = order
        .stage
        .clone()
        .confirm(tx.now())
        .map_err(Failure::Refused)?;
    complete(&mut tx, actor, &order, &stage, false).await?;
    tx.finish(cmd, order.id).await
}

/// The buyer said nothing until the time was up (E2). Called by the scheduled job.
///
/// # Errors
/// Refuses when it is too early or nothing is left to confirm.
pub async fn confirm_by_clock(ctx: &Ctx, order: OrderId) -> Result<(), Failure<OrderError>> {
    let mut tx = ctx.transaction().await?;
    let order = lock(&mut tx, order).await?.ok_or(Failure::NotFound)?;
    let stage = order
        .stage
        .clone()
        .confirm_by_clock(tx.now())
        .map_err(Failure::Refused)?;
    complete(&mut tx, &Actor::System, &order, &stage, true).await?;
    tx.commit().await?;
    Ok(())
}

async fn complete(
    tx: &mut Tx,
    actor: &Actor,
    order: &Loaded,
    stage: &OrderStage,
    by_clock: bool,
) -> Result<(), Incident> {
    let event = if by_clock {
        OrderEvent::ConfirmedByClock
    } else {
        OrderEvent::Confirmed
    };
    record(tx, actor, order, stage, &event).await?;
    escrow::settle(tx, &order.held(), stage).await?;
    let to_shop = Money::new(
        order.total.minor - order.commission_minor,
        order.total.currency,
    );
    let commission = Money::new(order.commission_minor, order.total.currency);
    note(
        tx,
        &Actor::System,
        order.id,
        &OrderEvent::Released {
            to_shop,
            commission,
        },
    )
    .await?;
    let number = order.number.clone();
    tell(
        tx,
        order.buyer,
        &Notice::OrderCompleted {
            order: order.id,
            number: number.clone(),
            by_clock,
        },
        &order.buyer_link(),
    )
    .await?;
    let notice = Notice::OrderReleased {
        order: order.id,
        shop: order.shop,
        number,
        amount: to_shop,
    };
    tell_shop(tx, order, &notice, true).await
}

/// Calls an order off before dispatch: its buyer or its shop may, and what was paid goes back.
/// An order that is not paid yet goes with its whole checkout.
///
/// # Errors
/// Refuses once the parcel is on its way.
pub async fn cancel(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &CancelOrder,
) -> Result<OrderId, Failure<OrderError>> {
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let order = lock(&mut tx, cmd.order).await?.ok_or(Failure::NotFound)?;
    let by = if permit(actor, Action::UseAccount(order.buyer)).is_ok() {
        Canceller::Buyer
    } else {
        permit(actor, Action::ShipOrders(order.shop)).map_err(denied)?;
        Canceller::Shop
    };
    if order.stage == OrderStage::AwaitingPayment {
        return Err(Failure::Refused(OrderError::NotPaid));
    }
    let stage = order
        .stage
        .clone()
        .cancel(tx.now())
        .map_err(Failure::Refused)?;
    record(
        &mut tx,
        actor,
        &order,
        &stage,
        &OrderEvent::Cancelled { by },
    )
    .await?;
    escrow::settle(&mut tx, &order.held(), &stage).await?;
    note(
        &mut tx,
        &Actor::System,
        order.id,
        &OrderEvent::Returned {
            amount: order.total,
        },
    )
    .await?;
    for (listing, variant, quantity) in goods_of(&mut tx, order.id).await? {
        stock::apply(
            &mut tx,
            variant,
            StockMove::Returned { quantity },
            Some(order.checkout),
            None,
        )
        .await
        .map_err(|failure| Incident::new(format!("goods could not go back: {failure:?}")))?;
        sqlx::query!(
            "update listings set sold_count = sold_count - $2 where id = $1",
            listing.0,
            i64::from(quantity)
        )
        .execute(tx.sql())
        .await?;
        tx.emit(Event::ListingChanged { listing }).await?;
    }
    let notice = Notice::OrderCancelled {
        order: order.id,
        number: order.number.clone(),
        refunded: order.total,
    };
    tell(&mut tx, order.buyer, &notice, &order.buyer_link()).await?;
    tell_shop(&mut tx, &order, &notice, false).await?;
    tx.finish(cmd, order.id).await
}

/// Loads an order and keeps it to this transaction.
pub(crate) async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<Loaded>, Incident> {
    let Some(row) = sqlx::query!(
        "select o.number, o.checkout_id, o.shop_id, o.buyer_id, o.stage, o.currency, o.total_minor,
                o.commission_minor, o.paid_at, o.shipped_at, o.confirm_by, o.completed_at, o.cancelled_at,
                s.name_en, s.name_zh
         from orders o join shops s on s.id = o.shop_id
         where o.id = $1 for update of o",
        id.0
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Ok(None);
    };
    let times = StageTimes {
        paid_at: row.paid_at,
        shipped_at: row.shipped_at,
        confirm_by: row.confirm_by,
        completed_at: row.completed_at,
        cancelled_at: row.cancelled_at,
    };
    Ok(Some(Loaded {
        id,
        number: row.number,
        checkout: CheckoutId(row.checkout_id),
        shop: ShopId(row.shop_id),
        shop_name: Bilingual::new(row.name_en, row.name_zh),
        buyer: AccountId(row.buyer_id),
        stage: times.stage(&row.stage)?,
        total: Money::new(row.total_minor, stored("orders.currency", &row.currency)?),
        commission_minor: row.commission_minor,
    }))
}

/// The columns that a stage's data is kept in.
pub(crate) struct StageTimes {
    pub paid_at: Option<DateTime<Utc>>,
    pub shipped_at: Option<DateTime<Utc>>,
    pub confirm_by: Option<DateTime<Utc>>,
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
            },
            OrderStageName::Shipped => OrderStage::Shipped {
                paid_at: paid_at.ok_or_else(missing)?,
                shipped_at: shipped_at.ok_or_else(missing)?,
                confirm_by: self.confirm_by.ok_or_else(missing)?,
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

    fn of(stage: &OrderStage) -> Self {
        let mut times = Self {
            paid_at: None,
            shipped_at: None,
            confirm_by: None,
            completed_at: None,
            cancelled_at: None,
        };
        match *stage {
            OrderStage::AwaitingPayment => {}
            OrderStage::ToShip { paid_at } => times.paid_at = Some(paid_at),
            OrderStage::Shipped {
                paid_at,
                shipped_at,
                confirm_by,
            } => {
                (times.paid_at, times.shipped_at, times.confirm_by) =
                    (Some(paid_at), Some(shipped_at), Some(confirm_by));
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

/// Writes an order's new stage, the event that led to it, and tells those who follow.
pub(crate) async fn record(
    tx: &mut Tx,
    actor: &Actor,
    order: &Loaded,
    stage: &OrderStage,
    event: &OrderEvent,
) -> Result<(), Incident> {
    let times = StageTimes::of(stage);
    sqlx::query!(
        "update orders set stage = $2, paid_at = $3, shipped_at = $4, confirm_by = $5,
                completed_at = $6, cancelled_at = $7, version = version + 1
         where id = $1",
        order.id.0,
        <&str>::from(stage.name()),
        times.paid_at,
        times.shipped_at,
        times.confirm_by,
        times.completed_at,
        times.cancelled_at,
    )
    .execute(tx.sql())
    .await?;
    note(tx, actor, order.id, event).await?;
    tx.emit(Event::OrderMoved { order: order.id }).await
}

/// Adds a step to an order's history.
pub(crate) async fn note(
    tx: &mut Tx,
    actor: &Actor,
    order: OrderId,
    event: &OrderEvent,
) -> Result<(), Incident> {
    let detail = serde_json::to_value(event)?;
    let kind = detail["kind"].as_str().unwrap_or_default().to_owned();
    let now = tx.now();
    sqlx::query!(
        "insert into order_events (order_id, kind, actor, detail, at) values ($1, $2, $3, $4, $5)",
        order.0,
        kind,
        actor_label(actor),
        detail,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What an order holds, in the order in which stock is locked.
pub(crate) async fn goods_of(
    tx: &mut Tx,
    order: OrderId,
) -> Result<Vec<(ListingId, VariantId, u32)>, Incident> {
    sqlx::query!(
        "select listing_id, variant_id, quantity from order_lines where order_id = $1 order by variant_id",
        order.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| Ok((ListingId(row.listing_id), VariantId(row.variant_id), u32::try_from(row.quantity)?)))
    .collect()
}

/// Tells a shop's people something about an order: all of them, or its owners alone where it is about money.
pub(crate) async fn tell_shop(
    tx: &mut Tx,
    order: &Loaded,
    notice: &Notice,
    owners_only: bool,
) -> Result<(), Incident> {
    let people = sqlx::query!(
        "select m.account_id, s.slug from shop_seats m join shops s on s.id = m.shop_id
         where m.shop_id = $1 and (m.role = 'owner' or not $2)",
        order.shop.0,
        owners_only,
    )
    .fetch_all(tx.sql())
    .await?;
    for person in people {
        let link = format!("/back-office/{}/orders/{}", person.slug, order.id);
        tell(tx, AccountId(person.account_id), notice, &link).await?;
    }
    Ok(())
}
