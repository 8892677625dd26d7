//! Carts: what a buyer means to buy, at today's prices.

mod read;

pub use read::{cart_page, cart_to};
pub(crate) use read::{load_many, option_words, picture, priced, usual_place, variants_in};

use crate::{
    ctx::{Ctx, Tx, account_of, column},
    failure::{Failure, Incident, denied},
    trade::price,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, OrderId, VariantId},
    policy::{Action, permit},
    trade::cart::{CartError, CartLine, MOST_PER_LINE},
};

/// Puts so many more of a thing into the buyer's cart. Answers with what the cart then holds of it.
///
/// # Errors
/// Refuses what is not offered, and more than is there.
pub async fn add(
    ctx: &Ctx,
    actor: &Actor,
    variant: VariantId,
    quantity: u32,
) -> Result<u32, Failure<CartError>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    let mut tx = ctx.transaction().await?;
    // Two first ones at once are added up.
    tx.one_at_a_time(&format!("cart:{account}")).await?;
    let available = available(&mut tx, variant).await?;
    let in_cart = sqlx::query_scalar!(
        "select quantity from cart_lines where account_id = $1 and variant_id = $2 for update",
        account.0,
        variant.0
    )
    .fetch_optional(tx.sql())
    .await?
    .unwrap_or(0);
    let wanted = u32::try_from(in_cart)?.saturating_add(quantity.max(1));
    if wanted > available {
        return Err(Failure::Refused(CartError::NotEnough { available }));
    }
    put(&mut tx, account, variant, wanted).await?;
    tx.commit().await?;
    Ok(wanted)
}

/// Sets how many of a thing the cart holds; none takes it out.
///
/// # Errors
/// Refuses more than is there.
pub async fn set_quantity(
    ctx: &Ctx,
    actor: &Actor,
    variant: VariantId,
    quantity: u32,
) -> Result<(), Failure<CartError>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    let mut tx = ctx.transaction().await?;
    if quantity == 0 {
        sqlx::query!(
            "delete from cart_lines where account_id = $1 and variant_id = $2",
            account.0,
            variant.0
        )
        .execute(tx.sql())
        .await?;
    } else {
        let available = available(&mut tx, variant).await?;
        if quantity > available {
            return Err(Failure::Refused(CartError::NotEnough { available }));
        }
        put(&mut tx, account, variant, quantity).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How many of a variant a cart can hold now.
async fn available(tx: &mut Tx, variant: VariantId) -> Result<u32, Failure<CartError>> {
    let row = sqlx::query!(
        r#"select (v.offered and l.stage = 'live' and s.stage = 'open') as "offered!",
                  coalesce(k.on_hand - k.reserved, 0) as "available!"
           from variants v
           join listings l on l.id = v.listing_id
           join shops s on s.id = l.shop_id
           left join stock_levels k on k.variant_id = v.id
           where v.id = $1"#,
        variant.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    if !row.offered {
        return Err(Failure::Refused(CartError::NotOffered));
    }
    Ok(u32::try_from(row.available)?.min(MOST_PER_LINE))
}

async fn put(
    tx: &mut Tx,
    account: AccountId,
    variant: VariantId,
    quantity: u32,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into cart_lines (account_id, variant_id, quantity, added_at) values ($1, $2, $3, $4)
         on conflict (account_id, variant_id) do update set quantity = excluded.quantity",
        account.0,
        variant.0,
        i32::try_from(quantity)?,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Puts what a checkout held into the cart again, its coupons too: after it expired or was called off.
/// Answers with how many things came back.
///
/// # Errors
/// Not found for others; refuses where nothing of it is offered any more.
pub async fn refill_from_checkout(
    ctx: &Ctx,
    actor: &Actor,
    checkout: CheckoutId,
) -> Result<u32, Failure<CartError>> {
    let buyer = sqlx::query_scalar!("select buyer_id from checkouts where id = $1", checkout.0)
        .fetch_optional(&ctx.db)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(AccountId(buyer))).map_err(denied)?;
    let came_back = refill(ctx, AccountId(buyer), Some(checkout), None).await?;
    price::put_back(&ctx.db, AccountId(buyer), checkout, ctx.now()).await?;
    Ok(came_back)
}

/// Puts what an order holds into the cart again: to buy it once more.
/// Answers with how many things came back.
///
/// # Errors
/// Not found for others; refuses where nothing of it is offered any more.
pub async fn refill_from_order(
    ctx: &Ctx,
    actor: &Actor,
    order: OrderId,
) -> Result<u32, Failure<CartError>> {
    let buyer = sqlx::query_scalar!("select buyer_id from orders where id = $1", order.0)
        .fetch_optional(&ctx.db)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(AccountId(buyer))).map_err(denied)?;
    refill(ctx, AccountId(buyer), None, Some(order)).await
}

/// Asked for twice, it comes back once: the larger quantity counts.
async fn refill(
    ctx: &Ctx,
    account: AccountId,
    checkout: Option<CheckoutId>,
    order: Option<OrderId>,
) -> Result<u32, Failure<CartError>> {
    let came_back = sqlx::query!(
        "insert into cart_lines (account_id, variant_id, quantity, added_at)
         select $1, n.variant_id, least(sum(n.quantity), $5)::integer, $4
         from order_lines n
         join orders o on o.id = n.order_id
         join variants v on v.id = n.variant_id
         join listings l on l.id = v.listing_id
         join shops s on s.id = l.shop_id
         where (o.checkout_id = $2 or o.id = $3)
           and v.offered and l.stage = 'live' and s.stage = 'open'
         group by n.variant_id
         on conflict (account_id, variant_id)
         do update set quantity = greatest(cart_lines.quantity, excluded.quantity)",
        account.0,
        checkout.map(|id| id.0),
        order.map(|id| id.0),
        ctx.now(),
        i64::from(MOST_PER_LINE),
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    if came_back == 0 {
        return Err(Failure::Refused(CartError::NotOffered));
    }
    Ok(u32::try_from(came_back)?)
}

/// A guest signed in: what the guest's cart held goes into the member's, quantities added up,
/// and its coupons.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn merge(tx: &mut Tx, from: AccountId, into: AccountId) -> Result<(), Incident> {
    // What is ordered or added meanwhile is waited for, and not lost between two statements.
    sqlx::query!(
        "with brought as (
             delete from cart_lines where account_id = $1 returning variant_id, quantity, added_at)
         insert into cart_lines (account_id, variant_id, quantity, added_at)
         select $2, variant_id, quantity, added_at from brought
         on conflict (account_id, variant_id)
         do update set quantity = least(cart_lines.quantity + excluded.quantity, $3)",
        from.0,
        into.0,
        i32::try_from(MOST_PER_LINE)?,
    )
    .execute(tx.sql())
    .await?;
    price::merge(tx, from, into).await
}

/// Takes lines that are ordered out of their carts. False where a cart has changed since they
/// were loaded: then this transaction must not go on.
pub(crate) async fn take_out(
    tx: &mut Tx,
    lines: &[(AccountId, &CartLine)],
) -> Result<bool, Incident> {
    let quantities = lines
        .iter()
        .map(|(_, line)| i32::try_from(line.quantity))
        .collect::<Result<Vec<_>, _>>()?;
    let taken = sqlx::query!(
        "delete from cart_lines c
         using unnest($1::uuid[], $2::uuid[], $3::int[]) as o (account_id, variant_id, quantity)
         where (c.account_id, c.variant_id, c.quantity) = (o.account_id, o.variant_id, o.quantity)",
        &column(lines, |(account, _)| account.0),
        &column(lines, |(_, line)| line.variant.0),
        &quantities,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    Ok(taken == lines.len() as u64)
}
