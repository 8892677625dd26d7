//! What a file says goods weigh and measure, and by which template they are sent: kept beside
//! their listings.

use super::super::check::Checked;
use crate::{
    ctx::Tx,
    failure::Incident,
    outbox::Event,
    trade::shipping::postage::{self, Changed, Known, ListingTold},
};
use longtail::{
    id::{ListingId, VariantId},
    trade::catalog::{Saved, SavedHow},
};

/// Keeps it for listings that were made just now.
pub async fn of_new(
    tx: &mut Tx,
    checked: &Checked,
    made: impl Iterator<Item = (usize, ListingId)>,
) -> Result<(), Incident> {
    let told: Vec<(ListingId, ListingTold)> = made
        .map(|(at, listing)| (listing, checked.told(at)))
        .collect();
    postage::record_new(tx, &told).await
}

/// Keeps it for a listing that was there before. Says what became of the listing with that,
/// and what was known and is.
pub async fn of_known(
    tx: &mut Tx,
    told: ListingTold,
    saved: &Saved,
    before: Known,
) -> Result<(SavedHow, Changed), Incident> {
    let listing = saved.listing;
    let templates: Vec<_> = told
        .template
        .map(|template| (listing, template))
        .into_iter()
        .collect();
    let variants: Vec<(VariantId, _)> = saved.variants.iter().copied().zip(told.variants).collect();
    let changed = postage::record(tx, &templates, &variants).await?;
    let how = match saved.how {
        SavedHow::Unchanged if changed => {
            tx.emit(Event::ListingChanged { listing }).await?;
            SavedHow::Updated
        }
        how => how,
    };
    let after = postage::known(tx, listing).await?;
    Ok((how, Changed { before, after }))
}
