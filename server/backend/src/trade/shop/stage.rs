//! A shop opens, rests and closes.

use crate::{
    ctx::Ctx,
    failure::{Failure, denied, stored},
    outbox::Event,
};
use longtail::{
    actor::Actor,
    id::ShopId,
    policy::{Action, permit},
    trade::shop::{ShopError, ShopMove, ShopStage, Tier},
};

/// Moves a shop to another stage. Answers with the stage it is in then.
///
/// # Errors
/// Not found for all but its owners; says which condition is not met.
pub async fn move_stage(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    wish: ShopMove,
) -> Result<ShopStage, Failure<ShopError>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    // Locked against orders being placed: those take a share of this lock.
    let row = sqlx::query!("select stage from shops where id = $1 for update", shop.0)
        .fetch_optional(tx.sql())
        .await?
        .ok_or(Failure::NotFound)?;
    let counts = sqlx::query!(
        r#"select (select count(*) from listings where shop_id = $1 and stage = 'live') as "live!",
                  (select count(*) from orders where shop_id = $1
                   and stage in ('awaiting_payment', 'to_ship', 'shipped')) as "open_orders!""#,
        shop.0
    )
    .fetch_one(tx.sql())
    .await?;
    let stage = stored::<ShopStage>("shops.stage", &row.stage)?
        .moved(
            wish,
            counts.live.unsigned_abs(),
            counts.open_orders.unsigned_abs(),
        )
        .map_err(Failure::Refused)?;
    let name: &'static str = stage.into();
    sqlx::query!(
        "update shops set stage = $2, opened_at = coalesce(opened_at, case when $2 <> 'preparing' then $3::timestamptz end)
         where id = $1",
        shop.0,
        name,
        now,
    )
    .execute(tx.sql())
    .await?;
    tx.emit(Event::ShopChanged { shop }).await?;
    tx.commit().await?;
    Ok(stage)
}
/// Moves a shop to another tier. Only the market itself does (admission to the mall is decided elsewhere).
///
/// # Errors
/// Not found where there is no such shop.
pub async fn set_tier(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    tier: Tier,
) -> Result<(), Failure<ShopError>> {
    permit(actor, Action::ActForMarket).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    let moved = sqlx::query!(
        "update shops set tier = $2 where id = $1",
        shop.0,
        <&str>::from(tier)
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    if moved == 0 {
        return Err(Failure::NotFound);
    }
    tx.emit(Event::ShopChanged { shop }).await?;
    tx.commit().await?;
    Ok(())
}
