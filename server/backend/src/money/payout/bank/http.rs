//! The client that speaks to a bank over HTTP.

use super::{Bank, BankEvent, Transfer};
use crate::{failure::Incident, outside::Outside};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use longtail::{
    id::PayoutId,
    money::{
        Currency, Money,
        payout::{BankOutcome, account::BankAccount},
        reconciliation::StatementEntry,
    },
};
use serde::{Deserialize, Serialize};

/// The header that carries a message's signature.
pub const SIGNATURE_HEADER: &str = "longtail-bank-signature";

/// What we ask for: `POST /v1/transfers`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTransfer {
    /// Smallest units of the currency.
    pub amount_minor: i64,
    pub currency: Currency,
    /// Our name for it, which comes back in every message.
    pub reference: PayoutId,
    pub holder: String,
    pub number: String,
    pub bank: String,
    /// Where messages about it go.
    pub webhook_url: String,
}

/// What the bank answers, to `POST /v1/transfers` and `GET /v1/transfers/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferAnswer {
    pub id: String,
    pub amount_minor: i64,
    pub currency: Currency,
    pub reference: PayoutId,
    #[serde(flatten)]
    pub outcome: BankOutcome,
}

/// A message the bank sends: the transfer as it stands, under the message's own id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventMessage {
    pub id: String,
    /// Seconds since 1970.
    pub created: i64,
    pub transfer: TransferAnswer,
}

/// Speaks to a bank over HTTP.
pub struct HttpBank {
    outside: Outside,
    webhook_url: String,
}

impl HttpBank {
    /// `secret` signs and authorises; messages are asked for at `webhook_url`.
    ///
    /// # Errors
    /// An incident when the machine has no certificates to check an `https` bank with.
    pub fn new(url: String, secret: String, webhook_url: String) -> Result<Self, Incident> {
        Ok(Self {
            outside: Outside::new("bank", "LONGTAIL_BANK", &url, secret)?,
            webhook_url,
        })
    }
}

#[async_trait]
impl Bank for HttpBank {
    async fn send(
        &self,
        payout: PayoutId,
        amount: Money,
        account: &BankAccount,
    ) -> Result<Transfer, Incident> {
        let wanted = NewTransfer {
            amount_minor: amount.minor,
            currency: amount.currency,
            reference: payout,
            holder: account.holder.clone(),
            number: account.number.clone(),
            bank: account.bank.clone(),
            webhook_url: self.webhook_url.clone(),
        };
        let request = self
            .outside
            .client
            .post(format!("{}/v1/transfers", self.outside.url))
            .header("idempotency-key", payout.to_string())
            .json(&wanted);
        let answer: TransferAnswer = self.outside.ask(request).await?;
        let answered = Money::new(answer.amount_minor, answer.currency);
        if answered != amount || answer.reference != payout {
            return Err(Incident::new(format!(
                "the bank answered for {answered} and {} where {amount} and {payout} were asked",
                answer.reference
            )));
        }
        Ok(Transfer {
            reference: answer.id,
            outcome: answer.outcome,
        })
    }

    async fn outcome(&self, reference: &str) -> Result<BankOutcome, Incident> {
        let reference = self.outside.reference(reference)?;
        let request = self
            .outside
            .client
            .get(format!("{}/v1/transfers/{reference}", self.outside.url));
        let answer: TransferAnswer = self.outside.ask(request).await?;
        Ok(answer.outcome)
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
    ) -> Result<BankEvent, Incident> {
        let message: EventMessage = self.outside.read_signed(signature, body, now)?;
        Ok(BankEvent {
            id: message.id,
            payout: message.transfer.reference,
            amount: Money::new(message.transfer.amount_minor, message.transfer.currency),
            transfer: Transfer {
                reference: message.transfer.id,
                outcome: message.transfer.outcome,
            },
            payload: serde_json::from_slice(body)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::signature;
    use uuid::Uuid;

    const RETURNED: &str = r#"{"id":"bev_1","created":1790000000,"transfer":{"id":"tr_1","amount_minor":90000,
        "currency":"CNY","reference":"00000000-0000-0000-0000-000000000007",
        "outcome":"returned","reason":"name_mismatch"}}"#;

    fn read(body: &str) -> Result<BankEvent, Incident> {
        let url = "http://127.0.0.1:9/".to_owned();
        let bank = HttpBank::new(url.clone(), "secret".to_owned(), url).expect("a bank");
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("a time");
        let header = signature::sign("secret", now, body.as_bytes());
        bank.read_event(&header, body.as_bytes(), now)
    }

    #[test]
    fn a_message_is_read_with_its_reason() {
        let event = read(RETURNED).expect("an event");
        assert_eq!(event.payout, PayoutId(Uuid::from_u128(7)));
        assert_eq!(event.amount, Money::new(90_000, Currency::Cny));
        assert_eq!(event.transfer.reference, "tr_1");
        let reason = "name_mismatch".to_owned();
        assert_eq!(event.transfer.outcome, BankOutcome::Returned { reason });
    }

    #[test]
    fn what_is_not_agreed_is_refused() {
        for broken in ["", "{}", &RETURNED.replace("returned", "lost")] {
            let why = read(broken).expect_err("refused").to_string();
            assert!(why.contains("unreadable"), "{why}");
        }
    }
}
