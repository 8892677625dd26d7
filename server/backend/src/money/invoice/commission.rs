//! The market's own invoices: to each shop, for the commission of a month that is over.

use super::{Draft, DraftRow, MARKET, legal, market, write};
use crate::{ctx::Ctx, failure::Incident};
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, Utc};
use longtail::{
    id::ShopId,
    money::{
        BasisPoints,
        invoice::{Kind, What},
        tax::{self, TaxClass, rate_on},
    },
    text::{Bilingual, Lang},
    trade::shipping::region::Place,
    when::{ZONE_HOURS, local_day},
};

/// How often it is looked whether a month is over.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(3_600);
/// Months that are looked at again, in case nobody was there when they ended.
const MONTHS_BACK: u32 = 3;
/// A month is over so long after its end: what was begun in it is committed by then.
const COMMITTED_AFTER_HOURS: i64 = 1;

/// Issues what is due until the process ends.
pub async fn follow(ctx: Ctx) {
    loop {
        if let Err(incident) = step(&ctx).await {
            tracing::warn!(%incident, "commission cannot be invoiced");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Issues the invoices for commission of months that are over, once for each shop and month.
/// Answers how many.
///
/// # Errors
/// An incident when the database fails; what was issued so far stays.
pub async fn step(ctx: &Ctx) -> Result<u32, Incident> {
    let today = local_day(ctx.now() - Duration::hours(COMMITTED_AFTER_HOURS));
    let this_month = today.with_day(1).unwrap_or(today);
    let first = this_month - Months::new(MONTHS_BACK);
    let due = sqlx::query!(
        r#"select t.shop_id as "shop!", t.month as "month!"
           from (select o.shop_id,
                        date_trunc('month', (t.at at time zone 'UTC') + make_interval(hours => $3))::date as month,
                        sum(case t.rule when 'commission_earned' then t.amount_minor else -t.amount_minor end) as sum
                 from ledger_transfers t join orders o on o.id = t.order_id
                 where t.rule in ('commission_earned', 'commission_refunded', 'commission_promotion_refunded')
                   and t.at >= $1 and t.at < $2
                 group by 1, 2) t
           where t.sum <> 0 and not exists (
               select from invoices i where i.kind = 'commission' and i.shop_id = t.shop_id and i.month = t.month)
           order by t.month, t.shop_id"#,
        begins(first),
        begins(this_month),
        ZONE_HOURS,
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut issued = 0;
    for row in due {
        issued += u32::from(issue(ctx, ShopId(row.shop), row.month).await?);
    }
    Ok(issued)
}

/// The moment at which a day begins at the market.
fn begins(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() - Duration::hours(ZONE_HOURS.into())
}

/// Issues one, unless somebody else has done so meanwhile.
async fn issue(ctx: &Ctx, shop: ShopId, month: NaiveDate) -> Result<bool, Incident> {
    let mut tx = ctx.transaction().await?;
    // Of two who come at once the second waits here, and finds it issued.
    let row = sqlx::query!(
        "select name_en, name_zh from shops where id = $1 for no key update",
        shop.0
    )
    .fetch_one(tx.sql())
    .await?;
    let next = month + Months::new(1);
    let found = sqlx::query!(
        r#"select coalesce(sum(case t.rule when 'commission_earned' then t.amount_minor else -t.amount_minor end), 0)::bigint as "sum!",
                  exists (select from invoices i where i.kind = 'commission' and i.shop_id = $1 and i.month = $4) as "issued!"
           from ledger_transfers t join orders o on o.id = t.order_id
           where o.shop_id = $1
             and t.rule in ('commission_earned', 'commission_refunded', 'commission_promotion_refunded')
             and t.at >= $2 and t.at < $3"#,
        shop.0,
        begins(month),
        begins(next),
        month,
    )
    .fetch_one(tx.sql())
    .await?;
    if found.issued || found.sum == 0 {
        return Ok(false);
    }
    let seller = market(ctx);
    let last_day = next - Duration::days(1);
    let rate = if seller.tax_number.is_empty() {
        BasisPoints::default()
    } else {
        let place = Place {
            country: seller.country.clone(),
            region: String::new(),
        };
        let rates = crate::money::tax::rates_of(&mut tx, &place.country).await?;
        rate_on(&rates, &place, TaxClass::Standard, last_day)
    };
    let legal = legal::of_shop(tx.sql(), shop).await?;
    let known_as = Bilingual::new(row.name_en, row.name_zh);
    let draft = Draft {
        kind: Kind::Commission,
        issuer: MARKET,
        shop: Some(shop),
        account: None,
        order: None,
        cancels: None,
        refund: None,
        payment: None,
        month: Some(month),
        currency: ctx.settings.currency,
        seller,
        buyer: legal.party(known_as.pick(Lang::En)),
        rows: vec![DraftRow::sum(
            What::Commission,
            found.sum,
            rate,
            tax::included(found.sum, rate),
        )],
    };
    write(&mut tx, &draft).await?;
    tx.commit().await?;
    Ok(true)
}
