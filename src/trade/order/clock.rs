//! The clock of receipt (E2): when it confirms, what it waits for, and who may ask it to wait.

use super::{OrderError, OrderStage, Party};
use crate::{
    id::{CommandId, OrderId},
    text::Lang,
    when::local_text,
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// By how much the time to confirm is extended, once.
pub const EXTENSION: Duration = Duration::days(3);
/// After so long a buyer may call off what the shop has not sent, or not paid back of what is lost.
pub const REST_AFTER: Duration = Duration::days(10);

/// Who asked for more time to confirm.
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
pub enum Extender {
    Buyer,
    Shop,
}

impl Extender {
    /// What the other side is told, in one line.
    pub(crate) fn headline(self, lang: Lang, number: &str, confirm_by: DateTime<Utc>) -> String {
        let (days, at) = (EXTENSION.num_days(), local_text(confirm_by));
        match (self, lang) {
            (Self::Buyer, Lang::En) => format!(
                "The buyer of order {number} takes {days} more days; receipt is confirmed automatically on {at}"
            ),
            (Self::Buyer, Lang::Zh) => {
                format!("订单 {number} 的买家延长收货 {days} 天，将于 {at} 自动确认收货")
            }
            (Self::Shop, Lang::En) => format!(
                "The shop gives you {days} more days to confirm order {number}; this happens automatically on {at}"
            ),
            (Self::Shop, Lang::Zh) => {
                format!("店铺已为您的订单 {number} 延长收货 {days} 天，将于 {at} 自动确认收货")
            }
        }
    }
}

/// That more time was asked for, by whom and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub by: Extender,
    pub at: DateTime<Utc>,
}

/// Give the buyer more time to confirm: the buyer themselves, or the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtendReceipt {
    pub command: CommandId,
    pub order: OrderId,
    pub by: Party,
}

impl OrderStage {
    /// The buyer said nothing until `confirm_by`.
    ///
    /// # Errors
    /// Refuses before the time.
    pub fn confirm_by_clock(self, at: DateTime<Utc>) -> Result<Self, OrderError> {
        match &self {
            Self::Shipped { confirm_by, .. } if at < *confirm_by => Err(OrderError::TooEarly),
            _ => self.confirm(at),
        }
    }

    /// A parcel is lost: the clock waits until `until`, unless it waits longer already.
    #[must_use]
    pub fn put_off(self, until: DateTime<Utc>) -> Self {
        match self {
            Self::Shipped {
                paid_at,
                shipped_at,
                confirm_by,
                extended,
            } => Self::Shipped {
                paid_at,
                shipped_at,
                confirm_by: confirm_by.max(until),
                extended,
            },
            other => other,
        }
    }

    /// Until when the clock would wait if it were extended now; none where that cannot be done,
    /// or was done already.
    pub fn extended_until(&self) -> Option<DateTime<Utc>> {
        match *self {
            Self::Shipped {
                confirm_by,
                extended: None,
                ..
            } => Some(confirm_by + EXTENSION),
            _ => None,
        }
    }

    /// One side asks the clock to wait [`EXTENSION`] longer: once, whoever it was.
    ///
    /// # Errors
    /// Refuses a second time, what is not on its way, and when the clock has run out.
    pub fn extend(self, by: Extender, at: DateTime<Utc>) -> Result<Self, OrderError> {
        match self {
            Self::Shipped {
                extended: Some(_), ..
            } => Err(OrderError::AlreadyExtended),
            Self::Shipped { confirm_by, .. } if at >= confirm_by => Err(OrderError::TooLate),
            Self::Shipped {
                paid_at,
                shipped_at,
                confirm_by,
                extended: None,
            } => Ok(Self::Shipped {
                paid_at,
                shipped_at,
                confirm_by: confirm_by + EXTENSION,
                extended: Some(Extension { by, at }),
            }),
            Self::AwaitingPayment => Err(OrderError::NotPaid),
            Self::ToShip { .. } => Err(OrderError::NotShipped),
            Self::Completed { .. } => Err(OrderError::Completed),
            Self::Cancelled { .. } => Err(OrderError::Cancelled),
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

    fn shipped(confirm_by: DateTime<Utc>, extended: Option<Extension>) -> OrderStage {
        OrderStage::Shipped {
            paid_at: day(1),
            shipped_at: day(2),
            confirm_by,
            extended,
        }
    }

    #[test]
    fn it_waits_three_days_longer_once_and_keeps_who_asked() {
        let stage = shipped(day(12), None);
        assert_eq!(stage.extended_until(), Some(day(15)));
        let by_shop = Extension {
            by: Extender::Shop,
            at: day(11),
        };
        let extended = stage.extend(Extender::Shop, day(11)).expect("in time");
        assert_eq!(extended, shipped(day(15), Some(by_shop)));
        assert_eq!(extended.extended_until(), None);
        for by in [Extender::Buyer, Extender::Shop] {
            let again = extended.clone().extend(by, day(12));
            assert_eq!(again, Err(OrderError::AlreadyExtended));
        }
        let early = extended.clone().confirm_by_clock(day(14));
        assert_eq!(early, Err(OrderError::TooEarly));
        assert!(extended.confirm_by_clock(day(15)).is_ok());
    }

    #[test]
    fn a_lost_parcel_and_an_extension_go_together() {
        let by_buyer = Extension {
            by: Extender::Buyer,
            at: day(11),
        };
        let extended = shipped(day(15), Some(by_buyer));
        // Extended, then lost: whichever is later.
        for (until, expected) in [(day(14), day(15)), (day(20), day(20))] {
            let put_off = extended.clone().put_off(until);
            assert_eq!(put_off, shipped(expected, Some(by_buyer)));
        }
        // Lost, then extended: from where the clock stands.
        let put_off = shipped(day(12), None).put_off(day(20));
        let extended = put_off.extend(Extender::Buyer, day(11));
        assert_eq!(extended, Ok(shipped(day(23), Some(by_buyer))));
    }
}
