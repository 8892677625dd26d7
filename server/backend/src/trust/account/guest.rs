//! Guests: people who buy without a password, and the letters that let them in again.

use super::{
    SignedIn, Visit, new_token,
    session::{begin_session, insert_guest},
    token_hash,
};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal},
};
use chrono::Duration;
use longtail::{actor::Actor, id::AccountId, trust::account::AccountError};

/// How long a link in a guest's letter is good for.
const LINK_FOR: Duration = Duration::days(90);

/// Begins a guest's session: an account without a password, so that a cart and an order have an owner.
/// Answers with the session's token, which only the browser keeps.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn begin_guest(ctx: &Ctx, visit: &Visit) -> Result<(Actor, String), Failure<Refusal>> {
    let mut tx = ctx.transaction().await?;
    let account = insert_guest(&mut tx, visit).await?;
    let token = begin_session(&mut tx, ctx, account, visit).await?;
    tx.commit().await?;
    Ok((Actor::Guest { account }, token))
}

/// A key that lets a guest in again at `/guest/{key}`, for a letter to them. Only its hash is kept, and
/// that before the letter is sent: no link is under way that leads nowhere, whatever breaks. A mail
/// server that seems to have failed may have taken the letter, so the key holds then too; where
/// nobody has it, nobody can guess it.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn guest_key(tx: &mut Tx, account: AccountId) -> Result<String, Incident> {
    let key = new_token();
    let now = tx.now();
    sqlx::query!(
        "insert into guest_links (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)",
        token_hash(&key),
        account.0,
        now,
        now + LINK_FOR,
    )
    .execute(tx.sql())
    .await?;
    Ok(key)
}

/// Lets a guest in who comes by the link of a letter.
///
/// # Errors
/// [`AccountError::LinkExpired`] where the link is too old, was never given, or its guest has
/// become a member, who signs in with a password.
pub async fn open_guest_link(
    ctx: &Ctx,
    visit: &Visit,
    key: &str,
) -> Result<SignedIn, Failure<AccountError>> {
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let account = sqlx::query_scalar!(
        "select l.account_id from guest_links l join accounts a on a.id = l.account_id
         where l.token_hash = $1 and l.expires_at > $2 and a.kind = 'guest'",
        token_hash(key),
        now,
    )
    .fetch_optional(tx.sql())
    .await?
    .map(AccountId)
    .ok_or(Failure::Refused(AccountError::LinkExpired))?;
    if let Actor::Guest { account: other } = visit.actor
        && other != account
    {
        crate::trade::cart::merge(&mut tx, other, account).await?;
        crate::trade::seen::merge(&mut tx, other, account).await?;
        crate::trade::wishlist::merge(&mut tx, other, account).await?;
        ctx.seen.hand_over(other, account);
    }
    let token = begin_session(&mut tx, ctx, account, visit).await?;
    tx.commit().await?;
    Ok(SignedIn {
        actor: Actor::Guest { account },
        token,
    })
}
