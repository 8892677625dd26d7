//! What becomes of a parcel: the postcode that it goes to decides, as the cards do at the
//! gateway. They are listed in docs/SHIPPING.md. Every other parcel arrives.

use chrono::Duration;
use longtail::trade::shipping::parcel::ScanKind;

/// Sorted, and never seen again.
pub const LOST: &str = "000002";
/// Messages come in another order than the scans, the last scan first.
pub const UNORDERED: &str = "000003";
/// Each message comes twice.
pub const TWICE: &str = "000004";
/// No message is sent: the market has to ask.
pub const SILENT: &str = "000005";
/// Takes days.
pub const SLOW: &str = "000006";

/// One scan as it is going to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    pub kind: ScanKind,
    /// Whether it happens where the parcel goes, else where it comes from.
    pub there: bool,
    /// When it happens, after the label was made.
    pub after: Duration,
    /// When it is told, after it happened, and how often.
    pub told_after: Duration,
    pub to_tell: i32,
}

/// What is going to happen to a parcel, in its order.
pub fn plan(postcode: &str, pace: Duration) -> Vec<Planned> {
    let mut steps = vec![
        (ScanKind::PickedUp, false),
        (ScanKind::Sorted, false),
        (ScanKind::OutForDelivery, true),
        (ScanKind::Delivered, true),
    ];
    if postcode == LOST {
        steps.truncate(2);
        steps.push((ScanKind::Lost, false));
    }
    let between = match postcode {
        SLOW => Duration::days(1),
        _ => pace,
    };
    let last = steps.len();
    let each = steps.into_iter().enumerate();
    each.map(|(n, (kind, there))| Planned {
        kind,
        there,
        after: between * (n as i32 + 1),
        told_after: match postcode {
            // The earlier the scan, the later it is told.
            UNORDERED => Duration::seconds(10) * (last - 1 - n) as i32,
            _ => Duration::zero(),
        },
        to_tell: match postcode {
            TWICE => 2,
            SILENT => 0,
            _ => 1,
        },
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(postcode: &str) -> Vec<Planned> {
        super::plan(postcode, Duration::seconds(2))
    }

    #[test]
    fn the_postcode_decides() {
        let last = |postcode| plan(postcode).last().map(|planned| planned.kind);
        assert_eq!(last("310000"), Some(ScanKind::Delivered));
        assert_eq!(last(LOST), Some(ScanKind::Lost));
        assert!(plan(SILENT).iter().all(|planned| planned.to_tell == 0));
        assert!(plan(TWICE).iter().all(|planned| planned.to_tell == 2));
        assert!(plan(SLOW)[3].after > Duration::days(3));
        let told: Vec<Duration> = plan(UNORDERED)
            .iter()
            .map(|planned| planned.after + planned.told_after)
            .collect();
        assert!(told.is_sorted_by(|a, b| a > b), "{told:?}");
    }
}
