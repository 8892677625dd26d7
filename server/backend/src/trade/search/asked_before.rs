//! What is searched for, counted in memory and written down now and then, so that others are
//! offered it while they type.

use crate::{ctx::Ctx, failure::Incident};
use chrono::Duration;
use longtail::trade::search::SearchRequest;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Queries counted between two writes; more are not counted.
const MOST_QUERIES: usize = 5_000;
/// The longest query that is offered to others.
const LONGEST: usize = 40;
/// A query that was asked less often stays with those who asked it.
const OFTEN: i64 = 3;
/// What was asked so seldom is forgotten after this long.
const REMEMBERED: Duration = Duration::days(30);

/// Counts since the last write.
#[derive(Default)]
pub struct AskedBefore(Mutex<HashMap<String, i64>>);

impl AskedBefore {
    /// Counts a query that found goods as it was typed. What was narrowed or asked in one shop
    /// says nothing to others.
    pub fn note(&self, request: &SearchRequest, found: u64) {
        let words = request.query.to_lowercase();
        let telling = found > 0
            && !words.is_empty()
            && words.chars().count() <= LONGEST
            && request.shop.is_none()
            && request.narrow.is_empty();
        if !telling {
            return;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() < MOST_QUERIES || counts.contains_key(&words) {
            *counts.entry(words).or_default() += 1;
        }
    }

    fn take(&self) -> HashMap<String, i64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Writes the counts down, and forgets what was asked seldom and long ago.
///
/// # Errors
/// An incident when the database fails; these counts are lost then, which hurts nobody.
pub async fn write_down(ctx: &Ctx) -> Result<(), Incident> {
    let counts = ctx.search.0.asked.take();
    if counts.is_empty() {
        return Ok(());
    }
    let (words, asked): (Vec<String>, Vec<i64>) = counts.into_iter().unzip();
    sqlx::query!(
        "insert into searches (words, asked, asked_at)
         select words, asked, $3 from unnest($1::text[], $2::bigint[]) as counted (words, asked)
         on conflict (words) do update
         set asked = searches.asked + excluded.asked, asked_at = excluded.asked_at",
        &words,
        &asked,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    sqlx::query!(
        "delete from searches where asked < $1 and asked_at < $2",
        OFTEN,
        ctx.now() - REMEMBERED,
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// The most frequent queries that begin so.
pub async fn beginning_with(ctx: &Ctx, typed: &str, most: i64) -> Result<Vec<String>, Incident> {
    let pattern: String = typed
        .to_lowercase()
        .chars()
        .flat_map(|c| match c {
            '%' | '_' | '\\' => vec!['\\', c],
            c => vec![c],
        })
        .collect();
    Ok(sqlx::query_scalar!(
        "select words from searches where words like $1 || '%' and asked >= $2
         order by asked desc, words limit $3",
        pattern,
        OFTEN,
        most,
    )
    .fetch_all(&ctx.db)
    .await?)
}
