//! Notices: written with what they tell of, read behind the bell, sent by e-mail.

mod letter;
mod live;

pub use letter::mail_notice;
pub use live::{Changes, listener, unread_counts};

use crate::{
    ctx::{Ctx, Tx, account_of, column},
    failure::{Failure, Incident, Refusal, denied},
    jobs::Job,
    outbox::Event,
};
use longtail::{
    actor::Actor,
    id::{AccountId, NoticeId, ShopId},
    platform::notification::{Notice, NoticeView},
    policy::{Action, permit},
};
use std::collections::BTreeSet;

/// How many notices the page shows; older ones stay in the database.
const MOST_SHOWN: i64 = 200;

/// What one person is told.
#[derive(Clone, Debug)]
pub struct Told {
    pub account: AccountId,
    pub notice: Notice,
    /// The page where more is told.
    pub link: String,
    /// Whether by e-mail, too.
    pub by_letter: bool,
}

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
    let told = Told {
        account,
        notice: notice.clone(),
        link: link.to_owned(),
        by_letter: true,
    };
    tell_many(tx, &[told]).await
}

/// Tells a person something that is worth no letter: behind the bell only.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn tell_quietly(
    tx: &mut Tx,
    account: AccountId,
    notice: &Notice,
    link: &str,
) -> Result<(), Incident> {
    let told = Told {
        account,
        notice: notice.clone(),
        link: link.to_owned(),
        by_letter: false,
    };
    tell_many(tx, &[told]).await
}

/// Tells all of a shop's people something, with the page of their back office where more is told.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn tell_shop(
    tx: &mut Tx,
    shop: ShopId,
    notice: &Notice,
    page: &str,
) -> Result<(), Incident> {
    let told = to_shops(tx, &[(shop, notice.clone(), page.to_owned())], false).await?;
    tell_many(tx, &told).await
}

/// As [`tell_shop`], its owners alone: where it is about money.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn tell_owners(
    tx: &mut Tx,
    shop: ShopId,
    notice: &Notice,
    page: &str,
) -> Result<(), Incident> {
    let told = to_shops(tx, &[(shop, notice.clone(), page.to_owned())], true).await?;
    tell_many(tx, &told).await
}

/// What the people of shops are told, each in their own back office: all of them, or owners alone.
/// With each notice the shop and its page there.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn to_shops(
    tx: &mut Tx,
    news: &[(ShopId, Notice, String)],
    owners_only: bool,
) -> Result<Vec<Told>, Incident> {
    let people = sqlx::query!(
        "select m.shop_id, m.account_id, s.slug from shop_seats m join shops s on s.id = m.shop_id
         where m.shop_id = any($1) and (m.role = 'owner' or not $2)",
        &column(news, |(shop, ..)| shop.0),
        owners_only,
    )
    .fetch_all(tx.sql())
    .await?;
    let mut told = Vec::new();
    for (shop, notice, page) in news {
        for person in people.iter().filter(|person| person.shop_id == shop.0) {
            told.push(Told {
                account: AccountId(person.account_id),
                notice: notice.clone(),
                link: format!("/back-office/{}/{page}", person.slug),
                by_letter: true,
            });
        }
    }
    Ok(told)
}

/// Tells many people at once, each with their own words.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn tell_many(tx: &mut Tx, told: &[Told]) -> Result<(), Incident> {
    if told.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let ids: Vec<NoticeId> = told.iter().map(|_| tx.new_id()).collect();
    let contents = told
        .iter()
        .map(|told| serde_json::to_value(&told.notice))
        .collect::<Result<Vec<_>, _>>()?;
    sqlx::query!(
        "insert into notices (id, account_id, content, link, at)
         select n.id, n.account_id, n.content, n.link, $5
         from unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::text[]) as n (id, account_id, content, link)",
        &column(&ids, |id| id.0),
        &column(told, |told| told.account.0),
        &contents,
        &column(told, |told| told.link.as_str()) as &[&str],
        now,
    )
    .execute(tx.sql())
    .await?;
    let accounts: BTreeSet<AccountId> = told.iter().map(|told| told.account).collect();
    let changed: Vec<Event> = accounts
        .into_iter()
        .map(|account| Event::NoticesChanged { account })
        .collect();
    tx.emit_many(&changed).await?;
    let letters: Vec<Job> = ids
        .into_iter()
        .zip(told)
        .filter(|(_, told)| told.by_letter)
        .map(|(notice, _)| Job::MailNotice { notice })
        .collect();
    if letters.is_empty() {
        return Ok(());
    }
    tx.schedule_many(&letters, now).await
}

/// A person's notices, the latest first.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn notices(ctx: &Ctx, actor: &Actor) -> Result<Vec<NoticeView>, Failure<Refusal>> {
    let account = own(actor)?;
    let rows = sqlx::query!(
        "select id, content, link, at, read_at from notices
         where account_id = $1 order by at desc, id desc limit $2",
        account.0,
        MOST_SHOWN,
    )
    .fetch_all(&ctx.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(NoticeView {
                id: NoticeId(row.id),
                notice: serde_json::from_value(row.content)?,
                link: row.link,
                at: row.at,
                read: row.read_at.is_some(),
            })
        })
        .collect()
}

/// How many notices a person has not read.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn unread_count(ctx: &Ctx, actor: &Actor) -> Result<u32, Failure<Refusal>> {
    let account = own(actor)?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from notices where account_id = $1 and read_at is null"#,
        account.0
    )
    .fetch_one(&ctx.db)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Marks a notice as read. Answers with where it leads.
///
/// # Errors
/// Not found where it is somebody else's.
pub async fn mark_read(
    ctx: &Ctx,
    actor: &Actor,
    notice: NoticeId,
) -> Result<String, Failure<Refusal>> {
    let account = own(actor)?;
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let Some(link) = sqlx::query_scalar!(
        "update notices set read_at = coalesce(read_at, $3)
         where id = $1 and account_id = $2 returning link",
        notice.0,
        account.0,
        now,
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Err(Failure::NotFound);
    };
    tx.emit(Event::NoticesChanged { account }).await?;
    tx.commit().await?;
    Ok(link)
}

/// Marks all of a person's notices as read.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn mark_all_read(ctx: &Ctx, actor: &Actor) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let read = sqlx::query!(
        "update notices set read_at = $2 where account_id = $1 and read_at is null",
        account.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    if read.rows_affected() > 0 {
        tx.emit(Event::NoticesChanged { account }).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn own(actor: &Actor) -> Result<AccountId, Failure<Refusal>> {
    let account = account_of(actor)?;
    permit(actor, Action::UseAccount(account)).map_err(denied)?;
    Ok(account)
}
