//! Publishing at a time that was set.

use super::{
    editor::Opened,
    history,
    listing::record,
    read::{Find, lock_listing, shop_head},
};
use crate::{
    Ctx,
    ctx::Tx,
    failure::{Failure, Incident, denied, invalid},
    jobs::Job,
    outbox::Event,
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::Actor,
    id::ListingId,
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::catalog::{CatalogError, ListingMove, history::Cause},
    when,
};

/// How far ahead a time may be set.
const MOST_AHEAD: Duration = Duration::days(366);

/// Reads the time that was typed, in the market's zone. Nothing typed sets none.
///
/// # Errors
/// `publish_at`: no time, one that has passed, or one too far ahead.
pub fn read_time(typed: &str, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, FieldIssues> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let text = match when::read_local(typed) {
        Some(at) if at > now && at <= now + MOST_AHEAD => return Ok(Some(at)),
        Some(at) if at <= now => Bilingual::new(
            "This time has passed. Choose a later one, or publish now.",
            "这个时间已过，请选择更晚的时间，或立即上架。",
        ),
        Some(_) => Bilingual::new("Choose a time within a year.", "请选择一年以内的时间。"),
        None => Bilingual::new("Enter a date and a time.", "请填写日期和时间。"),
    };
    Err(FieldIssues::one("publish_at", FieldIssue::Other { text }))
}

/// What a shop wants of a listing's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// As typed, in the market's zone.
    At(String),
    CallOff,
}

impl Wish {
    pub fn new(typed: &str, call_off: bool) -> Self {
        if call_off {
            Self::CallOff
        } else {
            Self::At(typed.to_owned())
        }
    }

    fn read(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, FieldIssues> {
        match self {
            Self::CallOff => Ok(None),
            Self::At(typed) if typed.trim().is_empty() => {
                Err(FieldIssues::one("publish_at", FieldIssue::Missing))
            }
            Self::At(typed) => read_time(typed, now),
        }
    }
}

/// Sets the time at which a draft or a paused listing goes on the shelf by itself, moves it, or
/// calls it off.
///
/// # Errors
/// [`CatalogError::Stale`], [`CatalogError::WrongStage`], [`CatalogError::NothingOffered`]; a
/// time that cannot be.
pub async fn schedule(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    wish: &Wish,
) -> Result<(), Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, &opened.shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let at = wish.read(ctx.now()).map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    let stored = lock_listing(&mut tx, Find::Id(opened.listing), ctx.settings.currency)
        .await?
        .filter(|stored| stored.shop == shop.id)
        .ok_or(Failure::NotFound)?;
    if stored.version != opened.version {
        return Err(Failure::Refused(CatalogError::Stale));
    }
    if at.is_some() {
        let offered = stored.variants.iter().filter(|v| v.offered).count();
        stored
            .stage
            .moved(ListingMove::Publish, offered)
            .map_err(Failure::Refused)?;
    }
    if at != stored.publish_at {
        set(&mut tx, opened.listing, at).await?;
        history::note(
            &mut tx,
            actor,
            &stored,
            Cause::Schedule,
            ctx.settings.currency,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes the time and puts the job off until then.
pub(super) async fn set(
    tx: &mut Tx,
    listing: ListingId,
    at: Option<DateTime<Utc>>,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "update listings set publish_at = $2, version = version + 1, updated_at = $3 where id = $1",
        listing.0,
        at,
        now,
    )
    .execute(tx.sql())
    .await?;
    if let Some(at) = at {
        tx.schedule(&Job::PublishListing { listing }, at).await?;
    }
    Ok(())
}

/// The job: publishes a listing whose time has come. One that was called off, moved, published
/// or emptied since stays as it is; its editor says that the time has passed.
///
/// # Errors
/// An incident; the job is tried again.
pub async fn publish_by_clock(ctx: &Ctx, listing: ListingId) -> Result<(), Failure<CatalogError>> {
    let mut tx = ctx.transaction().await?;
    let stored = lock_listing(&mut tx, Find::Id(listing), ctx.settings.currency)
        .await?
        .ok_or(Failure::NotFound)?;
    if stored.publish_at.is_none_or(|at| at > tx.now()) {
        return Ok(());
    }
    let offered = stored.variants.iter().filter(|v| v.offered).count();
    let stage = stored
        .stage
        .moved(ListingMove::Publish, offered)
        .map_err(Failure::Refused)?;
    record::stage(&mut tx, listing, stage).await?;
    let currency = ctx.settings.currency;
    history::note(&mut tx, &Actor::System, &stored, Cause::Clock, currency).await?;
    tx.emit(Event::ListingChanged { listing }).await?;
    tx.commit().await?;
    Ok(())
}
