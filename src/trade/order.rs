//! An order: one shop's part of a checkout, from payment to receipt.
//!
//! A stage carries its data; a move consumes the stage and takes the time.

mod clock;
mod event;
mod rest;
mod view;

pub use clock::{EXTENSION, ExtendReceipt, Extender, Extension, REST_AFTER};
pub use event::{Canceller, OrderEvent};
pub use rest::{CallOffRest, Rest};
pub use view::{
    OrderLine, OrderStep, OrderSummary, OrderView, OrdersPage, ShopOrderView, ShopOrdersPage,
};

use crate::id::{CommandId, OrderId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where an order stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum OrderStage {
    AwaitingPayment,
    /// Paid; the money is in escrow, and there is something to pack.
    ToShip {
        paid_at: DateTime<Utc>,
        /// When its first parcel left, where one has.
        first_sent_at: Option<DateTime<Utc>>,
    },
    /// Nothing is left to send; confirmed by the clock at `confirm_by`.
    Shipped {
        paid_at: DateTime<Utc>,
        shipped_at: DateTime<Utc>,
        confirm_by: DateTime<Utc>,
        extended: Option<Extension>,
    },
    /// Received; the shop has its money.
    Completed {
        paid_at: DateTime<Utc>,
        shipped_at: DateTime<Utc>,
        completed_at: DateTime<Utc>,
    },
    /// Came to nothing: never paid, or cancelled before dispatch and paid back.
    Cancelled {
        paid_at: Option<DateTime<Utc>>,
        cancelled_at: DateTime<Utc>,
    },
}

/// The stages by name alone: for tabs, filters and the schema.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OrderStageName {
    AwaitingPayment,
    ToShip,
    Shipped,
    Completed,
    Cancelled,
}

/// Why an order does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum OrderError {
    #[error("the order is not paid yet")]
    NotPaid,
    #[error("the order is paid already")]
    AlreadyPaid,
    #[error("the order is on its way already")]
    AlreadyShipped,
    #[error("a part of the order is on its way already")]
    PartlyShipped,
    #[error("the parcel is empty")]
    EmptyParcel,
    #[error("the carrier makes no label now")]
    NoLabel,
    #[error("the order has not been sent yet")]
    NotShipped,
    #[error("the order is completed")]
    Completed,
    #[error("the order was cancelled")]
    Cancelled,
    #[error("it is too early to confirm automatically")]
    TooEarly,
    #[error("the time to confirm was extended already")]
    AlreadyExtended,
    #[error("the time to confirm is over")]
    TooLate,
    #[error("it is too early to call off the rest")]
    RestNotYet { from: DateTime<Utc> },
}

impl OrderStage {
    /// Whether some of it is on its way and some is not.
    pub fn is_partly_shipped(&self) -> bool {
        matches!(
            self,
            Self::ToShip {
                first_sent_at: Some(_),
                ..
            }
        )
    }

    pub fn name(&self) -> OrderStageName {
        match self {
            Self::AwaitingPayment => OrderStageName::AwaitingPayment,
            Self::ToShip { .. } => OrderStageName::ToShip,
            Self::Shipped { .. } => OrderStageName::Shipped,
            Self::Completed { .. } => OrderStageName::Completed,
            Self::Cancelled { .. } => OrderStageName::Cancelled,
        }
    }

    /// The checkout was paid.
    ///
    /// # Errors
    /// Refuses a second payment, and one for a cancelled order.
    pub fn pay(self, at: DateTime<Utc>) -> Result<Self, OrderError> {
        match self {
            Self::AwaitingPayment => Ok(Self::ToShip {
                paid_at: at,
                first_sent_at: None,
            }),
            Self::Cancelled { .. } => Err(OrderError::Cancelled),
            Self::ToShip { .. } | Self::Shipped { .. } | Self::Completed { .. } => {
                Err(OrderError::AlreadyPaid)
            }
        }
    }

    /// The shop handed a parcel to a carrier, and something is still to be sent.
    ///
    /// # Errors
    /// Refuses unpaid orders and those sent already.
    pub fn ship_part(self, at: DateTime<Utc>) -> Result<Self, OrderError> {
        match self {
            Self::ToShip {
                paid_at,
                first_sent_at,
            } => Ok(Self::ToShip {
                paid_at,
                first_sent_at: first_sent_at.or(Some(at)),
            }),
            other => other.ship(at, at),
        }
    }

    /// The shop handed the last parcel to a carrier: nothing is left to send.
    ///
    /// # Errors
    /// Refuses unpaid orders and those sent already.
    pub fn ship(self, at: DateTime<Utc>, confirm_by: DateTime<Utc>) -> Result<Self, OrderError> {
        match self {
            Self::ToShip { paid_at, .. } => Ok(Self::Shipped {
                paid_at,
                shipped_at: at,
                confirm_by,
                extended: None,
            }),
            Self::AwaitingPayment => Err(OrderError::NotPaid),
            Self::Shipped { .. } => Err(OrderError::AlreadyShipped),
            Self::Completed { .. } => Err(OrderError::Completed),
            Self::Cancelled { .. } => Err(OrderError::Cancelled),
        }
    }

    /// The buyer says it arrived.
    ///
    /// # Errors
    /// Refuses what was never sent.
    pub fn confirm(self, at: DateTime<Utc>) -> Result<Self, OrderError> {
        match self {
            Self::Shipped {
                paid_at,
                shipped_at,
                ..
            } => Ok(Self::Completed {
                paid_at,
                shipped_at,
                completed_at: at,
            }),
            Self::AwaitingPayment => Err(OrderError::NotPaid),
            Self::ToShip { .. } => Err(OrderError::NotShipped),
            Self::Completed { .. } => Err(OrderError::Completed),
            Self::Cancelled { .. } => Err(OrderError::Cancelled),
        }
    }

    /// Called off before dispatch; what was paid goes back.
    ///
    /// # Errors
    /// Refuses once a parcel is on its way.
    pub fn cancel(self, at: DateTime<Utc>) -> Result<Self, OrderError> {
        match self {
            Self::AwaitingPayment => Ok(Self::Cancelled {
                paid_at: None,
                cancelled_at: at,
            }),
            Self::ToShip {
                first_sent_at: Some(_),
                ..
            } => Err(OrderError::PartlyShipped),
            Self::ToShip { paid_at, .. } => Ok(Self::Cancelled {
                paid_at: Some(paid_at),
                cancelled_at: at,
            }),
            Self::Shipped { .. } => Err(OrderError::AlreadyShipped),
            Self::Completed { .. } => Err(OrderError::Completed),
            Self::Cancelled { .. } => Err(OrderError::Cancelled),
        }
    }
}

/// The side of an order that somebody acts for: who works for a shop may buy there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Party {
    Buyer,
    Shop,
}

/// Hand what is left of one or many orders to a carrier, each in one parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipOrders {
    pub command: CommandId,
    pub carrier: String,
    /// Each order with its parcel's tracking number.
    pub parcels: Vec<(OrderId, String)>,
}

/// The goods arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmReceipt {
    pub command: CommandId,
    pub order: OrderId,
}

/// Call an order off before dispatch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelOrder {
    pub command: CommandId,
    pub order: OrderId,
    pub by: Party,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use proptest::prelude::*;

    fn day(n: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 1, n, 12, 0, 0)
            .single()
            .expect("a date")
    }

    fn stages() -> Vec<OrderStage> {
        vec![
            OrderStage::AwaitingPayment,
            OrderStage::ToShip {
                paid_at: day(1),
                first_sent_at: None,
            },
            OrderStage::ToShip {
                paid_at: day(1),
                first_sent_at: Some(day(2)),
            },
            OrderStage::Shipped {
                paid_at: day(1),
                shipped_at: day(2),
                confirm_by: day(12),
                extended: None,
            },
            OrderStage::Shipped {
                paid_at: day(1),
                shipped_at: day(2),
                confirm_by: day(15),
                extended: Some(Extension {
                    by: Extender::Shop,
                    at: day(11),
                }),
            },
            OrderStage::Completed {
                paid_at: day(1),
                shipped_at: day(2),
                completed_at: day(5),
            },
            OrderStage::Cancelled {
                paid_at: None,
                cancelled_at: day(3),
            },
        ]
    }

    type Move = fn(OrderStage) -> Result<OrderStage, OrderError>;
    const MOVES: [(&str, Move); 11] = [
        ("pay", |s| s.pay(day(20))),
        ("ship", |s| s.ship(day(20), day(30))),
        ("ship a part", |s| s.ship_part(day(20))),
        ("confirm", |s| s.confirm(day(20))),
        ("clock, early", |s| s.confirm_by_clock(day(11))),
        ("clock, in time", |s| s.confirm_by_clock(day(12))),
        ("extend", |s| s.extend(Extender::Buyer, day(11))),
        ("extend, late", |s| s.extend(Extender::Buyer, day(12))),
        ("cancel", |s| s.cancel(day(20))),
        ("rest, early", |s| call_off_rest(s, day(11))),
        ("rest, in time", |s| call_off_rest(s, day(12))),
    ];

    /// With the rest nothing is left to send.
    fn call_off_rest(stage: OrderStage, at: DateTime<Utc>) -> Result<OrderStage, OrderError> {
        stage.may_call_off_rest(at, None)?;
        stage.ship(at, day(30))
    }

    fn words(stage: &OrderStage) -> &'static str {
        if stage.is_partly_shipped() {
            "partly shipped"
        } else if is_extended(stage) {
            "extended"
        } else {
            stage.name().into()
        }
    }

    fn is_extended(stage: &OrderStage) -> bool {
        matches!(
            stage,
            OrderStage::Shipped {
                extended: Some(_),
                ..
            }
        )
    }

    #[test]
    fn a_lost_parcel_stops_the_clock_and_never_turns_it_back() {
        let shipped = stages().swap_remove(3);
        for (until, expected) in [(day(15), day(15)), (day(9), day(12))] {
            let put_off = shipped.clone().put_off(until);
            assert!(
                matches!(put_off, OrderStage::Shipped { confirm_by, .. } if confirm_by == expected)
            );
        }
        let first = stages().swap_remove(2);
        assert_eq!(first.clone().put_off(day(15)), first);
        assert_eq!(
            first.clone().ship_part(day(4)),
            Ok(first),
            "the first parcel stays the first"
        );
    }

    #[test]
    fn stage_by_command() {
        let mut table = String::new();
        for stage in stages() {
            for (name, run) in MOVES {
                let outcome = match run(stage.clone()) {
                    Ok(next) => words(&next).to_owned(),
                    Err(refusal) => format!("refused: {refusal}"),
                };
                table += &format!("{:<17} {name:<15} {outcome}\n", words(&stage));
            }
        }
        let expected = include_str!("order_stages.txt");
        assert_eq!(table, expected, "\n{table}");
    }

    proptest! {
        /// Whatever is asked in whatever order: an order is paid once, sent once, extended at most
        /// once, and ends once.
        #[test]
        fn every_history_is_in_order(moves in prop::collection::vec(0_usize..MOVES.len(), 0..40)) {
            let mut stage = OrderStage::AwaitingPayment;
            let mut ended = false;
            for index in moves {
                if let Ok(next) = MOVES[index].1(stage.clone()) {
                    prop_assert!(!ended, "left {stage:?}");
                    let extends = is_extended(&next) && !is_extended(&stage);
                    prop_assert!(next.name() > stage.name() || next.is_partly_shipped() || extends);
                    ended = matches!(next, OrderStage::Completed { .. } | OrderStage::Cancelled { .. });
                    stage = next;
                }
            }
        }
    }
}
