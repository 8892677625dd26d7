//! How the demo's orders are sent: some in two parcels, some with the market's carrier, which
//! tells of its scans, and the others with a number typed by hand.

use super::{
    catalogue::{Carrier, Catalogue, Language},
    chance::Chance,
    world::{DemoError, World},
};
use longtail::{
    id::OrderId,
    trade::shipping::parcel::{Bringer, ParcelForm, ShipParcel},
};
use longtail_backend::trade::{order, shipping};

/// Hands a parcel of an order over. Answers whether nothing stays behind.
pub(super) async fn ship(
    world: &World,
    catalogue: &Catalogue,
    order: OrderId,
    shop: &str,
) -> Result<bool, DemoError> {
    let Some(at) = world.shops.get(shop) else {
        return Ok(true);
    };
    let view = order::order_page(&world.ctx, &at.owner, order)
        .await
        .map_err(DemoError::at("packing"))?;
    let unpacked = view.summary.unpacked();
    let there: u32 = unpacked.iter().map(|left| left.pieces).sum();
    let mut chance = Chance::of(&format!("{shop} {}", world.ctx.now()));
    let in_parts = view.parcels.is_empty() && there > 1 && chance.percent(50);
    let first = unpacked.first().filter(|_| in_parts);
    let by_label = chance.percent(40);
    let (carrier, tracking) = typed(catalogue, shop, &mut chance);
    let form = ParcelForm {
        pieces: first
            .map(|left| (left.line, "1".to_owned()))
            .into_iter()
            .collect(),
        by: if by_label {
            Bringer::Label
        } else {
            Bringer::Typed
        },
        carrier,
        tracking,
    };
    let cmd = ShipParcel {
        command: world.ctx.new_id(),
        order,
        form,
    };
    let sent = shipping::ship_parcel(&world.ctx, &at.owner, &cmd)
        .await
        .map_err(DemoError::at("shipping"))?;
    Ok(sent.last)
}

/// A shop's usual carrier, and a number of its kind.
fn typed(catalogue: &Catalogue, shop: &str, chance: &mut Chance) -> (String, String) {
    let carrier: Option<&Carrier> = Chance::of(shop).pick(&catalogue.carriers);
    let (name, pattern) = carrier.map_or(("Post", "P########"), |carrier| {
        (carrier.name.get(Language::En), carrier.tracking.as_str())
    });
    let tracking = pattern
        .chars()
        .map(|c| match c {
            '#' => char::from(b'0' + chance.below(10) as u8),
            c => c,
        })
        .collect();
    (name.to_owned(), tracking)
}
