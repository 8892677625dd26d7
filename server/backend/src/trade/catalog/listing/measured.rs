//! A version of a listing that changes what its goods weigh and measure, or what they are sent by.

use super::{
    super::{history, read::Stored},
    record,
};
use crate::{ctx::Tx, failure::Incident, outbox::Event, trade::shipping::postage};
use longtail::{
    actor::Actor,
    money::Currency,
    trade::{catalog::history::Cause, shipping::postage::Changed},
};

/// Writes what changed of a stored listing's weights, sizes and template alone. Whether anything
/// did.
///
/// # Errors
/// An incident when the database cannot take it.
pub(in crate::trade) async fn remeasure(
    tx: &mut Tx,
    actor: &Actor,
    old: &Stored,
    changed: &Changed,
    cause: Cause,
    currency: Currency,
) -> Result<bool, Incident> {
    if changed.is_none() {
        return Ok(false);
    }
    record::version(tx, old.id).await?;
    postage::record(tx, &[(old.id, changed)]).await?;
    history::note(tx, actor, old, cause, currency).await?;
    tx.emit(Event::ListingChanged { listing: old.id }).await?;
    Ok(true)
}
