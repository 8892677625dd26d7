//! What orders hold: moved on the shelf, and counted as sold.
//!
//! Listings are locked before stock, as where they are edited, and each in the order of the ids, so
//! that nobody waits in a circle.

use crate::{
    ctx::{Tx, column},
    failure::Incident,
    outbox::Event,
    trade::stock,
};
use longtail::{
    id::{CheckoutId, ListingId, OrderId, VariantId},
    trade::stock::StockMove,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Pieces of a thing, and its listing.
pub(crate) type Goods = (ListingId, VariantId, u32);

/// What an order holds and would send, in the order in which stock is locked.
pub(crate) async fn goods_of(tx: &mut Tx, order: OrderId) -> Result<Vec<Goods>, Incident> {
    sqlx::query!(
        r#"select listing_id, variant_id, quantity - unsent_quantity as "quantity!" from order_lines
           where order_id = $1 and unsent_quantity < quantity order by variant_id"#,
        order.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        Ok((
            ListingId(row.listing_id),
            VariantId(row.variant_id),
            u32::try_from(row.quantity)?,
        ))
    })
    .collect()
}

/// The same of all orders of a checkout.
pub(crate) async fn goods_of_checkout(
    tx: &mut Tx,
    checkout: CheckoutId,
) -> Result<Vec<Goods>, Incident> {
    sqlx::query!(
        r#"select i.listing_id, i.variant_id, i.quantity - i.unsent_quantity as "quantity!"
           from order_lines i join orders o on o.id = i.order_id
           where o.checkout_id = $1 and i.unsent_quantity < i.quantity order by i.variant_id"#,
        checkout.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        Ok((
            ListingId(row.listing_id),
            VariantId(row.variant_id),
            u32::try_from(row.quantity)?,
        ))
    })
    .collect()
}

/// Moves the stock of goods, and tells of their listings.
pub(crate) async fn move_goods(
    tx: &mut Tx,
    checkout: CheckoutId,
    goods: &[Goods],
    movement: impl Fn(u32) -> StockMove,
) -> Result<(), Incident> {
    let moves = column(goods, |(_, variant, quantity)| {
        (*variant, movement(*quantity))
    });
    stock::apply_all(tx, checkout, &moves)
        .await
        .map_err(|failure| Incident::new(format!("stock disagrees with an order: {failure:?}")))?;
    let listings: BTreeSet<_> = goods.iter().map(|(listing, ..)| *listing).collect();
    let changed: Vec<Event> = listings
        .into_iter()
        .map(|listing| Event::ListingChanged { listing })
        .collect();
    tx.emit_many(&changed).await
}

/// Goods of a checkout that was paid leave the shelf, and count as sold.
pub(crate) async fn sell(
    tx: &mut Tx,
    checkout: CheckoutId,
    goods: &[Goods],
) -> Result<(), Incident> {
    count_sold(tx, goods, 1).await?;
    move_goods(tx, checkout, goods, |quantity| StockMove::Allocated {
        quantity,
    })
    .await
}

/// Puts goods that are not sent back on the shelf, and takes them off what was sold.
pub(crate) async fn put_back(
    tx: &mut Tx,
    checkout: CheckoutId,
    goods: &[Goods],
) -> Result<(), Incident> {
    count_sold(tx, goods, -1).await?;
    move_goods(tx, checkout, goods, |quantity| StockMove::Returned {
        quantity,
    })
    .await
}

async fn count_sold(tx: &mut Tx, goods: &[Goods], sign: i64) -> Result<(), Incident> {
    let mut sold: BTreeMap<ListingId, i64> = BTreeMap::new();
    for (listing, _, quantity) in goods {
        *sold.entry(*listing).or_default() += sign * i64::from(*quantity);
    }
    let listings: Vec<Uuid> = sold.keys().map(|listing| listing.0).collect();
    let pieces: Vec<i64> = sold.into_values().collect();
    sqlx::query!(
        "select id from listings where id = any($1) order by id for no key update",
        &listings,
    )
    .fetch_all(tx.sql())
    .await?;
    sqlx::query!(
        "update listings l set sold_count = l.sold_count + n.pieces
         from unnest($1::uuid[], $2::bigint[]) as n (id, pieces) where l.id = n.id",
        &listings,
        &pieces,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
