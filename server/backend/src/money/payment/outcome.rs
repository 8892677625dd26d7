//! What the gateway says about payments, by its messages or when asked.

use super::{captured, gateway::GatewayEvent};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, stored},
    jobs::Job,
    money::{invoice, ledger},
    platform::notification::tell,
    trade::checkout,
};
use chrono::Duration;
use longtail::{
    id::{AccountId, CheckoutId, PaymentId},
    money::{
        Money,
        ledger::{Source, wallet_funded},
        payment::{GatewayOutcome, PaymentError},
    },
    platform::notification::Notice,
    trade::checkout::CheckoutStage,
};

/// How long a payment without an answer is asked about.
const ASK_FOR: Duration = Duration::hours(24);

/// The gateway says something about a payment; the same message twice is heard once.
///
/// # Errors
/// Not found where we know no such payment; an incident when the amounts disagree.
pub async fn record_gateway_event(
    ctx: &Ctx,
    event: GatewayEvent,
) -> Result<(), Failure<PaymentError>> {
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let new = sqlx::query!(
        "insert into gateway_events (id, provider, payload, received_at) values ($1, 'card', $2, $3)
         on conflict (id) do nothing",
        event.id,
        event.payload,
        now,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    if new == 0 {
        return Ok(());
    }
    apply(
        ctx,
        &mut tx,
        event.payment,
        &event.outcome,
        Some(event.amount),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Asks the gateway about a payment whose message has not come. Called by the scheduled job.
///
/// # Errors
/// An incident when the gateway does not answer.
pub async fn check_with_gateway(
    ctx: &Ctx,
    payment: PaymentId,
) -> Result<(), Failure<PaymentError>> {
    let row = sqlx::query!(
        "select stage, provider_ref, created_at from payments where id = $1",
        payment.0
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    if row.stage != "pending" {
        return Ok(());
    }
    let outcome = match &row.provider_ref {
        Some(reference) => ctx.gateway.outcome(reference).await?,
        None => GatewayOutcome::Pending,
    };
    let mut tx = ctx.transaction().await?;
    let age = tx.now() - row.created_at;
    match outcome {
        GatewayOutcome::Pending if age < ASK_FOR => {
            let again = tx.now() + (age / 2).max(Duration::minutes(1));
            tx.schedule(&Job::CheckPayment { payment }, again).await?;
        }
        GatewayOutcome::Pending => {
            apply(ctx, &mut tx, payment, &GatewayOutcome::Cancelled, None).await?
        }
        outcome => apply(ctx, &mut tx, payment, &outcome, None).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// Does what an outcome asks for. A payment that was captured stays so, whatever comes after.
async fn apply(
    ctx: &Ctx,
    tx: &mut Tx,
    payment: PaymentId,
    outcome: &GatewayOutcome,
    amount: Option<Money>,
) -> Result<(), Failure<PaymentError>> {
    // The checkout is locked before the payment, as when paying from the wallet.
    let checkout_id =
        sqlx::query_scalar!("select checkout_id from payments where id = $1", payment.0)
            .fetch_optional(tx.sql())
            .await?
            .ok_or(Failure::NotFound)?;
    let checkout = match checkout_id {
        Some(id) => checkout::lock(tx, CheckoutId(id)).await?,
        None => None,
    };
    let row = sqlx::query!(
        "select payer_id, stage, currency, amount_minor from payments where id = $1 for update",
        payment.0
    )
    .fetch_one(tx.sql())
    .await?;
    let expected = Money::new(
        row.amount_minor,
        stored("payments.currency", &row.currency)?,
    );
    if amount.is_some_and(|amount| amount != expected) {
        return Err(Failure::incident(format!(
            "the gateway speaks of another amount than payment {payment}"
        )));
    }
    if row.stage == "captured" {
        return Ok(());
    }
    let payer = AccountId(row.payer_id);
    let now = tx.now();
    match outcome {
        GatewayOutcome::Pending => {}
        GatewayOutcome::Captured => match checkout {
            Some(checkout) if checkout.stage == CheckoutStage::AwaitingPayment => {
                checkout::settle_paid(tx, &checkout, Source::Gateway, payment).await?;
                captured(tx, payment, "checkout").await?;
            }
            _ => {
                ledger::post(tx, &[wallet_funded(payment, payer, expected)]).await?;
                captured(tx, payment, "wallet").await?;
                invoice::receipt(ctx, tx, payment, payer, expected).await?;
                tell(
                    tx,
                    payer,
                    &Notice::PaidIntoWallet { amount: expected },
                    "/wallet",
                )
                .await?;
            }
        },
        GatewayOutcome::Declined { .. } | GatewayOutcome::Cancelled if row.stage != "pending" => {}
        GatewayOutcome::Declined { reason } => {
            sqlx::query!(
                "update payments set stage = 'declined', decline_reason = $2, settled_at = $3 where id = $1",
                payment.0,
                reason,
                now,
            )
            .execute(tx.sql())
            .await?;
        }
        GatewayOutcome::Cancelled => {
            sqlx::query!(
                "update payments set stage = 'cancelled', settled_at = $2 where id = $1",
                payment.0,
                now
            )
            .execute(tx.sql())
            .await?;
        }
    }
    Ok(())
}
