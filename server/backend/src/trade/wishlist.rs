//! Wishlists: what people want to come back to.

mod news;
mod read;

pub use news::{follow, step, tell_wishers};
pub use read::{shared_wishlist, wishlist};

use crate::{
    ctx::{Ctx, Tx, account_of, random_bytes},
    failure::{Failure, Incident, Refusal, denied},
    trade::price::offers_of,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId, ShopId},
    policy::{Action, permit},
    trade::{
        price::unit_now,
        wishlist::{MOST_WISHES, WishError, WishFor},
    },
};

/// Keeps a wish, at today's price, that of the best offer. The same listing again changes the kind that is meant.
///
/// # Errors
/// *Not found* for what nobody can find; refuses more than a list holds.
pub async fn wish(ctx: &Ctx, actor: &Actor, wish: WishFor) -> Result<(), Failure<WishError>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    sqlx::query!(
        "insert into wishlists (account_id) values ($1) on conflict do nothing",
        account.0
    )
    .execute(tx.sql())
    .await?;
    // one at a time, so that the list's length holds
    let wishes = sqlx::query_scalar!(
        r#"select (select count(*) from wishes w where w.account_id = l.account_id and w.listing_id <> $2) as "count!"
           from wishlists l where l.account_id = $1 for update"#,
        account.0,
        wish.listing.0,
    )
    .fetch_one(tx.sql())
    .await?;
    if usize::try_from(wishes)? >= MOST_WISHES {
        return Err(Failure::Refused(WishError::Full));
    }
    let thing = sqlx::query!(
        r#"select l.shop_id, v.id as "variant_id?", coalesce(v.price_minor, f.lowest_minor) as "list!",
                  case when v.id is null then f.in_stock
                       else coalesce(k.on_hand > k.reserved, false) end as "in_stock!"
           from shelf f
           join listings l on l.id = f.listing_id
           left join variants v on v.id = $2 and v.listing_id = f.listing_id and v.offered
           left join stock_levels k on k.variant_id = v.id
           where f.listing_id = $1"#,
        wish.listing.0,
        wish.variant.map(|variant| variant.0),
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    let shop = ShopId(thing.shop_id);
    let offers = offers_of(tx.sql(), &[shop], now).await?;
    let price = unit_now(&offers, (shop, wish.listing), thing.list, now);
    sqlx::query!(
        "insert into wishes (account_id, listing_id, variant_id, wished_at,
                             then_minor, known_minor, known_in_stock)
         values ($1, $2, $3, $4, $5, $5, $6)
         on conflict (account_id, listing_id) do update
         set variant_id = excluded.variant_id, then_minor = excluded.then_minor,
             known_minor = excluded.known_minor, known_in_stock = excluded.known_in_stock",
        account.0,
        wish.listing.0,
        thing.variant_id,
        now,
        price,
        thing.in_stock,
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a wish off the list; one that is not on it is off it already.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn unwish(
    ctx: &Ctx,
    actor: &Actor,
    listing: ListingId,
) -> Result<(), Failure<WishError>> {
    let account = own(actor)?;
    sqlx::query!(
        "delete from wishes where account_id = $1 and listing_id = $2",
        account.0,
        listing.0
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// Makes an address that shows the list to others, or takes it away: the old one then leads
/// nowhere, and another will be another.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn share(ctx: &Ctx, actor: &Actor, on: bool) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let key = on.then(|| URL_SAFE_NO_PAD.encode(random_bytes::<16>()));
    sqlx::query!(
        "insert into wishlists (account_id, share_key) values ($1, $2)
         on conflict (account_id) do update
         set share_key = case when $2::text is null then null
                              else coalesce(wishlists.share_key, $2) end",
        account.0,
        key,
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// Whether news of wishes come by e-mail too.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn choose_letters(ctx: &Ctx, actor: &Actor, on: bool) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    sqlx::query!(
        "insert into wishlists (account_id, by_letter) values ($1, $2)
         on conflict (account_id) do update set by_letter = excluded.by_letter",
        account.0,
        on,
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// A guest signed in: their wishes go to the member, who keeps their own where both wish for
/// the same. None is lost, were they more together than a list takes.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn merge(tx: &mut Tx, from: AccountId, into: AccountId) -> Result<(), Incident> {
    sqlx::query!(
        "insert into wishes (account_id, listing_id, variant_id, wished_at, then_minor,
                             known_minor, known_in_stock, told_back_at)
         select $2, listing_id, variant_id, wished_at, then_minor, known_minor, known_in_stock, told_back_at
         from wishes where account_id = $1
         on conflict (account_id, listing_id) do nothing",
        from.0,
        into.0,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!("delete from wishes where account_id = $1", from.0)
        .execute(tx.sql())
        .await?;
    Ok(())
}

fn own<E>(actor: &Actor) -> Result<AccountId, Failure<E>> {
    let account = account_of(actor)?;
    permit(actor, Action::UseAccount(account)).map_err(denied)?;
    Ok(account)
}
