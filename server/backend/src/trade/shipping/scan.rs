//! What the carrier tells of parcels, by its messages or when asked.

use super::{carrier::CarrierEvent, parcel::ASK_AFTER};
use crate::{
    ctx::{Ctx, Tx, column},
    failure::{Failure, Incident, Refusal, stored},
    jobs::Job,
    money::refund,
    platform::notification::tell,
    trade::order::{self, Loaded},
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::Actor,
    id::{OrderId, OrderLineId, ParcelId},
    money::refund::Phase,
    platform::notification::{Notice, ParcelNews},
    trade::{
        order::{OrderEvent, OrderStageName},
        shipping::parcel::{Scan, Standing},
    },
};

/// After so long the carrier is not asked any more.
pub(crate) const ASK_FOR: Duration = Duration::days(60);
/// What is too long of a place's name is left out.
const PLACE_MOST: usize = 120;

/// The carrier tells of a scan; the same scan twice is heard once.
///
/// # Errors
/// Not found where we know no such parcel with a label.
pub async fn record_carrier_event(ctx: &Ctx, event: CarrierEvent) -> Result<(), Failure<Refusal>> {
    let mut tx = ctx.transaction().await?;
    let parcel = lock(&mut tx, event.parcel)
        .await?
        .ok_or(Failure::NotFound)?;
    hear(ctx, &mut tx, &parcel, &[event.scan]).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks the carrier for scans of which no message came, and again later, until the parcel was
/// delivered. Called by its job.
///
/// # Errors
/// An incident when the database cannot take it. A carrier that is silent is asked again later.
pub async fn ask_carrier(ctx: &Ctx, parcel: ParcelId) -> Result<(), Incident> {
    let row = sqlx::query!(
        r#"select label_ref as "label_ref!", standing, shipped_at from parcels
           where id = $1 and label_ref is not null"#,
        parcel.0
    )
    .fetch_one(&ctx.db)
    .await?;
    let standing: Standing = stored("parcels.standing", &row.standing)?;
    if standing == Standing::Delivered || ctx.now() > row.shipped_at + ASK_FOR {
        return Ok(());
    }
    let told = ctx.carrier.scans(&row.label_ref).await;
    let mut tx = ctx.transaction().await?;
    let standing = match told {
        Ok(scans) => match lock(&mut tx, parcel).await? {
            Some(locked) => hear(ctx, &mut tx, &locked, &scans).await?,
            None => standing,
        },
        Err(incident) => {
            tracing::warn!(%parcel, %incident, "the carrier does not answer; it is asked again");
            standing
        }
    };
    if standing != Standing::Delivered {
        let again = tx.now() + ASK_AFTER;
        tx.schedule(&Job::AskCarrier { parcel }, again).await?;
    }
    tx.commit().await
}

/// A parcel while it is changed, with its order.
struct Locked {
    id: ParcelId,
    order: Loaded,
    tracking: String,
    standing: Standing,
}

async fn lock(tx: &mut Tx, parcel: ParcelId) -> Result<Option<Locked>, Incident> {
    let order = sqlx::query_scalar!(
        "select order_id from parcels where id = $1 and label_ref is not null",
        parcel.0
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(order) = order else {
        return Ok(None);
    };
    let Some(order) = order::lock(tx, OrderId(order)).await? else {
        return Ok(None);
    };
    // Read only now, when nobody else changes it.
    let row = sqlx::query!(
        "select tracking_number, standing from parcels where id = $1",
        parcel.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Some(Locked {
        id: parcel,
        order,
        tracking: row.tracking_number,
        standing: stored("parcels.standing", &row.standing)?,
    }))
}

/// Writes the scans down that are new, and does what the parcel's standing asks for. Answers
/// with where it stands then.
async fn hear(
    ctx: &Ctx,
    tx: &mut Tx,
    parcel: &Locked,
    scans: &[Scan],
) -> Result<Standing, Incident> {
    write(tx, parcel.id, scans).await?;
    let standing = Standing::of(&known(tx, parcel.id).await?);
    if standing == parcel.standing {
        return Ok(standing);
    }
    sqlx::query!(
        "update parcels set standing = $2 where id = $1",
        parcel.id.0,
        <&str>::from(standing),
    )
    .execute(tx.sql())
    .await?;
    match standing {
        Standing::Sent | Standing::UnderWay => {}
        Standing::Delivered => delivered(tx, parcel).await?,
        Standing::Lost => lost(ctx, tx, parcel).await?,
    }
    Ok(standing)
}

async fn write(tx: &mut Tx, parcel: ParcelId, scans: &[Scan]) -> Result<(), Incident> {
    let now = tx.now();
    let places: Vec<String> = scans
        .iter()
        .map(|scan| scan.place.chars().take(PLACE_MOST).collect())
        .collect();
    sqlx::query!(
        "insert into parcel_scans (parcel_id, id, kind, place, at, heard_at)
         select $1, s.id, s.kind, s.place, s.at, $6
         from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) as s (id, kind, place, at)
         on conflict (parcel_id, id) do nothing",
        parcel.0,
        &column(scans, |scan| scan.id.as_str()) as &[&str],
        &column(scans, |scan| <&str>::from(scan.kind)) as &[&str],
        &places,
        &column(scans, |scan| scan.at),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn known(tx: &mut Tx, parcel: ParcelId) -> Result<Vec<Scan>, Incident> {
    sqlx::query!(
        "select id, kind, place, at from parcel_scans where parcel_id = $1",
        parcel.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        Ok(Scan {
            id: row.id,
            kind: stored("parcel_scans.kind", &row.kind)?,
            place: row.place,
            at: row.at,
        })
    })
    .collect()
}

/// The buyer is asked to look into it, unless receipt was confirmed before.
async fn delivered(tx: &mut Tx, parcel: &Locked) -> Result<(), Incident> {
    let (order, tracking) = (&parcel.order, parcel.tracking.clone());
    let event = OrderEvent::ParcelDelivered { tracking };
    order::note(tx, &Actor::System, order.id, &event).await?;
    if order.stage.name() == OrderStageName::Completed {
        return Ok(());
    }
    let notice = notice(parcel, ParcelNews::Delivered);
    tell(tx, order.buyer, &notice, &order.buyer_link()).await
}

/// Both sides are told, and the clock does not confirm what cannot have arrived.
async fn lost(ctx: &Ctx, tx: &mut Tx, parcel: &Locked) -> Result<(), Incident> {
    let (order, tracking) = (&parcel.order, parcel.tracking.clone());
    let event = OrderEvent::ParcelLost { tracking };
    order::note(tx, &Actor::System, order.id, &event).await?;
    let news = if order.stage.name() != OrderStageName::Completed {
        order::put_off(ctx, tx, order).await?;
        ParcelNews::Lost
    } else if order::was_confirmed_by_clock(tx, order.id).await?
        && is_lost_and_owed(tx, order.id).await?
    {
        ParcelNews::LostLate
    } else {
        // Whoever confirmed receipt knows better.
        return Ok(());
    };
    tell(tx, order.buyer, &notice(parcel, news), &order.buyer_link()).await?;
    order::tell_shop(tx, order, &notice(parcel, ParcelNews::LostByUs), false).await
}

fn notice(parcel: &Locked, news: ParcelNews) -> Notice {
    Notice::Parcel {
        order: parcel.order.id,
        number: parcel.order.number.clone(),
        tracking: parcel.tracking.clone(),
        news,
    }
}

/// Whether pieces of an order are lost that its buyer was not paid back.
pub(crate) async fn is_lost_and_owed(tx: &mut Tx, order: OrderId) -> Result<bool, Incident> {
    Ok(!lost_and_owed(tx.sql(), order).await?.is_empty())
}

/// The lines of which pieces are lost that the buyer was not paid back.
async fn lost_and_owed(
    db: &mut sqlx::PgConnection,
    order: OrderId,
) -> Result<Vec<OrderLineId>, Incident> {
    let left = refund::left_of(db, order, Phase::OnTheWay).await?;
    let lost = left.lines.iter().filter(|line| line.lost > 0);
    Ok(lost.map(|line| line.line).collect())
}

/// When we last heard that pieces of an order are lost which its buyer was not paid back. None where
/// nothing is owed.
pub(crate) async fn lost_at(
    db: &mut sqlx::PgConnection,
    order: OrderId,
) -> Result<Option<DateTime<Utc>>, Incident> {
    let owed = lost_and_owed(db, order).await?;
    if owed.is_empty() {
        return Ok(None);
    }
    Ok(sqlx::query_scalar!(
        "select max(s.heard_at) from parcel_scans s join parcels p on p.id = s.parcel_id
         where p.order_id = $1 and p.standing = 'lost' and s.kind = 'lost'
           and exists (select from parcel_lines l where l.parcel_id = p.id and l.line_id = any($2))",
        order.0,
        &column(&owed, |line| line.0),
    )
    .fetch_one(db)
    .await?)
}

/// Tells a shop once more of the parcels that it has to pay back.
pub(crate) async fn remind_of_lost(tx: &mut Tx, order: &Loaded) -> Result<(), Incident> {
    let owed = lost_and_owed(tx.sql(), order.id).await?;
    let lost = sqlx::query_scalar!(
        "select p.tracking_number from parcels p
         where p.order_id = $1 and p.standing = 'lost'
           and exists (select from parcel_lines l where l.parcel_id = p.id and l.line_id = any($2))
         order by p.id",
        order.id.0,
        &column(&owed, |line| line.0),
    )
    .fetch_all(tx.sql())
    .await?;
    for tracking in lost {
        let notice = Notice::Parcel {
            order: order.id,
            number: order.number.clone(),
            tracking,
            news: ParcelNews::LostByUs,
        };
        order::tell_shop(tx, order, &notice, false).await?;
    }
    Ok(())
}
