//! What the simulators' statements share: how a day is read, how lines are written, and what a
//! test tells them to get wrong.

use super::request::{Unanswered, refuse};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use longtail::money::reconciliation::{EntryState, StatementEntry};
use longtail_backend::failure::Incident;
use serde::Deserialize;
use sqlx::PgPool;
use uuid::Uuid;

/// What a statement gets wrong.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Deserialize, strum::EnumString, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Trick {
    LeaveOut,
    OtherAmount,
    OtherState,
}

/// `POST /v1/tricks`: which line, and what about it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Tricked {
    pub reference: Uuid,
    pub trick: Trick,
}

/// A line as the tables hold it, with the trick that is played with it.
#[derive(sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub reference: Uuid,
    pub amount_minor: i64,
    pub currency: String,
    pub state: String,
    pub trick: Option<String>,
}

impl Row {
    fn entry(self) -> Result<Option<StatementEntry>, Incident> {
        let unknown = |_| Incident::new("a statement holds something unknown");
        let state: EntryState = self.state.parse().map_err(unknown)?;
        let trick = self
            .trick
            .map(|trick| trick.parse::<Trick>().map_err(unknown))
            .transpose()?;
        let entry = StatementEntry {
            id: self.id,
            reference: self.reference,
            amount_minor: self.amount_minor,
            currency: self.currency.parse()?,
            state,
        };
        Ok(match trick {
            None => Some(entry),
            Some(Trick::LeaveOut) => None,
            Some(Trick::OtherAmount) => Some(StatementEntry {
                amount_minor: entry.amount_minor + 1,
                ..entry
            }),
            Some(Trick::OtherState) => Some(StatementEntry {
                state: EntryState::Returned,
                ..entry
            }),
        })
    }
}

/// When the day that an address names begins and ends, in UTC.
pub fn bounds(day: &str) -> Result<(DateTime<Utc>, DateTime<Utc>), Unanswered> {
    let day: NaiveDate = day.parse().map_err(|_| {
        let why = "a day is written as 2026-11-30";
        refuse(StatusCode::UNPROCESSABLE_ENTITY, why)
    })?;
    let from = day.and_time(NaiveTime::MIN).and_utc();
    Ok((from, from + Duration::days(1)))
}

/// Notes a trick by the statement that inserts it among the service's, or changes it there.
pub async fn play(
    db: &PgPool,
    insert: &'static str,
    tricked: Tricked,
) -> Result<Response, Unanswered> {
    sqlx::query(insert)
        .bind(tricked.reference)
        .bind(<&str>::from(tricked.trick))
        .execute(db)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// One entry a line, as JSON.
pub fn lines(rows: Vec<Row>) -> Result<Response, Incident> {
    let mut text = String::new();
    for row in rows {
        if let Some(entry) = row.entry()? {
            text.push_str(&serde_json::to_string(&entry)?);
            text.push('\n');
        }
    }
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, text).into_response())
}
