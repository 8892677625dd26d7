//! A refund as a person types it.

use super::{Ask, Quote, Refundable};
use crate::{
    id::{CommandId, OrderId, OrderLineId},
    money::{Currency, Money},
    text::{FieldCheck, FieldIssue, FieldIssues},
};
use serde::{Deserialize, Serialize};

/// The most characters of a reason.
pub const REASON_MOST: u32 = 200;

/// Pay back part of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundOrder {
    pub command: CommandId,
    pub order: OrderId,
    pub form: RefundForm,
    /// The sum that was looked at.
    pub agreed_minor: Option<i64>,
    /// How many pieces of it were to go back to stock: the same sum may mean lost ones.
    #[serde(default)]
    pub agreed_unsent: u32,
    /// Confirms a large sum. No part of what is asked for.
    #[serde(skip)]
    pub code: String,
}

/// The fields of a refund. What is left empty is not paid back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundForm {
    pub pieces: Vec<(OrderLineId, String)>,
    pub goods: String,
    pub postage: String,
    /// What the buyer reads.
    pub reason: String,
}

/// The field that asks how many pieces of a line are paid back.
pub fn piece_field(line: OrderLineId) -> String {
    format!("pieces[line-{line}]")
}

impl RefundForm {
    /// What it comes to, and the reason on one line.
    ///
    /// # Errors
    /// Names the fields that cannot be taken, or ask for more than is left.
    pub fn checked(&self, left: &Refundable) -> Result<(Quote, String), FieldIssues> {
        let mut check = FieldCheck::default();
        let ask = self.ask(left.currency, &mut check);
        let quote = left.quote(&ask, &mut check);
        let reason = self.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let reason = check.text("reason", &reason, 1, REASON_MOST);
        check.finish().map(|()| (quote, reason))
    }

    /// What it comes to while it is typed: nothing where a field cannot be taken.
    pub fn sum(&self, left: &Refundable) -> Option<Quote> {
        let mut check = FieldCheck::default();
        let ask = self.ask(left.currency, &mut check);
        let quote = left.quote(&ask, &mut check);
        check.finish().ok().map(|()| quote)
    }

    fn ask(&self, currency: Currency, check: &mut FieldCheck) -> Ask {
        let pieces = self
            .pieces
            .iter()
            .filter(|(_, typed)| !typed.trim().is_empty())
            .map(|(line, typed)| {
                let pieces = check.number(&piece_field(*line), typed, 0, 99);
                (*line, u32::try_from(pieces).unwrap_or(0))
            })
            .collect();
        let mut amount = |field: &str, typed: &str| {
            if typed.trim().is_empty() {
                return 0;
            }
            Money::parse(typed, currency).map_or_else(
                |_| {
                    check.issue(field, FieldIssue::NotAnAmount);
                    0
                },
                |money| money.minor,
            )
        };
        Ask {
            pieces,
            goods_minor: amount("goods", &self.goods),
            postage_minor: amount("postage", &self.postage),
        }
    }
}
