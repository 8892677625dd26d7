//! Which countries taxes are asked about: those that shops send to, and those that they are in.

use crate::{ctx::Ctx, failure::Incident};
use longtail::trade::country::COUNTRIES;
use std::collections::BTreeSet;

/// The countries that any open shop sends to. Plain terms and a zone without countries hold everywhere.
pub(super) async fn sent_to(ctx: &Ctx) -> Result<BTreeSet<String>, Incident> {
    let row = sqlx::query!(
        r#"with zones as (
               select z.countries from postage_zones z
               join postage_templates t on t.id = z.template_id
               join shops s on s.id = t.shop_id
               where s.stage = 'open' and z.first_units is not null)
           select exists (select from zones where cardinality(countries) = 0)
                  or exists (select from shops s where s.stage = 'open'
                             and not exists (select from postage_templates t
                                             where t.shop_id = s.id and t.is_default)) as "everywhere!",
                  array(select distinct unnest(countries) from zones) as "named!""#
    )
    .fetch_one(&ctx.db)
    .await?;
    if row.everywhere {
        let all = COUNTRIES.iter().map(|country| country.code.to_owned());
        return Ok(all.collect());
    }
    Ok(row.named.into_iter().collect())
}

/// The countries that shops, and the market itself, say that they are in.
pub(super) async fn sellers(ctx: &Ctx) -> Result<BTreeSet<String>, Incident> {
    let shops = sqlx::query_scalar!(
        "select distinct legal_country from shops where legal_country <> '' and stage <> 'closed'"
    )
    .fetch_all(&ctx.db)
    .await?;
    let market = ctx.settings.legal.country.clone();
    let market = Some(market).filter(|country| !country.is_empty());
    Ok(shops.into_iter().chain(market).collect())
}
