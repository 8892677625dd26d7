//! What a notice says.

use super::Notice;
use crate::{
    money::{Money, card_refund::way_back, payment::Method},
    text::Lang,
    when::local_text,
};

impl Notice {
    /// One line, as a headline and an e-mail's subject.
    pub fn headline(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::OrderToShip { number, total, .. }, Lang::En) => {
                format!("New order {number}: {total} to pack and ship")
            }
            (Self::OrderToShip { number, total, .. }, Lang::Zh) => {
                format!("新订单 {number}：{total}，请打包发货")
            }
            (
                Self::OrderPaid {
                    number,
                    shop_name,
                    total,
                    ..
                },
                Lang::En,
            ) => format!(
                "Order {number} at {} is paid: {total} is held until you confirm receipt",
                shop_name.pick(lang)
            ),
            (
                Self::OrderPaid {
                    number,
                    shop_name,
                    total,
                    ..
                },
                Lang::Zh,
            ) => format!(
                "{} 的订单 {number} 已付款：{total} 由平台托管，确认收货后才付给店铺",
                shop_name.pick(lang)
            ),
            (
                Self::OrderShipped {
                    number, shop_name, ..
                },
                Lang::En,
            ) => format!("{} has shipped order {number}", shop_name.pick(lang)),
            (
                Self::OrderShipped {
                    number, shop_name, ..
                },
                Lang::Zh,
            ) => format!("{} 已发出订单 {number}", shop_name.pick(lang)),
            (
                Self::Parcel {
                    number,
                    tracking,
                    news,
                    ..
                },
                lang,
            ) => news.headline(lang, number, tracking),
            (
                Self::OrderExtended {
                    number,
                    by,
                    confirm_by,
                    ..
                },
                lang,
            ) => by.headline(lang, number, *confirm_by),
            (
                Self::OrderCompleted {
                    number,
                    by_clock: false,
                    ..
                },
                Lang::En,
            ) => format!("You confirmed order {number}"),
            (
                Self::OrderCompleted {
                    number,
                    by_clock: false,
                    ..
                },
                Lang::Zh,
            ) => format!("您已确认收到订单 {number}"),
            (
                Self::OrderCompleted {
                    number,
                    by_clock: true,
                    ..
                },
                Lang::En,
            ) => format!("Order {number} was confirmed automatically"),
            (
                Self::OrderCompleted {
                    number,
                    by_clock: true,
                    ..
                },
                Lang::Zh,
            ) => format!("订单 {number} 已自动确认收货"),
            (Self::OrderReleased { number, amount, .. }, Lang::En) => {
                format!("{amount} from order {number} is in your balance")
            }
            (Self::OrderReleased { number, amount, .. }, Lang::Zh) => {
                format!("订单 {number} 的 {amount} 已入账")
            }
            (
                Self::OrderCancelled {
                    number,
                    refunded,
                    back_to: Some(method),
                    ..
                },
                lang,
            ) => back_from_cancelled(lang, number, *refunded, *method),
            (
                Self::OrderRefunded {
                    number,
                    amount,
                    reason,
                    back_to,
                    ..
                },
                lang,
            ) if reason.is_empty() => back_from_rest(lang, number, *amount, *back_to),
            (
                Self::OrderRefunded {
                    number,
                    shop_name,
                    amount,
                    reason,
                    back_to: Some(method),
                    ..
                },
                lang,
            ) => {
                let (shop, way) = (shop_name.pick(lang), way_back(lang, *method));
                match lang {
                    Lang::En => format!(
                        "{shop} refunded {amount} of order {number}, which goes back to {way}: {reason}"
                    ),
                    Lang::Zh => {
                        format!("{shop} 退还了订单 {number} 的 {amount}，将退回{way}：{reason}")
                    }
                }
            }
            (
                Self::OrderCancelled {
                    number, refunded, ..
                },
                Lang::En,
            ) if refunded.minor > 0 => {
                format!("Order {number} was cancelled; {refunded} went back to the buyer's wallet")
            }
            (
                Self::OrderCancelled {
                    number, refunded, ..
                },
                Lang::Zh,
            ) if refunded.minor > 0 => format!("订单 {number} 已取消，{refunded} 已退回买家钱包"),
            (Self::OrderCancelled { number, .. }, Lang::En) => {
                format!("Order {number} was cancelled")
            }
            (Self::OrderCancelled { number, .. }, Lang::Zh) => format!("订单 {number} 已取消"),
            (
                Self::OrderRefunded {
                    number,
                    shop_name,
                    amount,
                    reason,
                    ..
                },
                Lang::En,
            ) => format!(
                "{} paid {amount} of order {number} back into your wallet: {reason}",
                shop_name.pick(lang)
            ),
            (
                Self::OrderRefunded {
                    number,
                    shop_name,
                    amount,
                    reason,
                    ..
                },
                Lang::Zh,
            ) => format!(
                "{} 已将订单 {number} 的 {amount} 退回您的钱包：{reason}",
                shop_name.pick(lang)
            ),
            (Self::RestCalledOff { number, amount, .. }, Lang::En) => format!(
                "The buyer called off what was not sent or is lost of order {number}; {amount} went back to them"
            ),
            (Self::RestCalledOff { number, amount, .. }, Lang::Zh) => {
                format!("买家取消了订单 {number} 中未发出或已丢失的商品，{amount} 已退还买家")
            }
            (Self::CheckoutExpired { total }, Lang::En) => {
                format!("Your order of {total} was not paid in time; nothing was taken")
            }
            (Self::CheckoutExpired { total }, Lang::Zh) => {
                format!("{total} 的订单未按时付款，未扣任何款项")
            }
            (Self::QuestionAsked { title, words, .. }, Lang::En) => {
                format!("A question about {}: “{words}”", title.pick(lang))
            }
            (Self::QuestionAsked { title, words, .. }, Lang::Zh) => {
                format!("有人问“{}”：{words}", title.pick(lang))
            }
            (
                Self::QuestionAnswered {
                    shop_name,
                    title,
                    yours,
                    ..
                },
                Lang::En,
            ) => {
                let (shop, title) = (shop_name.pick(lang), title.pick(lang));
                if *yours {
                    format!("{shop} has answered your question about {title}")
                } else {
                    format!("{shop} has answered a question about {title}, which you bought")
                }
            }
            (
                Self::QuestionAnswered {
                    shop_name,
                    title,
                    yours,
                    ..
                },
                Lang::Zh,
            ) => {
                let (shop, title) = (shop_name.pick(lang), title.pick(lang));
                if *yours {
                    format!("{shop} 回答了您关于“{title}”的提问")
                } else {
                    format!("{shop} 回答了关于“{title}”的提问，您买过这件商品")
                }
            }
            (Self::PasswordChanged, Lang::En) => {
                "Your password was changed; you are signed out everywhere else".to_owned()
            }
            (Self::PasswordChanged, Lang::Zh) => "您的密码已修改，其他设备均已退出登录".to_owned(),
            (Self::WishFell { title, was, now }, Lang::En) => {
                format!("{} now costs {now} instead of {was}", title.pick(lang))
            }
            (Self::WishFell { title, was, now }, Lang::Zh) => {
                format!("{} 降价了：{was} → {now}", title.pick(lang))
            }
            (Self::WishBack { title, price }, Lang::En) => {
                format!("{} is back in stock for {price}", title.pick(lang))
            }
            (Self::WishBack { title, price }, Lang::Zh) => {
                format!("{} 到货了：{price}", title.pick(lang))
            }
            (
                Self::StockLow {
                    title,
                    options,
                    left,
                    more,
                },
                lang,
            ) => crate::trade::stock::low::headline(
                lang,
                title.pick(lang),
                options.pick(lang),
                *left,
                *more,
            ),
            (
                Self::BankAccountChanged {
                    last4,
                    held_until: None,
                    ..
                },
                Lang::En,
            ) => format!("Payouts go to the bank account ending in {last4}"),
            (
                Self::BankAccountChanged {
                    last4,
                    held_until: None,
                    ..
                },
                Lang::Zh,
            ) => format!("提现将汇入尾号 {last4} 的银行账户"),
            (
                Self::BankAccountChanged {
                    last4,
                    held_until: Some(until),
                    ..
                },
                Lang::En,
            ) => format!(
                "The bank account for payouts was changed to the one ending in {last4}; nothing is paid out before {}. If this was not you, change it back and change your password",
                local_text(*until)
            ),
            (
                Self::BankAccountChanged {
                    last4,
                    held_until: Some(until),
                    ..
                },
                Lang::Zh,
            ) => format!(
                "收款银行账户已改为尾号 {last4}，{} 之前不会打款。如非本人操作，请改回账户并修改密码",
                local_text(*until)
            ),
            (
                Self::PayoutReturned {
                    amount,
                    last4,
                    again_at,
                    ..
                },
                Lang::En,
            ) => format!(
                "The bank returned the payout of {amount} to the account ending in {last4}; it is in your balance again. Check the account, or we try again on {}",
                local_text(*again_at)
            ),
            (
                Self::PayoutReturned {
                    amount,
                    last4,
                    again_at,
                    ..
                },
                Lang::Zh,
            ) => format!(
                "银行退回了汇往尾号 {last4} 账户的 {amount}，已退回店铺余额。请核对账户，否则将于 {} 再次打款",
                local_text(*again_at)
            ),
            (Self::Withdrawal(notice), lang) => notice.headline(lang),
            (Self::CardRefund(notice), lang) => notice.headline(lang),
            (Self::Deposit(notice), lang) => notice.headline(lang),
            (
                Self::StatementDiffers {
                    provider,
                    day,
                    count,
                },
                Lang::En,
            ) => {
                format!("The {provider}'s statement of {day} and our books differ in {count}")
            }
            (Self::StatementDiffers { day, count, .. }, Lang::Zh) => {
                format!("{day} 的对账单与账簿有 {count} 处不符")
            }
            (Self::PaidIntoWallet { amount }, Lang::En) => format!("{amount} is in your wallet"),
            (Self::PaidIntoWallet { amount }, Lang::Zh) => format!("{amount} 已存入您的钱包"),
        }
    }
}

fn back_from_cancelled(lang: Lang, number: &str, refunded: Money, method: Method) -> String {
    let way = way_back(lang, method);
    match lang {
        Lang::En => format!("Order {number} was cancelled; {refunded} goes back to {way}"),
        Lang::Zh => format!("订单 {number} 已取消，{refunded} 将退回{way}"),
    }
}

/// To the buyer who called it off.
fn back_from_rest(lang: Lang, number: &str, amount: Money, back_to: Option<Method>) -> String {
    match (lang, back_to.map(|method| way_back(lang, method))) {
        (Lang::En, None) => {
            format!("You called off the rest of order {number}; {amount} is back in your wallet")
        }
        (Lang::Zh, None) => format!("您已取消订单 {number} 的其余商品，{amount} 已退回您的钱包"),
        (Lang::En, Some(way)) => {
            format!("You called off the rest of order {number}; {amount} goes back to {way}")
        }
        (Lang::Zh, Some(way)) => {
            format!("您已取消订单 {number} 的其余商品，{amount} 将退回{way}")
        }
    }
}
