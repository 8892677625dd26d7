//! Handing parcels over.

use super::carrier::{Label, NewLabel};
use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, column},
    failure::{Failure, Incident, denied, invalid},
    jobs::Job,
    platform::notification::tell,
    trade::order::{self, Loaded},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{OrderId, OrderLineId, ParcelId},
    money::escrow::confirm_by,
    platform::notification::{Notice, ParcelNews},
    policy::{Action, permit},
    trade::{
        order::{OrderError, OrderEvent},
        shipping::parcel::{Bringer, Packing, ParcelForm, ParcelSent, ShipParcel, Unpacked},
    },
};

/// How long a carrier has before it is asked for scans of which no message came.
pub(super) const ASK_AFTER: Duration = Duration::hours(6);

impl Command for ShipParcel {
    type Answer = ParcelSent;
    const NAME: &'static str = "ship_parcel";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Who brings a parcel, under which number.
pub(crate) struct Handed {
    pub carrier: String,
    pub tracking: String,
    pub label: Option<Label>,
}

impl Handed {
    pub(crate) fn typed(carrier: &str, tracking: &str) -> Self {
        Self {
            carrier: carrier.to_owned(),
            tracking: tracking.to_owned(),
            label: None,
        }
    }

    fn labelled(label: Label) -> Self {
        Self {
            carrier: label.carrier.clone(),
            tracking: label.reference.clone(),
            label: Some(label),
        }
    }
}

/// Hands one parcel of an order to a carrier: chosen pieces, or all that is left.
///
/// # Errors
/// Names the fields that cannot be taken or ask for more than is left; refuses orders that
/// cannot be sent, an empty parcel, and a label that the carrier does not make.
pub async fn ship_parcel(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &ShipParcel,
) -> Result<ParcelSent, Failure<OrderError>> {
    let label = match cmd.form.by {
        Bringer::Typed => None,
        Bringer::Label => label_for(ctx, actor, cmd).await?,
    };
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let packed = pack(&mut tx, actor, cmd).await?;
    let handed = match (cmd.form.by, label) {
        (Bringer::Typed, _) => Handed::typed(&packed.form.carrier, &packed.form.tracking),
        (Bringer::Label, Some(label)) => Handed::labelled(label),
        (Bringer::Label, None) => return Err(Failure::incident("a parcel's label vanished")),
    };
    let parcel = parcel_of(cmd);
    let (order, packing) = (&packed.order, &packed.packing);
    dispatch(ctx, &mut tx, actor, order, parcel, packing, &handed).await?;
    let last = packing.last;
    tx.finish(cmd, ParcelSent { parcel, last }).await
}

fn parcel_of(cmd: &ShipParcel) -> ParcelId {
    ParcelId(cmd.command.0)
}

struct Packed {
    order: Loaded,
    packing: Packing,
    form: ParcelForm,
}

/// Locks the order and looks at what is to go along.
async fn pack(tx: &mut Tx, actor: &Actor, cmd: &ShipParcel) -> Result<Packed, Failure<OrderError>> {
    let order = order::lock(tx, cmd.order).await?.ok_or(Failure::NotFound)?;
    permit(actor, Action::ShipOrders(order.shop)).map_err(denied)?;
    let now = tx.now();
    order
        .stage
        .clone()
        .ship(now, now)
        .map_err(Failure::Refused)?;
    let unpacked = unpacked_of(tx.sql(), order.id).await?;
    let (packing, form) = cmd.form.checked(&unpacked).map_err(invalid)?;
    if packing.pieces.is_empty() {
        return Err(Failure::Refused(OrderError::EmptyParcel));
    }
    Ok(Packed {
        order,
        packing,
        form,
    })
}

/// Asks the carrier for a label, while nothing is locked. None where the parcel is there
/// already: then the command was carried out before.
async fn label_for(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &ShipParcel,
) -> Result<Option<Label>, Failure<OrderError>> {
    let parcel = parcel_of(cmd);
    let mut tx = ctx.transaction().await?;
    let known = sqlx::query_scalar!("select id from parcels where id = $1", parcel.0)
        .fetch_optional(tx.sql())
        .await?;
    if known.is_some() {
        return Ok(None);
    }
    let packed = pack(&mut tx, actor, cmd).await?;
    let row = sqlx::query!(
        "select c.ship_to, s.city_en, s.city_zh
         from orders o join checkouts c on c.id = o.checkout_id join shops s on s.id = o.shop_id
         where o.id = $1",
        packed.order.id.0
    )
    .fetch_one(tx.sql())
    .await?;
    drop(tx);
    let shop_name = &packed.order.shop_name;
    let or_else = |first: &str, second: &str| match first {
        "" => second.to_owned(),
        first => first.to_owned(),
    };
    let wanted = NewLabel {
        parcel,
        sender: or_else(&shop_name.en, &shop_name.zh),
        from: or_else(&row.city_en, &row.city_zh),
        ship_to: serde_json::from_value(row.ship_to)?,
        pieces: packed.packing.count(),
    };
    match ctx.carrier.label(&wanted).await {
        Ok(label) => Ok(Some(label)),
        Err(incident) => {
            tracing::warn!(%parcel, %incident, "the carrier makes no label");
            Err(Failure::Refused(OrderError::NoLabel))
        }
    }
}

/// Writes a parcel down: its pieces, the order's stage and history, what the buyer is told, and
/// who looks after it from now on. The caller has locked the order and looked at the actor.
pub(crate) async fn dispatch(
    ctx: &Ctx,
    tx: &mut Tx,
    actor: &Actor,
    order: &Loaded,
    parcel: ParcelId,
    packing: &Packing,
    handed: &Handed,
) -> Result<(), Failure<OrderError>> {
    let now = tx.now();
    let confirm_by = confirm_by(now, ctx.settings.confirm_after);
    let stage = order.stage.clone();
    let stage = match packing.last {
        true => stage.ship(now, confirm_by),
        false => stage.ship_part(now),
    };
    let stage = stage.map_err(Failure::Refused)?;
    write(tx, order.id, parcel, handed).await?;
    put_in(tx, order.id, parcel, &packing.pieces).await?;
    let (event, notice) = news(order, packing, handed);
    order::record(tx, actor, order, &stage, &event).await?;
    if packing.last {
        let confirm = Job::ConfirmOrder { order: order.id };
        tx.schedule(&confirm, confirm_by).await?;
    }
    if handed.label.is_some() {
        let ask = Job::AskCarrier { parcel };
        tx.schedule(&ask, now + ASK_AFTER).await?;
    }
    Ok(tell(tx, order.buyer, &notice, &order.buyer_link()).await?)
}

/// What the order's history keeps of a parcel, and what its buyer is told.
fn news(order: &Loaded, packing: &Packing, handed: &Handed) -> (OrderEvent, Notice) {
    let (carrier, tracking) = (handed.carrier.clone(), handed.tracking.clone());
    let (number, shop_name) = (order.number.clone(), order.shop_name.clone());
    let order = order.id;
    if packing.last {
        let event = OrderEvent::Shipped {
            carrier: carrier.clone(),
            tracking: tracking.clone(),
        };
        let notice = Notice::OrderShipped {
            order,
            number,
            shop_name,
            carrier,
            tracking,
        };
        return (event, notice);
    }
    let pieces = packing.count();
    let event = OrderEvent::PartShipped {
        carrier: carrier.clone(),
        tracking: tracking.clone(),
        pieces,
    };
    let notice = Notice::Parcel {
        order,
        number,
        tracking,
        news: ParcelNews::PartShipped {
            shop_name,
            carrier,
            pieces,
        },
    };
    (event, notice)
}

async fn write(
    tx: &mut Tx,
    order: OrderId,
    parcel: ParcelId,
    handed: &Handed,
) -> Result<(), Incident> {
    let now = tx.now();
    let label = handed.label.as_ref();
    sqlx::query!(
        "insert into parcels (id, order_id, carrier, tracking_number, shipped_at, label_ref, label_url)
         values ($1, $2, $3, $4, $5, $6, $7)",
        parcel.0,
        order.0,
        handed.carrier,
        handed.tracking,
        now,
        label.map(|label| label.reference.as_str()),
        label.map(|label| label.url.as_str()),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The pieces of a parcel, and what they leave of the order's lines.
async fn put_in(
    tx: &mut Tx,
    order: OrderId,
    parcel: ParcelId,
    pieces: &[(OrderLineId, u32)],
) -> Result<(), Incident> {
    let counts = pieces
        .iter()
        .map(|(_, count)| i32::try_from(*count))
        .collect::<Result<Vec<_>, _>>()?;
    let put = sqlx::query!(
        "with part as (
             insert into parcel_lines (parcel_id, line_id, quantity)
             select $1, p.line_id, p.quantity from unnest($2::uuid[], $3::int[]) as p (line_id, quantity)
             returning line_id, quantity)
         update order_lines n set sent_quantity = n.sent_quantity + part.quantity
         from part where n.id = part.line_id and n.order_id = $4",
        parcel.0,
        &column(pieces, |(line, _)| line.0),
        &counts,
        order.0,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    if put != pieces.len() as u64 {
        return Err(Incident::new("a parcel holds another order's pieces"));
    }
    Ok(())
}

/// What of an order is still to be sent and in no parcel.
pub(crate) async fn unpacked_of(
    db: &mut sqlx::PgConnection,
    order: OrderId,
) -> Result<Vec<Unpacked>, Incident> {
    sqlx::query!(
        r#"select id, quantity - unsent_quantity - sent_quantity as "pieces!" from order_lines
           where order_id = $1 and unsent_quantity + sent_quantity < quantity order by position"#,
        order.0
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Unpacked {
            line: OrderLineId(row.id),
            pieces: u32::try_from(row.pieces)?,
        })
    })
    .collect()
}
