//! Codes are not guessed without end: those that are none are counted, per account and per place.

use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident},
    trust::account::place,
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::{AccountId, CouponId, ShopId},
    trade::price::{CouponTrouble, read_code},
};
use sqlx::PgPool;

/// Misses within [`WINDOW`] before an account has to wait.
const MOST_OF_ACCOUNT: i64 = 10;
/// A guest is a new account with each session. People behind one address share this.
const MOST_OF_PLACE: i64 = 60;
const WINDOW: Duration = Duration::minutes(15);

/// The coupon of a code, and whose it is.
///
/// # Errors
/// There is none, or too many were tried that are none: then whatever is typed has to wait.
pub(super) async fn look_up(
    ctx: &Ctx,
    account: AccountId,
    address: &str,
    code: &str,
) -> Result<(CouponId, Option<ShopId>), Failure<CouponTrouble>> {
    let place = place(address);
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    // One at a time, so that many at once are counted too; always in this order.
    tx.one_at_a_time(&format!("codes of account:{account}"))
        .await?;
    if !place.is_empty() {
        tx.one_at_a_time(&format!("codes of place:{place}")).await?;
    }
    let since = now - WINDOW;
    if let Some(oldest) = oldest_of_last(&mut tx, account, &place, since).await? {
        let seconds = (oldest + WINDOW - now).num_seconds();
        return Err(Failure::TooMany {
            seconds: u32::try_from(seconds).unwrap_or(0) + 1,
        });
    }
    let found = sqlx::query!(
        "select id, shop_id from coupons where code = $1",
        read_code(code)
    )
    .fetch_optional(tx.sql())
    .await?;
    if let Some(row) = found {
        return Ok((CouponId(row.id), row.shop_id.map(ShopId)));
    }
    sqlx::query!(
        "delete from code_misses where (account_id = $1 or place = $2) and at <= $3",
        account.0,
        place,
        since,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "insert into code_misses (account_id, place, at) values ($1, $2, $3)",
        account.0,
        place,
        now,
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Err(Failure::Refused(CouponTrouble::Unknown))
}

/// When the oldest of the last misses was, where there were too many since a time.
async fn oldest_of_last(
    tx: &mut Tx,
    account: AccountId,
    place: &str,
    since: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Incident> {
    let of_account = sqlx::query_scalar!(
        "select at from code_misses where account_id = $1 and at > $2
         order by at desc offset $3 limit 1",
        account.0,
        since,
        MOST_OF_ACCOUNT - 1,
    )
    .fetch_optional(tx.sql())
    .await?;
    let of_place = sqlx::query_scalar!(
        "select at from code_misses where place = $1 and place <> '' and at > $2
         order by at desc offset $3 limit 1",
        place,
        since,
        MOST_OF_PLACE - 1,
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(of_account.max(of_place))
}

/// Forgets misses from before a time, at most so many.
pub(crate) async fn forget_misses(
    db: &PgPool,
    before: DateTime<Utc>,
    most: u32,
) -> Result<u64, Incident> {
    let gone = sqlx::query!(
        "delete from code_misses where id in
             (select id from code_misses where at < $1 limit $2 for update skip locked)",
        before,
        i64::from(most),
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}
