//! Refunds: parts of a paid order go back to its buyer's wallet; a guest's go on from there.
//!
//! Orchestrates order, stock and the ledger inside one transaction.

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, actor_label},
    failure::{Failure, Incident, denied, invalid, stored},
    money::{card_refund, confirmation, invoice, ledger},
    platform::notification::tell,
    trade::order,
};
use longtail::{
    actor::Actor,
    id::{ListingId, OrderId, OrderLineId, RefundId, VariantId},
    money::{
        Currency, Money,
        confirmation::{Purpose, Wanted},
        refund::{LineLeft, Phase, Quote, RefundError, RefundOrder, RefundView, Refundable},
    },
    platform::notification::Notice,
    policy::{Action, permit},
    trade::{
        order::{Canceller, OrderEvent},
        shipping::parcel::lost_and_owed,
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

impl Command for RefundOrder {
    type Answer = OrderId;
    const NAME: &'static str = "refund_order";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Pays back part of an order. Before dispatch an order of which nothing would be left is
/// called off instead, or counts as sent where a part is on its way.
///
/// # Errors
/// Names the fields that ask for more than is left; refuses what is not paid or was called
/// off, a sum that nobody looked at, and a large one without its code. Not found for all but
/// the shop's own people, and for its clerks once the shop has its money.
pub async fn refund(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &RefundOrder,
) -> Result<OrderId, Failure<RefundError>> {
    let mut proof = None;
    loop {
        let mut tx = match ctx.begin(actor, cmd).await? {
            Begin::Fresh(tx) => tx,
            Begin::Done(answer) => return Ok(answer),
        };
        let (order, quote, reason) = decide(&mut tx, actor, cmd).await?;
        // The market itself has no letter box.
        if let Some(account) = actor.account() {
            let wanted = Wanted {
                account,
                purpose: Purpose::Refund,
                subject: order.id.0,
                amount: quote.total(),
            };
            let (purpose, by) = (wanted.purpose, cmd.command);
            let moved = confirmation::moved(&mut tx, account, purpose, None).await?;
            if let Some(large) = confirmation::waits(ctx, &wanted, moved, proof) {
                drop(tx);
                proof = Some(confirmation::prove(ctx, &wanted, large, by, &cmd.code).await?);
                continue;
            }
        }
        confirmation::spend(&mut tx, proof, cmd.command).await?;
        if quote.whole {
            let stage = order.stage.clone().cancel(tx.now())?;
            let by = Canceller::Shop;
            let event = OrderEvent::Cancelled { by, reason };
            order::call_off(&mut tx, actor, &order, &stage, &event).await?;
        } else {
            pay_back(ctx, &mut tx, actor, &order, &quote, reason).await?;
        }
        return tx.finish(cmd, order.id).await;
    }
}

/// The order, what goes back of it and why, where that was looked at and may be done.
async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    cmd: &RefundOrder,
) -> Result<(order::Loaded, Quote, String), Failure<RefundError>> {
    let order = order::lock(tx, cmd.order).await?.ok_or(Failure::NotFound)?;
    permit(actor, Action::SeeBackOffice(order.shop)).map_err(denied)?;
    let phase = Phase::of(&order.stage).map_err(Failure::Refused)?;
    permit(actor, phase.action(order.shop)).map_err(denied)?;
    let left = left_of(tx.sql(), order.id, phase).await?;
    let (quote, reason) = cmd.form.checked(&left).map_err(invalid)?;
    if quote.worth().minor == 0 {
        return Err(Failure::Refused(RefundError::Nothing));
    }
    let agreed = (cmd.agreed_minor, cmd.agreed_unsent);
    if agreed != (Some(quote.total().minor), quote.unsent()) {
        return Err(Failure::Refused(RefundError::LookAgain { quote }));
    }
    Ok((order, quote, reason))
}

/// Pays back what of a locked order is not sent and what is lost, because its buyer calls it off.
/// Answers with what they get; none where nothing is held for it.
pub(crate) async fn pay_back_rest(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    order: &order::Loaded,
) -> Result<Option<Money>, Incident> {
    let phase = Phase::of(&order.stage)?;
    let quote = left_of(tx.sql(), order.id, phase).await?.rest();
    if quote.worth().minor == 0 {
        return Ok(None);
    }
    pay_back(ctx, tx, actor, order, &quote, String::new()).await?;
    Ok(Some(quote.total()))
}

async fn pay_back(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    order: &order::Loaded,
    quote: &Quote,
    reason: String,
) -> Result<(), Incident> {
    let refund = write(tx, actor, order.id, quote, &reason).await?;
    let postings = quote.postings(order.id, order.shop, order.buyer);
    ledger::post_as(tx, refund.0, &postings).await?;
    if quote.unsent() > 0 {
        let goods = pieces_of(tx, refund).await?;
        order::put_back(tx, order.checkout, &goods).await?;
    }
    let amount = quote.total();
    let event = OrderEvent::Refunded {
        amount,
        reason: reason.clone(),
    };
    order::note(tx, actor, order.id, &event).await?;
    let back_to = card_refund::send_order_back(tx, order, amount).await?;
    invoice::credit_refund(tx, order.id, refund).await?;
    let notice = Notice::OrderRefunded {
        order: order.id,
        number: order.number.clone(),
        shop_name: order.shop_name.clone(),
        amount,
        reason,
        back_to,
    };
    tell(tx, order.buyer, &notice, &order.buyer_link()).await?;
    if quote.rest {
        order::end_sending(ctx, tx, actor, order).await?;
    }
    Ok(())
}

/// The refund with its lines, and what they leave of the order and its lines.
async fn write(
    tx: &mut Tx,
    actor: &Actor,
    order: OrderId,
    quote: &Quote,
    reason: &str,
) -> Result<RefundId, Incident> {
    let refund: RefundId = tx.new_id();
    let now = tx.now();
    sqlx::query!(
        "insert into refunds (id, order_id, phase, goods_minor, postage_minor, commission_minor, reason,
                              actor, at, promoted_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        refund.0,
        order.0,
        <&str>::from(quote.phase),
        quote.goods_minor,
        quote.postage_minor,
        quote.commission_minor,
        reason,
        actor_label(actor),
        now,
        quote.promoted_minor,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "update orders set refunded_goods_minor = refunded_goods_minor + $2,
                refunded_postage_minor = refunded_postage_minor + $3,
                refunded_commission_minor = refunded_commission_minor + $4,
                refunded_promoted_minor = refunded_promoted_minor + $5, version = version + 1
         where id = $1",
        order.0,
        quote.goods_minor,
        quote.postage_minor,
        quote.commission_minor,
        quote.promoted_minor,
    )
    .execute(tx.sql())
    .await?;
    for part in &quote.lines {
        sqlx::query!(
            "with part as (
                 insert into refund_lines
                     (refund_id, line_id, quantity, goods_minor, commission_minor, unsent_quantity, promoted_minor)
                 values ($1, $2, $3, $4, $5, $6, $7))
             update order_lines set refunded_quantity = refunded_quantity + $3,
                    unsent_quantity = unsent_quantity + $6,
                    refunded_goods_minor = refunded_goods_minor + $4,
                    refunded_commission_minor = refunded_commission_minor + $5,
                    refunded_promoted_minor = refunded_promoted_minor + $7
             where id = $2",
            refund.0,
            part.line.0,
            i32::try_from(part.pieces)?,
            part.goods_minor,
            part.commission_minor,
            i32::try_from(part.unsent)?,
            part.promoted_minor,
        )
        .execute(tx.sql())
        .await?;
    }
    Ok(refund)
}

/// The goods of a refund that are not sent, in the order in which stock is locked.
async fn pieces_of(tx: &mut Tx, refund: RefundId) -> Result<Vec<order::Goods>, Incident> {
    sqlx::query!(
        "select n.listing_id, n.variant_id, r.unsent_quantity
         from refund_lines r join order_lines n on n.id = r.line_id
         where r.refund_id = $1 and r.unsent_quantity > 0 order by n.variant_id",
        refund.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let quantity = u32::try_from(row.unsent_quantity)?;
        Ok((
            ListingId(row.listing_id),
            VariantId(row.variant_id),
            quantity,
        ))
    })
    .collect()
}

/// What of an order can still be paid back. Who may see it is the caller's question.
pub(crate) async fn left_of(
    db: &mut sqlx::PgConnection,
    order: OrderId,
    phase: Phase,
) -> Result<Refundable, Incident> {
    let whole = sqlx::query!(
        r#"select currency, postage_minor - refunded_postage_minor as "postage!",
                  first_sent_at is not null as "begun!" from orders where id = $1"#,
        order.0
    )
    .fetch_one(&mut *db)
    .await?;
    let lines = sqlx::query!(
        r#"select n.id, n.quantity - n.refunded_quantity as "pieces!", n.goods_minor - n.refunded_goods_minor as "goods!",
                  n.promoted_minor - n.refunded_promoted_minor as "promoted!",
                  n.commission_minor - n.refunded_commission_minor as "commission!", n.sent_quantity,
                  n.refunded_quantity - n.unsent_quantity as "sent_and_paid_back!",
                  coalesce((select sum(l.quantity) from parcel_lines l join parcels p on p.id = l.parcel_id
                            where l.line_id = n.id and p.standing = 'lost'), 0)::bigint as "in_lost!"
           from order_lines n where n.order_id = $1 order by n.position"#,
        order.0
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        let paid_back = u32::try_from(row.sent_and_paid_back)?;
        Ok(LineLeft {
            line: OrderLineId(row.id),
            pieces: u32::try_from(row.pieces)?,
            packed: u32::try_from(row.sent_quantity)?.saturating_sub(paid_back),
            lost: lost_and_owed(u32::try_from(row.in_lost)?, paid_back, row.goods),
            goods_minor: row.goods,
            promoted_minor: row.promoted,
            commission_minor: row.commission,
        })
    })
    .collect::<Result<_, Incident>>()?;
    Ok(Refundable {
        phase,
        currency: stored("orders.currency", &whole.currency)?,
        lines,
        postage_minor: whole.postage,
        begun: whole.begun,
    })
}

/// An order's refunds, in the order in which they were made.
pub(crate) async fn refunds_of(
    db: &mut sqlx::PgConnection,
    order: OrderId,
    currency: Currency,
) -> Result<Vec<RefundView>, Incident> {
    let mut pieces: BTreeMap<Uuid, Vec<(OrderLineId, u32)>> = BTreeMap::new();
    for row in sqlx::query!(
        "select l.refund_id, l.line_id, l.quantity
         from refund_lines l join refunds r on r.id = l.refund_id join order_lines n on n.id = l.line_id
         where r.order_id = $1 and l.quantity > 0 order by n.position",
        order.0
    )
    .fetch_all(&mut *db)
    .await?
    {
        let piece = (OrderLineId(row.line_id), u32::try_from(row.quantity)?);
        pieces.entry(row.refund_id).or_default().push(piece);
    }
    let money = |minor| Money::new(minor, currency);
    sqlx::query!(
        "select id, phase, goods_minor, postage_minor, promoted_minor, reason, at from refunds
         where order_id = $1 order by at, id",
        order.0
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(RefundView {
            id: RefundId(row.id),
            phase: stored("refunds.phase", &row.phase)?,
            pieces: pieces.remove(&row.id).unwrap_or_default(),
            goods: money(row.goods_minor),
            postage: money(row.postage_minor),
            promoted: money(row.promoted_minor),
            total: money(row.goods_minor + row.postage_minor - row.promoted_minor),
            reason: row.reason,
            at: row.at,
        })
    })
    .collect()
}
