//! Sessions: one sign-in on one device.

use super::{Visit, new_token, own, stored_lang, token_hash};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, stored},
};
use chrono::Duration;
use longtail::{
    actor::{Actor, Seat},
    id::{AccountId, SessionId},
    trust::account::{AccountKind, SessionView},
};

/// A session's last use is noted no more often than this, so that reading pages writes nothing.
const NOTE_USE_EVERY: Duration = Duration::minutes(1);

/// Who a session's token stands for. A stranger where it has ended or was never given.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn actor_of(ctx: &Ctx, token: &str) -> Result<Actor, Failure<Refusal>> {
    let now = ctx.now();
    let Some(row) = sqlx::query!(
        r#"select s.id as session_id, s.seen_at, a.id, a.kind,
                  (select coalesce(json_agg(json_build_object('shop', m.shop_id, 'role', m.role)
                                            order by m.since), '[]')
                   from shop_seats m where m.account_id = a.id) as "seats!"
           from sessions s join accounts a on a.id = s.account_id
           where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2"#,
        token_hash(token),
        now,
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        return Ok(Actor::Stranger);
    };
    if row.seen_at < now - NOTE_USE_EVERY {
        sqlx::query!(
            "update sessions set seen_at = $2, expires_at = $3 where id = $1 and ended_at is null",
            row.session_id,
            now,
            now + ctx.settings.session_for,
        )
        .execute(&ctx.db)
        .await?;
    }
    Ok(actor(
        AccountId(row.id),
        stored("accounts.kind", &row.kind)?,
        serde_json::from_value(row.seats)?,
    ))
}

/// Who an account stands for, for callers that have checked themselves who asks.
///
/// # Errors
/// Not found where there is no such account.
pub async fn actor_by_id(ctx: &Ctx, account: AccountId) -> Result<Actor, Failure<Refusal>> {
    let mut tx = ctx.transaction().await?;
    load_actor(&mut tx, account).await
}

/// Who an account stands for, as this transaction sees it.
pub(super) async fn load_actor<E>(tx: &mut Tx, account: AccountId) -> Result<Actor, Failure<E>> {
    let row = sqlx::query!(
        r#"select a.kind,
                  (select coalesce(json_agg(json_build_object('shop', m.shop_id, 'role', m.role)
                                            order by m.since), '[]')
                   from shop_seats m where m.account_id = a.id) as "seats!"
           from accounts a where a.id = $1"#,
        account.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    Ok(actor(
        account,
        stored("accounts.kind", &row.kind)?,
        serde_json::from_value(row.seats)?,
    ))
}

fn actor(account: AccountId, kind: AccountKind, seats: Vec<Seat>) -> Actor {
    match kind {
        AccountKind::Guest => Actor::Guest { account },
        AccountKind::Staff => Actor::Staff { account },
        AccountKind::Member => Actor::Member { account, seats },
    }
}

/// Begins a session and ends the one the visitor had, so that a token from before a sign-in
/// is worth nothing after it. Answers with the new token.
pub(super) async fn begin_session(
    tx: &mut Tx,
    ctx: &Ctx,
    account: AccountId,
    visit: &Visit,
) -> Result<String, Incident> {
    let now = tx.now();
    if let Some(earlier) = &visit.session {
        end(tx, earlier).await?;
    }
    let token = new_token();
    let session: SessionId = tx.new_id();
    sqlx::query!(
        "insert into sessions (id, token_hash, account_id, user_agent, address, created_at, seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $7)",
        session.0,
        token_hash(&token),
        account.0,
        visit.device.user_agent.chars().take(400).collect::<String>(),
        visit.device.address,
        now,
        now + ctx.settings.session_for,
    )
    .execute(tx.sql())
    .await?;
    if visit.actor == Actor::Stranger {
        crate::trade::seen::take_over(tx, account, &visit.seen).await?;
    }
    Ok(token)
}

/// A new account without a password.
pub(super) async fn insert_guest(tx: &mut Tx, visit: &Visit) -> Result<AccountId, Incident> {
    let account: AccountId = tx.new_id();
    let now = tx.now();
    sqlx::query!(
        "insert into accounts (id, kind, language, created_at) values ($1, 'guest', $2, $3)",
        account.0,
        stored_lang(visit.lang),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(account)
}

async fn end(tx: &mut Tx, session: &[u8]) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "update sessions set ended_at = $2 where token_hash = $1 and ended_at is null",
        session,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Ends every session of an account.
pub(super) async fn end_all(tx: &mut Tx, account: AccountId) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "update sessions set ended_at = $2 where account_id = $1 and ended_at is null",
        account.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Ends the session that asks. Without one nothing happens.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn sign_out(ctx: &Ctx, session: Option<&[u8]>) -> Result<(), Failure<Refusal>> {
    if let Some(session) = session {
        let mut tx = ctx.transaction().await?;
        end(&mut tx, session).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Ends all of a person's sessions, the one that asks too.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn sign_out_everywhere(ctx: &Ctx, actor: &Actor) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let mut tx = ctx.transaction().await?;
    end_all(&mut tx, account).await?;
    tx.commit().await?;
    Ok(())
}

/// Which of these sessions have not ended. Each is the hash of a token.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn living_sessions(ctx: &Ctx, sessions: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, Incident> {
    Ok(sqlx::query_scalar!(
        "select token_hash from sessions
         where token_hash = any($1) and ended_at is null and expires_at > $2",
        sessions,
        ctx.now(),
    )
    .fetch_all(&ctx.db)
    .await?)
}

/// Where a person is signed in, the latest used first.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn sessions(
    ctx: &Ctx,
    actor: &Actor,
    current: Option<&[u8]>,
) -> Result<Vec<SessionView>, Failure<Refusal>> {
    let account = own(actor)?;
    let rows = sqlx::query!(
        "select id, token_hash, user_agent, address, created_at, seen_at from sessions
         where account_id = $1 and ended_at is null and expires_at > $2
         order by seen_at desc",
        account.0,
        ctx.now(),
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionView {
            id: SessionId(row.id),
            current: current == Some(row.token_hash.as_slice()),
            user_agent: row.user_agent,
            address: row.address,
            created_at: row.created_at,
            seen_at: row.seen_at,
        })
        .collect())
}

/// Ends one of a person's own sessions. Says whether it was the one that asks.
///
/// # Errors
/// Not found where it has ended or is somebody else's.
pub async fn end_session(
    ctx: &Ctx,
    actor: &Actor,
    session: SessionId,
    current: Option<&[u8]>,
) -> Result<bool, Failure<Refusal>> {
    let account = own(actor)?;
    let ended = sqlx::query_scalar!(
        "update sessions set ended_at = $3
         where id = $1 and account_id = $2 and ended_at is null returning token_hash",
        session.0,
        account.0,
        ctx.now(),
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    Ok(current == Some(ended.as_slice()))
}
