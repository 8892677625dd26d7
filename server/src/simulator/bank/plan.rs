//! What becomes of a transfer: the account's number decides, as the cards do at the gateway.
//! They are listed in docs/PAYOUTS.md. Every other account is paid.

use chrono::Duration;

/// Belongs to [`RIGHT_NAME`]; sent back as `name_mismatch` where another holder is named.
pub const OTHER_NAME: &str = "6200000000000002";
pub const RIGHT_NAME: &str = "Lin Xiaoyu";
/// Sent back as `account_closed`.
pub const CLOSED: &str = "6200000000000003";
/// Paid only after two hours.
pub const SLOW: &str = "6200000000000004";
/// Paid, but no message is sent.
pub const SILENT: &str = "6200000000000005";
/// The bank is down for ten minutes, and the market does not know whether it took the transfer.
pub const DOWN: &str = "6200000000000006";
/// The bank does not take it.
pub const REFUSED: &str = "6200000000000007";

/// How long a transfer takes.
const USUALLY: Duration = Duration::seconds(5);

/// A transfer's fate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Requests about it are not answered for so long.
    pub down_for: Duration,
    pub decides_after: Duration,
    /// Why it is going to be sent back, where it is.
    pub returned: Option<&'static str>,
    pub silent: bool,
}

impl Plan {
    pub fn of(holder: &str, number: &str) -> Self {
        let paid = Self {
            down_for: Duration::zero(),
            decides_after: USUALLY,
            returned: None,
            silent: false,
        };
        match number {
            OTHER_NAME if holder != RIGHT_NAME => Self {
                returned: Some("name_mismatch"),
                ..paid
            },
            CLOSED => Self {
                returned: Some("account_closed"),
                ..paid
            },
            SLOW => Self {
                decides_after: Duration::hours(2),
                ..paid
            },
            SILENT => Self {
                silent: true,
                ..paid
            },
            DOWN => Self {
                down_for: Duration::minutes(10),
                ..paid
            },
            _ => paid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_decides() {
        let returned = |holder, number| Plan::of(holder, number).returned;
        assert_eq!(returned("Lin Xiaoyu", "6222021100001234567"), None);
        assert_eq!(returned("Mo", OTHER_NAME), Some("name_mismatch"));
        assert_eq!(returned(RIGHT_NAME, OTHER_NAME), None);
        assert_eq!(returned(RIGHT_NAME, CLOSED), Some("account_closed"));
        assert!(Plan::of("Mo", SILENT).silent);
        assert!(Plan::of("Mo", DOWN).down_for > Duration::zero());
        assert!(Plan::of("Mo", SLOW).decides_after > USUALLY);
    }
}
