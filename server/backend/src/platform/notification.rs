//! Notices: written with what they tell of, read behind the bell, sent by e-mail.

mod letter;
mod live;

pub use letter::mail_notice;
pub use live::{Changes, listener, unread_counts};

use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied},
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
    let notice = put(tx, account, notice, link).await?;
    let now = tx.now();
    tx.schedule(&crate::jobs::Job::MailNotice { notice }, now)
        .await
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
    put(tx, account, notice, link).await.map(|_| ())
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
    tell_seats(tx, shop, false, notice, page).await
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
    tell_seats(tx, shop, true, notice, page).await
}

async fn tell_seats(
    tx: &mut Tx,
    shop: ShopId,
    owners_only: bool,
    notice: &Notice,
    page: &str,
) -> Result<(), Incident> {
    let people = sqlx::query!(
        "select m.account_id, s.slug from shop_seats m join shops s on s.id = m.shop_id
         where m.shop_id = $1 and (m.role = 'owner' or not $2)",
        shop.0,
        owners_only,
    )
    .fetch_all(tx.sql())
    .await?;
    for person in people {
        let link = format!("/back-office/{}/{page}", person.slug);
        tell(tx, AccountId(person.account_id), notice, &link).await?;
    }
    Ok(())
}

async fn put(
    tx: &mut Tx,
    account: AccountId,
    notice: &Notice,
    link: &str,
) -> Result<NoticeId, Incident> {
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
    tx.emit(Event::NoticesChanged { account }).await?;
    Ok(id)
}

/// Tells many people of the same thing at once, each with their own words; by e-mail those who
/// want it so.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn tell_many(
    tx: &mut Tx,
    notices: &[(AccountId, Notice, bool)],
    link: &str,
) -> Result<(), Incident> {
    let now = tx.now();
    let (mut ids, mut accounts, mut contents) = (Vec::new(), Vec::new(), Vec::new());
    for (account, notice, _) in notices {
        ids.push(tx.new_id::<NoticeId>().0);
        accounts.push(account.0);
        contents.push(serde_json::to_value(notice)?);
    }
    sqlx::query!(
        "insert into notices (id, account_id, content, link, at)
         select n.id, n.account_id, n.content, $4, $5
         from unnest($1::uuid[], $2::uuid[], $3::jsonb[]) as n (id, account_id, content)",
        &ids,
        &accounts,
        &contents,
        link,
        now,
    )
    .execute(tx.sql())
    .await?;
    let told: BTreeSet<AccountId> = notices.iter().map(|(account, ..)| *account).collect();
    let told: Vec<Event> = told
        .into_iter()
        .map(|account| Event::NoticesChanged { account })
        .collect();
    tx.emit_many(&told).await?;
    for (id, _) in ids.iter().zip(notices).filter(|(_, (.., letter))| *letter) {
        let notice = NoticeId(*id);
        tx.schedule(&crate::jobs::Job::MailNotice { notice }, now)
            .await?;
    }
    Ok(())
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
