//! What the card network gives back: its own books of that.

use super::reference;
use crate::failure::Incident;
use chrono::{DateTime, NaiveDate, Utc};
use longtail::{
    id::{CardRefundId, PaymentId},
    money::{
        Money,
        card_refund::RefundOutcome,
        reconciliation::{EntryState, StatementEntry},
    },
};
use std::collections::BTreeMap;

struct Refund {
    payment: PaymentId,
    amount: Money,
    decided_at: DateTime<Utc>,
    arrives: bool,
}

/// Every refund that it was asked for.
#[derive(Default)]
pub struct GivenBack(BTreeMap<CardRefundId, Refund>);

impl GivenBack {
    /// The same refund twice is the same. `taken` is what it has taken for the payment.
    pub fn begin(
        &mut self,
        (refund, payment): (CardRefundId, PaymentId),
        amount: Money,
        taken: i64,
        now: DateTime<Utc>,
        (decided_at, arrives): (DateTime<Utc>, bool),
    ) -> Result<(), Incident> {
        if let Some(known) = self.0.get(&refund) {
            return match known.amount == amount && known.payment == payment {
                true => Ok(()),
                false => Err(Incident::new("this refund was another")),
            };
        }
        // What failed is gone: the market heard of that before it asked anew.
        let before = self
            .0
            .values()
            .filter(|other| other.payment == payment && (other.arrives || other.decided_at > now));
        let before: i64 = before.map(|other| other.amount.minor).sum();
        if before + amount.minor > taken {
            return Err(Incident::new("more would go back than was taken"));
        }
        let new = Refund {
            payment,
            amount,
            decided_at,
            arrives,
        };
        self.0.insert(refund, new);
        Ok(())
    }

    pub fn outcome(&self, refund: CardRefundId, now: DateTime<Utc>) -> RefundOutcome {
        match self.0.get(&refund) {
            Some(refund) if refund.decided_at <= now && refund.arrives => RefundOutcome::Settled,
            Some(refund) if refund.decided_at <= now => RefundOutcome::Failed {
                reason: "card_closed".to_owned(),
            },
            _ => RefundOutcome::Pending,
        }
    }

    fn arrived(&self, now: DateTime<Utc>) -> impl Iterator<Item = (CardRefundId, &Refund)> {
        let all = self.0.iter().map(|(id, refund)| (*id, refund));
        all.filter(move |(_, refund)| refund.arrives && refund.decided_at <= now)
    }

    pub fn sum_minor(&self, now: DateTime<Utc>) -> i64 {
        self.arrived(now)
            .map(|(_, refund)| refund.amount.minor)
            .sum()
    }

    /// What has gone back on a day until now.
    pub fn statement(&self, day: NaiveDate, now: DateTime<Utc>) -> Vec<StatementEntry> {
        self.arrived(now)
            .filter(|(_, refund)| refund.decided_at.date_naive() == day)
            .map(|(id, refund)| StatementEntry {
                id: reference(id),
                reference: id.0,
                amount_minor: refund.amount.minor,
                currency: refund.amount.currency,
                state: EntryState::Refunded,
            })
            .collect()
    }
}
