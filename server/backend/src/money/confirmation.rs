//! Codes for large sums on Postgres: written into a letter, kept as a hash, good for one thing.
//!
//! What an account moves in parts is added up by one transaction at a time, which has locked its
//! order or checkout before, and locks wallets after it.
//!
//! A try is noted before it is made, in a transaction of its own, so that guesses count even
//! where what they would have confirmed is undone. The code is spent with what it confirms.

mod letter;

pub use letter::mail_code;

use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident},
    jobs::Job,
    trust::account::password,
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::{AccountId, CommandId, ConfirmationId},
    money::confirmation::{
        Asked, COUNTED_FOR, CodeError, GOOD_FOR, LETTERS_AN_HOUR, Large, Purpose, TRIES, Wanted,
        masked, read_code,
    },
};
use sqlx::PgPool;
use uuid::Uuid;

/// That a large sum was confirmed. Spent in the transaction that moves it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proof {
    id: ConfirmationId,
    wanted: Wanted,
}

/// What an account has moved without a code within a day, in the smallest unit, the same way as
/// what is asked for now. What failed or came back does not count; a checkout counts once, however
/// often its payment is begun, and not for itself: `begun` names it, or else a payment into the
/// wallet. Nobody else moves anything of the account before this transaction ends.
pub(crate) async fn moved(
    tx: &mut Tx,
    account: AccountId,
    purpose: Purpose,
    begun: Option<Uuid>,
) -> Result<i64, Incident> {
    tx.one_at_a_time(&format!("moves:{account}")).await?;
    let now = tx.now();
    // A code that was spent after this transaction began does not begin its count anew: what waited
    // for it here is older, and nobody would count it. A refund to a guest's card goes by itself, and what
    // a buyer called off, which has no reason, is nothing that they pay.
    let moved = sqlx::query_scalar!(
        r#"select coalesce(sum(m.amount_minor), 0)::bigint as "moved!"
           from (select checkout_id is null as comes_in, max(amount_minor) as amount_minor,
                        max(created_at) as at
                 from payments
                 where payer_id = $1 and coalesce(checkout_id, id) is distinct from $2
                   and stage in ('pending', 'authorised', 'captured') and created_at > $5
                 group by coalesce(checkout_id, id), checkout_id is null
                 union all
                 select false, amount_minor, begun_at from payouts
                 where payee_id = $1 and stage <> 'returned'
                 union all
                 select false, amount_minor, begun_at from card_refunds
                 where account_id = $1 and order_id is null and stage <> 'failed'
                 union all
                 select false, goods_minor + postage_minor - promoted_minor, at from refunds
                 where actor = $3 and reason <> '') m
           where m.comes_in = $4
             and m.at > greatest($5, (select max(spent_at) from confirmations
                                      where account_id = $1 and spent_at < $6))"#,
        account.0,
        begun,
        format!("member:{account}"),
        purpose.comes_in(),
        now - COUNTED_FOR,
        now,
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(moved)
}

/// Why something waits for a code, where it does: a large sum, of which there is no proof yet.
/// Nothing is moved before, and whoever finds out undoes its transaction: a wrong code counts all
/// the same.
pub(crate) fn waits(
    ctx: &Ctx,
    wanted: &Wanted,
    moved_minor: i64,
    proof: Option<Proof>,
) -> Option<Large> {
    let large = Large::of(wanted.amount, moved_minor, ctx.settings.large_sum())?;
    let is_proven = proof.is_some_and(|proof| proof.wanted == *wanted);
    (!is_proven).then_some(large)
}

/// A code as it is kept.
struct Kept {
    id: ConfirmationId,
    asked: Asked,
    hash: Option<String>,
}

/// Compares what was typed with the code. The command that has spent it before needs no other.
///
/// # Errors
/// [`CodeError::Needed`] where no code was typed, and a letter with one is written; others
/// where it is wrong, or good no more; too many letters.
pub(crate) async fn prove<E: From<CodeError>>(
    ctx: &Ctx,
    wanted: &Wanted,
    large: Large,
    by: CommandId,
    typed: &str,
) -> Result<Proof, Failure<E>> {
    let mut tx = ctx.transaction().await?;
    // One at a time for each account, so that many guesses at once are counted too.
    tx.one_at_a_time(&format!("confirm:{}", wanted.account))
        .await?;
    let proof = |id| Proof {
        id,
        wanted: *wanted,
    };
    if let Some(id) = spent_before(&mut tx, wanted, by).await? {
        return Ok(proof(id));
    }
    let latest = latest(&mut tx, wanted).await?;
    if typed.trim().is_empty() {
        return Err(ask(tx, wanted, large, latest).await);
    }
    let now = tx.now();
    let Some(kept) = latest.filter(|kept| kept.asked.is_good(now)) else {
        return Err(refused(CodeError::Worthless));
    };
    let left = TRIES - kept.asked.tries;
    let Some(code) = read_code(typed) else {
        return Err(refused(CodeError::Wrong { left }));
    };
    sqlx::query!(
        "update confirmations set tries = tries + 1 where id = $1",
        kept.id.0
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    if password::matches(ctx, &code, kept.hash).await? {
        return Ok(proof(kept.id));
    }
    Err(refused(match left - 1 {
        0 => CodeError::Worthless,
        left => CodeError::Wrong { left },
    }))
}

fn refused<E: From<CodeError>>(error: CodeError) -> Failure<E> {
    Failure::Refused(error.into())
}

/// Writes a letter with a code, unless one is under way. Always answers why it is waited for.
async fn ask<E: From<CodeError>>(
    mut tx: Tx,
    wanted: &Wanted,
    large: Large,
    latest: Option<Kept>,
) -> Failure<E> {
    match begin_letter(&mut tx, wanted, latest).await {
        Ok(to) => match tx.commit().await {
            Ok(()) => refused(CodeError::Needed { to, large }),
            Err(incident) => Failure::Incident(incident),
        },
        Err(failure) => failure,
    }
}

async fn begin_letter<E: From<CodeError>>(
    tx: &mut Tx,
    wanted: &Wanted,
    latest: Option<Kept>,
) -> Result<String, Failure<E>> {
    let now = tx.now();
    let to = letter::address(tx, wanted.account, wanted.subject)
        .await?
        .ok_or_else(|| refused::<E>(CodeError::NoAddress))?;
    if latest.is_some_and(|kept| kept.asked.is_fresh(now)) {
        return Ok(masked(&to));
    }
    let an_hour_ago = now - Duration::hours(1);
    let oldest = sqlx::query_scalar!(
        "select asked_at from confirmations where account_id = $1 and asked_at > $2
         order by asked_at desc offset $3 limit 1",
        wanted.account.0,
        an_hour_ago,
        LETTERS_AN_HOUR - 1,
    )
    .fetch_optional(tx.sql())
    .await?;
    if let Some(oldest) = oldest {
        let seconds = u32::try_from((oldest - an_hour_ago).num_seconds()).unwrap_or(0) + 1;
        return Err(Failure::TooMany { seconds });
    }
    let confirmation = insert(tx, wanted, now).await?;
    tx.schedule(&Job::MailCode { confirmation }, now).await?;
    Ok(masked(&to))
}

async fn insert(
    tx: &mut Tx,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> Result<ConfirmationId, Incident> {
    let id: ConfirmationId = tx.new_id();
    sqlx::query!(
        "insert into confirmations
             (id, account_id, purpose, subject_id, currency, amount_minor, asked_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        wanted.account.0,
        <&str>::from(wanted.purpose),
        wanted.subject,
        wanted.amount.currency.code(),
        wanted.amount.minor,
        now,
        now + GOOD_FOR,
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}

/// The code that a command has spent on this before, whatever was asked for since.
async fn spent_before(
    tx: &mut Tx,
    wanted: &Wanted,
    by: CommandId,
) -> Result<Option<ConfirmationId>, Incident> {
    let id = sqlx::query_scalar!(
        "select id from confirmations
         where account_id = $1 and purpose = $2 and subject_id = $3 and currency = $4 and amount_minor = $5
           and spent_by = $6",
        wanted.account.0,
        <&str>::from(wanted.purpose),
        wanted.subject,
        wanted.amount.currency.code(),
        wanted.amount.minor,
        by.0,
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(id.map(ConfirmationId))
}

/// The last code that was asked for, for this thing and this amount: an earlier one is worthless.
async fn latest(tx: &mut Tx, wanted: &Wanted) -> Result<Option<Kept>, Incident> {
    let row = sqlx::query!(
        "select id, code_hash, tries, asked_at, expires_at, spent_by from confirmations
         where account_id = $1 and purpose = $2 and subject_id = $3 and currency = $4 and amount_minor = $5
         order by asked_at desc, id desc limit 1",
        wanted.account.0,
        <&str>::from(wanted.purpose),
        wanted.subject,
        wanted.amount.currency.code(),
        wanted.amount.minor,
    )
    .fetch_optional(tx.sql())
    .await?;
    row.map(|row| {
        Ok(Kept {
            id: ConfirmationId(row.id),
            hash: row.code_hash,
            asked: Asked {
                tries: u32::try_from(row.tries)?,
                asked_at: row.asked_at,
                expires_at: row.expires_at,
                spent: row.spent_by.is_some(),
            },
        })
    })
    .transpose()
}

/// Spends a code in the transaction of what it confirms; once, whoever else holds it.
///
/// # Errors
/// [`CodeError::Worthless`] where another command was quicker.
pub(crate) async fn spend<E: From<CodeError>>(
    tx: &mut Tx,
    proof: Option<Proof>,
    by: CommandId,
) -> Result<(), Failure<E>> {
    let Some(Proof { id, .. }) = proof else {
        return Ok(());
    };
    let now = tx.now();
    let spent = sqlx::query!(
        "update confirmations set spent_by = $2, spent_at = coalesce(spent_at, $3)
         where id = $1 and (spent_by is null or spent_by = $2)",
        id.0,
        by.0,
        now,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    if spent == 1 {
        Ok(())
    } else {
        Err(refused(CodeError::Worthless))
    }
}

/// Forgets codes that have been good for nothing since before a time, at most so many. One that was spent stays
/// beside what it confirmed.
pub(crate) async fn forget(db: &PgPool, before: DateTime<Utc>, most: u32) -> Result<u64, Incident> {
    let gone = sqlx::query!(
        "delete from confirmations where id in
             (select id from confirmations where expires_at < $1 and spent_by is null
              limit $2 for update skip locked)",
        before,
        i64::from(most),
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}
