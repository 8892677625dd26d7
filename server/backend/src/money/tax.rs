//! Tax rates on Postgres: read where something is invoiced, set by staff for days to come.

mod on_top;
mod reach;
mod told;

pub(crate) use on_top::on_top_for;
pub use on_top::set_on_top;
pub(crate) use told::{Placed, is_included, told_for, told_to};

use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied, invalid, stored, violates},
    trade::catalog::category::category_tree,
};
use chrono::NaiveDate;
use longtail::{
    actor::Actor,
    id::{CategoryId, CheckoutId, OrderLineId},
    money::{
        BasisPoints,
        tax::{Rate, RateForm, TaxClass, TaxPage, gaps},
    },
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::shipping::region::region_key,
    when::local_day,
};
use std::collections::HashMap;

/// A country's rates and those of its regions, of all days.
pub(crate) async fn rates_of(tx: &mut Tx, country: &str) -> Result<Vec<Rate>, Incident> {
    sqlx::query_as!(
        RateColumns,
        "select country, region, class, from_day, rate_bp from tax_rates where country = $1",
        country
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(RateColumns::rate)
    .collect()
}

/// A rate as it is stored.
struct RateColumns {
    country: String,
    region: String,
    class: String,
    from_day: NaiveDate,
    rate_bp: i32,
}

impl RateColumns {
    fn rate(self) -> Result<Rate, Incident> {
        Ok(Rate {
            country: self.country,
            region: self.region,
            class: stored("tax_rates.class", &self.class)?,
            from: self.from_day,
            rate: BasisPoints(u16::try_from(self.rate_bp)?),
        })
    }
}

/// How the goods of each line of a checkout are taxed: as the nearest category above them says.
pub(crate) async fn classes_of(
    tx: &mut Tx,
    checkout: CheckoutId,
) -> Result<HashMap<OrderLineId, TaxClass>, Incident> {
    sqlx::query!(
        r#"with recursive up as (
               select n.id as line, c.parent_id, c.tax_class
               from orders o join order_lines n on n.order_id = o.id
               join listings l on l.id = n.listing_id
               join categories c on c.id = l.category_id where o.checkout_id = $1
               union all
               select up.line, c.parent_id, c.tax_class
               from up join categories c on c.id = up.parent_id where up.tax_class is null)
           select line as "line!", tax_class as "class!" from up where tax_class is not null"#,
        checkout.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let class = stored("categories.tax_class", &row.class)?;
        Ok((OrderLineId(row.line), class))
    })
    .collect()
}

/// Rates and classes, as staff set them.
///
/// # Errors
/// Not found for all but staff.
pub async fn tax_page(ctx: &Ctx, actor: &Actor) -> Result<TaxPage, Failure<Refusal>> {
    permit(actor, Action::SeePlatform).map_err(denied)?;
    let rates = sqlx::query_as!(
        RateColumns,
        "select country, region, class, from_day, rate_bp from tax_rates
         order by country, region_key, class desc, from_day desc"
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(RateColumns::rate)
    .collect::<Result<Vec<_>, _>>()?;
    let classes = sqlx::query!(
        r#"select id, name_en, name_zh, tax_class as "class!" from categories
           where tax_class is not null order by name_en, id"#
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        let name = Bilingual::new(row.name_en, row.name_zh);
        let class = stored("categories.tax_class", &row.class)?;
        Ok((CategoryId(row.id), name, class))
    })
    .collect::<Result<_, Incident>>()?;
    let today = local_day(ctx.now());
    let (sent_to, sellers) = (reach::sent_to(ctx).await?, reach::sellers(ctx).await?);
    Ok(TaxPage {
        gaps: gaps(&rates, today, &sent_to, &sellers),
        rates,
        today,
        categories: category_tree(ctx).await?,
        classes,
        on_top: on_top::countries_on_top(ctx).await?,
    })
}

/// Sets a rate for a day to come.
///
/// # Errors
/// Fields that cannot be taken, also a day for which one is set; not found for all but staff.
pub async fn add_rate(ctx: &Ctx, actor: &Actor, form: &RateForm) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::ManageTaxes).map_err(denied)?;
    let account = account_of(actor)?;
    let now = ctx.now();
    let rate = form.checked(local_day(now)).map_err(invalid)?;
    let set = sqlx::query!(
        "insert into tax_rates (country, region, region_key, class, from_day, rate_bp, set_by, set_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        rate.country,
        rate.region,
        region_key(&rate.region),
        <&str>::from(rate.class),
        rate.from,
        i32::from(rate.rate.0),
        account.0,
        now,
    )
    .execute(&ctx.db)
    .await;
    match set {
        Err(error) if violates(&error, "tax_rates_pkey") => {
            Err(invalid(FieldIssues::one("from", FieldIssue::AlreadyTaken)))
        }
        outcome => {
            outcome?;
            Ok(())
        }
    }
}

/// Takes back a rate that has not begun.
///
/// # Errors
/// Not found for all but staff, and for a rate that is none or is in force.
pub async fn drop_rate(
    ctx: &Ctx,
    actor: &Actor,
    country: &str,
    region: &str,
    class: TaxClass,
    from: NaiveDate,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::ManageTaxes).map_err(denied)?;
    let dropped = sqlx::query!(
        "delete from tax_rates
         where country = $1 and region = $2 and class = $3 and from_day = $4 and from_day > $5",
        country,
        region,
        <&str>::from(class),
        from,
        local_day(ctx.now()),
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    if dropped == 0 {
        return Err(Failure::NotFound);
    }
    Ok(())
}

/// Says how the goods of a category are taxed, with all below it that say nothing themselves;
/// none: as its parent's.
///
/// # Errors
/// Not found for all but staff, and for a category that is none.
pub async fn set_class(
    ctx: &Ctx,
    actor: &Actor,
    category: CategoryId,
    class: Option<TaxClass>,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::ManageTaxes).map_err(denied)?;
    let set = sqlx::query!(
        "update categories set tax_class = $2 where id = $1",
        category.0,
        class.map(<&str>::from),
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    if set == 0 {
        return Err(Failure::NotFound);
    }
    Ok(())
}
