//! Labels and scans as the carrier keeps them.

use super::{Inner, plan::plan};
use crate::simulator::request::Created;
use chrono::{DateTime, Utc};
use longtail::{id::ParcelId, trade::shipping::parcel::Scan};
use longtail_backend::{
    ctx::random_bytes,
    failure::Incident,
    trade::shipping::carrier::{LabelAnswer, LabelRequest},
};
use sqlx::types::Json;
use uuid::Uuid;

/// As people call the carrier.
const CARRIER: &str = "Swallow Post";

/// A label with what it was asked for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Label {
    pub id: String,
    reference: Uuid,
    pub page_key: String,
    pub wanted: Json<LabelRequest>,
    pub made_at: DateTime<Utc>,
}

/// Thirteen digits that nobody can guess, as people read them out.
fn number() -> String {
    let digits = u64::from_be_bytes(random_bytes()) % 1_000_000_000_000;
    format!("7{digits:012}")
}

impl Inner {
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub async fn create(&self, wanted: &LabelRequest) -> Result<Created<Label>, Incident> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let inserted = sqlx::query(
            "insert into carrier_simulator.labels (id, reference, page_key, wanted, made_at)
             values ($1, $2, $3, $4, $5) on conflict (reference) do nothing",
        )
        .bind(number())
        .bind(wanted.reference.0)
        .bind(hex::encode(random_bytes::<16>()))
        .bind(Json(wanted))
        .bind(now)
        .execute(&mut *tx)
        .await?;
        let label: Label =
            sqlx::query_as("select * from carrier_simulator.labels where reference = $1")
                .bind(wanted.reference.0)
                .fetch_one(&mut *tx)
                .await?;
        if inserted.rows_affected() == 0 {
            let same = label.wanted.0 == *wanted;
            return Ok(Created::of(label, false, same));
        }
        for planned in plan(wanted.ship_to.postcode.trim(), self.pace) {
            let at = now + planned.after;
            let place = match planned.there {
                true => &wanted.ship_to.city,
                false => &wanted.from,
            };
            sqlx::query(
                "insert into carrier_simulator.scans (id, label_id, kind, place, at, to_tell, next_at)
                 values ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(format!("sc_{}", hex::encode(random_bytes::<16>())))
            .bind(&label.id)
            .bind(<&str>::from(planned.kind))
            .bind(place)
            .bind(at)
            .bind(if self.tells { planned.to_tell } else { 0 })
            .bind(at + planned.told_after)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(Created::New(label))
    }

    pub async fn find(&self, id: &str) -> Result<Option<Label>, Incident> {
        Ok(
            sqlx::query_as("select * from carrier_simulator.labels where id = $1")
                .bind(id)
                .fetch_optional(&self.db)
                .await?,
        )
    }

    /// As the market is told of a label: with what has happened until now.
    pub async fn answer(&self, label: &Label) -> Result<LabelAnswer, Incident> {
        let scans: Vec<(String, String, String, DateTime<Utc>)> = sqlx::query_as(
            "select id, kind, place, at from carrier_simulator.scans
             where label_id = $1 and at <= $2 order by at",
        )
        .bind(&label.id)
        .bind(self.now())
        .fetch_all(&self.db)
        .await?;
        let scans = scans
            .into_iter()
            .map(|(id, kind, place, at)| scan(id, &kind, place, at))
            .collect::<Result<_, _>>()?;
        Ok(LabelAnswer {
            id: label.id.clone(),
            reference: ParcelId(label.reference),
            carrier: CARRIER.to_owned(),
            page_url: format!("{}/labels/{}/{}", self.pages_url, label.id, label.page_key),
            scans,
        })
    }
}

pub fn scan(id: String, kind: &str, place: String, at: DateTime<Utc>) -> Result<Scan, Incident> {
    Ok(Scan {
        id,
        kind: kind.parse()?,
        place,
        at,
    })
}
