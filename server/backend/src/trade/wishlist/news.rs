//! News of wishes: follows what happens to goods, and tells those who wish for them.
//!
//! A thing that thousands wish for is looked at once for each change; its people are told in
//! batches, each in a transaction of its own that also writes what they know from then on. So
//! nobody is told twice, however often the work is done.

use crate::{
    ctx::{Ctx, Tx, column},
    failure::Incident,
    jobs::Job,
    outbox::{self, Event},
    platform::notification,
    trade::price::offers_of,
};
use chrono::{DateTime, Utc};
use longtail::{
    id::{AccountId, ListingId, ShopId},
    money::Money,
    platform::notification::Notice,
    text::Bilingual,
    trade::{
        price::unit_now,
        wishlist::{Known, News},
    },
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The name under which the outbox is read.
const READER: &str = "wishes";
/// Events read at a time.
const EVENTS: i64 = 1_000;
/// People told in one transaction.
const BATCH: i64 = 500;

/// Follows the outbox until the process ends.
pub async fn follow(ctx: Ctx) {
    outbox::keep_reading("news of wishes", || step(&ctx)).await;
}

/// One step: finds the wishes that what happened may concern, and schedules the telling.
/// Answers how many events were read.
///
/// # Errors
/// An incident when the database fails; the same events come again then.
pub async fn step(ctx: &Ctx) -> Result<usize, Incident> {
    let (events, place) = outbox::read(&ctx.db, READER, EVENTS).await?;
    let Some(place) = place else { return Ok(0) };
    let (mut listings, mut shops) = (BTreeSet::new(), BTreeSet::new());
    for event in &events {
        match event {
            Event::ListingChanged { listing } => {
                listings.insert(listing.0);
            }
            Event::ShopChanged { shop } => {
                shops.insert(shop.0);
            }
            Event::NoticesChanged { .. } | Event::Unknown => {}
        }
    }
    let concerned = concerned(ctx, listings, shops).await?;
    if !concerned.is_empty() {
        let mut tx = ctx.transaction().await?;
        let now = tx.now();
        for listing in concerned {
            tx.schedule(&Job::TellWishers { listing }, now).await?;
        }
        tx.commit().await?;
    }
    outbox::remember(&ctx.db, READER, &place).await?;
    Ok(events.len())
}

/// Of what changed, what somebody wishes for who does not know how it is now.
async fn concerned(
    ctx: &Ctx,
    listings: BTreeSet<Uuid>,
    shops: BTreeSet<Uuid>,
) -> Result<Vec<ListingId>, Incident> {
    let listings: Vec<Uuid> = listings.into_iter().collect();
    let shops: Vec<Uuid> = shops.into_iter().collect();
    let wished = sqlx::query!(
        r#"select l.id, l.shop_id, coalesce(f.lowest_minor, 0) as "list!"
           from listings l left join shelf f on f.listing_id = l.id
           where (l.id = any($1) or l.shop_id = any($2))
             and exists (select from wishes w where w.listing_id = l.id)"#,
        &listings,
        &shops,
    )
    .fetch_all(&ctx.db)
    .await?;
    if wished.is_empty() {
        return Ok(Vec::new());
    }
    let shops: BTreeSet<ShopId> = wished.iter().map(|row| ShopId(row.shop_id)).collect();
    let shops: Vec<ShopId> = shops.into_iter().collect();
    let now = ctx.now();
    let mut db = ctx.db.acquire().await?;
    let offers = offers_of(&mut db, &shops, now).await?;
    let prices = column(&wished, |row| {
        let of = (ShopId(row.shop_id), ListingId(row.id));
        unit_now(&offers, of, row.list, now)
    });
    let ids = sqlx::query_scalar!(
        r#"select n.id as "id!" from unnest($1::uuid[], $2::bigint[]) as n (id, price)
           left join shelf f on f.listing_id = n.id
           where exists (
               select from wishes w where w.listing_id = n.id
               and (w.variant_id is not null
                    or w.known_minor > n.price
                    or w.known_in_stock <> coalesce(f.in_stock, false)))"#,
        &column(&wished, |row| row.id),
        &prices,
    )
    .fetch_all(&mut *db)
    .await?;
    Ok(ids.into_iter().map(ListingId).collect())
}

/// Tells everybody who wishes for a thing what is new about it, where it is worth telling.
///
/// # Errors
/// An incident when the database fails; those told so far are not told again.
pub async fn tell_wishers(ctx: &Ctx, listing: ListingId) -> Result<(), Incident> {
    let mut after = Uuid::nil();
    loop {
        let mut tx = ctx.transaction().await?;
        let Some(last) = tell_batch(&mut tx, ctx, listing, after).await? else {
            return Ok(());
        };
        tx.commit().await?;
        after = last;
    }
}

struct Wisher {
    account: AccountId,
    known: Known,
    price: Money,
    in_stock: bool,
    by_letter: bool,
}

/// Tells the next few; answers with the last of them, none where there were none.
async fn tell_batch(
    tx: &mut Tx,
    ctx: &Ctx,
    listing: ListingId,
    after: Uuid,
) -> Result<Option<Uuid>, Incident> {
    let now = tx.now();
    let Some(thing) = sqlx::query!(
        "select l.title_en, l.title_zh, l.slug, s.id as shop_id, s.slug as shop
         from listings l join shops s on s.id = l.shop_id where l.id = $1",
        listing.0
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Ok(None);
    };
    let wishers = wishers(tx, ctx, (ShopId(thing.shop_id), listing), after).await?;
    let last = wishers.last().map(|wisher| wisher.account.0);
    let link = format!("/shops/{}/{}", thing.shop, thing.slug);
    let title = Bilingual::new(thing.title_en, thing.title_zh);
    let (mut learned, mut told) = (Vec::new(), Vec::new());
    for wisher in wishers {
        let (known, news) = wisher.known.learn(wisher.price, wisher.in_stock, now);
        if known != wisher.known {
            learned.push((wisher.account, known));
        }
        if let Some(news) = news {
            told.push(notification::Told {
                account: wisher.account,
                notice: notice(&title, news),
                link: link.clone(),
                by_letter: wisher.by_letter,
            });
        }
    }
    remember(tx, listing, &learned).await?;
    notification::tell_many(tx, &told).await?;
    Ok(last)
}

fn notice(title: &Bilingual, news: News) -> Notice {
    let title = title.clone();
    match news {
        News::PriceFell { was, now } => Notice::WishFell { title, was, now },
        News::Back { price } => Notice::WishBack { title, price },
    }
}

/// The next few who wish for it, with what they know and how it is.
async fn wishers(
    tx: &mut Tx,
    ctx: &Ctx,
    (shop, listing): (ShopId, ListingId),
    after: Uuid,
) -> Result<Vec<Wisher>, Incident> {
    let now = tx.now();
    let offers = offers_of(tx.sql(), &[shop], now).await?;
    let rows = sqlx::query!(
        r#"select w.account_id, w.known_minor, w.known_in_stock, w.told_back_at,
                  coalesce(v.price_minor, f.lowest_minor) as list,
                  case when f.listing_id is null then false
                       when v.id is null then f.in_stock
                       else v.offered and coalesce(k.on_hand > k.reserved, false) end as "in_stock!",
                  coalesce(p.by_letter, true) as "by_letter!"
           from wishes w
           left join shelf f on f.listing_id = w.listing_id
           left join variants v on v.id = w.variant_id
           left join stock_levels k on k.variant_id = v.id
           left join wishlists p on p.account_id = w.account_id
           where w.listing_id = $1 and w.account_id > $2
           order by w.account_id limit $3
           for update of w"#,
        listing.0,
        after,
        BATCH,
    )
    .fetch_all(tx.sql())
    .await?;
    let money = |minor| Money::new(minor, ctx.settings.currency);
    Ok(rows
        .into_iter()
        .map(|row| Wisher {
            account: AccountId(row.account_id),
            known: Known {
                price: money(row.known_minor),
                in_stock: row.known_in_stock,
                told_back_at: row.told_back_at,
            },
            price: money(match row.list {
                Some(list) => unit_now(&offers, (shop, listing), list, now),
                None => row.known_minor,
            }),
            in_stock: row.in_stock,
            by_letter: row.by_letter,
        })
        .collect())
}

async fn remember(
    tx: &mut Tx,
    listing: ListingId,
    learned: &[(AccountId, Known)],
) -> Result<(), Incident> {
    let accounts: Vec<Uuid> = learned.iter().map(|(account, _)| account.0).collect();
    let prices: Vec<i64> = learned.iter().map(|(_, known)| known.price.minor).collect();
    let in_stock: Vec<bool> = learned.iter().map(|(_, known)| known.in_stock).collect();
    let told_back: Vec<Option<DateTime<Utc>>> = learned
        .iter()
        .map(|(_, known)| known.told_back_at)
        .collect();
    sqlx::query!(
        "update wishes w set known_minor = n.price, known_in_stock = n.in_stock, told_back_at = n.told_back
         from unnest($2::uuid[], $3::bigint[], $4::boolean[], $5::timestamptz[])
              as n (account_id, price, in_stock, told_back)
         where w.listing_id = $1 and w.account_id = n.account_id",
        listing.0,
        &accounts,
        &prices,
        &in_stock,
        &told_back as &[Option<DateTime<Utc>>],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
