//! What the gateway says about payments, by its messages or when asked.

use super::{
    captured,
    gateway::{GatewayEvent, Known},
};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, stored},
    jobs::Job,
    money::{card_refund, invoice, ledger},
    outside,
    platform::notification::tell,
    trade::checkout,
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::{AccountId, CheckoutId, PaymentId},
    money::{
        Money,
        ledger::{Source, wallet_funded},
        payment::{GatewayOutcome, Method, PaymentError, PaymentStage},
        payout::ask_again_in,
        reconciliation::Provider,
    },
    platform::notification::Notice,
    trade::checkout::CheckoutStage,
};

/// How long a payment without an answer is asked about.
const ASK_FOR: Duration = Duration::hours(24);
/// Longest pause before a gateway is asked once more to capture.
const CAPTURE_PAUSE: Duration = Duration::minutes(5);

/// The gateway says something about a payment; the same message twice is heard once. What it
/// holds for us is captured or voided at once, so that the payer comes back to what is done.
///
/// # Errors
/// Not found where we know no such payment; an incident when the amounts disagree.
pub async fn record_gateway_event(
    ctx: &Ctx,
    event: GatewayEvent,
) -> Result<(), Failure<PaymentError>> {
    let mut tx = ctx.transaction().await?;
    if !outside::is_new(&mut tx, Provider::Gateway, &event.id, event.payload.clone()).await? {
        return Ok(());
    }
    let (payment, outcome) = (event.payment, &event.outcome);
    apply(ctx, &mut tx, payment, outcome, Word::Message(&event)).await?;
    tx.commit().await?;
    finish(ctx, payment).await
}

/// A payment before anybody is asked about it.
struct Loaded {
    stage: PaymentStage,
    /// None before the gateway has named it.
    known: Option<Known>,
    created_at: DateTime<Utc>,
}

async fn load(ctx: &Ctx, payment: PaymentId) -> Result<Option<Loaded>, Incident> {
    let row = sqlx::query!(
        "select stage, provider_ref, currency, amount_minor, created_at from payments where id = $1",
        payment.0
    )
    .fetch_optional(&ctx.db)
    .await?;
    row.map(|row| {
        let amount = Money::new(
            row.amount_minor,
            stored("payments.currency", &row.currency)?,
        );
        Ok(Loaded {
            stage: stored("payments.stage", &row.stage)?,
            known: row.provider_ref.map(|reference| Known {
                reference,
                payment,
                amount,
            }),
            created_at: row.created_at,
        })
    })
    .transpose()
}

/// Asks the gateway about a payment whose message has not come. Called by the scheduled job.
///
/// # Errors
/// An incident when the database cannot take it. A gateway that is silent is asked later.
pub async fn check_with_gateway(
    ctx: &Ctx,
    payment: PaymentId,
) -> Result<(), Failure<PaymentError>> {
    let row = load(ctx, payment).await?.ok_or(Failure::NotFound)?;
    if row.stage != PaymentStage::Pending {
        return Ok(());
    }
    let outcome = match &row.known {
        Some(known) => ctx.gateway.outcome(known).await.map_err(|incident| {
            tracing::warn!(%payment, %incident, "the gateway does not answer; it is asked again");
        }),
        None => Ok(GatewayOutcome::Pending),
    };
    let mut tx = ctx.transaction().await?;
    let age = tx.now() - row.created_at;
    match outcome {
        Ok(GatewayOutcome::Pending) if age >= ASK_FOR => {
            apply(
                ctx,
                &mut tx,
                payment,
                &GatewayOutcome::Cancelled,
                Word::Early,
            )
            .await?
        }
        // silence says nothing, however long it lasts
        Err(()) | Ok(GatewayOutcome::Pending) => {
            let again = tx.now() + ask_again_in(age);
            tx.schedule(&Job::CheckPayment { payment }, again).await?;
        }
        Ok(outcome) => apply(ctx, &mut tx, payment, &outcome, Word::Early).await?,
    }
    tx.commit().await?;
    finish(ctx, payment).await
}

/// Captures what the gateway holds for an order that stands, and voids what it holds for one
/// that was called off. Where it does not answer it is asked again, under the same name, for as
/// long as it takes.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn finish(ctx: &Ctx, payment: PaymentId) -> Result<(), Failure<PaymentError>> {
    let row = load(ctx, payment).await?.ok_or(Failure::NotFound)?;
    let Some(known) = row.known else {
        return Ok(());
    };
    let said = match row.stage {
        PaymentStage::Authorised => ctx.gateway.capture(&known).await,
        PaymentStage::Voiding => ctx.gateway.void(&known).await,
        _ => return Ok(()),
    };
    let mut tx = ctx.transaction().await?;
    match said {
        Ok(outcome) => apply(ctx, &mut tx, payment, &outcome, Word::End).await?,
        Err(incident) => {
            tracing::warn!(%payment, %incident, "the gateway does not answer; it is asked again");
        }
    }
    let stage = sqlx::query_scalar!("select stage from payments where id = $1", payment.0)
        .fetch_one(tx.sql())
        .await?;
    let stage: PaymentStage = stored("payments.stage", &stage)?;
    if stage.under_way() {
        let pause = ask_again_in(tx.now() - row.created_at);
        // A buyer and the goods wait for what is to be captured.
        let pause = match stage {
            PaymentStage::Authorised => pause.min(CAPTURE_PAUSE),
            _ => pause,
        };
        let again = tx.now() + pause;
        tx.schedule(&Job::FinishPayment { payment }, again).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Since when a payment of a checkout is about to be captured, where one is. The caller has
/// locked the checkout.
pub(crate) async fn authorised_since(
    tx: &mut Tx,
    checkout: CheckoutId,
) -> Result<Option<DateTime<Utc>>, Incident> {
    let since = sqlx::query_scalar!(
        "select authorised_at from payments where checkout_id = $1 and stage = 'authorised'",
        checkout.0
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(since.flatten())
}

/// The checkout is called off: what is held for it is voided. The caller has locked it.
pub(crate) async fn let_go(tx: &mut Tx, checkout: CheckoutId) -> Result<(), Incident> {
    let held = sqlx::query_scalar!(
        "update payments set stage = 'voiding'
         where checkout_id = $1 and stage = 'authorised' returning id",
        checkout.0
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(payment) = held.map(PaymentId) else {
        return Ok(());
    };
    let now = tx.now();
    tx.schedule(&Job::FinishPayment { payment }, now).await
}

/// Where an outcome comes from.
#[derive(Clone, Copy)]
enum Word<'a> {
    Message(&'a GatewayEvent),
    /// Heard while the payment was pending, which it may not be any more.
    Early,
    /// The answer to our capturing or voiding it.
    End,
}

/// Does what an outcome asks for. A payment that was captured
/// stays so, whatever comes after.
async fn apply(
    ctx: &Ctx,
    tx: &mut Tx,
    payment: PaymentId,
    outcome: &GatewayOutcome,
    word: Word<'_>,
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
        "select payer_id, provider, stage, currency, amount_minor from payments where id = $1 for update",
        payment.0
    )
    .fetch_one(tx.sql())
    .await?;
    let expected = Money::new(
        row.amount_minor,
        stored("payments.currency", &row.currency)?,
    );
    if let Word::Message(message) = word {
        if message.amount != expected {
            return Err(Failure::incident(format!(
                "the gateway speaks of another amount than payment {payment}"
            )));
        }
        // It may be quicker than the answer that names the payment.
        sqlx::query!(
            "update payments set provider_ref = coalesce(provider_ref, $2) where id = $1",
            payment.0,
            message.reference
        )
        .execute(tx.sql())
        .await?;
    }
    let stage: PaymentStage = stored("payments.stage", &row.stage)?;
    if !matches!(word, Word::End) && is_answered_by_the_end(stage, outcome) {
        return Ok(());
    }
    let wanted = match &checkout {
        None => true,
        Some(checkout) => {
            checkout.stage == CheckoutStage::AwaitingPayment
                && authorised_since(tx, checkout.id).await?.is_none()
        }
    };
    let Some(next) = stage.hear(outcome, wanted) else {
        return Ok(());
    };
    if next != PaymentStage::Captured {
        return Ok(write_stage(tx, payment, next, outcome).await?);
    }
    match checkout {
        Some(checkout) if checkout.stage == CheckoutStage::AwaitingPayment => {
            let method: Method = stored("payments.provider", &row.provider)?;
            checkout::settle_paid(tx, &checkout, Source::Gateway, method, payment).await?;
        }
        _ => take_into_wallet(ctx, tx, payment, AccountId(row.payer_id), expected).await?,
    }
    Ok(())
}

/// A word that nothing was taken may be older than what is held since, or cross a capture whose
/// answer was lost. Whoever captures or voids it, which is next, hears how it stands now.
fn is_answered_by_the_end(stage: PaymentStage, told: &GatewayOutcome) -> bool {
    let is_held = matches!(stage, PaymentStage::Authorised | PaymentStage::Voiding);
    is_held
        && matches!(
            told,
            GatewayOutcome::Declined { .. } | GatewayOutcome::Cancelled | GatewayOutcome::Lapsed
        )
}

async fn take_into_wallet(
    ctx: &Ctx,
    tx: &mut Tx,
    payment: PaymentId,
    payer: AccountId,
    amount: Money,
) -> Result<(), Incident> {
    ledger::post(tx, &[wallet_funded(payment, payer, amount)]).await?;
    captured(tx, payment, "wallet").await?;
    if !card_refund::send_payment_back(tx, payer, payment, amount).await? {
        tell(tx, payer, &Notice::PaidIntoWallet { amount }, "/wallet").await?;
    }
    // Last of what is locked: others wait for the series.
    invoice::receipt(ctx, tx, payment, payer, amount).await
}

/// Writes a stage in which no money has moved, and sees to what follows from it.
async fn write_stage(
    tx: &mut Tx,
    payment: PaymentId,
    stage: PaymentStage,
    outcome: &GatewayOutcome,
) -> Result<(), Incident> {
    let now = tx.now();
    let reason = match outcome {
        GatewayOutcome::Declined { reason } => Some(reason.as_str()),
        _ => None,
    };
    sqlx::query!(
        "update payments set stage = $2, decline_reason = coalesce($3, decline_reason), settled_at = $4,
                authorised_at = coalesce(authorised_at, $5)
         where id = $1",
        payment.0,
        <&str>::from(stage),
        reason,
        (!stage.under_way()).then_some(now),
        (stage == PaymentStage::Authorised).then_some(now),
    )
    .execute(tx.sql())
    .await?;
    if stage.under_way() {
        // Long enough for whoever wrote this to have done it; the job is for when it was cut off.
        let soon = now + Duration::seconds(30);
        tx.schedule(&Job::FinishPayment { payment }, soon).await?;
    }
    Ok(())
}
