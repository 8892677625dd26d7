//! The rest of an order, called off by its buyer: what its shop neither sends nor pays back.

use super::record::{lock, tell_shop};
use crate::{
    command::{Begin, Command},
    ctx::Ctx,
    failure::{Failure, Incident, denied},
    money::refund,
    trade::shipping,
};
use longtail::{
    actor::Actor,
    id::OrderId,
    money::refund::Phase,
    platform::notification::Notice,
    policy::{Action, permit},
    trade::order::{CallOffRest, OrderError, OrderStage, OrderStageName, Rest},
};

impl Command for CallOffRest {
    type Answer = OrderId;
    const NAME: &'static str = "call_off_rest";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Calls off what was not sent, and what is lost: it is paid back as its shop would have, and with
/// nothing left to send the clock of receipt begins. No code confirms it, for the money goes back to
/// whoever asks.
///
/// # Errors
/// Refuses before its time, and where nothing is left to call off. Not found for all but the buyer.
pub async fn call_off_rest(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &CallOffRest,
) -> Result<OrderId, Failure<OrderError>> {
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let order = lock(&mut tx, cmd.order).await?.ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(order.buyer)).map_err(denied)?;
    let lost_at = shipping::lost_at(tx.sql(), order.id).await?;
    order
        .stage
        .may_call_off_rest(tx.now(), lost_at)
        .map_err(Failure::Refused)?;
    let amount = refund::pay_back_rest(ctx, &mut tx, actor, &order)
        .await?
        .ok_or(Failure::Refused(OrderError::PartlyShipped))?;
    let notice = Notice::RestCalledOff {
        order: order.id,
        number: order.number.clone(),
        amount,
    };
    tell_shop(&mut tx, &order, &notice, false).await?;
    tx.finish(cmd, order.id).await
}

/// What of an order its buyer may call off, now or later.
pub(super) async fn rest_of(
    ctx: &Ctx,
    db: &mut sqlx::PgConnection,
    order: OrderId,
    stage: &OrderStage,
) -> Result<Option<Rest>, Incident> {
    let lost_at = match stage.name() {
        OrderStageName::Shipped => shipping::lost_at(db, order).await?,
        _ => None,
    };
    let Some(from) = stage.rest_from(lost_at) else {
        return Ok(None);
    };
    let rest = refund::left_of(db, order, Phase::of(stage)?).await?.rest();
    Ok((rest.worth().minor > 0).then(|| Rest {
        amount: rest.total(),
        from,
        is_due: ctx.now() >= from,
    }))
}
