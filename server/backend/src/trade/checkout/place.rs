//! Placing a checkout.

use super::batch::{Asked, Outcome};
use crate::{
    command::{Command, Mark},
    ctx::{Ctx, account_of},
    failure::denied,
};
use longtail::{
    actor::Actor,
    policy::{Action, permit},
    trade::checkout::{PlaceCheckout, PlacedCheckout},
};

impl Command for PlaceCheckout {
    type Answer = PlacedCheckout;
    const NAME: &'static str = "place_checkout";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Turns the buyer's cart into one order per shop: prices frozen, goods reserved, the cart emptied.
/// All of it or nothing. It is done together with what others order at the same moment, and
/// answered once it is committed; it is done even where nobody waits for the answer any more.
///
/// # Errors
/// Refuses an empty cart, lines that cannot be had as they stand, and a total other than the
/// buyer agreed to; names the fields that cannot be taken; refuses at once where too many wait, and
/// keeps the buyer's place, whichever command they come back with.
pub async fn place(ctx: &Ctx, actor: &Actor, cmd: &PlaceCheckout) -> Outcome {
    permit(actor, Action::Shop).map_err(denied)?;
    let asked = Asked {
        buyer: account_of(actor)?,
        actor: actor.clone(),
        mark: Mark::of(actor, cmd)?,
        cmd: cmd.clone(),
    };
    ctx.tills.place(ctx, asked).await
}
