//! Orders: shipped by their shop, confirmed by their buyer or the clock, called off before dispatch.

mod goods;
mod read;
mod record;
mod rest;

pub(crate) use goods::{Goods, goods_of, goods_of_checkout, move_goods, put_back, sell};
pub(crate) use read::latest_of_shop;
pub use read::{order_page, orders_page, shop_orders, shop_orders_page};
pub(crate) use record::{
    Loaded, lock, lock_all, note, record, record_all, save_stage, tell_shop, was_confirmed_by_clock,
};
pub use rest::call_off_rest;

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, denied, invalid},
    jobs::Job,
    money::{card_refund, escrow, invoice},
    platform::notification::tell,
    trade::shipping::{self, Handed},
};
use longtail::{
    actor::Actor,
    id::OrderId,
    money::{Money, escrow::confirm_by},
    platform::notification::Notice,
    policy::{Action, permit},
    text::{Bilingual, FieldCheck, FieldIssue},
    trade::{
        order::{
            CancelOrder, Canceller, ConfirmReceipt, ExtendReceipt, Extender, OrderError,
            OrderEvent, OrderStage, Party, ShipOrders,
        },
        shipping::parcel::Packing,
    },
};
use std::collections::BTreeMap;

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

impl Command for ExtendReceipt {
    type Answer = OrderId;
    const NAME: &'static str = "extend_receipt";
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

/// Hands what is left of one or many orders of a shop to a carrier, each in one parcel: all that
/// have a tracking number or none.
///
/// # Errors
/// Names the field of the carrier, and those of orders that cannot be sent; all of them where no
/// tracking number was typed.
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
    // Orders without a number stay here, but not all of them.
    let mut typed = cmd.parcels.iter().map(|(_, tracking)| tracking.trim());
    let least = u32::from(typed.all(str::is_empty));
    let mut parcels = BTreeMap::new();
    for (order, tracking) in &cmd.parcels {
        let tracking = check.text(&tracking_field(*order), tracking, least, 60);
        if !tracking.is_empty() {
            parcels.insert(*order, tracking);
        }
    }
    let now = tx.now();
    let mut orders = Vec::with_capacity(parcels.len());
    for (id, tracking) in parcels {
        let order = lock(&mut tx, id).await?.ok_or(Failure::NotFound)?;
        permit(actor, Action::ShipOrders(order.shop)).map_err(denied)?;
        if let Err(refused) = order.stage.clone().ship(now, now) {
            check.issue(&tracking_field(id), why_not_sent(refused));
        }
        orders.push((order, tracking));
    }
    check.finish().map_err(invalid)?;
    for (order, tracking) in &orders {
        let packing = Packing::all(&shipping::unpacked_of(tx.sql(), order.id).await?);
        let (parcel, handed) = (tx.new_id(), Handed::typed(&carrier, tracking));
        shipping::dispatch(ctx, &mut tx, actor, order, parcel, &packing, &handed).await?;
    }
    let sent = orders.into_iter().map(|(order, _)| order.id).collect();
    tx.finish(cmd, sent).await
}

/// Where an order's tracking number is typed.
fn tracking_field(order: OrderId) -> String {
    format!("tracking[order-{order}]")
}

/// What became of an order that was to be sent with others, and how to send these.
fn why_not_sent(refused: OrderError) -> FieldIssue {
    let text = match refused {
        OrderError::Cancelled => Bilingual::new(
            "This order was cancelled. Empty the field to ship the others.",
            "该订单已取消。请清空此栏，以便为其余订单发货。",
        ),
        OrderError::NotPaid => Bilingual::new(
            "This order is not paid yet. Empty the field to ship the others.",
            "该订单尚未付款。请清空此栏，以便为其余订单发货。",
        ),
        _ => Bilingual::new(
            "This order was shipped already. Empty the field to ship the others.",
            "该订单已发货。请清空此栏，以便为其余订单发货。",
        ),
    };
    FieldIssue::Other { text }
}

/// What was left to send was paid back: the order counts as sent with what is in its parcels.
pub(crate) async fn end_sending(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    order: &Loaded,
) -> Result<(), Incident> {
    let now = tx.now();
    let confirm_by = confirm_by(now, ctx.settings.confirm_after);
    let stage = order.stage.clone().ship(now, confirm_by)?;
    record(tx, actor, order, &stage, &OrderEvent::RestNotSent).await?;
    let confirm = Job::ConfirmOrder { order: order.id };
    tx.schedule(&confirm, confirm_by).await
}

/// Some of an order is lost: the clock does not confirm before another turn is over.
pub(crate) async fn put_off(ctx: &Ctx, tx: &mut Tx, order: &Loaded) -> Result<(), Incident> {
    let until = confirm_by(tx.now(), ctx.settings.confirm_after);
    let stage = order.stage.clone().put_off(until);
    let OrderStage::Shipped { confirm_by, .. } = stage else {
        return Ok(());
    };
    save_stage(tx, &[order.id], &stage).await?;
    let confirm = Job::ConfirmOrder { order: order.id };
    tx.schedule(&confirm, confirm_by).await
}

/// Somebody speaks for one side of an order. Not found for others.
fn speak_for(party: Party, actor: &Actor, order: &Loaded) -> Result<(), Failure<OrderError>> {
    let action = match party {
        Party::Buyer => Action::UseAccount(order.buyer),
        Party::Shop => Action::ShipOrders(order.shop),
    };
    permit(actor, action).map_err(denied)
}

/// Gives the buyer more time to confirm, once: they ask for it themselves, or their shop does. The
/// other side is told.
///
/// # Errors
/// Refuses what is not on its way, a second time, and when the time is over.
pub async fn extend(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &ExtendReceipt,
) -> Result<OrderId, Failure<OrderError>> {
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let order = lock(&mut tx, cmd.order).await?.ok_or(Failure::NotFound)?;
    speak_for(cmd.by, actor, &order)?;
    let by = match cmd.by {
        Party::Buyer => Extender::Buyer,
        Party::Shop => Extender::Shop,
    };
    let stage = order
        .stage
        .clone()
        .extend(by, tx.now())
        .map_err(Failure::Refused)?;
    let OrderStage::Shipped { confirm_by, .. } = stage else {
        return Err(Failure::Refused(OrderError::NotShipped));
    };
    let event = OrderEvent::Extended { by, confirm_by };
    record(&mut tx, actor, &order, &stage, &event).await?;
    let confirm = Job::ConfirmOrder { order: order.id };
    tx.schedule(&confirm, confirm_by).await?;
    let notice = Notice::OrderExtended {
        order: order.id,
        number: order.number.clone(),
        by,
        confirm_by,
    };
    match by {
        Extender::Buyer => tell_shop(&mut tx, &order, &notice, false).await?,
        Extender::Shop => tell(&mut tx, order.buyer, &notice, &order.buyer_link()).await?,
    }
    tx.finish(cmd, order.id).await
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

/// The buyer said nothing until the time was up (E2). Called by the scheduled job. Where a
/// parcel is lost and not paid back, the shop is reminded instead.
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
    if shipping::is_lost_and_owed(&mut tx, order.id).await? {
        put_off(ctx, &mut tx, &order).await?;
        shipping::remind_of_lost(&mut tx, &order).await?;
        tx.commit().await?;
        return Ok(());
    }
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
    let held = order.held();
    escrow::settle(tx, &held, stage).await?;
    let money = |minor| Money::new(minor, held.total.currency);
    let to_shop = money(held.total.minor - held.commission_minor);
    let commission = money(held.commission_minor);
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
    if to_shop.minor == 0 {
        // Everything was paid back on the way.
        return Ok(());
    }
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
/// Refuses once a parcel is on its way.
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
    speak_for(cmd.by, actor, &order)?;
    let by = match cmd.by {
        Party::Buyer => Canceller::Buyer,
        Party::Shop => Canceller::Shop,
    };
    if order.stage == OrderStage::AwaitingPayment {
        return Err(Failure::Refused(OrderError::NotPaid));
    }
    let stage = order
        .stage
        .clone()
        .cancel(tx.now())
        .map_err(Failure::Refused)?;
    let event = OrderEvent::Cancelled {
        by,
        reason: String::new(),
    };
    call_off(&mut tx, actor, &order, &stage, &event).await?;
    tx.finish(cmd, order.id).await
}

/// Calls a paid order off: what is held goes back to the buyer, what was not sent to the shelf.
pub(crate) async fn call_off(
    tx: &mut Tx,
    actor: &Actor,
    order: &Loaded,
    stage: &OrderStage,
    event: &OrderEvent,
) -> Result<(), Incident> {
    record(tx, actor, order, stage, event).await?;
    let held = order.held();
    escrow::settle(tx, &held, stage).await?;
    let returned = OrderEvent::Returned {
        amount: held.of_buyer(),
    };
    note(tx, &Actor::System, order.id, &returned).await?;
    let goods = goods_of(tx, order.id).await?;
    put_back(tx, order.checkout, &goods).await?;
    let back_to = card_refund::send_order_back(tx, order, held.of_buyer()).await?;
    // Last of what is locked: others wait for the series.
    invoice::credit_rest(tx, order.id).await?;
    let notice = Notice::OrderCancelled {
        order: order.id,
        number: order.number.clone(),
        refunded: held.of_buyer(),
        back_to,
    };
    tell(tx, order.buyer, &notice, &order.buyer_link()).await?;
    tell_shop(tx, order, &notice, false).await
}
