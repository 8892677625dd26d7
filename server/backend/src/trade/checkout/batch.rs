//! Placing many checkouts in one transaction: load all, judge one after another, record all.

use super::write::{self, Sale};
use crate::{
    command::{self, Mark, Receipt},
    ctx::{Ctx, Tx, column},
    failure::{Failure, Incident, is_deadlock, violates},
    trade::{cart, price, stock},
};
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId, OrderId, ShopId, VariantId},
    trade::checkout::{
        CheckoutError, PlaceCheckout, PlacedCheckout,
        basket::{Accepted, Counter, NotAccepted, Shelf, ShopPart, judge},
    },
    trade::stock::StockLevel,
};

/// A command with who gave it.
pub(super) struct Asked {
    pub actor: Actor,
    pub buyer: AccountId,
    pub cmd: PlaceCheckout,
    pub mark: Mark,
}

pub(super) type Outcome = Result<PlacedCheckout, Failure<CheckoutError>>;

/// How often a batch is judged anew because another was quicker.
const MOST_TRIES: usize = 3;

/// What is known of the stock while baskets are judged.
#[derive(Clone, Copy)]
enum Stock {
    /// As it was seen with the carts. Its rows are locked last, for the time of the commit alone,
    /// so that several batches of what all want are written side by side.
    Seen,
    /// As it is, its rows locked until the commit.
    Held,
}

/// Carries each out, in their order. What cannot be recorded together is tried in halves, so
/// that nobody's order falls with another's.
pub(super) async fn place_all(ctx: &Ctx, asked: &[Asked]) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(asked.len());
    let mut left = vec![asked];
    while let Some(some) = left.pop() {
        match place_together(ctx, some).await {
            Ok(judged) => outcomes.extend(judged),
            Err(incident) if some.len() > 1 && may_be_one_of_many(&incident) => {
                tracing::warn!(%incident, many = some.len(), "orders are placed in halves");
                let (first, rest) = some.split_at(some.len() / 2);
                left.extend([rest, first]);
            }
            Err(incident) => outcomes.extend(some.iter().map(|_| {
                let told = incident.to_string();
                Err(Failure::incident(told))
            })),
        }
    }
    outcomes
}

/// Not where the database cannot be reached: that helps nobody.
fn may_be_one_of_many(incident: &Incident) -> bool {
    match incident.0.downcast_ref::<sqlx::Error>() {
        Some(error) => error.as_database_error().is_some(),
        None => true,
    }
}

async fn place_together(ctx: &Ctx, asked: &[Asked]) -> Result<Vec<Outcome>, Incident> {
    for tried in 0..MOST_TRIES {
        let stock = if tried == 0 { Stock::Seen } else { Stock::Held };
        let mut tx = ctx.transaction().await?;
        let (outcomes, sales) = decide(&mut tx, ctx, asked, stock).await?;
        if sales.is_empty() {
            return Ok(outcomes);
        }
        match write::record(&mut tx, &sales).await {
            Ok(true) => {
                tx.commit().await?;
                return Ok(outcomes);
            }
            Ok(false) => {}
            Err(incident) if another_was_quicker(&incident) => {}
            Err(incident) => return Err(incident),
        }
    }
    Err(Incident::new("carts kept changing while they were ordered"))
}

/// Took the last pieces, or an order's number; or waited for a cart of ours with what we wait for.
fn another_was_quicker(incident: &Incident) -> bool {
    let error = incident.0.downcast_ref::<sqlx::Error>();
    error.is_some_and(|error| {
        violates(error, "stock_reserved_is_on_hand")
            || violates(error, "orders_number_unique")
            || is_deadlock(error)
    })
}

/// Judges one after another. What one takes, and the command it gave, count for the next.
async fn decide<'a>(
    tx: &mut Tx,
    ctx: &Ctx,
    asked: &'a [Asked],
    stock: Stock,
) -> Result<(Vec<Outcome>, Vec<Sale<'a>>), Incident> {
    let buyers = column(asked, |asked| asked.buyer);
    let mut carts = cart::load_many(tx.sql(), ctx, &buyers).await?;
    let of_carts = price::Asked {
        currency: ctx.settings.currency,
        now: tx.now(),
        shops: &shops(carts.values()),
        listings: &listings(carts.values()),
        countries: &countries(asked),
        buyers: &buyers,
    };
    // The coupons' rows before the stock's, here as everywhere.
    let deals = price::for_carts(tx.sql(), &of_carts, true).await?;
    // Who had to wait for a coupon has seen the stock long ago.
    let shelf = match stock {
        Stock::Seen if deals.held.is_empty() => Shelf::new(seen(carts.values())),
        _ => Shelf::new(stock::lock_levels(tx, &goods(carts.values())).await?),
    };
    // Only now: who had to wait for these rows may have waited for the same command.
    let mut receipts = command::receipts(tx, &column(asked, |asked| asked.cmd.command)).await?;
    let mut counter = Counter { shelf, deals };
    let mut outcomes = Vec::with_capacity(asked.len());
    let mut sales = Vec::new();
    for asked in asked {
        let id = asked.cmd.command;
        if let Some(receipt) = receipts.get(&id) {
            outcomes.push(receipt.answer_to(&asked.mark));
            continue;
        }
        let basket = carts.get(&asked.buyer).map_or(&[][..], Vec::as_slice);
        let commission = |tier| ctx.settings.commission(tier);
        let accepted = match judge(&asked.cmd, asked.buyer, basket, &mut counter, commission) {
            Ok(accepted) => accepted,
            Err(NotAccepted::Invalid(issues)) => {
                outcomes.push(Err(Failure::Invalid(issues)));
                continue;
            }
            Err(NotAccepted::Refused(refused)) => {
                outcomes.push(Err(Failure::Refused(refused)));
                continue;
            }
        };
        let basket = carts.remove(&asked.buyer).unwrap_or_default();
        let placed = placed(tx, ctx, &accepted);
        let receipt = Receipt {
            id,
            mark: asked.mark.clone(),
            answer: Some(serde_json::to_value(&placed)?),
        };
        receipts.insert(id, receipt.clone());
        outcomes.push(Ok(placed.clone()));
        sales.push(Sale {
            asked,
            basket,
            accepted,
            placed,
            receipt,
        });
    }
    Ok((outcomes, sales))
}

/// What is left of everything that these carts hold, as it was when they were loaded.
fn seen<'a>(
    carts: impl Iterator<Item = &'a Vec<ShopPart>>,
) -> impl Iterator<Item = (VariantId, StockLevel)> {
    carts.flatten().flat_map(|(_, _, lines)| lines).map(|line| {
        let level = StockLevel {
            on_hand: line.available,
            reserved: 0,
        };
        (line.variant, level)
    })
}

/// Everything that these carts hold, once.
fn goods<'a>(carts: impl Iterator<Item = &'a Vec<ShopPart>>) -> Vec<VariantId> {
    let mut variants: Vec<VariantId> = carts
        .flatten()
        .flat_map(|(_, _, lines)| lines)
        .map(|line| line.variant)
        .collect();
    variants.sort_unstable();
    variants.dedup();
    variants
}

/// What these carts hold goods of, once.
fn listings<'a>(carts: impl Iterator<Item = &'a Vec<ShopPart>>) -> Vec<ListingId> {
    let lines = carts.flatten().flat_map(|(_, _, lines)| lines);
    let mut listings: Vec<ListingId> = lines.map(|line| line.listing).collect();
    listings.sort_unstable();
    listings.dedup();
    listings
}

/// Where all of it is to go, once, as the addresses are written when they are checked.
fn countries(asked: &[Asked]) -> Vec<String> {
    let named = asked.iter().map(|asked| &asked.cmd.ship_to.country);
    let mut countries: Vec<String> = named.map(|code| code.trim().to_uppercase()).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// The shops that these carts hold goods of, once.
fn shops<'a>(carts: impl Iterator<Item = &'a Vec<ShopPart>>) -> Vec<ShopId> {
    let mut shops: Vec<ShopId> = carts.flatten().map(|(shop, ..)| shop.id).collect();
    shops.sort_unstable();
    shops.dedup();
    shops
}

fn placed(tx: &Tx, ctx: &Ctx, accepted: &Accepted) -> PlacedCheckout {
    // Ids of one moment are in no order of themselves; the orders keep that of the cart.
    let mut orders: Vec<OrderId> = accepted.orders.iter().map(|_| tx.new_id()).collect();
    orders.sort_unstable();
    PlacedCheckout {
        checkout: tx.new_id(),
        orders,
        total: accepted.total,
        reserved_until: tx.now() + ctx.settings.reserve_for,
    }
}
