//! Changing many listings at once: chosen, looked at, done in the background, taken back.

mod page;
mod run;

pub use page::bulk_page;
pub use run::run;

use super::{read::shop_head, schedule, table::anywhere};
use crate::{
    Ctx,
    failure::{Failure, denied, invalid},
    jobs::Job,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{BulkEditId, ListingId},
    money::{Currency, Money},
    policy::{Action, permit},
    text::{FieldCheck, FieldIssue, FieldIssues},
    trade::catalog::{
        CatalogError, ListingStage,
        bulk::{BulkChange, BulkStage, PriceHow, StockHow},
    },
};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

/// The most listings of one edit.
pub const MOST: i64 = 2_000;

/// Which listings are to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    These(Vec<ListingId>),
    /// All that the table finds, whichever page shows them.
    Found {
        q: String,
        stage: Option<ListingStage>,
    },
}

/// Writes down which listings are to be changed. What is not the shop's is left out.
///
/// # Errors
/// `listings` where there is none; *not found* for another's shop.
pub async fn begin(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    chosen: &Chosen,
) -> Result<BulkEditId, Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let (ids, q, stage): (Option<Vec<Uuid>>, String, Option<&str>) = match chosen {
        Chosen::These(ids) => (
            Some(ids.iter().map(|id| id.0).collect()),
            anywhere(""),
            None,
        ),
        Chosen::Found { q, stage } => (None, anywhere(q), stage.map(<&str>::from)),
    };
    let mut tx = ctx.transaction().await?;
    let edit: BulkEditId = tx.new_id();
    let now = tx.now();
    sqlx::query!(
        "insert into bulk_edits (id, shop_id, account_id, stage, created_at)
         values ($1, $2, $3, 'choosing', $4)",
        edit.0,
        shop.id.0,
        actor.account().map(|id| id.0),
        now,
    )
    .execute(tx.sql())
    .await?;
    let written = sqlx::query!(
        "insert into bulk_edit_listings (edit_id, listing_id, position)
         select $1, l.id, row_number() over (order by l.updated_at desc, l.id)
         from listings l
         where l.shop_id = $2
           and ($3::uuid[] is null or l.id = any($3))
           and ($3::uuid[] is not null
                or (case when $4::text is null then l.stage <> 'removed' else l.stage = $4 end))
           and (l.title_en ilike $5 or l.title_zh ilike $5
                or exists (select 1 from variants x where x.listing_id = l.id and x.sku ilike $5))
         order by l.updated_at desc, l.id limit $6",
        edit.0,
        shop.id.0,
        ids.as_deref() as Option<&[Uuid]>,
        stage,
        q,
        MOST,
    )
    .execute(tx.sql())
    .await?;
    if written.rows_affected() == 0 {
        let none = FieldIssues::one("listings", FieldIssue::Missing);
        return Err(invalid(none));
    }
    tx.commit().await?;
    Ok(edit)
}

/// A change as typed; which fields count depends on `what`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeForm {
    /// `price`, `stock`, `category`, `stage`, `schedule`.
    pub what: String,
    /// `to`, `up`, `down`, `percent_up`, `percent_down`.
    pub how: String,
    pub amount: String,
    pub rounding: String,
    pub stock: String,
    pub category: String,
    pub wish: String,
    pub publish_at: String,
}

impl ChangeForm {
    fn read(&self, currency: Currency, now: DateTime<Utc>) -> Result<BulkChange, FieldIssues> {
        let mut check = FieldCheck::default();
        let change = match self.what.as_str() {
            "price" => BulkChange::Price {
                how: self.price(&mut check, currency),
                rounding: self.rounding.parse().unwrap_or_default(),
            },
            "stock" => BulkChange::Stock {
                how: self.counts(&mut check),
            },
            "category" => BulkChange::Category {
                category: self
                    .category
                    .parse()
                    .map_err(|_| FieldIssues::one("category", FieldIssue::Missing))?,
            },
            "stage" => BulkChange::Stage {
                wish: self
                    .wish
                    .parse()
                    .map_err(|_| FieldIssues::one("wish", FieldIssue::Missing))?,
            },
            "schedule" => BulkChange::Schedule {
                at: schedule::read_time(&self.publish_at, now)?,
            },
            _ => return Err(FieldIssues::one("what", FieldIssue::Missing)),
        };
        check.finish()?;
        Ok(change)
    }

    fn price(&self, check: &mut FieldCheck, currency: Currency) -> PriceHow {
        if let "percent_up" | "percent_down" = self.how.as_str() {
            // Per cent have two decimals, as the market's money may have none.
            let typed = self.amount.trim().trim_end_matches('%');
            let hundredths = Money::parse(typed, Currency::Cny).map_or(0, |money| money.minor);
            if !(1..=100_000).contains(&hundredths) {
                check.issue(
                    "amount",
                    FieldIssue::OutOfRange {
                        least: 0,
                        most: 1_000,
                    },
                );
            }
            let sign = if self.how == "percent_down" { -1 } else { 1 };
            return PriceHow::Percent(sign * hundredths);
        }
        let amount = Money::parse(&self.amount, currency).unwrap_or(Money::zero(currency));
        if amount.minor <= 0 {
            check.issue("amount", FieldIssue::NotAnAmount);
        }
        match self.how.as_str() {
            "up" => PriceHow::By(amount),
            "down" => PriceHow::By(Money::new(-amount.minor, currency)),
            _ => PriceHow::To(amount),
        }
    }

    fn counts(&self, check: &mut FieldCheck) -> StockHow {
        let pieces = check.number("stock", &self.stock, 0, 1_000_000);
        match self.how.as_str() {
            "up" => StockHow::By(pieces),
            "down" => StockHow::By(-pieces),
            _ => StockHow::To(pieces as u32),
        }
    }
}

/// Writes down what is to be changed, to be looked at before it is done.
///
/// # Errors
/// The fields that cannot be read; [`CatalogError::BulkStarted`] once it runs.
pub async fn plan(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    edit: BulkEditId,
    typed: &ChangeForm,
) -> Result<(), Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let change = typed
        .read(ctx.settings.currency, ctx.now())
        .map_err(invalid)?;
    let written = sqlx::query!(
        "update bulk_edits set change = $3 where id = $1 and shop_id = $2 and stage = 'choosing'",
        edit.0,
        shop.id.0,
        Json(change) as _,
    )
    .execute(&ctx.db)
    .await?;
    if written.rows_affected() == 0 {
        return Err(not_in(ctx, shop.id.0, edit).await?);
    }
    Ok(())
}

/// Why an edit was not found in the stage that was asked for.
async fn not_in(
    ctx: &Ctx,
    shop: Uuid,
    edit: BulkEditId,
) -> Result<Failure<CatalogError>, Failure<CatalogError>> {
    let there = sqlx::query_scalar!(
        "select stage from bulk_edits where id = $1 and shop_id = $2",
        edit.0,
        shop
    )
    .fetch_optional(&ctx.db)
    .await?;
    Ok(match there {
        Some(_) => Failure::Refused(CatalogError::BulkStarted),
        None => Failure::NotFound,
    })
}

/// Begins to change the listings, or to take the change back, in the background.
///
/// # Errors
/// [`CatalogError::BulkStarted`] the second time; *not found* for another's.
pub async fn start(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    edit: BulkEditId,
    undo: bool,
) -> Result<(), Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let (from, to) = if undo {
        (BulkStage::Done, BulkStage::Undoing)
    } else {
        (BulkStage::Choosing, BulkStage::Running)
    };
    let mut tx = ctx.transaction().await?;
    let moved = sqlx::query!(
        "update bulk_edits set stage = $4, account_id = $5
         where id = $1 and shop_id = $2 and stage = $3 and change is not null",
        edit.0,
        shop.id.0,
        <&str>::from(from),
        <&str>::from(to),
        actor.account().map(|id| id.0),
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 0 {
        return Err(not_in(ctx, shop.id.0, edit).await?);
    }
    let now = tx.now();
    tx.schedule(&Job::RunBulkEdit { edit }, now).await?;
    tx.commit().await?;
    Ok(())
}
