//! The deposit of the demo merchant's shop, and a small fee, to show both. The other shops have paid
//! nothing in yet.

use super::{
    people,
    world::{DemoError, World},
};
use longtail::{
    actor::Actor,
    money::{
        Money,
        deposit::{
            PayDeposit,
            fee::{ChargeFee, FeeForm},
        },
    },
    trade::order::OrderStageName,
};
use longtail_backend::{money::deposit, trade::order};

/// The shop that has a deposit.
const SHOP: &str = "cloud-ridge-tea";
/// What staff charged it, to the market and to the buyer, in the smallest unit.
const TO_PLATFORM: i64 = 300;
const TO_BUYER: i64 = 500;
const REASON: &str = "Sent five days after the day that was promised, without a word to the buyer";

/// Pays in what is missing, as far as the shop's balance holds so much.
pub(super) async fn pay_in(world: &World) -> Result<(), DemoError> {
    let owner = &world.shop(SHOP)?.owner;
    let page = deposit::deposit_page(&world.ctx, owner, SHOP, 1)
        .await
        .map_err(DemoError::at(SHOP))?;
    let minor = page.deposit.missing().minor.min(page.available.minor);
    if minor <= 0 {
        return Ok(());
    }
    let pay = PayDeposit {
        command: world.ctx.new_id(),
        shop: SHOP.to_owned(),
        amount: Money::new(minor, page.available.currency).plain(),
    };
    deposit::pay(&world.ctx, owner, &pay)
        .await
        .map_err(DemoError::at(SHOP))?;
    Ok(())
}

/// Staff charge the shop for its latest order that has arrived, where the deposit holds so much.
pub(super) async fn charge(world: &World) -> Result<(), DemoError> {
    let owner = &world.shop(SHOP)?.owner;
    let page = deposit::deposit_page(&world.ctx, owner, SHOP, 1)
        .await
        .map_err(DemoError::at(SHOP))?;
    let arrived = Some(OrderStageName::Completed);
    let orders = order::shop_orders_page(&world.ctx, owner, SHOP, arrived, 1)
        .await
        .map_err(DemoError::at(SHOP))?
        .orders;
    let (Some(about), Some(account)) = (
        orders.orders.first(),
        world.person(people::STAFF)?.account(),
    ) else {
        return Ok(());
    };
    let held = page.deposit.held;
    if held.minor < TO_PLATFORM + TO_BUYER {
        return Ok(());
    }
    let typed = |minor| Money::new(minor, held.currency).plain();
    let fee = ChargeFee {
        command: world.ctx.new_id(),
        form: FeeForm {
            shop: SHOP.to_owned(),
            order: about.number.clone(),
            platform: typed(TO_PLATFORM),
            buyer: typed(TO_BUYER),
            reason: REASON.to_owned(),
        },
    };
    deposit::charge(&world.ctx, &Actor::Staff { account }, &fee)
        .await
        .map_err(DemoError::at(SHOP))?;
    Ok(())
}
