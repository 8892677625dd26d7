//! Paying for a checkout or into a wallet, by card at the gateway or from the wallet.
//!
//! A payment's id is its command's: the same click twice is the same payment, here and at the
//! gateway. Money that arrives when there is nothing left to pay for goes into the payer's wallet.

pub mod gateway;
mod outcome;

pub use outcome::{check_with_gateway, record_gateway_event};

use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied, stored},
    jobs::Job,
    money::ledger,
    trade::checkout,
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, CommandId, PaymentId},
    money::{
        Money,
        ledger::{Holder, Source},
        payment::{
            Method, NextStep, PaymentError, PaymentStage, PaymentView, TOP_UP_MINOR, WalletView,
        },
    },
    policy::{Action, permit},
    trade::checkout::CheckoutStage,
};

/// Begins to pay for a checkout.
///
/// # Errors
/// Refuses what is paid or closed, a wallet that does not hold enough, and an id that was used for
/// another payment or another way of paying.
pub async fn pay_checkout(
    ctx: &Ctx,
    actor: &Actor,
    command: CommandId,
    checkout: CheckoutId,
    method: Method,
) -> Result<NextStep, Failure<PaymentError>> {
    let mut tx = ctx.transaction().await?;
    let loaded = checkout::lock(&mut tx, checkout)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(loaded.buyer)).map_err(denied)?;
    let payment = PaymentId(command.0);
    match loaded.stage {
        CheckoutStage::AwaitingPayment if tx.now() < loaded.reserved_until => {}
        CheckoutStage::Paid => {
            return match paid_by(&mut tx, checkout).await? {
                Some(earlier) if earlier == payment => Ok(NextStep::Paid {
                    checkout: Some(checkout),
                }),
                _ => Err(Failure::Refused(PaymentError::AlreadyPaid)),
            };
        }
        _ => return Err(Failure::Refused(PaymentError::CheckoutClosed)),
    }
    match method {
        Method::Wallet => {
            let balance = ledger::balance(
                tx.sql(),
                Holder::Wallet(loaded.buyer),
                loaded.total.currency,
            )
            .await?;
            if balance.minor < loaded.total.minor {
                return Err(Failure::Refused(PaymentError::WalletTooLow { balance }));
            }
            insert(
                &mut tx,
                payment,
                loaded.buyer,
                Some(checkout),
                method,
                loaded.total,
            )
            .await?;
            checkout::settle_paid(&mut tx, &loaded, Source::Wallet(loaded.buyer), payment).await?;
            captured(&mut tx, payment, "checkout").await?;
            tx.commit().await?;
            Ok(NextStep::Paid {
                checkout: Some(checkout),
            })
        }
        Method::Card => {
            insert(
                &mut tx,
                payment,
                loaded.buyer,
                Some(checkout),
                method,
                loaded.total,
            )
            .await?;
            tx.commit().await?;
            let back = format!("{}/checkout/{checkout}", ctx.settings.public_url);
            at_gateway(ctx, payment, loaded.total, &back).await
        }
    }
}

/// Begins to pay into one's own wallet by card.
///
/// # Errors
/// Refuses amounts outside [`TOP_UP_MINOR`].
pub async fn top_up(
    ctx: &Ctx,
    actor: &Actor,
    command: CommandId,
    amount_minor: i64,
) -> Result<NextStep, Failure<PaymentError>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    let payer = account_of(actor)?;
    if !TOP_UP_MINOR.contains(&amount_minor) {
        return Err(Failure::Refused(PaymentError::AmountOutOfRange));
    }
    let amount = Money::new(amount_minor, ctx.settings.currency);
    let payment = PaymentId(command.0);
    let mut tx = ctx.transaction().await?;
    insert(&mut tx, payment, payer, None, Method::Card, amount).await?;
    tx.commit().await?;
    at_gateway(
        ctx,
        payment,
        amount,
        &format!("{}/wallet", ctx.settings.public_url),
    )
    .await
}

/// One's own wallet, newest entries first. `page` counts from 1.
///
/// # Errors
/// *Sign in* for strangers.
pub async fn wallet_page(
    ctx: &Ctx,
    actor: &Actor,
    page: u32,
) -> Result<WalletView, Failure<Refusal>> {
    let account = account_of(actor)?;
    let mut db = ctx.db.acquire().await?;
    let holder = Holder::Wallet(account);
    Ok(WalletView {
        statement: ledger::statement(&mut db, holder, ctx.settings.currency, page).await?,
        page: page.max(1),
        can_top_up: permit(actor, Action::UseMembership).is_ok(),
        command: ctx.new_id(),
    })
}

async fn at_gateway(
    ctx: &Ctx,
    payment: PaymentId,
    amount: Money,
    return_url: &str,
) -> Result<NextStep, Failure<PaymentError>> {
    let intent = match ctx.gateway.begin(payment, amount, return_url).await {
        Ok(intent) => intent,
        Err(incident) => {
            tracing::error!(%payment, %incident, "the gateway did not take a payment");
            return Err(Failure::Refused(PaymentError::GatewaySilent));
        }
    };
    sqlx::query!(
        "update payments set provider_ref = $2 where id = $1",
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
async fn insert(
    tx: &mut Tx,
    payment: PaymentId,
    payer: AccountId,
    checkout: Option<CheckoutId>,
    method: Method,
    amount: Money,
) -> Result<(), Failure<PaymentError>> {
    let now = tx.now();
    sqlx::query!(
        "insert into payments (id, payer_id, checkout_id, provider, stage, currency, amount_minor, created_at)
         values ($1, $2, $3, $4, 'pending', $5, $6, $7) on conflict (id) do nothing",
        payment.0,
        payer.0,
        checkout.map(|id| id.0),
        <&str>::from(method),
        amount.currency.code(),
        amount.minor,
        now,
    )
    .execute(tx.sql())
    .await?;
    // The id came from outside: it must not open somebody else's payment.
    let kept = sqlx::query!(
        "select payer_id, checkout_id, provider, amount_minor from payments where id = $1",
        payment.0
    )
    .fetch_one(tx.sql())
    .await?;
    if kept.payer_id != payer.0
        || kept.checkout_id != checkout.map(|id| id.0)
        || kept.provider != <&str>::from(method)
        || kept.amount_minor != amount.minor
    {
        return Err(Failure::CommandReused);
    }
    if method == Method::Card {
        tx.schedule(&Job::CheckPayment { payment }, now + Duration::minutes(1))
            .await?;
    }
    Ok(())
}

async fn captured(tx: &mut Tx, payment: PaymentId, applied_to: &str) -> Result<(), Incident> {
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

/// The latest attempt to pay for a checkout.
pub(crate) async fn last_for_checkout(
    db: &mut sqlx::PgConnection,
    checkout: CheckoutId,
) -> Result<Option<PaymentView>, Incident> {
    let row = sqlx::query!(
        "select id, provider, stage, currency, amount_minor, decline_reason from payments
         where checkout_id = $1 order by created_at desc, id desc limit 1",
        checkout.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(PaymentView {
            id: PaymentId(row.id),
            method: stored::<Method>("payments.provider", &row.provider)?,
            stage: stored::<PaymentStage>("payments.stage", &row.stage)?,
            amount: Money::new(
                row.amount_minor,
                stored("payments.currency", &row.currency)?,
            ),
            decline_reason: row.decline_reason,
        })
    })
    .transpose()
}
