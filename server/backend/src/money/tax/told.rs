//! What is told of tax beside prices and sums, on Postgres.

use super::on_top::{classes_of_goods, rates_in, registered, without_tax};
use crate::{
    ctx::{Ctx, column},
    failure::Incident,
    trade::cart,
};
use chrono::NaiveDate;
use longtail::{
    actor::Actor,
    id::{CheckoutId, ListingId, OrderId, ShopId},
    money::tax::{OnTop, PriceTax},
    trade::shipping::region::Place,
    when::local_day,
};
use sqlx::PgConnection;

/// What is told of the prices of these goods, where they go to a place.
pub(crate) async fn told_for(
    db: &mut PgConnection,
    place: &Place,
    goods: &[(ShopId, ListingId)],
    day: NaiveDate,
) -> Result<Option<PriceTax>, Incident> {
    if goods.is_empty() {
        return Ok(None);
    }
    let registered = registered(&mut *db, &column(goods, |(shop, _)| *shop)).await?;
    // Many shops are not, and nothing is told of their prices.
    if registered.is_empty() {
        return Ok(None);
    }
    let countries = std::slice::from_ref(&place.country);
    let known = OnTop {
        day,
        countries: without_tax(&mut *db, countries).await?,
        rates: rates_in(&mut *db, countries).await?,
        registered,
        classes: classes_of_goods(db, &column(goods, |(_, listing)| *listing)).await?,
    };
    Ok(known.told(place, goods))
}

/// Where the things of whoever looks usually go, and what is told of the price of these goods there.
pub(crate) async fn told_to(
    ctx: &Ctx,
    actor: &Actor,
    goods: (ShopId, ListingId),
) -> Result<(Place, Option<PriceTax>), Incident> {
    let mut db = ctx.db.acquire().await?;
    let place = cart::usual_place(&mut db, actor.account()).await?;
    let told = told_for(&mut db, &place, &[goods], local_day(ctx.now())).await?;
    Ok((place, told))
}

/// A checkout, or one order of it.
pub(crate) struct Placed {
    pub checkout: CheckoutId,
    pub order: Option<OrderId>,
}

/// Whether tax is in the total of what was placed, with none added: as its invoices say, and as it
/// is told today before they are issued.
pub(crate) async fn is_included(
    db: &mut PgConnection,
    placed: &Placed,
    place: &Place,
    day: NaiveDate,
) -> Result<bool, Incident> {
    let lines = sqlx::query!(
        r#"select o.shop_id, n.listing_id, n.tax_added_bp is not null as "added!", i.tax_minor as "invoiced?"
           from order_lines n
           join orders o on o.id = n.order_id
           left join invoices i on i.order_id = o.id and i.kind = 'invoice'
           where o.checkout_id = $1 and ($2::uuid is null or o.id = $2)"#,
        placed.checkout.0,
        placed.order.map(|order| order.0),
    )
    .fetch_all(&mut *db)
    .await?;
    if lines.iter().any(|line| line.added) {
        return Ok(false);
    }
    let invoiced: Vec<i64> = lines.iter().filter_map(|line| line.invoiced).collect();
    if !invoiced.is_empty() {
        return Ok(invoiced.iter().any(|tax| *tax > 0));
    }
    let goods = lines
        .iter()
        .map(|line| (ShopId(line.shop_id), ListingId(line.listing_id)));
    let goods: Vec<_> = goods.collect();
    Ok(told_for(db, place, &goods, day).await? == Some(PriceTax::Included))
}
