//! Five months of trade: people buy, shops ship, receipts are confirmed by hand or by the clock.

use super::{
    catalogue::{Buyer, Catalogue, Language},
    chance::Chance,
    deposits, offers, parcels,
    world::{DemoError, World},
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::Actor,
    id::{CheckoutId, CommandId, OrderId, PaymentId},
    money::payment::{GatewayOutcome, Method},
    trade::{
        checkout::{PlaceCheckout, PlacedCheckout},
        order::{CancelOrder, ConfirmReceipt, Party},
        shipping::{PostalAddress, region::Place},
    },
};
use longtail_backend::{
    Failure, jobs,
    money::{payment, payment::gateway::GatewayEvent},
    trade::{cart, checkout, order},
};
use std::collections::BTreeMap;

/// How far back the story begins.
const DAYS: i64 = 150;

/// What is going to happen to an order, by the time at which it does.
enum Step {
    Ship { order: OrderId, shop: String },
    Confirm { order: OrderId, buyer: usize },
}

/// Tells the whole past. Answers with the number of orders.
pub(super) async fn tell(
    world: &mut World,
    catalogue: &Catalogue,
    progress: &mut dyn FnMut(i64, i64),
) -> Result<usize, DemoError> {
    let mut ahead: BTreeMap<(DateTime<Utc>, OrderId), Step> = BTreeMap::new();
    let mut orders = 0;
    let start = world.until - Duration::days(DAYS);
    for day in 0..=DAYS {
        let mut chance = Chance::of(&format!("day {day}"));
        // Trade grows, and the last two days are busy enough to show every stage.
        let checkouts = chance.between(0, 2) + day / 75 + if day >= DAYS - 2 { 2 } else { 0 };
        let mut times: Vec<i64> = (0..checkouts).map(|_| chance.between(0, 20 * 60)).collect();
        times.sort_unstable();
        for (number, minutes) in times.into_iter().enumerate() {
            let at = start + Duration::days(day) + Duration::minutes(minutes) - Duration::hours(21);
            catch_up(world, catalogue, &mut ahead, at).await?;
            let name = format!("{day}-{number}");
            // The demo's own shopper buys now and then, and on each of the last days.
            let buyer = if number == 0 && (day % 15 == 5 || day >= DAYS - 1) {
                0
            } else {
                chance.below(catalogue.buyers.len() as u64) as usize
            };
            orders += buy(world, catalogue, &mut chance, &name, buyer, at, &mut ahead).await?;
        }
        catch_up(world, catalogue, &mut ahead, start + Duration::days(day)).await?;
        progress(day, DAYS);
    }
    Ok(orders)
}

/// Lets everything happen that falls due until `now`, in order, and the market's own clockwork with it.
async fn catch_up(
    world: &World,
    catalogue: &Catalogue,
    ahead: &mut BTreeMap<(DateTime<Utc>, OrderId), Step>,
    now: DateTime<Utc>,
) -> Result<(), DemoError> {
    while let Some(entry) = ahead.first_entry() {
        let (at, _) = *entry.key();
        if at > now {
            break;
        }
        let step = entry.remove();
        world.clock.set(at);
        match step {
            Step::Ship { order, shop } => {
                if !parcels::ship(world, catalogue, order, &shop).await? {
                    // The rest is packed on the same day.
                    let later = at + Duration::hours(7);
                    ahead.insert((later, order), Step::Ship { order, shop });
                }
            }
            Step::Confirm { order, buyer } => {
                confirm(world, catalogue, order, buyer).await?;
                deposits::pay_in(world).await?;
            }
        }
    }
    world.clock.set(now);
    jobs::run_due(&world.ctx).await?;
    Ok(())
}

/// One visit: things from one to three shops into the cart, an order, a payment, and what follows.
async fn buy(
    world: &World,
    catalogue: &Catalogue,
    chance: &mut Chance,
    name: &str,
    buyer: usize,
    at: DateTime<Utc>,
    ahead: &mut BTreeMap<(DateTime<Utc>, OrderId), Step>,
) -> Result<usize, DemoError> {
    let Some(person) = catalogue.buyers.get(buyer) else {
        return Ok(0);
    };
    let actor = world.person(&person.email)?;
    if fill_cart(world, chance, actor, buyer, name).await? == 0 {
        return Ok(0);
    }
    if world.until - at < Duration::days(3) {
        offers::try_code(world, actor).await?;
    }
    let form = checkout::checkout_form(&world.ctx, actor)
        .await
        .map_err(DemoError::at(name))?;
    let mut notes = Vec::new();
    if chance.percent(25)
        && let Some(group) = form.cart.groups.first()
    {
        let own: Vec<_> = catalogue
            .notes
            .iter()
            .filter(|note| note.language == person.language)
            .collect();
        if let Some(note) = chance.pick(&own) {
            notes.push((group.shop.id, note.text.clone()));
        }
    }
    let ship_to = address(person, chance);
    let seen = cart::cart_to(&world.ctx, actor, Place::of(&ship_to))
        .await
        .map_err(DemoError::at(name))?;
    let place = PlaceCheckout {
        command: world.ctx.new_id(),
        email: person.email.clone(),
        ship_to,
        remember_address: true,
        notes,
        agreed_total_minor: seen.total.minor,
        agreed: None,
    };
    let placed = checkout::place(&world.ctx, actor, &place)
        .await
        .map_err(DemoError::at(name))?;
    let fate = chance.below(100);
    // The last visits end well, so that every stage can be seen today.
    let recent = world.until - at < Duration::days(3);
    if fate < 4 && !recent {
        return Ok(placed.orders.len());
    }
    world
        .clock
        .set(at + Duration::minutes(chance.between(1, 9)));
    pay(world, actor, name, &placed).await?;
    plan(world, catalogue, chance, name, buyer, at, &placed, ahead).await?;
    Ok(placed.orders.len())
}

async fn fill_cart(
    world: &World,
    chance: &mut Chance,
    actor: &Actor,
    buyer: usize,
    name: &str,
) -> Result<usize, DemoError> {
    let weights: Vec<u64> = world
        .goods
        .iter()
        .map(|good| good.popularity * good.popularity / 60 + 1)
        .collect();
    let lines = 1 + chance.weighted(&[50, 30, 15, 5]);
    let mut added = 0;
    for line in 0..lines {
        // The demo's shopper knows the demo's merchant.
        let own = (buyer == 0 && line == 0).then(|| {
            world
                .goods
                .iter()
                .position(|good| good.shop == "cloud-ridge-tea")
        });
        let index = match own.flatten() {
            Some(first) => first + chance.below(8) as usize,
            None => chance.weighted(&weights),
        };
        let Some(good) = world.goods.get(index) else {
            continue;
        };
        let Some(variant) = chance.pick(&good.variants) else {
            continue;
        };
        let quantity = 1 + chance.weighted(&[80, 15, 5]) as u32;
        match cart::add(&world.ctx, actor, *variant, quantity).await {
            Ok(_) => added += 1,
            // Sold out: people look elsewhere.
            Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(DemoError::at(name)(failure)),
        }
    }
    Ok(added)
}

fn address(person: &Buyer, chance: &mut Chance) -> PostalAddress {
    chance
        .pick(&person.addresses)
        .map_or_else(PostalAddress::default, |address| PostalAddress {
            recipient: address.recipient.clone(),
            phone: address.phone.clone(),
            country: address.country.clone(),
            region: address.region.clone(),
            city: address.city.clone(),
            line: address.line.clone(),
            postcode: address.postcode.clone(),
        })
}

async fn pay(
    world: &World,
    actor: &Actor,
    name: &str,
    placed: &PlacedCheckout,
) -> Result<(), DemoError> {
    let checkout: CheckoutId = placed.checkout;
    let cmd: CommandId = world.ctx.new_id();
    payment::pay_checkout(&world.ctx, actor, cmd, checkout, Method::Card)
        .await
        .map_err(DemoError::at(name))?;
    let event = GatewayEvent {
        id: format!("past_{name}"),
        reference: format!("past_{cmd}"),
        payment: PaymentId(cmd.0),
        outcome: GatewayOutcome::Captured,
        amount: placed.total,
        payload: serde_json::json!({ "story": name }),
    };
    payment::record_gateway_event(&world.ctx, event)
        .await
        .map_err(DemoError::at(name))
}

/// What becomes of the orders of a paid checkout.
#[expect(clippy::too_many_arguments, reason = "one visit's facts")]
async fn plan(
    world: &World,
    catalogue: &Catalogue,
    chance: &mut Chance,
    name: &str,
    buyer: usize,
    at: DateTime<Utc>,
    placed: &PlacedCheckout,
    ahead: &mut BTreeMap<(DateTime<Utc>, OrderId), Step>,
) -> Result<(), DemoError> {
    let Some(person) = catalogue.buyers.get(buyer) else {
        return Ok(());
    };
    let actor = world.person(&person.email)?;
    for order in &placed.orders {
        if chance.percent(3) {
            let cancel = CancelOrder {
                command: world.ctx.new_id(),
                order: *order,
                by: Party::Buyer,
            };
            order::cancel(&world.ctx, actor, &cancel)
                .await
                .map_err(DemoError::at(name))?;
            continue;
        }
        let view = order::order_page(&world.ctx, actor, *order)
            .await
            .map_err(DemoError::at(name))?;
        let shipped = at + Duration::minutes(chance.between(8 * 60, 60 * 60));
        ahead.insert(
            (shipped, *order),
            Step::Ship {
                order: *order,
                shop: view.summary.shop.slug,
            },
        );
        // Three in four say that it arrived; the clock speaks for the rest.
        if chance.percent(75) {
            let confirmed = shipped + Duration::minutes(chance.between(2 * 1440, 8 * 1440));
            ahead.insert(
                (confirmed, *order),
                Step::Confirm {
                    order: *order,
                    buyer,
                },
            );
        }
    }
    Ok(())
}

async fn confirm(
    world: &World,
    catalogue: &Catalogue,
    order: OrderId,
    buyer: usize,
) -> Result<(), DemoError> {
    let Some(person) = catalogue.buyers.get(buyer) else {
        return Ok(());
    };
    let actor = world.person(&person.email)?;
    let cmd = ConfirmReceipt {
        command: world.ctx.new_id(),
        order,
    };
    match order::confirm(&world.ctx, actor, &cmd).await {
        // The clock was quicker.
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
        Err(failure) => Err(DemoError::at("confirming")(failure)),
    }
}

impl From<Language> for longtail::text::Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Zh => Self::Zh,
        }
    }
}
