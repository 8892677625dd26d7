//! What people are told of money that goes back.

use crate::{
    money::{Money, payment::Method},
    platform::notification::Notice,
    text::Lang,
};
use serde::{Deserialize, Serialize};

/// What the payer is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum CardRefundNotice {
    /// A member should know even where it was somebody else.
    Begun {
        amount: Money,
        method: Method,
    },
    Settled {
        amount: Money,
        method: Method,
    },
    /// The money is in the wallet again.
    Failed {
        amount: Money,
        method: Method,
        /// Who has to become a member to take it out.
        guest: bool,
    },
}

/// What a payment was made with, as what money goes back to.
pub fn way_back(lang: Lang, method: Method) -> &'static str {
    match (method, lang) {
        (Method::Card, Lang::En) => "the card it was paid with",
        (Method::Card, Lang::Zh) => "原付款银行卡",
        (Method::OnlineBank, Lang::En) => "the bank account it was paid from",
        (Method::OnlineBank, Lang::Zh) => "原付款银行账户",
        (Method::QuickPay, Lang::En) => "the app it was paid with",
        (Method::QuickPay, Lang::Zh) => "原快捷支付账户",
        (Method::Wallet, Lang::En) => "the wallet",
        (Method::Wallet, Lang::Zh) => "钱包",
    }
}

impl CardRefundNotice {
    /// One line, as a headline and an e-mail's subject.
    pub fn headline(&self, lang: Lang) -> String {
        match self {
            Self::Begun { amount, method } => {
                let way = way_back(lang, *method);
                match lang {
                    Lang::En => format!("{amount} goes back to {way}; that can take a few days"),
                    Lang::Zh => format!("{amount} 正在退回{way}，可能需要几天"),
                }
            }
            Self::Settled { amount, method } => {
                let way = way_back(lang, *method);
                match lang {
                    Lang::En => format!("{amount} has gone back to {way}"),
                    Lang::Zh => format!("{amount} 已退回{way}"),
                }
            }
            Self::Failed {
                amount,
                method,
                guest,
            } => {
                let way = way_back(lang, *method);
                match (lang, guest) {
                    (Lang::En, true) => format!(
                        "{amount} could not go back to {way}; it is in your wallet at the market. Choose a password to become a member, and take it out from there"
                    ),
                    (Lang::En, false) => {
                        format!("{amount} could not go back to {way}; it is in your wallet again")
                    }
                    (Lang::Zh, true) => format!(
                        "{amount} 无法退回{way}，已留在您的平台钱包。设置密码成为会员后即可提现"
                    ),
                    (Lang::Zh, false) => format!("{amount} 无法退回{way}，已退回您的钱包"),
                }
            }
        }
    }
}

impl From<CardRefundNotice> for Notice {
    fn from(notice: CardRefundNotice) -> Self {
        Self::CardRefund(notice)
    }
}
