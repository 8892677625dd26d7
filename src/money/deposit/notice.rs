//! What people are told of fees.

use crate::{
    id::{OrderId, ShopId},
    money::Money,
    platform::notification::Notice,
    text::{Bilingual, Lang},
};
use serde::{Deserialize, Serialize};

/// What happened with a shop's deposit, told to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum DepositNotice {
    /// To the shop's owners.
    Charged {
        shop: ShopId,
        amount: Money,
        reason: String,
        /// What of the deposit is missing since.
        missing: Money,
    },
    /// To the buyer: the fee's part for them is in the wallet.
    Compensated {
        order: OrderId,
        number: String,
        shop_name: Bilingual,
        amount: Money,
        reason: String,
    },
}

impl DepositNotice {
    /// One line, as a headline and an e-mail's subject.
    pub fn headline(&self, lang: Lang) -> String {
        match (self, lang) {
            (
                Self::Charged {
                    amount,
                    reason,
                    missing,
                    ..
                },
                Lang::En,
            ) => {
                let told = format!("A fee of {amount} was paid from your shop's deposit: {reason}");
                if missing.minor > 0 {
                    format!("{told}. {missing} of the deposit is missing now; please pay it in")
                } else {
                    told
                }
            }
            (
                Self::Charged {
                    amount,
                    reason,
                    missing,
                    ..
                },
                Lang::Zh,
            ) => {
                let told = format!("已从您店铺的保证金中扣除违规金 {amount}：{reason}");
                if missing.minor > 0 {
                    format!("{told}。保证金尚缺 {missing}，请补缴")
                } else {
                    told
                }
            }
            (
                Self::Compensated {
                    number,
                    shop_name,
                    amount,
                    reason,
                    ..
                },
                Lang::En,
            ) => format!(
                "{amount} from the deposit of {} is in your wallet, for order {number}: {reason}",
                shop_name.pick(lang)
            ),
            (
                Self::Compensated {
                    number,
                    shop_name,
                    amount,
                    reason,
                    ..
                },
                Lang::Zh,
            ) => format!(
                "{} 的保证金已就订单 {number} 向您的钱包赔付 {amount}：{reason}",
                shop_name.pick(lang)
            ),
        }
    }
}

impl From<DepositNotice> for Notice {
    fn from(notice: DepositNotice) -> Self {
        Self::Deposit(notice)
    }
}
