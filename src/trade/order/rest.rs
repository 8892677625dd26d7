//! The rest of an order: what its shop neither sends nor pays back, and when its buyer may call it
//! off, so that no silence holds money for ever.

use super::{OrderError, OrderStage, REST_AFTER};
use crate::{
    id::{CommandId, OrderId},
    money::Money,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Call off what of an order was not sent, and what is lost: it is paid back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOffRest {
    pub command: CommandId,
    pub order: OrderId,
}

/// What of an order its buyer may call off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// What goes back to them.
    pub amount: Money,
    pub from: DateTime<Utc>,
    /// Whether the time has come.
    pub is_due: bool,
}

impl OrderStage {
    /// From when the rest may be called off: [`REST_AFTER`] after the first parcel left; where
    /// everything was sent, after the last loss that is owed. None where there is no rest.
    pub fn rest_from(&self, lost_at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        let since = match *self {
            Self::ToShip { first_sent_at, .. } => first_sent_at,
            Self::Shipped { .. } => lost_at,
            Self::AwaitingPayment | Self::Completed { .. } | Self::Cancelled { .. } => None,
        };
        since.map(|at| at + REST_AFTER)
    }

    /// Whether its buyer may call off the rest now.
    ///
    /// # Errors
    /// Refuses before the time, what is called off as a whole, and where nothing is left to call off.
    pub fn may_call_off_rest(
        &self,
        at: DateTime<Utc>,
        lost_at: Option<DateTime<Utc>>,
    ) -> Result<(), OrderError> {
        match (self, self.rest_from(lost_at)) {
            (_, Some(from)) if at < from => Err(OrderError::RestNotYet { from }),
            (_, Some(_)) => Ok(()),
            (Self::AwaitingPayment, None) => Err(OrderError::NotPaid),
            (Self::ToShip { .. }, None) => Err(OrderError::NotShipped),
            (Self::Shipped { .. }, None) => Err(OrderError::AlreadyShipped),
            (Self::Completed { .. }, None) => Err(OrderError::Completed),
            (Self::Cancelled { .. }, None) => Err(OrderError::Cancelled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn day(n: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 1, n, 12, 0, 0)
            .single()
            .expect("a date")
    }

    #[test]
    fn what_is_lost_is_called_off_ten_days_after_the_loss() {
        let shipped = OrderStage::Shipped {
            paid_at: day(1),
            shipped_at: day(2),
            confirm_by: day(25),
            extended: None,
        };
        let lost_at = Some(day(5));
        assert_eq!(shipped.rest_from(lost_at), Some(day(15)));
        let early = shipped.may_call_off_rest(day(14), lost_at);
        assert_eq!(early, Err(OrderError::RestNotYet { from: day(15) }));
        assert_eq!(shipped.may_call_off_rest(day(15), lost_at), Ok(()));
        let nothing_lost = shipped.may_call_off_rest(day(15), None);
        assert_eq!(nothing_lost, Err(OrderError::AlreadyShipped));
        // While a part is still to be sent, its own time counts.
        let partly = OrderStage::ToShip {
            paid_at: day(1),
            first_sent_at: Some(day(2)),
        };
        assert_eq!(partly.rest_from(lost_at), Some(day(12)));
    }
}
