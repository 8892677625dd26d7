//! What a shop's offers make of the prices that shoppers are shown.

use super::super::prices::lowest_since;
use crate::{ctx::Ctx, failure::Incident, trade::price::offers_of};
use chrono::{DateTime, Utc};
use longtail::{
    id::{ListingId, ShopId},
    money::Money,
    trade::{
        catalog::{
            browse::{ShownOffer, ShownVariant},
            prices::ProductPrices,
        },
        price::{Offer, best, price_before},
        search::ListingCard,
    },
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The offers of these shops that run, and those of the days that these are compared with. Where
/// none runs, nothing is compared.
async fn lately(ctx: &Ctx, shops: &[ShopId]) -> Result<Vec<Offer>, Incident> {
    let mut db = ctx.db.acquire().await?;
    let now = ctx.now();
    let not_over = offers_of(&mut db, shops, now).await?;
    let running = not_over.iter().filter(|offer| offer.span.is_running(now));
    match running.map(Offer::compared_from).min() {
        Some(from) => offers_of(&mut db, shops, from).await,
        None => Ok(Vec::new()),
    }
}

/// What is struck through beside an offer's price, where that is lower.
fn struck(
    offers: &[Offer],
    offer: &Offer,
    listing: ListingId,
    (lowest, unit): (i64, i64),
) -> Option<i64> {
    let before = price_before(offers, offer, listing, lowest);
    (before > unit).then_some(before)
}

/// Shows cards at their shops' offers, beside the lowest price of the days before.
pub(super) async fn lower_cards(
    ctx: &Ctx,
    cards: &mut HashMap<ListingId, ListingCard>,
) -> Result<(), Incident> {
    let shops: BTreeSet<ShopId> = cards.values().map(|card| card.shop.id).collect();
    let offers = lately(ctx, &shops.into_iter().collect::<Vec<_>>()).await?;
    let now = ctx.now();
    let of =
        |card: &ListingCard, price: Money| best(&offers, (card.shop.id, card.id), price.minor, now);
    let lowered: Vec<(Uuid, DateTime<Utc>)> = cards
        .values()
        .filter_map(|card| Some((card.id.0, of(card, card.price)?.0.compared_from())))
        .collect();
    if lowered.is_empty() {
        return Ok(());
    }
    let lowest = lowest_since(&ctx.db, &lowered).await?;
    for card in cards.values_mut() {
        // What is cheapest at the list price is so at every offer.
        let Some((offer, unit)) = of(card, card.price) else {
            continue;
        };
        let money = |minor| Money::new(minor, card.price.currency);
        let low = lowest.get(&card.id.0).copied().unwrap_or(card.price.minor);
        let was = struck(&offers, offer, card.id, (low, unit)).map(money);
        let price_to = of(card, card.price_to).map_or(card.price_to, |(_, unit)| money(unit));
        let price = money(unit);
        (card.price, card.price_to, card.was_price) = (price, price_to, was);
    }
    Ok(())
}

/// Shows variants at the shop's offers, each beside its lowest price of the days before, and
/// tells which offers these are.
pub(super) async fn lower_variants(
    ctx: &Ctx,
    (shop, listing): (ShopId, ListingId),
    prices: &ProductPrices,
    variants: &mut [ShownVariant],
) -> Result<Vec<ShownOffer>, Incident> {
    let offers = lately(ctx, &[shop]).await?;
    let now = ctx.now();
    let mut told: Vec<ShownOffer> = Vec::new();
    for variant in variants {
        let list = variant.price;
        let Some((offer, unit)) = best(&offers, (shop, listing), list.minor, now) else {
            continue;
        };
        let money = |minor| Money::new(minor, list.currency);
        let mut histories = prices.of_variants.iter();
        let history = histories.find(|(id, _)| *id == variant.id);
        let low = history.and_then(|(_, history)| history.lowest_since(offer.compared_from()));
        let low = low.map_or(list.minor, |low| low.minor.min(list.minor));
        variant.was_price = struck(&offers, offer, listing, (low, unit)).map(money);
        variant.price = money(unit);
        if told.iter().all(|known| known.id != offer.id) {
            told.push(ShownOffer {
                id: offer.id,
                name: offer.name.clone(),
                off: offer.off,
                until: offer.span.until,
            });
        }
    }
    Ok(told)
}
