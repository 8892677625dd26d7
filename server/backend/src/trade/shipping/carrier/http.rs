//! The client that speaks to a carrier over HTTP.

use super::{Carrier, CarrierEvent, Label, NewLabel};
use crate::{failure::Incident, outside::Outside};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use longtail::{
    id::ParcelId,
    trade::shipping::{PostalAddress, parcel::Scan},
};
use serde::{Deserialize, Serialize};

/// The header that carries a message's signature.
pub const SIGNATURE_HEADER: &str = "longtail-carrier-signature";

/// What we ask for: `POST /v1/labels`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelRequest {
    /// Our name for it, which comes back in every message.
    pub reference: ParcelId,
    pub sender: String,
    pub from: String,
    pub ship_to: PostalAddress,
    pub pieces: u32,
    /// Where messages about it go.
    pub webhook_url: String,
}

/// What the carrier answers, to `POST /v1/labels` and `GET /v1/labels/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelAnswer {
    /// The tracking number.
    pub id: String,
    pub reference: ParcelId,
    pub carrier: String,
    pub page_url: String,
    /// What happened until now, in no order.
    pub scans: Vec<Scan>,
}

/// A message the carrier sends: one scan, under the scan's own id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventMessage {
    /// Seconds since 1970.
    pub created: i64,
    pub label: String,
    pub reference: ParcelId,
    pub scan: Scan,
}

/// Speaks to a carrier over HTTP.
pub struct HttpCarrier {
    outside: Outside,
    webhook_url: String,
}

impl HttpCarrier {
    /// `secret` signs and authorises; messages are asked for at `webhook_url`.
    ///
    /// # Errors
    /// An incident when the machine has no certificates to check an `https` carrier with.
    pub fn new(url: String, secret: String, webhook_url: String) -> Result<Self, Incident> {
        Ok(Self {
            outside: Outside::new("carrier", "LONGTAIL_CARRIER", &url, secret)?,
            webhook_url,
        })
    }
}

#[async_trait]
impl Carrier for HttpCarrier {
    async fn label(&self, wanted: &NewLabel) -> Result<Label, Incident> {
        let body = LabelRequest {
            reference: wanted.parcel,
            sender: wanted.sender.clone(),
            from: wanted.from.clone(),
            ship_to: wanted.ship_to.clone(),
            pieces: wanted.pieces,
            webhook_url: self.webhook_url.clone(),
        };
        let request = self
            .outside
            .client
            .post(format!("{}/v1/labels", self.outside.url))
            .header("idempotency-key", wanted.parcel.to_string())
            .json(&body);
        let answer: LabelAnswer = self.outside.ask(request).await?;
        // It becomes a link on the shop's page.
        let is_link = ["http://", "https://"]
            .iter()
            .any(|scheme| answer.page_url.starts_with(scheme));
        if answer.reference != wanted.parcel || answer.id.is_empty() || !is_link {
            return Err(Incident::new(format!(
                "the carrier answered with another label than the one of parcel {}",
                wanted.parcel
            )));
        }
        Ok(Label {
            reference: answer.id,
            carrier: answer.carrier,
            url: answer.page_url,
        })
    }

    async fn scans(&self, reference: &str) -> Result<Vec<Scan>, Incident> {
        let reference = self.outside.reference(reference)?;
        let request = self
            .outside
            .client
            .get(format!("{}/v1/labels/{reference}", self.outside.url));
        let answer: LabelAnswer = self.outside.ask(request).await?;
        Ok(answer.scans)
    }

    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<CarrierEvent, Incident> {
        let message: EventMessage = self.outside.read_signed(signature, body, now)?;
        Ok(CarrierEvent {
            parcel: message.reference,
            scan: message.scan,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::signature;
    use longtail::trade::shipping::parcel::ScanKind;
    use uuid::Uuid;

    const SCANNED: &str = r#"{"created":1790000000,"label":"7001","reference":"00000000-0000-0000-0000-000000000007",
        "scan":{"id":"sc_1","kind":"out_for_delivery","place":"Hangzhou","at":"2026-09-21T14:13:20Z"}}"#;

    fn read(body: &str, secret: &str) -> Result<CarrierEvent, Incident> {
        let url = "http://127.0.0.1:9/".to_owned();
        let carrier = HttpCarrier::new(url.clone(), "secret".to_owned(), url).expect("a carrier");
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("a time");
        let header = signature::sign(secret, now, body.as_bytes());
        carrier.read_event(&header, body.as_bytes(), now)
    }

    #[test]
    fn a_message_is_read_with_its_scan() {
        let event = read(SCANNED, "secret").expect("an event");
        assert_eq!(event.parcel, ParcelId(Uuid::from_u128(7)));
        assert_eq!(event.scan.kind, ScanKind::OutForDelivery);
    }

    #[test]
    fn what_is_not_agreed_is_refused() {
        for broken in ["", "{}", &SCANNED.replace("out_for_delivery", "eaten")] {
            let why = read(broken, "secret").expect_err("refused").to_string();
            assert!(why.contains("unreadable"), "{why}");
        }
        assert!(read(SCANNED, "a guess").is_err());
    }
}
