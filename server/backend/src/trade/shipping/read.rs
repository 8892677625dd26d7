//! Parcels as buyers and shops read them.

use crate::failure::{Incident, stored};
use longtail::{
    id::{OrderId, OrderLineId, ParcelId},
    trade::shipping::parcel::{Parcel, Scan},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The parcels of an order, in the order in which they left. Labels are for its shop: they lead
/// out of the market.
pub(crate) async fn parcels_of(
    db: &mut sqlx::PgConnection,
    order: OrderId,
    for_shop: bool,
) -> Result<Vec<Parcel>, Incident> {
    let mut pieces = pieces_of(db, order).await?;
    let mut scans = scans_of(db, order).await?;
    sqlx::query!(
        "select id, carrier, tracking_number, shipped_at, standing, label_url from parcels
         where order_id = $1 order by shipped_at, id",
        order.0
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Parcel {
            id: ParcelId(row.id),
            carrier: row.carrier,
            tracking_number: row.tracking_number,
            shipped_at: row.shipped_at,
            pieces: pieces.remove(&row.id).unwrap_or_default(),
            standing: stored("parcels.standing", &row.standing)?,
            scans: scans.remove(&row.id).unwrap_or_default(),
            label_url: row.label_url.filter(|_| for_shop),
        })
    })
    .collect()
}

async fn pieces_of(
    db: &mut sqlx::PgConnection,
    order: OrderId,
) -> Result<BTreeMap<Uuid, Vec<(OrderLineId, u32)>>, Incident> {
    let mut pieces: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for row in sqlx::query!(
        "select l.parcel_id, l.line_id, l.quantity
         from parcel_lines l join parcels p on p.id = l.parcel_id join order_lines n on n.id = l.line_id
         where p.order_id = $1 order by n.position",
        order.0
    )
    .fetch_all(db)
    .await?
    {
        let piece = (OrderLineId(row.line_id), u32::try_from(row.quantity)?);
        pieces.entry(row.parcel_id).or_default().push(piece);
    }
    Ok(pieces)
}

async fn scans_of(
    db: &mut sqlx::PgConnection,
    order: OrderId,
) -> Result<BTreeMap<Uuid, Vec<Scan>>, Incident> {
    let mut scans: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for row in sqlx::query!(
        "select s.parcel_id, s.id, s.kind, s.place, s.at
         from parcel_scans s join parcels p on p.id = s.parcel_id
         where p.order_id = $1 order by s.at, s.id",
        order.0
    )
    .fetch_all(db)
    .await?
    {
        let scan = Scan {
            id: row.id,
            kind: stored("parcel_scans.kind", &row.kind)?,
            place: row.place,
            at: row.at,
        };
        scans.entry(row.parcel_id).or_default().push(scan);
    }
    Ok(scans)
}
