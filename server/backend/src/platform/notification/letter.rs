//! A notice as a letter, in its person's language.

use crate::{ctx::Ctx, failure::Incident, trust::account};
use longtail::{
    id::{AccountId, NoticeId},
    platform::notification::Notice,
    text::Lang,
};

/// Sends a notice to its person's e-mail address, in their language, once: a job that is done
/// again finds the mark. Where the mark itself was lost, the letter that comes again carries the
/// same Message-ID.
///
/// # Errors
/// An incident when the letter was not taken.
pub async fn mail_notice(ctx: &Ctx, notice: NoticeId) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    // One at a time for each notice. Not by a lock on its row: whoever opens the notice would wait
    // for the mail server, and so would everybody who follows the outbox.
    tx.one_at_a_time(&format!("mail:{notice}")).await?;
    let Some(row) = sqlx::query!(
        r#"select n.account_id, n.content, n.link, n.mailed_at, a.kind, a.name,
                  coalesce(a.email, (select c.email from checkouts c where c.buyer_id = a.id
                                     order by c.placed_at desc limit 1)) as email
           from notices n join accounts a on a.id = n.account_id
           where n.id = $1"#,
        notice.0
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Ok(());
    };
    if row.mailed_at.is_some() {
        return Ok(());
    }
    let Some(email) = row.email else {
        // A guest who has bought nothing has left no address.
        return Ok(());
    };
    let content: Notice = serde_json::from_value(row.content)?;
    let account = AccountId(row.account_id);
    let lang = account::lang_of(&mut tx, account).await?;
    let key = match row.kind.as_str() {
        "guest" => Some(account::guest_key(ctx, account).await?),
        _ => None,
    };
    let path = match &key {
        Some(key) => format!("/guest/{key}?next={}", row.link),
        None => row.link,
    };
    let headline = content.headline(lang);
    let body = body(
        lang,
        &row.name,
        &headline,
        &format!("{}{path}", ctx.settings.public_url),
        &ctx.settings.market_name,
    );
    let taken = ctx
        .mail
        .send(Some(notice.0), &email, &headline, &body)
        .await;
    if let (Err(_), Some(key)) = (&taken, &key) {
        account::forget_guest_key(ctx, key).await?;
    }
    taken?;
    let now = tx.now();
    sqlx::query!(
        "update notices set mailed_at = $2 where id = $1",
        notice.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await
}

fn body(lang: Lang, name: &str, headline: &str, url: &str, market: &str) -> String {
    match (lang, name.is_empty()) {
        (Lang::En, true) => format!("Hello,\n\n{headline}.\n\nSee it here:\n{url}\n\n{market}\n"),
        (Lang::En, false) => {
            format!("Hello {name},\n\n{headline}.\n\nSee it here:\n{url}\n\n{market}\n")
        }
        (Lang::Zh, true) => format!("您好：\n\n{headline}。\n\n点击查看：\n{url}\n\n{market}\n"),
        (Lang::Zh, false) => {
            format!("{name}，您好：\n\n{headline}。\n\n点击查看：\n{url}\n\n{market}\n")
        }
    }
}
