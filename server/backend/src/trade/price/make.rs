//! Offers and coupons are made and ended. They are never edited: what orders were priced by stays.

use super::load::off_columns;
use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, denied, invalid, violates},
    jobs::Job,
    outbox::Event,
    trade::shop::back_office_shop,
};
use longtail::{
    actor::Actor,
    id::{CommandId, CouponId, ListingId, OfferId, ShopId},
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
    trade::price::{Funder, MakeCoupon, MakeOffer, NewCoupon, NewOffer},
};
use uuid::Uuid;

impl Command for MakeOffer {
    type Answer = OfferId;
    const NAME: &'static str = "make_offer";
    fn id(&self) -> CommandId {
        self.command
    }
}

impl Command for MakeCoupon {
    type Answer = CouponId;
    const NAME: &'static str = "make_coupon";
    fn id(&self) -> CommandId {
        self.command
    }
}

/// Takes something off a shop's prices, for all its goods or some, for a while.
///
/// # Errors
/// Names the fields that cannot be taken; not found for all but the shop's owners.
pub async fn make_offer(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &MakeOffer,
) -> Result<OfferId, Failure<Refusal>> {
    let shop = shop_to_keep(ctx, actor, &cmd.shop).await?;
    let checked = cmd.form.checked(ctx.settings.currency, ctx.now());
    let offer = checked.map_err(invalid)?;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let id = write_offer(&mut tx, shop, &offer).await?;
    tx.schedule(&Job::TurnOffer { offer: id }, offer.span.from)
        .await?;
    tx.finish(cmd, id).await
}

async fn shop_to_keep(ctx: &Ctx, actor: &Actor, slug: &str) -> Result<ShopId, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?.id();
    permit(actor, Action::KeepOffers(shop)).map_err(denied)?;
    Ok(shop)
}

async fn write_offer(
    tx: &mut Tx,
    shop: ShopId,
    offer: &NewOffer,
) -> Result<OfferId, Failure<Refusal>> {
    let (id, now): (OfferId, _) = (tx.new_id(), tx.now());
    let (share_bp, amount_minor) = off_columns(offer.off);
    sqlx::query!(
        "insert into shop_offers (id, shop_id, name_en, name_zh, share_bp, amount_minor, chosen, from_at,
                                  until_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        shop.0,
        offer.name.en,
        offer.name.zh,
        share_bp,
        amount_minor,
        offer.listings.is_some(),
        offer.span.from,
        offer.span.until,
        now,
    )
    .execute(tx.sql())
    .await?;
    let chosen: Vec<Uuid> = offer.listings.iter().flatten().map(|id| id.0).collect();
    let written = sqlx::query!(
        "insert into shop_offer_listings (offer_id, listing_id)
         select $1, l.id from listings l where l.id = any($2) and l.shop_id = $3",
        id.0,
        &chosen,
        shop.0,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    if written != chosen.len() as u64 {
        return Err(invalid(FieldIssues::one(
            "listings",
            FieldIssue::NotAChoice,
        )));
    }
    Ok(id)
}

/// Ends an offer now; one that has not begun never does. Ended twice, it is ended once.
///
/// # Errors
/// Not found for all but the shop's owners.
pub async fn end_offer(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    offer: OfferId,
) -> Result<(), Failure<Refusal>> {
    let shop = shop_to_keep(ctx, actor, slug).await?;
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    let ended = sqlx::query!(
        "update shop_offers set until_at = greatest(from_at, least(until_at, $3))
         where id = $1 and shop_id = $2",
        offer.0,
        shop.0,
        now,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    found(ended)?;
    tx.schedule(&Job::TurnOffer { offer }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets those who follow goods look at them anew when an offer begins and when it ends. What
/// buyers are shown and asked for looks at the clock itself.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn turn_offer(ctx: &Ctx, offer: OfferId) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let row = sqlx::query!(
        r#"select o.shop_id, o.chosen, o.from_at, o.until_at,
                  array(select l.listing_id from shop_offer_listings l where l.offer_id = o.id) as "listings!"
           from shop_offers o where o.id = $1"#,
        offer.0
    )
    .fetch_one(tx.sql())
    .await?;
    let changed: Vec<Event> = match row.chosen {
        true => row
            .listings
            .into_iter()
            .map(|id| Event::ListingChanged {
                listing: ListingId(id),
            })
            .collect(),
        false => vec![Event::ShopChanged {
            shop: ShopId(row.shop_id),
        }],
    };
    tx.emit_many(&changed).await?;
    let next = [row.from_at, row.until_at]
        .into_iter()
        .find(|at| *at > tx.now());
    if let Some(at) = next {
        tx.schedule(&Job::TurnOffer { offer }, at).await?;
    }
    tx.commit().await
}

fn found(rows: u64) -> Result<(), Failure<Refusal>> {
    match rows {
        0 => Err(Failure::NotFound),
        _ => Ok(()),
    }
}

/// Whose coupons somebody may make and end: a shop's owners its own, staff the platform's.
async fn payer(
    ctx: &Ctx,
    actor: &Actor,
    shop: Option<&str>,
) -> Result<Option<ShopId>, Failure<Refusal>> {
    match shop {
        Some(slug) => shop_to_keep(ctx, actor, slug).await.map(Some),
        None => {
            permit(actor, Action::KeepPromotions).map_err(denied)?;
            Ok(None)
        }
    }
}

/// Makes a coupon, which its shop pays for, or the platform.
///
/// # Errors
/// Names the fields that cannot be taken, also a code that there is; not found for all but the
/// shop's owners, or staff.
pub async fn make_coupon(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &MakeCoupon,
) -> Result<CouponId, Failure<Refusal>> {
    let shop = payer(ctx, actor, cmd.shop.as_deref()).await?;
    let funder = shop.map_or(Funder::Platform, |_| Funder::Shop);
    let checked = cmd.form.checked(funder, ctx.settings.currency, ctx.now());
    let coupon = checked.map_err(invalid)?;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let id = write_coupon(&mut tx, shop, &coupon).await?;
    tx.finish(cmd, id).await
}

async fn write_coupon(
    tx: &mut Tx,
    shop: Option<ShopId>,
    coupon: &NewCoupon,
) -> Result<CouponId, Failure<Refusal>> {
    let (id, now): (CouponId, _) = (tx.new_id(), tx.now());
    let (share_bp, amount_minor) = off_columns(coupon.off);
    let written = sqlx::query!(
        "insert into coupons (id, shop_id, code, share_bp, amount_minor, cap_minor, least_minor, most_uses,
                              per_person, from_at, until_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id.0,
        shop.map(|shop| shop.0),
        coupon.code,
        share_bp,
        amount_minor,
        coupon.cap_minor,
        coupon.least_minor,
        coupon.limit.map(i32::try_from).transpose()?,
        i32::try_from(coupon.per_person)?,
        coupon.span.from,
        coupon.span.until,
        now,
    )
    .execute(tx.sql())
    .await;
    match written {
        Ok(_) => Ok(id),
        Err(error) if violates(&error, "coupons_code_unique") => {
            Err(invalid(FieldIssues::one("code", FieldIssue::AlreadyTaken)))
        }
        Err(error) => Err(Incident::from(error).into()),
    }
}

/// Ends a coupon now; one that has not begun never does. Orders that used it keep it.
///
/// # Errors
/// Not found for all but those who may make it.
pub async fn end_coupon(
    ctx: &Ctx,
    actor: &Actor,
    shop: Option<&str>,
    coupon: CouponId,
) -> Result<(), Failure<Refusal>> {
    let shop = payer(ctx, actor, shop).await?;
    let ended = sqlx::query!(
        "update coupons set until_at = greatest(from_at, least(until_at, $3))
         where id = $1 and shop_id is not distinct from $2",
        coupon.0,
        shop.map(|shop| shop.0),
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    found(ended)
}
