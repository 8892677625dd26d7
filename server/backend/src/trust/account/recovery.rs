//! A new password: in place of the old one, or of a forgotten one by a link in a letter.

use super::{
    SignedIn, Visit, lang_of, new_token, own, password,
    session::{begin_session, end_all, load_actor},
    sign_in::{admit, succeed},
    token_hash,
};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, invalid},
    jobs::Job,
    platform::notification::tell,
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::AccountId,
    platform::notification::Notice,
    text::{FieldCheck, FieldIssue, FieldIssues, Lang},
    trust::account::{AccountError, check_password},
};

/// How long the link in a letter is good for.
const LINK_FOR: Duration = Duration::hours(1);

/// Chooses a new password in place of the one that is known. Every session ends but the one
/// that begins with the answer.
///
/// # Errors
/// [`AccountError::WrongPassword`] where `current` is not the password; a new one that cannot
/// be taken; too many tries.
pub async fn change_password(
    ctx: &Ctx,
    visit: &Visit,
    current: &str,
    new: &str,
) -> Result<SignedIn, Failure<AccountError>> {
    let account = own(&visit.actor)?;
    if matches!(visit.actor, Actor::Guest { .. }) {
        return Err(Failure::NotFound);
    }
    let mut check = FieldCheck::default();
    if current.is_empty() {
        check.issue("current_password", FieldIssue::Missing);
    }
    check_password(&mut check, new);
    check.finish().map_err(invalid)?;
    let kept = sqlx::query!(
        r#"select email as "email!", password_hash from accounts where id = $1 and kind <> 'guest'"#,
        account.0
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let attempt = admit(ctx, &kept.email, &visit.device.address).await?;
    if !password::matches(ctx, current, kept.password_hash).await? {
        return Err(Failure::Refused(AccountError::WrongPassword));
    }
    let hash = password::hash(ctx, new).await?;
    let mut tx = ctx.transaction().await?;
    succeed(&mut tx, attempt).await?;
    replace(ctx, tx, account, &hash, visit).await
}

/// Promises a letter with a link to whoever has this e-mail address. The answer is the same
/// where nobody has it, so that it does not tell who is a member.
///
/// # Errors
/// An address that is none; too many tries.
pub async fn ask_for_reset(
    ctx: &Ctx,
    visit: &Visit,
    email: &str,
) -> Result<(), Failure<AccountError>> {
    let mut check = FieldCheck::default();
    let email = check.email("email", email);
    check.finish().map_err(invalid)?;
    // Counted for the place it is asked from, so that it locks nobody out.
    admit(ctx, "", &visit.device.address).await?;
    let mut tx = ctx.transaction().await?;
    let account = sqlx::query_scalar!(
        "select id from accounts where email = $1 and kind <> 'guest'",
        email
    )
    .fetch_optional(tx.sql())
    .await?
    .map(AccountId);
    if let Some(account) = account {
        let now = tx.now();
        tx.schedule(&Job::MailReset { account }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes the letter with the link. Called by the job, so that the key is kept nowhere but in
/// the letter. Its hash is kept before, so that no link is under way that leads nowhere, and stays
/// where the mail server seems to have failed: it may have taken the letter. The one that is
/// written again holds another key, and the first use of either ends both.
///
/// # Errors
/// An incident when nobody knows that the letter was taken.
pub async fn mail_reset(ctx: &Ctx, account: AccountId) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let row = sqlx::query!(
        r#"select email as "email!", name from accounts where id = $1 and kind <> 'guest'"#,
        account.0
    )
    .fetch_one(tx.sql())
    .await?;
    let lang = lang_of(&mut tx, account).await?;
    let key = new_token();
    let now = tx.now();
    sqlx::query!(
        "insert into password_resets (token_hash, account_id, created_at, expires_at)
         values ($1, $2, $3, $4)",
        token_hash(&key),
        account.0,
        now,
        now + LINK_FOR,
    )
    .execute(tx.sql())
    .await?;
    let url = format!("{}/reset-password/{key}", ctx.settings.public_url);
    let (subject, body) = letter(lang, &row.name, &url, &ctx.settings.market_name);
    tx.commit().await?;
    ctx.mail.send(None, &row.email, &subject, &body).await
}

fn letter(lang: Lang, name: &str, url: &str, market: &str) -> (String, String) {
    match lang {
        Lang::En => (
            "Choose a new password".to_owned(),
            format!(
                "Hello {name},\n\nsomebody, hopefully you, asked for a new password. Choose it here \
                 within an hour:\n{url}\n\nIf it was not you, do nothing: your password stays as it is.\n\n{market}\n"
            ),
        ),
        Lang::Zh => (
            "设置新密码".to_owned(),
            format!(
                "{name}，您好：\n\n我们收到了重设密码的请求。如果是您本人，请在一小时内点击以下链接设置新密码：\n\
                 {url}\n\n如果不是您本人操作，请忽略此邮件，密码不会改变。\n\n{market}\n"
            ),
        ),
    }
}

/// Chooses a new password by the link of a letter. Every earlier session ends.
///
/// # Errors
/// [`AccountError::LinkExpired`] where the link is too old, was used, or was never given; a
/// password that cannot be taken.
pub async fn reset_password(
    ctx: &Ctx,
    visit: &Visit,
    key: &str,
    new: &str,
) -> Result<SignedIn, Failure<AccountError>> {
    checked(new).map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let account = sqlx::query_scalar!(
        "select account_id from password_resets where token_hash = $1 and expires_at > $2 for update",
        token_hash(key),
        now,
    )
    .fetch_optional(tx.sql())
    .await?
    .map(AccountId)
    .ok_or(Failure::Refused(AccountError::LinkExpired))?;
    let hash = password::hash(ctx, new).await?;
    replace(ctx, tx, account, &hash, visit).await
}

fn checked(new: &str) -> Result<(), FieldIssues> {
    let mut check = FieldCheck::default();
    check_password(&mut check, new);
    check.finish()
}

/// Keeps the new password, makes every link and session of the old one worthless, tells its
/// owner, and begins a session.
async fn replace(
    ctx: &Ctx,
    mut tx: Tx,
    account: AccountId,
    hash: &str,
    visit: &Visit,
) -> Result<SignedIn, Failure<AccountError>> {
    sqlx::query!(
        "update accounts set password_hash = $2 where id = $1",
        account.0,
        hash
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "delete from password_resets where account_id = $1",
        account.0
    )
    .execute(tx.sql())
    .await?;
    end_all(&mut tx, account).await?;
    tell(
        &mut tx,
        account,
        &Notice::PasswordChanged,
        "/account/sessions",
    )
    .await?;
    let token = begin_session(&mut tx, ctx, account, visit).await?;
    let actor = load_actor(&mut tx, account).await?;
    tx.commit().await?;
    Ok(SignedIn { actor, token })
}
