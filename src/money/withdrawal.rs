//! Withdrawals: a member takes money out of the wallet, to a bank account of their own.
//!
//! From there on it is a payout of another payee ([`crate::money::payout`]).

use crate::{
    id::CommandId,
    money::{
        Money,
        confirmation::CodeError,
        payout::{
            Hold,
            view::{BankAccountView, PayoutView},
        },
    },
    platform::notification::Notice,
    text::{Bilingual, FieldIssue, Lang},
    when::local_text,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Take money out of one's own wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    pub command: CommandId,
    /// As a person types it.
    pub amount: String,
    /// Confirms a large sum. No part of what is asked for: the same withdrawal with another
    /// code is the same.
    #[serde(skip)]
    pub code: String,
}

/// Why nothing is taken out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WithdrawalError {
    #[error("no bank account is known")]
    NoAccount,
    #[error("the bank account was changed")]
    AccountHeld { until: DateTime<Utc> },
    #[error(transparent)]
    Code(#[from] CodeError),
}

/// A member's wallet and what decides about taking from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purse {
    pub balance: Money,
    /// The account's hold; none where there is no account.
    pub account: Option<Hold>,
}

impl Purse {
    /// Whether anything can be taken out now.
    ///
    /// # Errors
    /// Says what it waits for.
    pub fn opens(&self, now: DateTime<Utc>) -> Result<(), WithdrawalError> {
        match self.account {
            None => Err(WithdrawalError::NoAccount),
            Some(Some(until)) if now < until => Err(WithdrawalError::AccountHeld { until }),
            Some(_) => Ok(()),
        }
    }

    /// The amount that was typed, where the wallet holds it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn amount(&self, typed: &str, least: Money) -> Result<Money, FieldIssue> {
        if typed.trim().is_empty() {
            return Err(FieldIssue::Missing);
        }
        let amount =
            Money::parse(typed, self.balance.currency).map_err(|_| FieldIssue::NotAnAmount)?;
        if amount.minor < least.minor.max(1) {
            let text = Bilingual::new(format!("At least {least}."), format!("至少 {least}。"));
            return Err(FieldIssue::Other { text });
        }
        if amount.minor > self.balance.minor {
            return Err(FieldIssue::TooMuch { most: self.balance });
        }
        Ok(amount)
    }
}

/// Everything on the page where money is taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalsView {
    pub balance: Money,
    pub account: Option<BankAccountView>,
    /// Why nothing could be taken out now.
    pub waits: Option<WithdrawalError>,
    pub least: Money,
    /// From here on a code is asked for.
    pub large: Money,
    /// How long a changed account waits, in hours.
    pub hold_hours: i64,
    pub withdrawals: Vec<PayoutView>,
    pub page: u32,
    /// Whether older ones exist.
    pub more: bool,
    /// The command id for the next withdrawal.
    pub command: CommandId,
}

/// What a member is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum WithdrawalNotice {
    /// The owner should know even where it was somebody else.
    AccountChanged {
        last4: String,
        /// Nothing is taken out before this.
        held_until: Option<DateTime<Utc>>,
    },
    /// Likewise.
    Begun {
        amount: Money,
        last4: String,
    },
    Arrived {
        amount: Money,
        last4: String,
    },
    /// The money is in the wallet again.
    Returned {
        amount: Money,
        last4: String,
    },
}

impl WithdrawalNotice {
    /// One line, as a headline and an e-mail's subject.
    pub fn headline(&self, lang: Lang) -> String {
        match (self, lang) {
            (
                Self::AccountChanged {
                    last4,
                    held_until: None,
                },
                Lang::En,
            ) => {
                format!("Withdrawals go to the bank account ending in {last4}")
            }
            (
                Self::AccountChanged {
                    last4,
                    held_until: None,
                },
                Lang::Zh,
            ) => {
                format!("提现将汇入尾号 {last4} 的银行账户")
            }
            (
                Self::AccountChanged {
                    last4,
                    held_until: Some(until),
                },
                Lang::En,
            ) => format!(
                "Your bank account for withdrawals was changed to the one ending in {last4}; nothing can be taken out before {}. If this was not you, change it back and change your password",
                local_text(*until)
            ),
            (
                Self::AccountChanged {
                    last4,
                    held_until: Some(until),
                },
                Lang::Zh,
            ) => format!(
                "您的提现账户已改为尾号 {last4}，{} 之前不能提现。如非本人操作，请改回账户并修改密码",
                local_text(*until)
            ),
            (Self::Begun { amount, last4 }, Lang::En) => {
                format!("{amount} is on its way to your bank account ending in {last4}")
            }
            (Self::Begun { amount, last4 }, Lang::Zh) => {
                format!("{amount} 正在汇往您尾号 {last4} 的银行账户")
            }
            (Self::Arrived { amount, last4 }, Lang::En) => {
                format!("{amount} has arrived in your bank account ending in {last4}")
            }
            (Self::Arrived { amount, last4 }, Lang::Zh) => {
                format!("{amount} 已到达您尾号 {last4} 的银行账户")
            }
            (Self::Returned { amount, last4 }, Lang::En) => format!(
                "The bank returned your {amount} to the account ending in {last4}; it is in your wallet again. Check the account and try again"
            ),
            (Self::Returned { amount, last4 }, Lang::Zh) => format!(
                "银行退回了汇往尾号 {last4} 账户的 {amount}，已退回您的钱包。请核对账户后重试"
            ),
        }
    }
}

impl From<WithdrawalNotice> for Notice {
    fn from(notice: WithdrawalNotice) -> Self {
        Self::Withdrawal(notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency::Cny;
    use chrono::Duration;

    fn purse(account: Option<Hold>) -> Purse {
        Purse {
            balance: Money::new(10_000, Cny),
            account,
        }
    }

    #[test]
    fn nothing_goes_out_before_the_account_may_be_used() {
        let now = DateTime::UNIX_EPOCH;
        let until = now + Duration::hours(48);
        assert_eq!(purse(None).opens(now), Err(WithdrawalError::NoAccount));
        let held = purse(Some(Some(until)));
        assert_eq!(held.opens(now), Err(WithdrawalError::AccountHeld { until }));
        assert_eq!(held.opens(until), Ok(()));
        assert_eq!(purse(Some(None)).opens(now), Ok(()));
    }

    #[test]
    fn an_amount_is_what_the_wallet_holds_or_less() {
        let least = Money::new(100, Cny);
        let amount = |typed| purse(Some(None)).amount(typed, least).map(|sum| sum.minor);
        assert_eq!(amount("100"), Ok(10_000));
        assert_eq!(amount(" ¥1 "), Ok(100));
        assert_eq!(amount(""), Err(FieldIssue::Missing));
        assert_eq!(amount("all"), Err(FieldIssue::NotAnAmount));
        let most = Money::new(10_000, Cny);
        assert_eq!(amount("100.01"), Err(FieldIssue::TooMuch { most }));
        for small in ["0.99", "0", "-5"] {
            let issue = amount(small);
            assert!(matches!(issue, Err(FieldIssue::Other { .. })), "{small}");
        }
    }

    #[test]
    fn a_code_is_no_part_of_what_is_asked_for() {
        let asked = |code: &str| {
            let withdraw = Withdraw {
                command: CommandId(uuid::Uuid::nil()),
                amount: "5".to_owned(),
                code: code.to_owned(),
            };
            serde_json::to_string(&withdraw).expect("written down")
        };
        assert_eq!(asked("123456"), asked(""));
    }
}
