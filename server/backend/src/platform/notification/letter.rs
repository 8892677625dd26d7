//! A notice as a letter, in its person's language.

use crate::{ctx::Ctx, failure::Incident, trust::account};
use longtail::{
    id::{AccountId, NoticeId},
    platform::notification::Notice,
    text::Lang,
};

/// Sends a notice to its person's e-mail address, in their language, once: a job that is done
/// again finds the mark. Where the mark itself was lost, the letter that comes again carries the
/// same Message-ID; in a guest's is another key, and both let in.
///
/// # Errors
/// An incident when nobody knows that the letter was taken.
pub async fn mail_notice(ctx: &Ctx, notice: NoticeId) -> Result<(), Incident> {
    let Some(letter) = write(ctx, notice).await? else {
        return Ok(());
    };
    let mut tx = ctx.transaction().await?;
    // One at a time for each notice. Not by a lock on its row: whoever opens the notice would wait
    // for the mail server, and so would everybody who follows the outbox.
    tx.one_at_a_time(&format!("mail:{notice}")).await?;
    let waits = sqlx::query_scalar!(
        "select 1 from notices where id = $1 and mailed_at is null",
        notice.0
    )
    .fetch_optional(tx.sql())
    .await?;
    if waits.is_none() {
        return Ok(());
    }
    ctx.mail
        .send(
            Some(notice.0),
            &letter.email,
            &letter.headline,
            &letter.body,
        )
        .await?;
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

/// A letter that can be sent.
struct Letter {
    email: String,
    headline: String,
    body: String,
}

/// The letter of a notice that was not mailed, with the key of a guest's link written down: before
/// and not while it is sent, which would take a second connection from the pool. None where nobody
/// knows an address.
async fn write(ctx: &Ctx, notice: NoticeId) -> Result<Option<Letter>, Incident> {
    let mut tx = ctx.transaction().await?;
    let Some(row) = sqlx::query!(
        r#"select n.account_id, n.content, n.link, a.kind, a.name,
                  coalesce(a.email, (select c.email from checkouts c where c.buyer_id = a.id
                                     order by c.placed_at desc limit 1)) as email
           from notices n join accounts a on a.id = n.account_id
           where n.id = $1 and n.mailed_at is null"#,
        notice.0
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Ok(None);
    };
    let Some(email) = row.email else {
        // A guest who has bought nothing has left no address.
        return Ok(None);
    };
    let content: Notice = serde_json::from_value(row.content)?;
    let account = AccountId(row.account_id);
    let lang = account::lang_of(&mut tx, account).await?;
    let path = match row.kind.as_str() {
        "guest" => {
            let key = account::guest_key(&mut tx, account).await?;
            format!("/guest/{key}?next={}", row.link)
        }
        _ => row.link,
    };
    tx.commit().await?;
    let headline = content.headline(lang);
    let body = body(
        lang,
        &row.name,
        &headline,
        &format!("{}{path}", ctx.settings.public_url),
        &ctx.settings.market_name,
    );
    Ok(Some(Letter {
        email,
        headline,
        body,
    }))
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
