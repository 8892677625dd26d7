//! What the bank says about payouts, by its messages or when asked.

use super::{bank::BankEvent, lock_account, look_again};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, stored},
    jobs::Job,
    money::{ledger, payout::bank::Transfer, withdrawal},
    outside,
    platform::notification::tell_owners,
};
use chrono::{DateTime, Utc};
use longtail::{
    id::{PayoutId, ShopId},
    money::{
        Money,
        ledger::{payout_returned, payout_settled},
        payout::{
            BankOutcome, Payee, PayoutStage,
            account::{BankAccount, last4},
            ask_again_in, pause_after,
        },
        reconciliation::Provider,
    },
    platform::notification::Notice,
};

/// Hands a payout to the bank, or asks how it ended, until it has. One that the bank does not take
/// has come back. Called by its job.
///
/// # Errors
/// An incident when the database cannot take it. A bank that is silent is asked again later.
pub async fn follow(ctx: &Ctx, payout: PayoutId) -> Result<(), Incident> {
    let row = sqlx::query!(
        "select stage, currency, amount_minor, holder, number, bank, bank_ref, begun_at
         from payouts where id = $1",
        payout.0
    )
    .fetch_one(&ctx.db)
    .await?;
    let stage: PayoutStage = stored("payouts.stage", &row.stage)?;
    if !stage.under_way() {
        return Ok(());
    }
    let said = match row.bank_ref {
        Some(reference) => {
            let outcome = ctx.bank.outcome(&reference).await;
            outcome.map(|outcome| Transfer { reference, outcome })
        }
        // Whether it got there before or not: the same id is the same transfer.
        None => {
            let amount = Money::new(row.amount_minor, stored("payouts.currency", &row.currency)?);
            let account = BankAccount {
                holder: row.holder,
                number: row.number,
                bank: row.bank,
            };
            ctx.bank.send(payout, amount, &account).await
        }
    };
    let mut tx = ctx.transaction().await?;
    let under_way = match said {
        Ok(transfer) => {
            let stage = hear(ctx, &mut tx, payout, &transfer, None).await?;
            stage.under_way()
        }
        Err(incident) if stage == PayoutStage::Scheduled && outside::is_refused(&incident) => {
            tracing::warn!(%payout, %incident, "the bank does not take a payout");
            let refused = Transfer {
                reference: String::new(),
                outcome: BankOutcome::Returned {
                    reason: "refused".to_owned(),
                },
            };
            let stage = hear(ctx, &mut tx, payout, &refused, None).await?;
            stage.under_way()
        }
        Err(incident) => {
            tracing::warn!(%payout, %incident, "the bank does not answer; it is asked again");
            true
        }
    };
    if under_way {
        let again = tx.now() + ask_again_in(tx.now() - row.begun_at);
        tx.schedule(&Job::FollowPayout { payout }, again).await?;
    }
    tx.commit().await
}

/// The bank says something about a payout; the same message twice is heard once.
///
/// # Errors
/// Not found where we know no such payout; an incident when the amounts disagree.
pub async fn record_bank_event(ctx: &Ctx, event: BankEvent) -> Result<(), Failure<Refusal>> {
    let mut tx = ctx.transaction().await?;
    if !outside::is_new(&mut tx, Provider::Bank, &event.id, event.payload).await? {
        return Ok(());
    }
    let known = sqlx::query_scalar!("select id from payouts where id = $1", event.payout.0)
        .fetch_optional(tx.sql())
        .await?;
    if known.is_none() {
        return Err(Failure::NotFound);
    }
    hear(
        ctx,
        &mut tx,
        event.payout,
        &event.transfer,
        Some(event.amount),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// A payout while it is changed.
struct Locked {
    payee: Payee,
    stage: PayoutStage,
    amount: Money,
    number: String,
    begun_at: DateTime<Utc>,
}

/// Does what the bank's word asks for, and answers with the stage that the payout has then.
async fn hear(
    ctx: &Ctx,
    tx: &mut Tx,
    payout: PayoutId,
    said: &Transfer,
    amount: Option<Money>,
) -> Result<PayoutStage, Incident> {
    let locked = lock(tx, payout).await?;
    if amount.is_some_and(|amount| amount != locked.amount) {
        return Err(Incident::new(format!(
            "the bank speaks of another amount than payout {payout}"
        )));
    }
    let next = match locked.stage.hear(&said.outcome) {
        Ok(Some(next)) => next,
        Ok(None) => return Ok(locked.stage),
        Err(contradiction) => {
            // The books stay as they are: what they say was true when it was written.
            tracing::error!(%payout, reference = %said.reference, %contradiction, "somebody has to ask the bank");
            return Ok(locked.stage);
        }
    };
    write_stage(tx, payout, next, said).await?;
    let books = match next {
        PayoutStage::Scheduled | PayoutStage::Sent => None,
        PayoutStage::Settled => Some(payout_settled(payout, locked.payee, locked.amount)),
        PayoutStage::Returned => Some(payout_returned(payout, locked.payee, locked.amount)),
    };
    if let Some(posting) = books {
        ledger::post(tx, &[posting]).await?;
        match locked.payee {
            Payee::Shop(shop) => plan_next(ctx, tx, shop, &locked, next).await?,
            Payee::Member(account) => {
                let last4 = last4(&locked.number);
                withdrawal::tell_end(tx, account, locked.amount, last4, next).await?;
            }
        }
    }
    Ok(next)
}

/// The payee's bank account is locked first, then the payout: in the order of `pay_shop`.
async fn lock(tx: &mut Tx, payout: PayoutId) -> Result<Locked, Incident> {
    let paid = sqlx::query!(
        "select shop_id, account_id from payouts where id = $1",
        payout.0
    )
    .fetch_one(tx.sql())
    .await?;
    let payee = Payee::of(paid.shop_id, paid.account_id)
        .ok_or_else(|| Incident::new("a payout without a payee"))?;
    lock_account(tx, payee).await?;
    let row = sqlx::query!(
        "select stage, currency, amount_minor, number, begun_at from payouts where id = $1 for update",
        payout.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Locked {
        payee,
        stage: stored("payouts.stage", &row.stage)?,
        amount: Money::new(row.amount_minor, stored("payouts.currency", &row.currency)?),
        number: row.number,
        begun_at: row.begun_at,
    })
}

async fn write_stage(
    tx: &mut Tx,
    payout: PayoutId,
    stage: PayoutStage,
    said: &Transfer,
) -> Result<(), Incident> {
    let ended_at = (!stage.under_way()).then(|| tx.now());
    let reason = match &said.outcome {
        BankOutcome::Returned { reason } => Some(reason.as_str()),
        BankOutcome::Pending | BankOutcome::Settled => None,
    };
    sqlx::query!(
        "update payouts set stage = $2, bank_ref = coalesce(bank_ref, nullif($3, '')), return_reason = $4, ended_at = $5
         where id = $1",
        payout.0,
        <&str>::from(stage),
        said.reference,
        reason,
        ended_at,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// After an end: a payout that arrived clears the count of those that came back; one that came
/// back is tried again after a growing pause, unless the account was mended meanwhile.
async fn plan_next(
    ctx: &Ctx,
    tx: &mut Tx,
    shop: ShopId,
    ended: &Locked,
    stage: PayoutStage,
) -> Result<(), Incident> {
    let Some(kept) = lock_account(tx, Payee::Shop(shop)).await? else {
        return Ok(());
    };
    let came_back = stage == PayoutStage::Returned;
    let mended = kept.saved_at > ended.begun_at;
    let failures = match (came_back, mended) {
        (true, true) => kept.failures,
        (true, false) => kept.failures + 1,
        (false, _) => 0,
    };
    sqlx::query!(
        "update bank_accounts set failures = $2 where shop_id = $1",
        shop.0,
        i32::try_from(failures)?,
    )
    .execute(tx.sql())
    .await?;
    if !came_back {
        return Ok(());
    }
    let mut again_at = kept.next_at;
    if !mended {
        let pause = pause_after(failures, ctx.settings.payout_every);
        again_at = again_at.max(tx.now() + pause);
        look_again(tx, shop, again_at).await?;
        let job = Job::PayShop { shop };
        tx.schedule(&job, again_at).await?;
    }
    let notice = Notice::PayoutReturned {
        shop,
        amount: ended.amount,
        last4: last4(&ended.number),
        again_at,
    };
    tell_owners(tx, shop, &notice, "payouts").await
}
