//! Refunds (E9): parts of a paid order go back to its buyer, before dispatch, on its way, or
//! after the shop has its money.
//!
//! Every part is drawn down from what is left, and the last part takes the rest: a line that
//! is paid back piece by piece gives exactly its price, and its commission exactly what was
//! frozen on it. What the platform paid of a price goes back to the platform in proportion.

mod form;
mod rest;
#[cfg(test)]
mod tests;

pub use form::{REASON_MOST, RefundForm, RefundOrder, piece_field};

use crate::{
    id::{AccountId, OrderId, OrderLineId, RefundId, ShopId},
    money::{
        Currency, Money,
        confirmation::CodeError,
        ledger::{Posting, order_refunded, sale_refunded},
        split_by_weights,
    },
    policy::Action,
    text::{FieldCheck, FieldIssue},
    trade::order::OrderStage,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How far an order has come, as far as its money and its goods are concerned.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Phase {
    /// The money is held, the goods are the shop's still: pieces go back to its shelf.
    BeforeDispatch,
    /// The money is held, the goods are not: no stock comes back by itself.
    OnTheWay,
    /// The shop has its money: its balance pays, below zero where it must.
    Released,
}

impl Phase {
    /// # Errors
    /// Refuses orders that are not paid, and those called off.
    pub fn of(stage: &OrderStage) -> Result<Self, RefundError> {
        match stage {
            OrderStage::AwaitingPayment => Err(RefundError::NotPaid),
            OrderStage::ToShip { .. } => Ok(Self::BeforeDispatch),
            OrderStage::Shipped { .. } => Ok(Self::OnTheWay),
            OrderStage::Completed { .. } => Ok(Self::Released),
            OrderStage::Cancelled { .. } => Err(RefundError::Cancelled),
        }
    }

    /// What whoever pays back must be allowed to do.
    pub fn action(self, shop: ShopId) -> Action {
        match self {
            Self::BeforeDispatch | Self::OnTheWay => Action::RefundHeld(shop),
            Self::Released => Action::RefundFromBalance(shop),
        }
    }
}

/// Why nothing is paid back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RefundError {
    #[error("the order is not paid yet")]
    NotPaid,
    #[error("the order was cancelled")]
    Cancelled,
    #[error("nothing is asked to be paid back")]
    Nothing,
    /// The sum was not looked at yet, or has become another since.
    #[error("the sum is to be looked at once more")]
    LookAgain { quote: Quote },
    #[error(transparent)]
    Code(#[from] CodeError),
}

/// What of a paid order can still be paid back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refundable {
    pub phase: Phase,
    pub currency: Currency,
    pub lines: Vec<LineLeft>,
    pub postage_minor: i64,
    /// A part of the order was sent: it cannot be called off any more.
    pub begun: bool,
}

/// What is left of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineLeft {
    pub line: OrderLineId,
    pub pieces: u32,
    /// Of these, those in parcels: out of reach until the whole order is on its way, unless lost.
    pub packed: u32,
    /// Of the packed ones, those that a carrier has lost.
    pub lost: u32,
    /// What the shop is paid for it.
    pub goods_minor: i64,
    /// What the platform paid of that; the buyer paid the rest.
    pub promoted_minor: i64,
    pub commission_minor: i64,
}

/// What is asked to be paid back: pieces of lines, an amount of goods money that is no
/// piece's, postage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    pub pieces: Vec<(OrderLineId, u32)>,
    pub goods_minor: i64,
    pub postage_minor: i64,
}

/// What a refund comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub phase: Phase,
    pub currency: Currency,
    /// The lines that it touches.
    pub lines: Vec<Part>,
    pub goods_minor: i64,
    pub postage_minor: i64,
    /// What goes back to the platform of it.
    pub promoted_minor: i64,
    /// The commission's part of it.
    pub commission_minor: i64,
    /// Nothing would be left to send or to hold: the order is called off instead.
    pub whole: bool,
    /// A part is on its way and nothing more is left to send: the order is as sent.
    pub rest: bool,
}

/// A refund's part of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub line: OrderLineId,
    pub pieces: u32,
    /// Of these, those that are not sent: they go back to the shelf.
    pub unsent: u32,
    pub goods_minor: i64,
    pub promoted_minor: i64,
    pub commission_minor: i64,
}

/// A part of what is left, rounded half up; the last part takes the rest.
pub(crate) fn drawn(left: i64, part: i64, whole: i64) -> i64 {
    if part >= whole {
        return left;
    }
    let (left, part, whole) = (i128::from(left), i128::from(part), i128::from(whole));
    ((2 * left * part + whole) / (2 * whole)) as i64
}

impl LineLeft {
    /// How many pieces a refund may name in a phase.
    pub fn within_reach(&self, phase: Phase) -> u32 {
        match phase {
            Phase::BeforeDispatch => self.unpacked() + self.lost,
            Phase::OnTheWay | Phase::Released => self.pieces,
        }
    }

    fn unpacked(&self) -> u32 {
        self.pieces.saturating_sub(self.packed)
    }

    fn goods_of(&self, pieces: u32) -> i64 {
        drawn(self.goods_minor, pieces.into(), self.pieces.into())
    }

    /// Lost pieces first: these are owed, whatever becomes of those that are not sent yet.
    fn part(&self, phase: Phase, pieces: u32, goods_minor: i64) -> Part {
        let unsent = match phase {
            Phase::BeforeDispatch => pieces.saturating_sub(self.lost),
            Phase::OnTheWay | Phase::Released => 0,
        };
        Part {
            line: self.line,
            pieces,
            unsent,
            goods_minor,
            promoted_minor: drawn(self.promoted_minor, goods_minor, self.goods_minor),
            commission_minor: drawn(self.commission_minor, goods_minor, self.goods_minor),
        }
    }
}

impl Refundable {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// The goods' money that is left, over all lines.
    pub fn goods(&self) -> Money {
        self.money(self.lines.iter().map(|line| line.goods_minor).sum())
    }

    /// The postage that is left.
    pub fn postage(&self) -> Money {
        self.money(self.postage_minor)
    }

    /// Whether anything is left at all.
    pub fn is_empty(&self) -> bool {
        self.goods().minor + self.postage_minor == 0
    }

    /// What a refund comes to. What is more than is left becomes an issue of its field.
    pub fn quote(&self, ask: &Ask, check: &mut FieldCheck) -> Quote {
        for (line, _) in &ask.pieces {
            if !self.lines.iter().any(|left| left.line == *line) {
                check.issue(&piece_field(*line), FieldIssue::NotAChoice);
            }
        }
        let pieces: Vec<u32> = self
            .lines
            .iter()
            .map(|left| {
                let asked = ask.pieces.iter().filter(|(line, _)| *line == left.line);
                let asked = asked.fold(0_u32, |sum, (_, pieces)| sum.saturating_add(*pieces));
                let most = left.within_reach(self.phase);
                if asked > most {
                    let issue = FieldIssue::OutOfRange {
                        least: 0,
                        most: most.into(),
                    };
                    check.issue(&piece_field(left.line), issue);
                }
                asked.min(most)
            })
            .collect();
        let by_piece: Vec<i64> = self
            .lines
            .iter()
            .zip(&pieces)
            .map(|(left, pieces)| left.goods_of(*pieces))
            .collect();
        let rest: Vec<u64> = self
            .lines
            .iter()
            .zip(&by_piece)
            .map(|(left, taken)| (left.goods_minor - taken).unsigned_abs())
            .collect();
        let most = rest.iter().sum::<u64>() as i64;
        let free = self.at_most("goods", ask.goods_minor, most, check);
        let postage = self.at_most("postage", ask.postage_minor, self.postage_minor, check);
        // Where no line has anything left, `free` is nothing and so are its parts.
        let shares = split_by_weights(free, &rest);
        let parts = self.lines.iter().zip(pieces).zip(by_piece).zip(shares);
        let parts = parts
            .map(|(((left, pieces), taken), share)| left.part(self.phase, pieces, taken + share))
            .collect();
        self.sum_up(parts, postage)
    }

    fn at_most(&self, field: &str, asked: i64, most: i64, check: &mut FieldCheck) -> i64 {
        if asked < 0 {
            check.issue(field, FieldIssue::NotAnAmount);
        } else if asked > most {
            let most = self.money(most);
            check.issue(field, FieldIssue::TooMuch { most });
        }
        asked.clamp(0, most)
    }

    fn sum_up(&self, parts: Vec<Part>, postage_minor: i64) -> Quote {
        let sum = |parts: &[Part], of: fn(&Part) -> i64| parts.iter().map(of).sum::<i64>();
        let to_send = self.lines.iter().map(|line| i64::from(line.unpacked()));
        let no_pieces = to_send.sum::<i64>() == sum(&parts, |part| part.unsent.into());
        let goods = sum(&parts, |part| part.goods_minor);
        let no_money = self.goods().minor + self.postage_minor == goods + postage_minor;
        // Where nothing more is sent, or nothing paid for it, the order is sent as it is; and
        // called off where nothing was sent before.
        let ends = self.phase == Phase::BeforeDispatch && (no_pieces || no_money);
        let rest = ends && self.begun;
        let whole = ends && !rest;
        let with = |left: &LineLeft, goods_minor| {
            left.part(self.phase, left.within_reach(self.phase), goods_minor)
        };
        let lines = self.lines.iter();
        let (parts, postage_minor) = if whole {
            let all = lines.map(|left| with(left, left.goods_minor)).collect();
            (all, self.postage_minor)
        } else if rest && no_money {
            let all = lines.zip(parts);
            let all = all.map(|(left, part)| with(left, part.goods_minor));
            (all.collect(), postage_minor)
        } else {
            (parts, postage_minor)
        };
        Quote {
            phase: self.phase,
            currency: self.currency,
            goods_minor: sum(&parts, |part| part.goods_minor),
            promoted_minor: sum(&parts, |part| part.promoted_minor),
            commission_minor: sum(&parts, |part| part.commission_minor),
            lines: parts
                .into_iter()
                .filter(|part| part.pieces > 0 || part.goods_minor > 0)
                .collect(),
            postage_minor,
            whole,
            rest,
        }
    }
}

impl Quote {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    pub fn goods(&self) -> Money {
        self.money(self.goods_minor)
    }

    pub fn postage(&self) -> Money {
        self.money(self.postage_minor)
    }

    pub fn commission(&self) -> Money {
        self.money(self.commission_minor)
    }

    /// What goes back to the platform.
    pub fn promoted(&self) -> Money {
        self.money(self.promoted_minor)
    }

    /// All that goes back: to the buyer, and to the platform.
    pub fn worth(&self) -> Money {
        self.money(self.goods_minor + self.postage_minor)
    }

    /// What the buyer gets.
    pub fn total(&self) -> Money {
        self.money(self.worth().minor - self.promoted_minor)
    }

    /// How many of its pieces were not sent: they go back to the shelf.
    pub fn unsent(&self) -> u32 {
        self.lines.iter().map(|part| part.unsent).sum()
    }

    /// What the shop goes without: the rest is the market's commission.
    pub fn of_shop(&self) -> Money {
        self.money(self.worth().minor - self.commission_minor)
    }

    /// The postings of it: out of escrow while the money is held, else out of the shop's
    /// balance and the commission.
    pub fn postings(&self, order: OrderId, shop: ShopId, buyer: AccountId) -> Vec<Posting> {
        let (to_buyer, promoted) = (self.total(), self.promoted_minor);
        match self.phase {
            Phase::BeforeDispatch | Phase::OnTheWay => {
                order_refunded(order, buyer, to_buyer, promoted)
            }
            Phase::Released => sale_refunded(
                order,
                shop,
                buyer,
                to_buyer,
                promoted,
                self.commission_minor,
            ),
        }
    }
}

/// A refund, as its buyer and its shop read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundView {
    pub id: RefundId,
    pub phase: Phase,
    /// The lines with the pieces that it names; the goods' money may be of more than these.
    pub pieces: Vec<(OrderLineId, u32)>,
    pub goods: Money,
    pub postage: Money,
    /// What went back to the platform of it.
    pub promoted: Money,
    /// What the buyer got.
    pub total: Money,
    /// Empty where the buyer called it off.
    pub reason: String,
    pub at: DateTime<Utc>,
}
