//! Coupons in a cart.

use super::guesses::look_up;
use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied},
    trade::cart,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CouponId},
    policy::{Action, permit},
    trade::{cart::CartView, price::CouponTrouble},
};

/// Puts a coupon into the cart by its code, in the place of another of the same shop or of the
/// platform. Answers with the cart. `address` is where it is typed, as far as that is known.
///
/// # Errors
/// Says why the code would take nothing off; then the cart is as it was. Too many tries, where
/// many codes were typed that are none.
pub async fn apply_coupon(
    ctx: &Ctx,
    actor: &Actor,
    code: &str,
    address: &str,
) -> Result<CartView, Failure<CouponTrouble>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    let (coupon, shop) = look_up(ctx, account, address, code).await?;
    let mut tx = ctx.transaction().await?;
    // One at a time for each cart: sent twice at once, a code goes into it once.
    tx.one_at_a_time(&format!("coupons:{account}")).await?;
    let now = tx.now();
    sqlx::query!(
        "insert into cart_coupons (account_id, coupon_id, shop_id, added_at) values ($1, $2, $3, $4)
         on conflict on constraint cart_coupons_one_per_shop
         do update set coupon_id = excluded.coupon_id, added_at = excluded.added_at",
        account.0,
        coupon.0,
        shop.map(|shop| shop.0),
        now,
    )
    .execute(tx.sql())
    .await?;
    let view = cart::priced(tx.sql(), ctx, Some(account), None).await?;
    let judged = view.coupons.iter().find(|held| held.id == coupon);
    if let Some(Err(trouble)) = judged.map(|held| &held.outcome) {
        return Err(Failure::Refused(trouble.clone()));
    }
    tx.commit().await?;
    Ok(view)
}

/// Takes a coupon out of the cart, and answers with the cart.
///
/// # Errors
/// *Sign in* for strangers, who have no cart.
pub async fn remove_coupon(
    ctx: &Ctx,
    actor: &Actor,
    coupon: CouponId,
) -> Result<CartView, Failure<Refusal>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    sqlx::query!(
        "delete from cart_coupons where account_id = $1 and coupon_id = $2",
        account.0,
        coupon.0
    )
    .execute(&ctx.db)
    .await?;
    let mut db = ctx.db.acquire().await?;
    Ok(cart::priced(&mut db, ctx, Some(account), None).await?)
}

/// A guest signed in: the guest's coupons go into the member's cart, as far as it has none.
pub(crate) async fn merge(tx: &mut Tx, from: AccountId, into: AccountId) -> Result<(), Incident> {
    sqlx::query!(
        "with brought as (
             delete from cart_coupons where account_id = $1 returning coupon_id, shop_id, added_at)
         insert into cart_coupons (account_id, coupon_id, shop_id, added_at)
         select $2, coupon_id, shop_id, added_at from brought
         on conflict do nothing",
        from.0,
        into.0,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
