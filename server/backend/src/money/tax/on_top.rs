//! The countries whose prices are without tax, on Postgres: set by staff, read where prices are told.

use super::RateColumns;
use crate::{
    ctx::{Ctx, account_of, column},
    failure::{Failure, Incident, Refusal, denied, invalid, stored},
};
use chrono::NaiveDate;
use longtail::{
    actor::Actor,
    id::{ListingId, ShopId},
    money::tax::{OnTop, Rate, TaxClass},
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
    trade::country::country,
};
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet};

/// What is added to the prices of goods of these shops, where they go to these countries.
pub(crate) async fn on_top_for(
    db: &mut PgConnection,
    countries: &[String],
    shops: &[ShopId],
    listings: &[ListingId],
    day: NaiveDate,
) -> Result<OnTop, Incident> {
    let without_tax = without_tax(&mut *db, countries).await?;
    if without_tax.is_empty() {
        return Ok(OnTop::default());
    }
    let countries: Vec<String> = without_tax.iter().cloned().collect();
    Ok(OnTop {
        day,
        rates: rates_in(&mut *db, &countries).await?,
        countries: without_tax,
        registered: registered(&mut *db, shops).await?,
        classes: classes_of_goods(db, listings).await?,
    })
}

/// Those of these countries whose prices are without tax.
pub(super) async fn without_tax(
    db: &mut PgConnection,
    countries: &[String],
) -> Result<BTreeSet<String>, Incident> {
    let without_tax = sqlx::query_scalar!(
        "select country from tax_countries where on_top and country = any($1)",
        countries
    )
    .fetch_all(db)
    .await?;
    Ok(without_tax.into_iter().collect())
}

/// Those of these shops that are registered for tax.
pub(super) async fn registered(
    db: &mut PgConnection,
    shops: &[ShopId],
) -> Result<BTreeSet<ShopId>, Incident> {
    let registered = sqlx::query_scalar!(
        "select id from shops where id = any($1) and tax_number <> ''",
        &column(shops, |shop| shop.0)
    )
    .fetch_all(db)
    .await?;
    Ok(registered.into_iter().map(ShopId).collect())
}

pub(super) async fn rates_in(
    db: &mut PgConnection,
    countries: &[String],
) -> Result<Vec<Rate>, Incident> {
    sqlx::query_as!(
        RateColumns,
        "select country, region, class, from_day, rate_bp from tax_rates where country = any($1)",
        countries
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(RateColumns::rate)
    .collect()
}

/// How goods are taxed: as the nearest category above them says.
pub(super) async fn classes_of_goods(
    db: &mut PgConnection,
    listings: &[ListingId],
) -> Result<BTreeMap<ListingId, TaxClass>, Incident> {
    sqlx::query!(
        r#"with recursive up as (
               select l.id as listing, c.parent_id, c.tax_class
               from listings l join categories c on c.id = l.category_id where l.id = any($1)
               union all
               select up.listing, c.parent_id, c.tax_class
               from up join categories c on c.id = up.parent_id where up.tax_class is null)
           select listing as "listing!", tax_class as "class!" from up where tax_class is not null"#,
        &column(listings, |listing| listing.0)
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        let class = stored("categories.tax_class", &row.class)?;
        Ok((ListingId(row.listing), class))
    })
    .collect()
}

/// The countries whose prices are without tax, by their codes.
pub(super) async fn countries_on_top(ctx: &Ctx) -> Result<Vec<String>, Incident> {
    Ok(
        sqlx::query_scalar!("select country from tax_countries where on_top order by country")
            .fetch_all(&ctx.db)
            .await?,
    )
}

/// Says whether the prices of what goes to a country are without tax. It holds at once: orders
/// that are placed keep what they were placed with, and whoever has looked at a total is asked again.
///
/// # Errors
/// Names the field where there is no such country; not found for all but staff.
pub async fn set_on_top(
    ctx: &Ctx,
    actor: &Actor,
    code: &str,
    on_top: bool,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::ManageTaxes).map_err(denied)?;
    let account = account_of(actor)?;
    if country(code).is_none() {
        return Err(invalid(FieldIssues::one("country", FieldIssue::NotAChoice)));
    }
    sqlx::query!(
        "insert into tax_countries (country, on_top, set_by, set_at) values ($1, $2, $3, $4)
         on conflict (country) do update
         set on_top = excluded.on_top, set_by = excluded.set_by, set_at = excluded.set_at",
        code,
        on_top,
        account.0,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}
