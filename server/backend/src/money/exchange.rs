//! Exchange rates on Postgres: kept by staff and by the command line, read from memory for pages.

mod kept;

pub use kept::Rates;

use crate::{
    ctx::{Ctx, Tx, column},
    failure::{Failure, Incident, Refusal, denied, invalid, stored},
};
use chrono::{Duration, NaiveDate};
use longtail::{
    actor::Actor,
    id::AccountId,
    money::{
        Currency,
        exchange::{
            ExchangeRate, LineTrouble, LinesForm, RateForm, RatesPage, ReadLines, Trouble,
            TypedRate,
        },
    },
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
    when::local_day,
};
use std::{collections::HashMap, sync::Arc};

/// How long the last rates serve on where the database cannot be read: not every page asks then.
const PAUSE: Duration = Duration::seconds(5);

/// The rates that prices can be read at today: the newest of each currency that is not too old.
/// Everybody may ask.
///
/// # Errors
/// An incident when the database cannot be read, and never was.
pub async fn shown(ctx: &Ctx) -> Result<Arc<[ExchangeRate]>, Incident> {
    let now = ctx.now();
    if let Some(rates) = ctx.rates.kept(now) {
        return Ok(rates);
    }
    let changes = ctx.rates.changes();
    match fresh(ctx, local_day(now)).await {
        Ok(rates) => {
            let good_until = now + ctx.settings.rates_for;
            ctx.rates.keep(changes, rates.clone(), good_until);
            Ok(rates)
        }
        // From now on: to find out may have taken longer than the pause.
        Err(incident) => match ctx.rates.keep_on(ctx.now() + PAUSE) {
            Some(rates) => {
                tracing::warn!(%incident, "exchange rates could not be read; the last ones are shown");
                Ok(rates)
            }
            None => Err(incident),
        },
    }
}

/// In the order in which they can be chosen.
async fn fresh(ctx: &Ctx, today: NaiveDate) -> Result<Arc<[ExchangeRate]>, Incident> {
    let mut db = ctx.db.acquire().await?;
    let newest = newest(&mut db, ctx.settings.currency).await?;
    Ok(Currency::ALL
        .iter()
        .filter_map(|currency| newest.get(currency))
        .filter(|rate| rate.is_fresh(today))
        .copied()
        .collect())
}

/// The newest rate of each currency.
async fn newest(
    db: &mut sqlx::PgConnection,
    base: Currency,
) -> Result<HashMap<Currency, ExchangeRate>, Incident> {
    sqlx::query!(
        "select distinct on (quote) quote, day, rate_e8 from exchange_rates
         where base = $1 order by quote, day desc",
        base.code()
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        let rate = rate(base, &row.quote, row.day, row.rate_e8)?;
        Ok((rate.quote, rate))
    })
    .collect()
}

fn rate(
    base: Currency,
    quote: &str,
    day: NaiveDate,
    rate_e8: i64,
) -> Result<ExchangeRate, Incident> {
    Ok(ExchangeRate {
        base,
        quote: stored("exchange_rates.quote", quote)?,
        day,
        rate_e8,
    })
}

/// Every currency with its newest rate.
///
/// # Errors
/// Not found for all but staff.
pub async fn rates_page(ctx: &Ctx, actor: &Actor) -> Result<RatesPage, Failure<Refusal>> {
    permit(actor, Action::SeePlatform).map_err(denied)?;
    let base = ctx.settings.currency;
    let mut db = ctx.db.acquire().await?;
    let newest = newest(&mut db, base).await?;
    let others = Currency::ALL.iter().filter(|currency| **currency != base);
    Ok(RatesPage {
        base,
        today: local_day(ctx.now()),
        currencies: others
            .map(|currency| (*currency, newest.get(currency).copied()))
            .collect(),
    })
}

/// Keeps one rate. The same again changes nothing.
///
/// # Errors
/// Fields that cannot be taken: also where another rate stands for the day, or it is far from the
/// newest and nobody said that it is right. Not found for all but staff.
pub async fn add_rate(ctx: &Ctx, actor: &Actor, form: &RateForm) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::ManageRates).map_err(denied)?;
    let today = local_day(ctx.now());
    let rate = form
        .checked(ctx.settings.currency, today)
        .map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    let recorded = record(&mut tx, actor.account(), &[(0, rate)], form.is_sure()).await?;
    if let Some(of) = recorded.troubles.first() {
        let text = of.trouble.words();
        let issue = FieldIssue::Other { text };
        return Err(invalid(FieldIssues::one(of.trouble.field(), issue)));
    }
    commit(ctx, tx).await
}

/// Keeps many rates of a day: all of them, or none where one cannot be taken. How many are new.
///
/// # Errors
/// Names the lines that cannot be taken. Not found for all but staff.
pub async fn add_rates(
    ctx: &Ctx,
    actor: &Actor,
    form: &LinesForm,
) -> Result<usize, Failure<Refusal>> {
    permit(actor, Action::ManageRates).map_err(denied)?;
    let today = local_day(ctx.now());
    let ReadLines {
        rates,
        mut troubles,
    } = form.read(ctx.settings.currency, today).map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    let recorded = record(&mut tx, actor.account(), &rates, form.is_sure()).await?;
    troubles.extend(recorded.troubles);
    if !troubles.is_empty() {
        troubles.sort_by_key(|of| of.line);
        return Err(invalid(LinesForm::issues(&troubles)));
    }
    commit(ctx, tx).await?;
    Ok(recorded.new)
}

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub new: usize,
    /// Kept before, and the same.
    pub known: usize,
    pub troubles: Vec<LineTrouble>,
}

/// Keeps the rates of a file, each line by itself: one that cannot be taken stops no other, so
/// that a nightly file with a currency too many still does its work.
///
/// # Errors
/// Not found for all but staff and the command line.
pub async fn import_rates(
    ctx: &Ctx,
    actor: &Actor,
    lines: &[TypedRate],
    is_sure: bool,
) -> Result<Imported, Failure<Refusal>> {
    permit(actor, Action::ManageRates).map_err(denied)?;
    let (base, today) = (ctx.settings.currency, local_day(ctx.now()));
    let mut read = ReadLines::default();
    for typed in lines {
        match typed.read(base, today) {
            Ok(rate) => read.rates.push((typed.line, rate)),
            Err(trouble) => read.troubles.push(LineTrouble {
                line: typed.line,
                trouble,
            }),
        }
    }
    let mut tx = ctx.transaction().await?;
    let mut imported = record(&mut tx, actor.account(), &read.rates, is_sure).await?;
    commit(ctx, tx).await?;
    imported.troubles.extend(read.troubles);
    imported.troubles.sort_by_key(|of| of.line);
    Ok(imported)
}

/// Pages of this process read the rates anew; those of others do within a moment.
async fn commit(ctx: &Ctx, tx: Tx) -> Result<(), Failure<Refusal>> {
    tx.commit().await?;
    ctx.rates.change();
    Ok(())
}

/// Writes what is new and not in doubt. Each rate is compared with the newest of its currency, in
/// the order of the lines.
async fn record(
    tx: &mut Tx,
    by: Option<AccountId>,
    lines: &[(u64, ExchangeRate)],
    is_sure: bool,
) -> Result<Imported, Incident> {
    let mut recorded = Imported::default();
    let Some((_, first)) = lines.first() else {
        return Ok(recorded);
    };
    let base = first.base;
    // Two that enter rates at the same time go one after the other; readers go on.
    sqlx::query("lock table exchange_rates in share row exclusive mode")
        .execute(tx.sql())
        .await?;
    let mut latest = newest(tx.sql(), base).await?;
    let mut standing = standing(tx, base, lines).await?;
    let mut new: Vec<ExchangeRate> = Vec::new();
    for &(line, rate) in lines {
        let trouble = match (
            standing.get(&(rate.quote, rate.day)),
            latest.get(&rate.quote),
        ) {
            (Some(same), _) if same.rate_e8 == rate.rate_e8 => {
                recorded.known += 1;
                continue;
            }
            (Some(other), _) => Some(Trouble::Taken { by: *other }),
            (None, Some(from)) if !is_sure && rate.is_far_from(from) => {
                Some(Trouble::FarOff { from: *from })
            }
            (None, _) => None,
        };
        match trouble {
            Some(trouble) => recorded.troubles.push(LineTrouble { line, trouble }),
            None => {
                standing.insert((rate.quote, rate.day), rate);
                let latest = latest.entry(rate.quote).or_insert(rate);
                if rate.day >= latest.day {
                    *latest = rate;
                }
                new.push(rate);
            }
        }
    }
    recorded.new = new.len();
    write(tx, base, by, &new).await?;
    Ok(recorded)
}

/// What is kept already for the days and currencies of some lines.
async fn standing(
    tx: &mut Tx,
    base: Currency,
    lines: &[(u64, ExchangeRate)],
) -> Result<HashMap<(Currency, NaiveDate), ExchangeRate>, Incident> {
    sqlx::query!(
        "select e.quote, e.day, e.rate_e8 from exchange_rates e
         join (select distinct n.quote, n.day from unnest($2::text[], $3::date[]) as n (quote, day)) w
              on w.quote = e.quote and w.day = e.day
         where e.base = $1",
        base.code(),
        &column(lines, |(_, rate)| rate.quote.code()) as &[&str],
        &column(lines, |(_, rate)| rate.day),
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let rate = rate(base, &row.quote, row.day, row.rate_e8)?;
        Ok(((rate.quote, rate.day), rate))
    })
    .collect()
}

async fn write(
    tx: &mut Tx,
    base: Currency,
    by: Option<AccountId>,
    rates: &[ExchangeRate],
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into exchange_rates (base, quote, day, rate_e8, set_by, set_at)
         select $1, n.quote, n.day, n.rate_e8, $5, $6
         from unnest($2::text[], $3::date[], $4::bigint[]) as n (quote, day, rate_e8)",
        base.code(),
        &column(rates, |rate| rate.quote.code()) as &[&str],
        &column(rates, |rate| rate.day),
        &column(rates, |rate| rate.rate_e8),
        by.map(|account| account.0),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
