//! What a shop takes off its prices for a while.

use super::{Off, Span};
use crate::{
    id::{ListingId, OfferId, ShopId},
    money::BasisPoints,
    text::Bilingual,
    trade::catalog::prices::COMPARED_DAYS,
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The highest share that can be taken off.
pub(super) const MOST_SHARE: BasisPoints = BasisPoints(9_500);

/// So much off each piece of some goods of a shop, or of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub shop: ShopId,
    pub name: Bilingual,
    pub off: Off,
    /// Nothing where it holds for everything in the shop.
    pub listings: Option<BTreeSet<ListingId>>,
    pub span: Span,
}

impl Offer {
    /// Whether it is for this, whenever it runs.
    pub fn covers(&self, shop: ShopId, listing: ListingId) -> bool {
        let listed = self.listings.as_ref();
        self.shop == shop && listed.is_none_or(|listings| listings.contains(&listing))
    }

    /// What a piece costs with it, at least the smallest unit. An amount takes off no more than a
    /// share may: made for dear goods, it does not give the cheap ones away.
    pub fn unit(&self, list_minor: i64) -> i64 {
        let off = self.off.of(list_minor).min(MOST_SHARE.of(list_minor));
        (list_minor - off).max(1_i64.min(list_minor))
    }

    /// The highest list price of a piece that costs less than this with it. Of two pieces the dearer one
    /// is never the cheaper with an offer, so that all up to there do.
    pub fn dearest_below(&self, minor: i64) -> i64 {
        let most_times = 10_000 / i64::from(10_000 - MOST_SHARE.0);
        let (mut below, mut above) = (
            minor - 1,
            minor.saturating_add(1).saturating_mul(most_times),
        );
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            match self.unit(middle) < minor {
                true => below = middle,
                false => above = middle,
            }
        }
        below
    }

    /// The first moment of the days that its price is compared with.
    pub fn compared_from(&self) -> DateTime<Utc> {
        self.span.from - Duration::days(COMPARED_DAYS)
    }
}

/// The offer that lowers a piece's price most, with the price. Offers do not add up; among
/// those that give the same the first counts.
pub fn best<'a>(
    offers: impl IntoIterator<Item = &'a Offer>,
    (shop, listing): (ShopId, ListingId),
    list_minor: i64,
    now: DateTime<Utc>,
) -> Option<(&'a Offer, i64)> {
    offers
        .into_iter()
        .filter(|offer| offer.covers(shop, listing) && offer.span.is_running(now))
        .map(|offer| (offer, offer.unit(list_minor)))
        .filter(|(_, unit)| *unit < list_minor)
        .min_by_key(|(offer, unit)| (*unit, offer.id))
}

/// What a piece costs at the best offer, or at its list price where there is none.
pub fn unit_now<'a>(
    offers: impl IntoIterator<Item = &'a Offer>,
    place: (ShopId, ListingId),
    list_minor: i64,
    now: DateTime<Utc>,
) -> i64 {
    best(offers, place, list_minor, now).map_or(list_minor, |(_, unit)| unit)
}

/// What an offer's price is compared with, however long it runs: the lowest price of the days
/// before it began, earlier offers counted in, so that nobody raises a price to take something
/// off it, or offers the same again and again. `lowest_minor` is the lowest list price since
/// [`Offer::compared_from`].
pub fn price_before<'a>(
    offers: impl IntoIterator<Item = &'a Offer>,
    offer: &Offer,
    listing: ListingId,
    lowest_minor: i64,
) -> i64 {
    let from = offer.compared_from();
    offers
        .into_iter()
        .filter(|other| other.covers(offer.shop, listing) && other.span.from < offer.span.from)
        .filter(|other| other.span.until > from && other.span.from < other.span.until)
        .map(|other| other.unit(lowest_minor))
        .fold(lowest_minor, i64::min)
}
