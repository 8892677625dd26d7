//! A wishlist as it is shown, at today's prices.

use super::own;
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, stored},
    trade::{
        cart::{option_words, picture},
        price::offers_of,
    },
};
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId, ShopId, VariantId},
    money::Money,
    text::Bilingual,
    trade::{
        price::unit_now,
        search::CardShop,
        wishlist::{SharedWishlist, Wish, WishSort, WishStock, Wishlist},
    },
};
use std::collections::BTreeSet;

/// A person's own wishlist. A stranger's is empty.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn wishlist(
    ctx: &Ctx,
    actor: &Actor,
    sort: WishSort,
) -> Result<Wishlist, Failure<Refusal>> {
    if actor.account().is_none() {
        return Ok(Wishlist {
            wishes: Vec::new(),
            sort,
            shared_at: None,
            by_letter: true,
            has_email: false,
        });
    }
    let account = own(actor)?;
    let row = sqlx::query!(
        r#"select a.email is not null as "has_email!", w.share_key as "share_key?",
                  coalesce(w.by_letter, true) as "by_letter!"
           from accounts a left join wishlists w on w.account_id = a.id where a.id = $1"#,
        account.0
    )
    .fetch_one(&ctx.db)
    .await?;
    let mut wishes = load(ctx, account).await?;
    sort.apply(&mut wishes);
    Ok(Wishlist {
        wishes,
        sort,
        shared_at: row
            .share_key
            .map(|key| format!("{}/wishlists/{key}", ctx.settings.public_url)),
        by_letter: row.by_letter,
        has_email: row.has_email,
    })
}

/// The wishlist that an address shows. Everybody who holds the address may read it.
///
/// # Errors
/// *Not found* where there is none, or it is shared no more.
pub async fn shared_wishlist(ctx: &Ctx, key: &str) -> Result<SharedWishlist, Failure<Refusal>> {
    let row = sqlx::query!(
        "select a.id, a.name from wishlists w join accounts a on a.id = w.account_id
         where w.share_key = $1",
        key
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    Ok(SharedWishlist {
        name: row.name,
        wishes: load(ctx, AccountId(row.id)).await?,
    })
}

/// The latest wish first, each at its shop's best offer. What is sold no more keeps its title.
async fn load(ctx: &Ctx, account: AccountId) -> Result<Vec<Wish>, Incident> {
    let rows = sqlx::query!(
        r#"select w.listing_id, w.wished_at, w.then_minor,
                  l.slug, l.title_en, l.title_zh, l.axes,
                  s.id as shop_id, s.slug as shop_slug, s.name_en, s.name_zh, s.tier,
                  v.id as "variant_id?", v.choice as "choice?", v.offered as "offered?",
                  f.listing_id is not null as "found!",
                  coalesce(v.price_minor, f.lowest_minor) as price_minor,
                  o.kinds as "kinds!", o.only_kind, o.pieces as "pieces!",
                  m.id as "media_id?", m.width as "width?", m.height as "height?", m.widths as "widths?"
           from wishes w
           join listings l on l.id = w.listing_id
           join shops s on s.id = l.shop_id
           left join shelf f on f.listing_id = l.id
           left join variants v on v.id = w.variant_id
           cross join lateral (
               select count(*) as kinds, (array_agg(k.id))[1] as only_kind,
                      coalesce(sum(greatest(x.on_hand - x.reserved, 0)), 0)::bigint as pieces
               from variants k left join stock_levels x on x.variant_id = k.id
               where k.listing_id = l.id and k.offered and (v.id is null or k.id = v.id)) o
           left join media m on m.id = coalesce(v.media_id,
               (select p.media_id from listing_pictures p where p.listing_id = l.id order by p.position limit 1))
           where w.account_id = $1
           order by w.wished_at desc, w.listing_id"#,
        account.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let shops: BTreeSet<ShopId> = rows.iter().map(|row| ShopId(row.shop_id)).collect();
    let shops: Vec<ShopId> = shops.into_iter().collect();
    let now = ctx.now();
    let mut db = ctx.db.acquire().await?;
    let offers = offers_of(&mut db, &shops, now).await?;
    let money = |minor| Money::new(minor, ctx.settings.currency);
    rows.into_iter()
        .map(|row| {
            let of = (ShopId(row.shop_id), ListingId(row.listing_id));
            let at_offer = |list| unit_now(&offers, of, list, now);
            let sold = row.found && row.offered != Some(false);
            let path = format!("/shops/{}/{}", row.shop_slug, row.slug);
            let choice = row.choice.unwrap_or_default();
            let chosen = choice.iter().map(ToString::to_string).collect::<Vec<_>>();
            Ok(Wish {
                listing: ListingId(row.listing_id),
                title: Bilingual::new(row.title_en, row.title_zh),
                options: option_words(&row.axes, &choice),
                path: if chosen.is_empty() {
                    path
                } else {
                    format!("{path}?o={}", chosen.join(","))
                },
                picture: picture(row.media_id, row.width, row.height, row.widths),
                shop: CardShop {
                    id: ShopId(row.shop_id),
                    slug: row.shop_slug,
                    name: Bilingual::new(row.name_en, row.name_zh),
                    tier: stored("shops.tier", &row.tier)?,
                },
                price_then: money(row.then_minor),
                price_now: row.price_minor.filter(|_| sold).map(at_offer).map(money),
                stock: WishStock::of(sold.then(|| u32::try_from(row.pieces).unwrap_or(u32::MAX))),
                wished_at: row.wished_at,
                to_cart: row
                    .variant_id
                    .or(row.only_kind.filter(|_| row.kinds == 1))
                    .filter(|_| sold && row.pieces > 0)
                    .map(VariantId),
            })
        })
        .collect()
}
