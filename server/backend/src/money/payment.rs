//! Paying for a checkout or into a wallet, at the gateway or from the wallet.
//!
//! A payment's id is its command's: the same click twice is the same payment, here and at the
//! gateway, where the money is authorised first and captured once its order stands. Money that arrives when there is nothing left to pay for goes into the payer's wallet.

pub mod gateway;
mod outcome;
mod read;

pub(crate) use outcome::{authorised_since, let_go};
pub use outcome::{check_with_gateway, finish, record_gateway_event};
pub(crate) use read::last_for_checkout;
pub use read::wallet_page;

use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, denied, invalid},
    jobs::Job,
    money::{confirmation, ledger},
    trade::checkout,
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, CommandId, PaymentId},
    money::{
        Money,
        confirmation::{Purpose, Wanted},
        ledger::{Holder, Source},
        payment::{Means, Method, NextStep, PaymentError},
    },
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
    trade::checkout::CheckoutStage,
};

/// Begins to pay for a checkout.
///
/// # Errors
/// Refuses what is paid or closed, a wallet that does not hold enough, a large sum without its
/// code, and an id that was used for another payment or another way of paying.
pub async fn pay_checkout(
    ctx: &Ctx,
    actor: &Actor,
    command: CommandId,
    checkout: CheckoutId,
    means: impl Into<Means>,
) -> Result<NextStep, Failure<PaymentError>> {
    let Means { method, code } = means.into();
    let payment = PaymentId(command.0);
    let mut proof = None;
    loop {
        let mut tx = ctx.transaction().await?;
        let Some(loaded) = unpaid(&mut tx, actor, checkout, payment).await? else {
            let checkout = Some(checkout);
            return Ok(NextStep::Paid { checkout });
        };
        let purpose = Purpose::Payment;
        let moved = confirmation::moved(&mut tx, loaded.buyer, purpose, Some(checkout.0)).await?;
        if method == Method::Wallet {
            let holder = Holder::Wallet(loaded.buyer);
            let balance = ledger::lock_balance(&mut tx, holder, loaded.total.currency).await?;
            if balance.minor < loaded.total.minor {
                return Err(Failure::Refused(PaymentError::WalletTooLow { balance }));
            }
        }
        let wanted = Wanted {
            account: loaded.buyer,
            purpose,
            subject: checkout.0,
            amount: loaded.total,
        };
        if let Some(large) = confirmation::waits(ctx, &wanted, moved, proof) {
            drop(tx);
            proof = Some(confirmation::prove(ctx, &wanted, large, command, &code).await?);
            continue;
        }
        let attempt = Attempt {
            payment,
            payer: loaded.buyer,
            checkout: Some(checkout),
            method,
            amount: loaded.total,
        };
        insert(&mut tx, &attempt).await?;
        confirmation::spend(&mut tx, proof, command).await?;
        if method.is_at_gateway() {
            tx.commit().await?;
            let back = format!("{}/checkout/{checkout}", ctx.settings.public_url);
            return at_gateway(ctx, &attempt, &back).await;
        }
        let source = Source::Wallet(loaded.buyer);
        checkout::settle_paid(&mut tx, &loaded, source, method, payment).await?;
        tx.commit().await?;
        let checkout = Some(checkout);
        return Ok(NextStep::Paid { checkout });
    }
}

/// The checkout, locked, while it can be paid; none where this very payment has paid it.
async fn unpaid(
    tx: &mut Tx,
    actor: &Actor,
    checkout: CheckoutId,
    payment: PaymentId,
) -> Result<Option<checkout::Loaded>, Failure<PaymentError>> {
    let loaded = checkout::lock(tx, checkout)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(loaded.buyer)).map_err(denied)?;
    match loaded.stage {
        CheckoutStage::AwaitingPayment if tx.now() < loaded.reserved_until => {
            // About to be captured: another payment beside it would be one too many.
            match authorised_since(tx, checkout).await? {
                Some(_) => Err(Failure::Refused(PaymentError::AlreadyPaid)),
                None => Ok(Some(loaded)),
            }
        }
        CheckoutStage::Paid if paid_by(tx, checkout).await? == Some(payment) => Ok(None),
        CheckoutStage::Paid => Err(Failure::Refused(PaymentError::AlreadyPaid)),
        _ => Err(Failure::Refused(PaymentError::CheckoutClosed)),
    }
}

/// Begins to pay into one's own wallet, at the gateway.
///
/// # Errors
/// Refuses amounts outside what the settings allow, and a large sum without its code.
pub async fn top_up(
    ctx: &Ctx,
    actor: &Actor,
    command: CommandId,
    amount_minor: i64,
    means: impl Into<Means>,
) -> Result<NextStep, Failure<PaymentError>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    let payer = account_of(actor)?;
    let Means { method, code } = means.into();
    let range = ctx.settings.top_up();
    if !range.holds(amount_minor) {
        return Err(Failure::Refused(PaymentError::AmountOutOfRange(range)));
    }
    if !method.is_at_gateway() {
        return Err(invalid(FieldIssues::one("method", FieldIssue::NotAChoice)));
    }
    let attempt = Attempt {
        payment: PaymentId(command.0),
        payer,
        checkout: None,
        method,
        amount: Money::new(amount_minor, ctx.settings.currency),
    };
    let wanted = Wanted {
        account: payer,
        purpose: Purpose::TopUp,
        subject: payer.0,
        amount: attempt.amount,
    };
    let mut proof = None;
    loop {
        let mut tx = ctx.transaction().await?;
        let begun = Some(command.0);
        let moved = confirmation::moved(&mut tx, payer, wanted.purpose, begun).await?;
        if let Some(large) = confirmation::waits(ctx, &wanted, moved, proof) {
            drop(tx);
            proof = Some(confirmation::prove(ctx, &wanted, large, command, &code).await?);
            continue;
        }
        insert(&mut tx, &attempt).await?;
        confirmation::spend(&mut tx, proof, command).await?;
        tx.commit().await?;
        let back = format!("{}/wallet", ctx.settings.public_url);
        return at_gateway(ctx, &attempt, &back).await;
    }
}

/// One attempt to pay.
struct Attempt {
    payment: PaymentId,
    payer: AccountId,
    checkout: Option<CheckoutId>,
    method: Method,
    amount: Money,
}

async fn at_gateway(
    ctx: &Ctx,
    attempt: &Attempt,
    return_url: &str,
) -> Result<NextStep, Failure<PaymentError>> {
    let Attempt {
        payment,
        method,
        amount,
        ..
    } = *attempt;
    let begun = ctx.gateway.begin(payment, method, amount, return_url);
    let intent = match begun.await {
        Ok(intent) => intent,
        Err(incident) => {
            tracing::error!(%payment, %incident, "the gateway did not take a payment");
            return Err(Failure::Refused(PaymentError::GatewaySilent));
        }
    };
    sqlx::query!(
        "update payments set provider_ref = coalesce(provider_ref, $2) where id = $1",
        payment.0,
        intent.reference
    )
    .execute(&ctx.db)
    .await?;
    Ok(NextStep::GoTo {
        url: intent.pay_url,
    })
}

/// Writes the attempt down once, and sees to it that the gateway is asked about it. The way of
/// paying belongs to the attempt: a card that the gateway may still charge must not be forgotten
/// because the same form was sent once more for the wallet.
///
/// # Errors
/// Refuses an id that was used for another payment.
async fn insert(tx: &mut Tx, attempt: &Attempt) -> Result<(), Failure<PaymentError>> {
    let now = tx.now();
    let payment = attempt.payment;
    let inserted = sqlx::query!(
        "insert into payments (id, payer_id, checkout_id, provider, stage, currency, amount_minor, created_at)
         values ($1, $2, $3, $4, 'pending', $5, $6, $7) on conflict (id) do nothing",
        payment.0,
        attempt.payer.0,
        attempt.checkout.map(|id| id.0),
        <&str>::from(attempt.method),
        attempt.amount.currency.code(),
        attempt.amount.minor,
        now,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    // The id came from outside: it must not open somebody else's payment.
    if inserted == 0 && !is_the_same(tx, attempt).await? {
        return Err(Failure::CommandReused);
    }
    if attempt.method.is_at_gateway() {
        tx.schedule(&Job::CheckPayment { payment }, now + Duration::minutes(1))
            .await?;
    }
    Ok(())
}

/// Whether this very attempt is the one that is written under its id.
async fn is_the_same(tx: &mut Tx, attempt: &Attempt) -> Result<bool, Incident> {
    Ok(sqlx::query_scalar!(
        r#"select payer_id = $2 and checkout_id is not distinct from $3 and amount_minor = $4
                  and provider = $5 as "same!" from payments where id = $1"#,
        attempt.payment.0,
        attempt.payer.0,
        attempt.checkout.map(|id| id.0),
        attempt.amount.minor,
        <&str>::from(attempt.method),
    )
    .fetch_one(tx.sql())
    .await?)
}

/// The money of a payment is ours: for a checkout, or in its payer's wallet.
pub(crate) async fn captured(
    tx: &mut Tx,
    payment: PaymentId,
    applied_to: &str,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "update payments set stage = 'captured', applied_to = $2, settled_at = $3, decline_reason = null where id = $1",
        payment.0,
        applied_to,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn paid_by(tx: &mut Tx, checkout: CheckoutId) -> Result<Option<PaymentId>, Incident> {
    Ok(sqlx::query_scalar!(
        "select id from payments where checkout_id = $1 and applied_to = 'checkout'",
        checkout.0
    )
    .fetch_optional(tx.sql())
    .await?
    .map(PaymentId))
}
