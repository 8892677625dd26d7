//! The client that speaks to a payment gateway over HTTP.

use super::{
    Gateway, GatewayEvent, GatewayMessage, Intent, Known, Refund, RefundEvent,
    refund::{NewRefund, RefundAnswer, RefundMessage},
};
use crate::{failure::Incident, outside::Outside};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use longtail::{
    id::{CardRefundId, PaymentId},
    money::{
        Currency, Money,
        card_refund::RefundOutcome,
        payment::{GatewayOutcome, Method},
        reconciliation::StatementEntry,
    },
};
use serde::{Deserialize, Serialize};

/// The header that carries a message's signature.
pub const SIGNATURE_HEADER: &str = "longtail-gateway-signature";

/// What we ask for: `POST /v1/intents`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIntent {
    /// Smallest units of the currency.
    pub amount_minor: i64,
    pub currency: Currency,
    /// Our name for it, which comes back in every message.
    pub reference: PaymentId,
    /// How the payer wants to pay.
    pub method: Method,
    /// Where the payer's browser goes when all is said.
    pub return_url: String,
    /// Where messages about it go.
    pub webhook_url: String,
}

/// What the gateway answers, to `POST /v1/intents` and `GET /v1/intents/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntentAnswer {
    pub id: String,
    pub amount_minor: i64,
    pub currency: Currency,
    pub reference: PaymentId,
    /// The page where the payer pays.
    pub pay_url: String,
    #[serde(flatten)]
    pub outcome: GatewayOutcome,
}

/// A message the gateway sends: the intent as it stands, under the message's own id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventMessage {
    pub id: String,
    /// Seconds since 1970.
    pub created: i64,
    pub intent: IntentAnswer,
}

/// Any message that the gateway sends.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnyMessage {
    Payment(EventMessage),
    Refund(RefundMessage),
}

/// Speaks to a gateway over HTTP.
pub struct HttpGateway {
    outside: Outside,
    webhook_url: String,
}

impl HttpGateway {
    /// `secret` signs and authorises; messages are asked for at `webhook_url`.
    ///
    /// # Errors
    /// An incident when the machine has no certificates to check an `https` gateway with.
    pub fn new(url: String, secret: String, webhook_url: String) -> Result<Self, Incident> {
        Ok(Self {
            outside: Outside::new("payment gateway", "LONGTAIL_GATEWAY", &url, secret)?,
            webhook_url,
        })
    }
}

impl HttpGateway {
    /// Ends an authorisation one way or the other, and reads how the intent stands then. Where the
    /// gateway refuses, since it lapsed meanwhile, it is asked.
    async fn end(&self, known: &Known, how: &str) -> Result<GatewayOutcome, Incident> {
        let reference = self.outside.reference(&known.reference)?;
        let request = self
            .outside
            .client
            .post(format!("{}/v1/intents/{reference}/{how}", self.outside.url))
            .header("idempotency-key", format!("{reference}:{how}"));
        let answer: Option<IntentAnswer> = self.outside.ask_unless_conflict(request).await?;
        match answer {
            Some(answer) => answer.about(known.payment, known.amount),
            None => self.outcome(known).await,
        }
    }
}

impl IntentAnswer {
    /// How it stands, where the answer is about what was asked: a part of the sum is not the sum.
    fn about(&self, payment: PaymentId, amount: Money) -> Result<GatewayOutcome, Incident> {
        let answered = Money::new(self.amount_minor, self.currency);
        if answered == amount && self.reference == payment {
            return Ok(self.outcome.clone());
        }
        Err(Incident::new(format!(
            "the payment gateway answered for {answered} and {} where {amount} and {payment} were asked",
            self.reference
        )))
    }
}

#[async_trait]
impl Gateway for HttpGateway {
    async fn begin(
        &self,
        payment: PaymentId,
        method: Method,
        amount: Money,
        return_url: &str,
    ) -> Result<Intent, Incident> {
        let wanted = NewIntent {
            amount_minor: amount.minor,
            currency: amount.currency,
            reference: payment,
            method,
            return_url: return_url.to_owned(),
            webhook_url: self.webhook_url.clone(),
        };
        let request = self
            .outside
            .client
            .post(format!("{}/v1/intents", self.outside.url))
            .header("idempotency-key", payment.to_string())
            .json(&wanted);
        let answer: IntentAnswer = self.outside.ask(request).await?;
        answer.about(payment, amount)?;
        Ok(Intent {
            reference: answer.id,
            pay_url: answer.pay_url,
        })
    }

    async fn outcome(&self, known: &Known) -> Result<GatewayOutcome, Incident> {
        let reference = self.outside.reference(&known.reference)?;
        let request = self
            .outside
            .client
            .get(format!("{}/v1/intents/{reference}", self.outside.url));
        let answer: IntentAnswer = self.outside.ask(request).await?;
        answer.about(known.payment, known.amount)
    }

    async fn capture(&self, known: &Known) -> Result<GatewayOutcome, Incident> {
        self.end(known, "capture").await
    }

    async fn void(&self, known: &Known) -> Result<GatewayOutcome, Incident> {
        self.end(known, "void").await
    }

    async fn refund(
        &self,
        reference: &str,
        refund: CardRefundId,
        amount: Money,
    ) -> Result<Refund, Incident> {
        let reference = self.outside.reference(reference)?;
        let wanted = NewRefund {
            amount_minor: amount.minor,
            currency: amount.currency,
            reference: refund,
            webhook_url: self.webhook_url.clone(),
        };
        let request = self
            .outside
            .client
            .post(format!(
                "{}/v1/intents/{reference}/refunds",
                self.outside.url
            ))
            .header("idempotency-key", refund.to_string())
            .json(&wanted);
        let answer: RefundAnswer = self.outside.ask(request).await?;
        let answered = Money::new(answer.amount_minor, answer.currency);
        if answered != amount || answer.reference != refund {
            return Err(Incident::new(format!(
                "the payment gateway answered for {answered} and {} where {amount} and {refund} were asked",
                answer.reference
            )));
        }
        Ok(answer.refund())
    }

    async fn refund_outcome(&self, reference: &str) -> Result<RefundOutcome, Incident> {
        let reference = self.outside.reference(reference)?;
        let request = self
            .outside
            .client
            .get(format!("{}/v1/refunds/{reference}", self.outside.url));
        let answer: RefundAnswer = self.outside.ask(request).await?;
        Ok(answer.refund().outcome)
    }

    async fn statement(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Incident> {
        let address = format!("{}/v1/statements/{day}", self.outside.url);
        self.outside
            .ask_lines(self.outside.client.get(address))
            .await
    }

    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<GatewayMessage, Incident> {
        let message: AnyMessage = self.outside.read_signed(signature, body, now)?;
        let payload = serde_json::from_slice(body)?;
        Ok(match message {
            AnyMessage::Payment(EventMessage { id, intent, .. }) => {
                GatewayMessage::Payment(GatewayEvent {
                    id,
                    reference: intent.id,
                    payment: intent.reference,
                    outcome: intent.outcome,
                    amount: Money::new(intent.amount_minor, intent.currency),
                    payload,
                })
            }
            AnyMessage::Refund(RefundMessage { id, refund, .. }) => {
                GatewayMessage::Refund(RefundEvent {
                    id,
                    refund: refund.reference,
                    amount: Money::new(refund.amount_minor, refund.currency),
                    said: refund.refund(),
                    payload,
                })
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::signature;
    use uuid::Uuid;

    fn gateway() -> HttpGateway {
        HttpGateway::new(
            "http://127.0.0.1:9/".to_owned(),
            "secret".to_owned(),
            "http://127.0.0.1:9/webhooks/gateway".to_owned(),
        )
        .expect("a gateway")
    }

    fn known(reference: &str) -> Known {
        Known {
            reference: reference.to_owned(),
            payment: PaymentId(Uuid::from_u128(7)),
            amount: Money::new(1_250, Currency::Cny),
        }
    }

    #[test]
    fn an_answer_about_a_part_of_the_sum_is_none() {
        let message: EventMessage = serde_json::from_str(CAPTURED).expect("a message");
        let Known {
            payment, amount, ..
        } = known("pi_1");
        let about = |payment, minor| {
            message
                .intent
                .about(payment, Money::new(minor, amount.currency))
        };
        assert_eq!(
            about(payment, 1_250).expect("the sum"),
            GatewayOutcome::Captured
        );
        assert!(about(payment, 1_251).is_err());
        assert!(about(PaymentId(Uuid::from_u128(8)), 1_250).is_err());
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).expect("a time")
    }

    fn read_any(body: &str) -> Result<GatewayMessage, Incident> {
        let header = signature::sign("secret", now(), body.as_bytes());
        gateway().read_event(&header, body.as_bytes(), now())
    }

    fn read(body: &str) -> Result<GatewayEvent, Incident> {
        match read_any(body)? {
            GatewayMessage::Payment(event) => Ok(event),
            GatewayMessage::Refund(event) => panic!("{event:?}"),
        }
    }

    const CAPTURED: &str = r#"{"id":"evt_1","created":1790000000,"intent":{"id":"pi_1","amount_minor":1250,
        "currency":"CNY","reference":"00000000-0000-0000-0000-000000000007","pay_url":"http://x/",
        "outcome":"captured"}}"#;

    #[test]
    fn a_message_is_read() {
        let event = read(CAPTURED).expect("an event");
        assert_eq!(event.id, "evt_1");
        assert_eq!(event.reference, "pi_1");
        assert_eq!(event.payment, PaymentId(Uuid::from_u128(7)));
        assert_eq!(event.outcome, GatewayOutcome::Captured);
        assert_eq!(event.amount, Money::new(1250, Currency::Cny));
        assert_eq!(event.payload["intent"]["id"], "pi_1");
    }

    #[test]
    fn a_refusal_carries_its_reason() {
        let body = CAPTURED.replace(r#""captured""#, r#""declined","reason":"card_declined""#);
        let declined = GatewayOutcome::Declined {
            reason: "card_declined".to_owned(),
        };
        assert_eq!(read(&body).expect("an event").outcome, declined);
    }

    #[test]
    fn a_message_about_a_refund_is_told_from_others() {
        let body = r#"{"id":"evt_2","created":1790000000,"type":"refund.failed","refund":{"id":"re_1",
            "amount_minor":250,"currency":"CNY","reference":"00000000-0000-0000-0000-000000000009",
            "payment":"00000000-0000-0000-0000-000000000007","outcome":"failed","reason":"card_closed"}}"#;
        let GatewayMessage::Refund(event) = read_any(body).expect("a message") else {
            panic!("it is about a refund");
        };
        assert_eq!(event.refund, CardRefundId(Uuid::from_u128(9)));
        assert_eq!(event.amount, Money::new(250, Currency::Cny));
        let reason = "card_closed".to_owned();
        let said = Refund {
            reference: "re_1".to_owned(),
            outcome: RefundOutcome::Failed { reason },
        };
        assert_eq!(event.said, said);
        assert!(read_any(&body.replace("refund.failed", "refund.lost")).is_err());
    }

    #[test]
    fn what_is_not_agreed_is_refused() {
        for broken in [
            "",
            "{}",
            &CAPTURED.replace("captured", "lost"),
            &CAPTURED.replace("CNY", "XXX"),
            &CAPTURED.replace("1250", "12.5"),
        ] {
            let why = read(broken).expect_err("refused").to_string();
            assert!(why.contains("unreadable"), "{why}");
        }
        let forged = gateway().read_event("t=1790000000,v1=00", CAPTURED.as_bytes(), now());
        assert!(forged.is_err());
    }

    #[tokio::test]
    async fn a_silent_gateway_is_named_with_the_cure() {
        let why = gateway()
            .outcome(&known("pi_1"))
            .await
            .expect_err("nobody listens there")
            .to_string();
        assert!(why.contains("http://127.0.0.1:9 "), "{why}");
        assert!(why.contains("LONGTAIL_GATEWAY_URL"), "{why}");
    }

    #[tokio::test]
    async fn a_reference_cannot_lead_elsewhere() {
        let why = gateway()
            .outcome(&known("../admin"))
            .await
            .expect_err("not asked")
            .to_string();
        assert!(
            why.contains("not a reference of the payment gateway"),
            "{why}"
        );
    }
}
