//! Checkouts: a cart becomes one order per shop, held for a while, paid in one go.
//!
//! Orchestrates cart, stock, orders and the ledger inside one transaction each time.

mod batch;
mod place;
mod read;
mod room;
mod tills;
mod write;

pub use place::place;
pub use read::{checkout_form, checkout_form_to, checkout_page};
pub use tills::Tills;

use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, denied, stored},
    jobs::Job,
    money::{invoice, ledger, payment},
    platform::notification::{self, Told, tell},
    trade::{order, price},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, OrderId, PaymentId},
    money::{
        Money,
        ledger::{Source, order_paid, order_promoted},
        payment::Method,
    },
    platform::notification::Notice,
    policy::{Action, permit},
    trade::{
        checkout::{CheckoutError, CheckoutStage},
        order::{Canceller, OrderError, OrderEvent, OrderStage},
        stock::StockMove,
    },
};

/// A checkout as its commands need it.
pub(crate) struct Loaded {
    pub id: CheckoutId,
    pub buyer: AccountId,
    pub stage: CheckoutStage,
    pub total: Money,
    pub reserved_until: chrono::DateTime<chrono::Utc>,
}

/// Loads a checkout and keeps it to this transaction.
pub(crate) async fn lock(tx: &mut Tx, id: CheckoutId) -> Result<Option<Loaded>, Incident> {
    let row = sqlx::query!(
        "select buyer_id, stage, currency, total_minor, reserved_until from checkouts where id = $1 for update",
        id.0
    )
    .fetch_optional(tx.sql())
    .await?;
    row.map(|row| {
        Ok(Loaded {
            id,
            buyer: AccountId(row.buyer_id),
            stage: stored("checkouts.stage", &row.stage)?,
            total: Money::new(
                row.total_minor,
                stored("checkouts.currency", &row.currency)?,
            ),
            reserved_until: row.reserved_until,
        })
    })
    .transpose()
}

/// The money is there: into each order's escrow, the goods off the shelf, the shops told.
/// The caller has locked the checkout and seen that it awaits payment.
pub(crate) async fn settle_paid(
    tx: &mut Tx,
    checkout: &Loaded,
    source: Source,
    method: Method,
    payment: PaymentId,
) -> Result<(), Incident> {
    let now = tx.now();
    let paid = OrderEvent::Paid { method };
    let orders = move_orders(
        tx,
        &Actor::System,
        checkout.id,
        |stage| stage.pay(now),
        &paid,
    )
    .await?;
    let (mut postings, mut told, mut to_shops) = (Vec::new(), Vec::new(), Vec::new());
    for order in &orders {
        postings.push(order_paid(source, payment, order.id, order.total));
        if order.promoted.minor > 0 {
            postings.push(order_promoted(order.id, order.promoted));
        }
        told.push(Told {
            account: order.buyer,
            notice: Notice::OrderPaid {
                order: order.id,
                number: order.number.clone(),
                shop_name: order.shop_name.clone(),
                total: order.total,
            },
            link: order.buyer_link(),
            by_letter: true,
        });
        let notice = Notice::OrderToShip {
            order: order.id,
            shop: order.shop,
            number: order.number.clone(),
            total: order.total,
        };
        to_shops.push((order.shop, notice, order.shop_page()));
    }
    told.extend(notification::to_shops(tx, &to_shops, false).await?);
    notification::tell_many(tx, &told).await?;
    ledger::post(tx, &postings).await?;
    let goods = order::goods_of_checkout(tx, checkout.id).await?;
    order::sell(tx, checkout.id, &goods).await?;
    sqlx::query!(
        "update checkouts set stage = 'paid', paid_at = $2 where id = $1",
        checkout.id.0,
        now
    )
    .execute(tx.sql())
    .await?;
    payment::captured(tx, payment, "checkout").await?;
    // Another one that is held for it has come too late.
    payment::let_go(tx, checkout.id).await?;
    // Last of what is locked: others wait for the series.
    invoice::issue(tx, checkout.id).await
}

/// The buyer thinks better of it before paying.
///
/// # Errors
/// Refuses once it is paid or closed; not found for others.
pub async fn cancel(
    ctx: &Ctx,
    actor: &Actor,
    checkout: CheckoutId,
) -> Result<(), Failure<CheckoutError>> {
    let mut tx = ctx.transaction().await?;
    let checkout = lock(&mut tx, checkout).await?.ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(checkout.buyer)).map_err(denied)?;
    if checkout.stage != CheckoutStage::AwaitingPayment {
        return Err(Failure::Refused(CheckoutError::Closed));
    }
    close(
        &mut tx,
        actor,
        &checkout,
        CheckoutStage::Cancelled,
        Canceller::Buyer,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// What was authorised is captured within this, or the goods are given back after all.
const CAPTURED_WITHIN: Duration = Duration::hours(1);

/// The time to pay is up: the goods go back. Called by the scheduled job. Money that the gateway
/// holds already is waited for.
///
/// # Errors
/// Refuses when it is too early or the checkout has been paid or closed.
pub async fn expire(ctx: &Ctx, checkout: CheckoutId) -> Result<(), Failure<CheckoutError>> {
    let mut tx = ctx.transaction().await?;
    let checkout = lock(&mut tx, checkout).await?.ok_or(Failure::NotFound)?;
    if checkout.stage != CheckoutStage::AwaitingPayment || tx.now() < checkout.reserved_until {
        return Err(Failure::Refused(CheckoutError::Closed));
    }
    let now = tx.now();
    if let Some(since) = payment::authorised_since(&mut tx, checkout.id).await?
        && now < since + CAPTURED_WITHIN
    {
        let job = Job::ExpireCheckout {
            checkouts: vec![checkout.id],
        };
        tx.schedule(&job, now + Duration::minutes(1)).await?;
        tx.commit().await?;
        return Ok(());
    }
    close(
        &mut tx,
        &Actor::System,
        &checkout,
        CheckoutStage::Expired,
        Canceller::Clock,
    )
    .await?;
    let notice = Notice::CheckoutExpired {
        total: checkout.total,
    };
    tell(
        &mut tx,
        checkout.buyer,
        &notice,
        &format!("/checkout/{}", checkout.id),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn close(
    tx: &mut Tx,
    actor: &Actor,
    checkout: &Loaded,
    stage: CheckoutStage,
    by: Canceller,
) -> Result<(), Incident> {
    let now = tx.now();
    let event = OrderEvent::Cancelled {
        by,
        reason: String::new(),
    };
    move_orders(tx, actor, checkout.id, |stage| stage.cancel(now), &event).await?;
    payment::let_go(tx, checkout.id).await?;
    // The coupons' rows before the stock's, as where orders are placed.
    price::give_back(tx, checkout.id).await?;
    let goods = order::goods_of_checkout(tx, checkout.id).await?;
    order::move_goods(tx, checkout.id, &goods, |quantity| StockMove::Released {
        quantity,
    })
    .await?;
    sqlx::query!(
        "update checkouts set stage = $2, closed_at = $3 where id = $1",
        checkout.id.0,
        <&str>::from(stage),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Moves the orders of a checkout to the stage that they reach together, as they were placed
/// together. Answers with them as they were.
async fn move_orders(
    tx: &mut Tx,
    actor: &Actor,
    checkout: CheckoutId,
    to: impl Fn(OrderStage) -> Result<OrderStage, OrderError>,
    event: &OrderEvent,
) -> Result<Vec<order::Loaded>, Incident> {
    let ids: Vec<OrderId> = sqlx::query_scalar!(
        "select id from orders where checkout_id = $1 order by id",
        checkout.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(OrderId)
    .collect();
    let orders = order::lock_all(tx, &ids).await?;
    let mut stages = orders
        .iter()
        .map(|order| to(order.stage.clone()))
        .collect::<Result<Vec<_>, _>>()?;
    stages.dedup();
    let [stage] = &stages[..] else {
        return Err(Incident::new(
            "the orders of a checkout do not reach one stage",
        ));
    };
    order::record_all(tx, actor, &ids, stage, event).await?;
    Ok(orders)
}
