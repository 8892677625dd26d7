//! What the gateway says about money that goes back, by its messages or when asked.

use super::LINK;
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, stored},
    jobs::Job,
    money::{
        ledger,
        payment::gateway::{Refund, RefundEvent},
    },
    outside,
    platform::notification::{tell, tell_quietly},
    trade::order,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CardRefundId, OrderId, PaymentId},
    money::{
        Money,
        card_refund::{CardRefundNotice, CardRefundStage, RefundOutcome},
        ledger::{card_refund_returned, card_refund_settled},
        payment::Method,
        payout::ask_again_in,
        reconciliation::Provider,
    },
    trade::order::OrderEvent,
};

/// Hands a refund to the gateway, or asks how it ended, until it has. One that the gateway refuses
/// has failed. Called by its job.
///
/// # Errors
/// An incident when the database cannot take it. A gateway that is silent is asked again later.
pub async fn follow(ctx: &Ctx, refund: CardRefundId) -> Result<(), Incident> {
    let row = sqlx::query!(
        r#"select r.stage, r.currency, r.amount_minor, r.begun_at, r.provider_ref,
                  p.provider_ref as "payment_ref?"
           from card_refunds r join payments p on p.id = r.payment_id where r.id = $1"#,
        refund.0
    )
    .fetch_one(&ctx.db)
    .await?;
    let stage: CardRefundStage = stored("card_refunds.stage", &row.stage)?;
    if !stage.under_way() {
        return Ok(());
    }
    let payment = row
        .payment_ref
        .ok_or_else(|| Incident::new("money goes back to a payment that no gateway knows"))?;
    let amount = Money::new(
        row.amount_minor,
        stored("card_refunds.currency", &row.currency)?,
    );
    let said = match row.provider_ref {
        Some(reference) => {
            let outcome = ctx.gateway.refund_outcome(&reference).await;
            outcome.map(|outcome| Refund { reference, outcome })
        }
        // Whether it got there before or not: the same id is the same refund.
        None => ctx.gateway.refund(&payment, refund, amount).await,
    };
    let mut tx = ctx.transaction().await?;
    let under_way = match said {
        Ok(said) => hear(&mut tx, refund, &said, None).await?.under_way(),
        Err(incident) if stage == CardRefundStage::Scheduled && outside::is_refused(&incident) => {
            tracing::warn!(%refund, %incident, "the gateway does not give it back");
            let refused = Refund {
                reference: String::new(),
                outcome: RefundOutcome::Failed {
                    reason: "refused".to_owned(),
                },
            };
            hear(&mut tx, refund, &refused, None).await?.under_way()
        }
        Err(incident) => {
            tracing::warn!(%refund, %incident, "the gateway gives no answer about a refund; it is asked again");
            true
        }
    };
    if under_way {
        let again = tx.now() + ask_again_in(tx.now() - row.begun_at);
        tx.schedule(&Job::FollowCardRefund { refund }, again)
            .await?;
    }
    tx.commit().await
}

/// The gateway says something about a refund; the same message twice is heard once.
///
/// # Errors
/// Not found where we know no such refund; an incident when the amounts disagree.
pub async fn record_refund_event(ctx: &Ctx, event: RefundEvent) -> Result<(), Failure<Refusal>> {
    let mut tx = ctx.transaction().await?;
    if !outside::is_new(&mut tx, Provider::Gateway, &event.id, event.payload).await? {
        return Ok(());
    }
    let known = sqlx::query_scalar!("select id from card_refunds where id = $1", event.refund.0)
        .fetch_optional(tx.sql())
        .await?;
    if known.is_none() {
        return Err(Failure::NotFound);
    }
    hear(&mut tx, event.refund, &event.said, Some(event.amount)).await?;
    tx.commit().await?;
    Ok(())
}

/// A refund while it is changed.
struct Locked {
    payment: PaymentId,
    account: AccountId,
    is_guest: bool,
    order: Option<OrderId>,
    method: Method,
    stage: CardRefundStage,
    amount: Money,
}

/// Does what the gateway's word asks for, and answers with the stage that the refund has then.
async fn hear(
    tx: &mut Tx,
    refund: CardRefundId,
    said: &Refund,
    amount: Option<Money>,
) -> Result<CardRefundStage, Incident> {
    let locked = lock(tx, refund).await?;
    if amount.is_some_and(|amount| amount != locked.amount) {
        return Err(Incident::new(format!(
            "the gateway speaks of another amount than refund {refund}"
        )));
    }
    let next = match locked.stage.hear(&said.outcome) {
        Ok(Some(next)) => next,
        Ok(None) => return Ok(locked.stage),
        Err(contradiction) => {
            // The books stay as they are: what they say was true when it was written.
            tracing::error!(%refund, reference = %said.reference, %contradiction, "somebody has to ask the gateway");
            return Ok(locked.stage);
        }
    };
    write_stage(tx, refund, next, said).await?;
    match next {
        CardRefundStage::Scheduled | CardRefundStage::Sent => return Ok(next),
        CardRefundStage::Settled => {
            ledger::post(tx, &[card_refund_settled(refund, locked.amount)]).await?;
        }
        CardRefundStage::Failed => give_up(tx, refund, &locked).await?,
    }
    tell_end(tx, &locked, next).await?;
    Ok(next)
}

/// The order is locked first, then the refund: in the order of whoever calls an order off.
async fn lock(tx: &mut Tx, refund: CardRefundId) -> Result<Locked, Incident> {
    sqlx::query!(
        "select o.id from orders o join card_refunds r on r.order_id = o.id where r.id = $1
         for key share of o",
        refund.0
    )
    .fetch_optional(tx.sql())
    .await?;
    let row = sqlx::query!(
        r#"select r.payment_id, r.account_id, r.order_id, r.stage, r.currency, r.amount_minor, p.provider,
                  a.kind = 'guest' as "is_guest!"
           from card_refunds r
           join payments p on p.id = r.payment_id
           join accounts a on a.id = r.account_id
           where r.id = $1 for update of r"#,
        refund.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Locked {
        payment: PaymentId(row.payment_id),
        account: AccountId(row.account_id),
        is_guest: row.is_guest,
        order: row.order_id.map(OrderId),
        method: stored("payments.provider", &row.provider)?,
        stage: stored("card_refunds.stage", &row.stage)?,
        amount: Money::new(
            row.amount_minor,
            stored("card_refunds.currency", &row.currency)?,
        ),
    })
}

async fn write_stage(
    tx: &mut Tx,
    refund: CardRefundId,
    stage: CardRefundStage,
    said: &Refund,
) -> Result<(), Incident> {
    let ended_at = (!stage.under_way()).then(|| tx.now());
    let reason = match &said.outcome {
        RefundOutcome::Failed { reason } => Some(reason.as_str()),
        RefundOutcome::Pending | RefundOutcome::Settled => None,
    };
    sqlx::query!(
        "update card_refunds set stage = $2, provider_ref = coalesce(provider_ref, nullif($3, '')), failure_reason = $4,
                ended_at = $5
         where id = $1",
        refund.0,
        <&str>::from(stage),
        said.reference,
        reason,
        ended_at,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The money is in the wallet again, and can go back another time.
async fn give_up(tx: &mut Tx, refund: CardRefundId, locked: &Locked) -> Result<(), Incident> {
    let posting = card_refund_returned(refund, locked.account, locked.amount);
    ledger::post(tx, &[posting]).await?;
    sqlx::query!(
        "update payments set returned_minor = returned_minor - $2 where id = $1",
        locked.payment.0,
        locked.amount.minor,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn tell_end(tx: &mut Tx, locked: &Locked, stage: CardRefundStage) -> Result<(), Incident> {
    let Locked { amount, method, .. } = *locked;
    let mut link = LINK.to_owned();
    if let Some(order) = locked.order {
        let event = OrderEvent::ToCard {
            amount,
            method,
            stage,
        };
        order::note(tx, &Actor::System, order, &event).await?;
        link = format!("/orders/{order}");
    }
    if stage == CardRefundStage::Failed {
        let guest = locked.is_guest;
        let notice = CardRefundNotice::Failed {
            amount,
            method,
            guest,
        };
        return tell(tx, locked.account, &notice.into(), &link).await;
    }
    // What went as it should is worth no letter.
    let notice = CardRefundNotice::Settled { amount, method };
    tell_quietly(tx, locked.account, &notice.into(), &link).await
}
