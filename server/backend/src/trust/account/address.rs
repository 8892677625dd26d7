//! The address book.

use super::own;
use crate::{
    ctx::{Ctx, Tx, column},
    failure::{Failure, Incident, Refusal, invalid},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{AccountId, AddressId},
    trade::shipping::PostalAddress,
    trust::account::{AccountError, MOST_ADDRESSES, SavedAddress},
};
use sqlx::PgConnection;

/// How long a removed address can be brought back; then it is gone.
const UNDO_FOR: Duration = Duration::hours(1);

/// A person's addresses, the preferred one first.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn address_book(ctx: &Ctx, actor: &Actor) -> Result<Vec<SavedAddress>, Failure<Refusal>> {
    let account = own(actor)?;
    let mut db = ctx.db.acquire().await?;
    Ok(addresses_of(&mut db, account).await?)
}

/// The addresses of an account, the preferred one first, for a caller that has checked who asks.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn addresses_of(
    db: &mut PgConnection,
    account: AccountId,
) -> Result<Vec<SavedAddress>, Incident> {
    let rows = sqlx::query!(
        "select id, recipient, phone, country, region, city, line, postcode, preferred
         from addresses where account_id = $1 and removed_at is null
         order by preferred desc, created_at desc",
        account.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SavedAddress {
            id: AddressId(row.id),
            address: PostalAddress {
                recipient: row.recipient,
                phone: row.phone,
                country: row.country,
                region: row.region,
                city: row.city,
                line: row.line,
                postcode: row.postcode,
            },
            preferred: row.preferred,
        })
        .collect())
}

/// One of a person's addresses.
///
/// # Errors
/// Not found where it is not in their book.
pub async fn saved_address(
    ctx: &Ctx,
    actor: &Actor,
    address: AddressId,
) -> Result<SavedAddress, Failure<Refusal>> {
    address_book(ctx, actor)
        .await?
        .into_iter()
        .find(|saved| saved.id == address)
        .ok_or(Failure::NotFound)
}

/// Writes an address into a person's book: a new one, or in place of `replaces`.
/// The first becomes the preferred one. The same address twice is one entry.
///
/// # Errors
/// Fields that cannot be taken; a full book; not found where `replaces` is not theirs.
pub async fn save_address(
    ctx: &Ctx,
    actor: &Actor,
    replaces: Option<AddressId>,
    typed: &PostalAddress,
) -> Result<AddressId, Failure<AccountError>> {
    let account = own(actor)?;
    let address = typed.checked().map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    lock_book(&mut tx, account).await?;
    let id = match replaces {
        Some(id) => {
            update(&mut tx, account, id, &address).await?;
            id
        }
        None => match same_entry(&mut tx, account, &address).await? {
            Some(id) => id,
            None => insert(&mut tx, account, &address).await?,
        },
    };
    tx.commit().await?;
    Ok(id)
}

/// Keeps checked addresses, one for each account, where they are not in its book yet and the
/// book is not full: that is no reason to refuse an order.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn remember_addresses(
    tx: &mut Tx,
    addresses: &[(AccountId, &PostalAddress)],
) -> Result<(), Incident> {
    let accounts = column(addresses, |(account, _)| account.0);
    let now = tx.now();
    sqlx::query!(
        "select id from accounts where id = any($1) order by id for no key update",
        &accounts,
    )
    .fetch_all(tx.sql())
    .await?;
    forget_removed(tx, &accounts).await?;
    sqlx::query!(
        "insert into addresses (id, account_id, recipient, phone, country, region, city, line,
                                postcode, preferred, created_at)
         select n.id, n.account_id, n.recipient, n.phone, n.country, n.region, n.city, n.line,
                n.postcode, kept.entries = 0, $10
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                     $8::text[], $9::text[])
              as n (id, account_id, recipient, phone, country, region, city, line, postcode)
         cross join lateral (
             select count(*) as entries,
                    coalesce(bool_or((a.recipient, a.phone, a.country, a.region, a.city, a.line, a.postcode)
                        = (n.recipient, n.phone, n.country, n.region, n.city, n.line, n.postcode)), false) as known
             from addresses a where a.account_id = n.account_id and a.removed_at is null) kept
         where not kept.known and kept.entries < $11",
        &column(addresses, |_| tx.new_id::<AddressId>().0),
        &accounts,
        &column(addresses, |(_, a)| a.recipient.as_str()) as &[&str],
        &column(addresses, |(_, a)| a.phone.as_str()) as &[&str],
        &column(addresses, |(_, a)| a.country.as_str()) as &[&str],
        &column(addresses, |(_, a)| a.region.as_str()) as &[&str],
        &column(addresses, |(_, a)| a.city.as_str()) as &[&str],
        &column(addresses, |(_, a)| a.line.as_str()) as &[&str],
        &column(addresses, |(_, a)| a.postcode.as_str()) as &[&str],
        now,
        MOST_ADDRESSES,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What was removed longer ago than it can be brought back goes for good.
async fn forget_removed(tx: &mut Tx, accounts: &[uuid::Uuid]) -> Result<(), Incident> {
    let before = tx.now() - UNDO_FOR;
    sqlx::query!(
        "delete from addresses where account_id = any($1) and removed_at < $2",
        accounts,
        before,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn update(
    tx: &mut Tx,
    account: AccountId,
    id: AddressId,
    address: &PostalAddress,
) -> Result<(), Failure<AccountError>> {
    let updated = sqlx::query!(
        "update addresses set recipient = $3, phone = $4, country = $5, region = $6, city = $7,
                              line = $8, postcode = $9
         where id = $1 and account_id = $2 and removed_at is null",
        id.0,
        account.0,
        address.recipient,
        address.phone,
        address.country,
        address.region,
        address.city,
        address.line,
        address.postcode,
    )
    .execute(tx.sql())
    .await?;
    if updated.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    Ok(())
}

async fn same_entry(
    tx: &mut Tx,
    account: AccountId,
    address: &PostalAddress,
) -> Result<Option<AddressId>, Incident> {
    let id = sqlx::query_scalar!(
        "select id from addresses
         where account_id = $1 and removed_at is null and recipient = $2 and phone = $3
           and country = $4 and region = $5 and city = $6 and line = $7 and postcode = $8",
        account.0,
        address.recipient,
        address.phone,
        address.country,
        address.region,
        address.city,
        address.line,
        address.postcode,
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(id.map(AddressId))
}

async fn insert(
    tx: &mut Tx,
    account: AccountId,
    address: &PostalAddress,
) -> Result<AddressId, Failure<AccountError>> {
    let now = tx.now();
    forget_removed(tx, &[account.0]).await?;
    let kept = sqlx::query_scalar!(
        r#"select count(*) as "count!" from addresses where account_id = $1 and removed_at is null"#,
        account.0
    )
    .fetch_one(tx.sql())
    .await?;
    if kept >= MOST_ADDRESSES {
        return Err(Failure::Refused(AccountError::AddressBookFull));
    }
    let id: AddressId = tx.new_id();
    sqlx::query!(
        "insert into addresses (id, account_id, recipient, phone, country, region, city, line,
                                postcode, preferred, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        account.0,
        address.recipient,
        address.phone,
        address.country,
        address.region,
        address.city,
        address.line,
        address.postcode,
        kept == 0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}

/// Takes an address out of the book; for an hour it can be brought back.
///
/// # Errors
/// Not found where it is not in their book.
pub async fn remove_address(
    ctx: &Ctx,
    actor: &Actor,
    address: AddressId,
) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let mut tx = ctx.transaction().await?;
    lock_book(&mut tx, account).await?;
    let now = tx.now();
    let removed = sqlx::query!(
        "update addresses set removed_at = $3, preferred = false
         where id = $1 and account_id = $2 and removed_at is null",
        address.0,
        account.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    if removed.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    prefer_some(&mut tx, account).await?;
    tx.commit().await?;
    Ok(())
}

/// Brings a removed address back.
///
/// # Errors
/// Not found where it is not theirs or is gone for good.
pub async fn restore_address(
    ctx: &Ctx,
    actor: &Actor,
    address: AddressId,
) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let mut tx = ctx.transaction().await?;
    lock_book(&mut tx, account).await?;
    let since = tx.now() - UNDO_FOR;
    let restored = sqlx::query!(
        "update addresses set removed_at = null
         where id = $1 and account_id = $2 and removed_at >= $3",
        address.0,
        account.0,
        since,
    )
    .execute(tx.sql())
    .await?;
    if restored.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    prefer_some(&mut tx, account).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes an address the one that checkouts begin with.
///
/// # Errors
/// Not found where it is not in their book.
pub async fn prefer_address(
    ctx: &Ctx,
    actor: &Actor,
    address: AddressId,
) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let mut tx = ctx.transaction().await?;
    lock_book(&mut tx, account).await?;
    sqlx::query!(
        "update addresses set preferred = false where account_id = $1 and preferred",
        account.0
    )
    .execute(tx.sql())
    .await?;
    let preferred = sqlx::query!(
        "update addresses set preferred = true
         where id = $1 and account_id = $2 and removed_at is null",
        address.0,
        account.0,
    )
    .execute(tx.sql())
    .await?;
    if preferred.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// One change of a book at a time, so that it has one preferred address and no more than fit.
async fn lock_book(tx: &mut Tx, account: AccountId) -> Result<(), Incident> {
    sqlx::query!(
        "select id from accounts where id = $1 for no key update",
        account.0
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(())
}

/// Where no address is preferred, the latest is.
async fn prefer_some(tx: &mut Tx, account: AccountId) -> Result<(), Incident> {
    sqlx::query!(
        "update addresses set preferred = true
         where id = (select id from addresses where account_id = $1 and removed_at is null
                     order by created_at desc limit 1)
           and not exists (select 1 from addresses where account_id = $1 and preferred)",
        account.0
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
