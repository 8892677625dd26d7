//! Placing a checkout.

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, account_of, random_bytes},
    failure::{Failure, Incident, denied, invalid},
    jobs::Job,
    outbox::Event,
    trade::{cart, order, stock},
    trust::account,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, OrderId, OrderLineId, VariantId},
    money::Money,
    policy::{Action, permit},
    text::FieldCheck,
    trade::{
        cart::CartLine,
        checkout::{
            CheckoutError, PlaceCheckout, PlacedCheckout, PricedOrder, Sold, order_number,
            price_order,
        },
        order::OrderEvent,
        shipping::PostalAddress,
        shop::{Postage, ShopCard},
        stock::StockMove,
    },
};

impl Command for PlaceCheckout {
    type Answer = PlacedCheckout;
    const NAME: &'static str = "place_checkout";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

type ShopPart = (ShopCard, Postage, Vec<CartLine>);

/// Turns the buyer's cart into one order per shop: prices frozen, goods reserved, the cart emptied.
/// All of it or nothing.
///
/// # Errors
/// Refuses an empty cart, lines that cannot be had as they stand, and a total other than the
/// buyer agreed to; names the fields that cannot be taken.
pub async fn place(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &PlaceCheckout,
) -> Result<PlacedCheckout, Failure<CheckoutError>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let buyer = account_of(actor)?;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let (email, ship_to) = checked_fields(cmd)?;
    let parts = load_cart(&mut tx, ctx, buyer).await?;
    let priced = price(ctx, &parts)?;
    let currency = ctx.settings.currency;
    let sum = |f: fn(&PricedOrder) -> i64| Money::new(priced.iter().map(f).sum(), currency);
    let (goods, postage, total) = (
        sum(|o| o.goods.minor),
        sum(|o| o.postage.minor),
        sum(|o| o.total.minor),
    );
    if total.minor != cmd.agreed_total_minor {
        return Err(Failure::Refused(CheckoutError::TotalChanged { now: total }));
    }
    let checkout: CheckoutId = tx.new_id();
    let reserved_until = tx.now() + ctx.settings.reserve_for;
    let now = tx.now();
    sqlx::query!(
        "insert into checkouts (id, buyer_id, stage, currency, goods_minor, postage_minor, total_minor,
                                email, ship_to, placed_at, reserved_until)
         values ($1, $2, 'awaiting_payment', $3, $4, $5, $6, $7, $8, $9, $10)",
        checkout.0,
        buyer.0,
        currency.code(),
        goods.minor,
        postage.minor,
        total.minor,
        email,
        serde_json::to_value(&ship_to)?,
        now,
        reserved_until,
    )
    .execute(tx.sql())
    .await?;
    reserve(&mut tx, checkout, &parts).await?;
    // Ids of one moment are in no order of themselves; the orders keep that of the cart.
    let mut orders: Vec<OrderId> = parts.iter().map(|_| tx.new_id()).collect();
    orders.sort_unstable();
    for (((shop, _, lines), priced), order) in parts.iter().zip(&priced).zip(&orders) {
        let note = cmd
            .notes
            .iter()
            .find(|(id, _)| *id == shop.id)
            .map_or("", |(_, note)| note.trim());
        write_order(
            &mut tx, actor, *order, checkout, buyer, shop, lines, priced, note,
        )
        .await?;
    }
    cart::clear(&mut tx, buyer).await?;
    remember(
        &mut tx,
        actor,
        buyer,
        &email,
        &ship_to,
        cmd.remember_address,
    )
    .await?;
    tx.schedule(&Job::ExpireCheckout { checkout }, reserved_until)
        .await?;
    tx.finish(
        cmd,
        PlacedCheckout {
            checkout,
            orders,
            total,
            reserved_until,
        },
    )
    .await
}

fn checked_fields(cmd: &PlaceCheckout) -> Result<(String, PostalAddress), Failure<CheckoutError>> {
    let mut check = FieldCheck::default();
    let email = check.email("email", &cmd.email);
    for (shop, note) in &cmd.notes {
        check.text(&format!("notes[shop-{shop}]"), note, 0, 300);
    }
    let issues = check.finish().err();
    match (cmd.ship_to.checked(), issues) {
        (Ok(ship_to), None) => Ok((email, ship_to)),
        (Ok(_), Some(issues)) => Err(invalid(issues)),
        (Err(mut all), issues) => {
            all.0.extend(issues.unwrap_or_default().0);
            Err(invalid(all))
        }
    }
}

async fn load_cart(
    tx: &mut Tx,
    ctx: &Ctx,
    buyer: AccountId,
) -> Result<Vec<ShopPart>, Failure<CheckoutError>> {
    let parts = cart::load(tx.sql(), ctx, buyer).await?;
    if parts.is_empty() {
        return Err(Failure::Refused(CheckoutError::CartEmpty));
    }
    let variants: Vec<VariantId> = parts
        .iter()
        .flat_map(|(_, _, lines)| lines)
        .filter(|line| line.trouble.is_some())
        .map(|line| line.variant)
        .collect();
    if variants.is_empty() {
        Ok(parts)
    } else {
        Err(Failure::Refused(CheckoutError::LinesInTrouble { variants }))
    }
}

fn price(ctx: &Ctx, parts: &[ShopPart]) -> Result<Vec<PricedOrder>, Failure<CheckoutError>> {
    parts
        .iter()
        .map(|(shop, terms, lines)| {
            let sold = lines
                .iter()
                .map(|line| Sold {
                    listing: line.listing,
                    variant: line.variant,
                    unit_price: line.unit_price,
                    quantity: line.quantity,
                })
                .collect();
            price_order(sold, terms, ctx.settings.commission(shop.tier))
                .map_err(|_| Failure::Refused(CheckoutError::TooLarge))
        })
        .collect()
}

/// Reserves in the order of the variants' ids, so that two checkouts never wait for each other in a circle.
async fn reserve(
    tx: &mut Tx,
    checkout: CheckoutId,
    parts: &[ShopPart],
) -> Result<(), Failure<CheckoutError>> {
    let mut lines: Vec<&CartLine> = parts.iter().flat_map(|(_, _, lines)| lines).collect();
    lines.sort_by_key(|line| line.variant);
    for line in lines {
        let movement = StockMove::Reserved {
            quantity: line.quantity,
        };
        stock::apply(tx, line.variant, movement, Some(checkout), None)
            .await
            .map_err(|failure| {
                failure.map_refusal(|_| CheckoutError::LinesInTrouble {
                    variants: vec![line.variant],
                })
            })?;
        tx.emit(Event::ListingChanged {
            listing: line.listing,
        })
        .await?;
    }
    Ok(())
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row's worth of facts, used once"
)]
async fn write_order(
    tx: &mut Tx,
    actor: &Actor,
    order: OrderId,
    checkout: CheckoutId,
    buyer: AccountId,
    shop: &ShopCard,
    lines: &[CartLine],
    priced: &PricedOrder,
    note: &str,
) -> Result<(), Incident> {
    let now = tx.now();
    let number = order_number(now, u32::from_be_bytes(random_bytes()));
    sqlx::query!(
        "insert into orders (id, number, checkout_id, shop_id, buyer_id, stage, currency, goods_minor,
                             postage_minor, total_minor, commission_minor, note, placed_at)
         values ($1, $2, $3, $4, $5, 'awaiting_payment', $6, $7, $8, $9, $10, $11, $12)",
        order.0,
        number,
        checkout.0,
        shop.id.0,
        buyer.0,
        priced.total.currency.code(),
        priced.goods.minor,
        priced.postage.minor,
        priced.total.minor,
        priced.commission.minor,
        note,
        now,
    )
    .execute(tx.sql())
    .await?;
    for (position, (line, priced)) in lines.iter().zip(&priced.lines).enumerate() {
        let id: OrderLineId = tx.new_id();
        sqlx::query!(
            "insert into order_lines (id, order_id, position, listing_id, variant_id, title_en, title_zh,
                 options_en, options_zh, media_id, quantity, unit_price_minor, goods_minor, postage_minor,
                 commission_bp, commission_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            id.0,
            order.0,
            i32::try_from(position)?,
            line.listing.0,
            line.variant.0,
            line.title.en,
            line.title.zh,
            line.options.en,
            line.options.zh,
            line.picture.as_ref().map(|picture| picture.id.0),
            i32::try_from(line.quantity)?,
            line.unit_price.minor,
            priced.goods.minor,
            priced.postage.minor,
            i32::from(priced.commission_bp.0),
            priced.commission.minor,
        )
        .execute(tx.sql())
        .await?;
    }
    order::note(tx, actor, order, &OrderEvent::Placed).await?;
    tx.emit(Event::OrderMoved { order }).await?;
    Ok(())
}

/// Keeps the address where asked, and a guest's name and e-mail for letters.
async fn remember(
    tx: &mut Tx,
    actor: &Actor,
    buyer: AccountId,
    email: &str,
    ship_to: &PostalAddress,
    keep_address: bool,
) -> Result<(), Incident> {
    if matches!(actor, Actor::Guest { .. }) {
        sqlx::query!(
            "update accounts set email = $2, name = case when name = '' then $3 else name end
             where id = $1 and kind = 'guest'",
            buyer.0,
            email,
            ship_to.recipient,
        )
        .execute(tx.sql())
        .await?;
    }
    if keep_address {
        account::remember_address(tx, buyer, ship_to).await?;
    }
    Ok(())
}
