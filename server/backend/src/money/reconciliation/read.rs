//! The staff's page of statements.

use super::ASK_AFTER;
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied, stored},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    money::{
        Currency, Money,
        reconciliation::{CheckedDay, Difference, FoundDifference, Side, StatementsView},
    },
    policy::{Action, permit},
};

/// Days and differences on the page; older ones stay in the database.
const MOST_SHOWN: i64 = 60;
/// So many days back a day can be compared once more.
const DAYS_BACK: i64 = 14;

/// The days that were compared, and what differed.
///
/// # Errors
/// Not found for all but staff.
pub async fn statements_page(ctx: &Ctx, actor: &Actor) -> Result<StatementsView, Failure<Refusal>> {
    permit(actor, Action::SeePlatform).map_err(denied)?;
    let today = (ctx.now() - ASK_AFTER).date_naive();
    Ok(StatementsView {
        days: days(ctx).await?,
        differences: differences(ctx).await?,
        choices: (1..=DAYS_BACK)
            .map(|back| today - Duration::days(back))
            .collect(),
    })
}

async fn days(ctx: &Ctx) -> Result<Vec<CheckedDay>, Incident> {
    sqlx::query!(
        r#"select s.provider, s.day, s.lines, s.checked_at,
                  (select count(*) from statement_differences d
                   where d.provider = s.provider and d.day = s.day and d.cured_at is null) as "open!"
           from statements s order by s.day desc, s.provider limit $1"#,
        MOST_SHOWN
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(CheckedDay {
            provider: stored("statements.provider", &row.provider)?,
            day: row.day,
            lines: u32::try_from(row.lines)?,
            checked_at: row.checked_at,
            open: u32::try_from(row.open)?,
        })
    })
    .collect()
}

async fn differences(ctx: &Ctx) -> Result<Vec<FoundDifference>, Incident> {
    sqlx::query!(
        "select provider, day, reference, what, currency, ours_minor, ours_state, theirs_minor, theirs_state, cured_at
         from statement_differences
         order by cured_at is not null, day desc, provider, reference limit $1",
        MOST_SHOWN
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        let currency: Currency = stored("statement_differences.currency", &row.currency)?;
        Ok(FoundDifference {
            provider: stored("statement_differences.provider", &row.provider)?,
            day: row.day,
            difference: Difference {
                reference: row.reference,
                what: stored("statement_differences.what", &row.what)?,
                ours: side(currency, row.ours_minor, row.ours_state)?,
                theirs: side(currency, row.theirs_minor, row.theirs_state)?,
            },
            cured_at: row.cured_at,
        })
    })
    .collect()
}

fn side(
    currency: Currency,
    minor: Option<i64>,
    state: Option<String>,
) -> Result<Option<Side>, Incident> {
    let Some((minor, state)) = minor.zip(state) else {
        return Ok(None);
    };
    Ok(Some(Side {
        amount: Money::new(minor, currency),
        state: stored("statement_differences.state", &state)?,
    }))
}
