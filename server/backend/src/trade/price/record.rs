//! Uses of coupons: taken when orders are placed, given back where they are called off unpaid.

use crate::{
    ctx::{Tx, column},
    failure::Incident,
};
use chrono::{DateTime, Utc};
use longtail::id::{AccountId, CheckoutId, CouponId, ShopId};
use sqlx::PgPool;
use uuid::Uuid;

/// A checkout uses a coupon.
pub(crate) struct Use {
    pub coupon: CouponId,
    pub checkout: CheckoutId,
    pub buyer: AccountId,
    pub shop: Option<ShopId>,
    pub off_minor: i64,
}

/// Takes uses that were judged by the locked coupons. One too many breaks a constraint.
pub(crate) async fn take(tx: &mut Tx, uses: &[Use]) -> Result<(), Incident> {
    if uses.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    // One statement: whoever holds the same coupons in another cart waits until it is committed.
    sqlx::query!(
        "with used as (
             select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[])
                  as u (coupon_id, checkout_id, account_id, shop_id, off_minor)),
         counted as (
             update coupons c set used = c.used + n.uses
             from (select coupon_id, count(*)::int as uses from used group by coupon_id) n
             where c.id = n.coupon_id),
         of_people as (
             insert into coupon_people (coupon_id, account_id, per_person, used)
             select u.coupon_id, u.account_id, c.per_person, count(*)::int
             from used u join coupons c on c.id = u.coupon_id
             group by u.coupon_id, u.account_id, c.per_person
             on conflict (coupon_id, account_id) do update set used = coupon_people.used + excluded.used),
         kept as (
             insert into coupon_uses (coupon_id, checkout_id, account_id, shop_id, off_minor, taken_at)
             select coupon_id, checkout_id, account_id, shop_id, off_minor, $6::timestamptz from used)
         -- What was used lies in the cart no longer.
         delete from cart_coupons c using used u
         where c.coupon_id = u.coupon_id and c.account_id = u.account_id",
        &column(uses, |u| u.coupon.0),
        &column(uses, |u| u.checkout.0),
        &column(uses, |u| u.buyer.0),
        &column(uses, |u| u.shop.map(|shop| shop.0)) as &[Option<Uuid>],
        &column(uses, |u| u.off_minor),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Puts what a checkout gave back into its buyer's cart again, as far as that has none in its place.
pub(crate) async fn put_back(
    db: &PgPool,
    buyer: AccountId,
    checkout: CheckoutId,
    now: DateTime<Utc>,
) -> Result<(), Incident> {
    sqlx::query!(
        "insert into cart_coupons (account_id, coupon_id, shop_id, added_at)
         select $1, coupon_id, shop_id, $3 from coupon_uses
         where checkout_id = $2 and given_back_at is not null
         on conflict do nothing",
        buyer.0,
        checkout.0,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives back what a checkout used. The goods are moved after it, as where they are taken, so
/// that two transactions never wait for each other in a circle.
pub(crate) async fn give_back(tx: &mut Tx, checkout: CheckoutId) -> Result<(), Incident> {
    let now = tx.now();
    let held = sqlx::query_scalar!(
        "select c.id from coupons c
         where c.id in (select coupon_id from coupon_uses where checkout_id = $1 and given_back_at is null)
         order by c.id for no key update",
        checkout.0
    )
    .fetch_all(tx.sql())
    .await?;
    if held.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "with back as (
             update coupon_uses set given_back_at = $2
             where checkout_id = $1 and given_back_at is null
             returning coupon_id, account_id),
         counted as (
             update coupons c set used = c.used - 1 from back b where c.id = b.coupon_id)
         update coupon_people p set used = p.used - 1
         from back b where p.coupon_id = b.coupon_id and p.account_id = b.account_id",
        checkout.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
