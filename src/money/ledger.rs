//! Double entry: accounts, transfers, and the one posting rule of each business event.
//!
//! A balance is credits less debits. What the platform owes to people (wallets, escrow,
//! shop balances, its own commission) stands positive; what the gateway owes to the
//! platform stands negative. The sum over all accounts is zero at all times.

mod card_refund;
mod deposit;
mod payout;
#[cfg(test)]
mod tests;
mod view;

pub use card_refund::{
    card_refund_begun, card_refund_returned, card_refund_settled, on_the_way_back,
};
pub use deposit::{deposit_paid, deposit_returned, violation_fee};
pub use payout::{payout_begun, payout_returned, payout_settled};
pub use view::{ShopBalanceView, Statement, StatementLine};

use crate::{
    id::{AccountId, OrderId, PaymentId, PayoutId, ShopId},
    money::Money,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an account of the ledger stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "owner", rename_all = "snake_case")]
pub enum Holder {
    /// Money that a payment gateway took in and owes to the platform.
    Gateway,
    /// A person's money at the market.
    Wallet(AccountId),
    /// Money held for one order until its buyer confirms receipt (E1).
    Escrow(OrderId),
    /// What the platform owes to a shop.
    ShopBalance(ShopId),
    /// What the platform has earned.
    Commission,
    /// Money on its way to a bank, or back to a card: one account for each payout, whose floor
    /// alone keeps it from ending twice.
    Payout(PayoutId),
    /// What has left the market through the bank.
    Bank,
    /// What the platform spends on its coupons and its spend-and-save.
    Promotion,
    /// What a shop has left with the market, for fees to be paid from.
    Deposit(ShopId),
    /// What shops have paid to the market for breaking its rules.
    Fees,
}

impl Holder {
    /// As the schema names it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Wallet(_) => "wallet",
            Self::Escrow(_) => "escrow",
            Self::ShopBalance(_) => "shop_balance",
            Self::Commission => "commission",
            Self::Payout(_) => "payout",
            Self::Bank => "bank",
            Self::Promotion => "promotion",
            Self::Deposit(_) => "deposit",
            Self::Fees => "fees",
        }
    }

    /// Whose it is; nil for the platform's own.
    pub fn owner(self) -> Uuid {
        match self {
            Self::Wallet(account) => account.0,
            Self::Escrow(order) => order.0,
            Self::ShopBalance(shop) | Self::Deposit(shop) => shop.0,
            Self::Payout(payout) => payout.0,
            Self::Gateway | Self::Commission | Self::Bank | Self::Promotion | Self::Fees => {
                Uuid::nil()
            }
        }
    }

    /// The least its balance may be. The gateway's is as negative as what it took in, and the
    /// bank's is the world outside as well; what the platform spends on promotions is below zero by
    /// as much; a shop's is where it owes for refunds of what it was paid, until later sales make it
    /// good.
    pub fn floor(self) -> Option<i64> {
        match self {
            Self::Gateway | Self::Bank | Self::Promotion | Self::ShopBalance(_) => None,
            _ => Some(0),
        }
    }
}

/// Business events that move money; one posting rule each. Listed in docs/LEDGER.md.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Rule {
    /// A gateway payment reached an order's escrow.
    OrderPaidByGateway,
    /// A wallet paid into an order's escrow.
    OrderPaidByWallet,
    /// Receipt was confirmed: the shop's part.
    OrderReleased,
    /// Receipt was confirmed: the platform's part.
    CommissionEarned,
    /// Cancelled before dispatch: back to the buyer's wallet.
    OrderReturned,
    /// Part of an order paid back while it is held: back to the buyer's wallet.
    OrderRefunded,
    /// Part of an order paid back after release: the shop's part.
    SaleRefunded,
    /// Part of an order paid back after release: the platform's part.
    CommissionRefunded,
    /// A gateway payment reached a wallet: a top-up, or money that came too late or twice.
    WalletFunded,
    /// A payout was begun: set aside from the shop's balance.
    PayoutBegun,
    /// The shop's bank has it.
    PayoutSettled,
    /// The bank sent it back: into the shop's balance again.
    PayoutReturned,
    /// The platform's part of a paid order: into its escrow.
    OrderPromoted,
    /// Cancelled before dispatch: the platform's part back to it.
    PromotionReturned,
    /// Part of an order paid back while it is held: the platform's part of it.
    PromotionRefunded,
    /// Part of an order paid back after release: the platform's part, by the shop.
    SalePromotionRefunded,
    /// The same, out of the commission, where that is more than the buyer gets back.
    CommissionPromotionRefunded,
    /// A withdrawal was begun: set aside from the wallet.
    WithdrawalBegun,
    /// The member's bank has it.
    WithdrawalSettled,
    /// The bank sent it back: into the wallet again.
    WithdrawalReturned,
    /// Money goes back to the card or bank that paid it: set aside from the wallet.
    CardRefundBegun,
    /// The gateway has given it back.
    CardRefundSettled,
    /// The gateway could not: into the wallet again.
    CardRefundReturned,
    /// A shop paid into its deposit.
    DepositPaid,
    /// A shop took out of its deposit: into the balance again.
    DepositReturned,
    /// A fee for breaking the rules: the platform's part.
    ViolationFeePlatform,
    /// A fee for breaking the rules: the buyer's part.
    ViolationFeeBuyer,
}

/// One leg: an amount from one account to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    pub rule: Rule,
    pub debit: Holder,
    pub credit: Holder,
    pub amount: Money,
    pub order: Option<OrderId>,
    pub payment: Option<PaymentId>,
}

/// A posting of no order and no payment: its accounts name what it is about.
fn between(rule: Rule, debit: Holder, credit: Holder, amount: Money) -> Posting {
    Posting {
        rule,
        debit,
        credit,
        amount,
        order: None,
        payment: None,
    }
}

/// What pays for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Gateway,
    Wallet(AccountId),
}

/// An order is paid: into its escrow.
pub fn order_paid(source: Source, payment: PaymentId, order: OrderId, total: Money) -> Posting {
    let (rule, debit) = match source {
        Source::Gateway => (Rule::OrderPaidByGateway, Holder::Gateway),
        Source::Wallet(account) => (Rule::OrderPaidByWallet, Holder::Wallet(account)),
    };
    Posting {
        rule,
        debit,
        credit: Holder::Escrow(order),
        amount: total,
        order: Some(order),
        payment: Some(payment),
    }
}

/// The platform pays its part of an order, so that escrow holds all that the shop is owed.
pub fn order_promoted(order: OrderId, amount: Money) -> Posting {
    Posting {
        rule: Rule::OrderPromoted,
        debit: Holder::Promotion,
        credit: Holder::Escrow(order),
        amount,
        order: Some(order),
        payment: None,
    }
}

/// Receipt is confirmed: the commission to the platform, the rest to the shop.
/// A leg of nothing is left out.
pub fn order_released(
    order: OrderId,
    shop: ShopId,
    total: Money,
    commission_minor: i64,
) -> Vec<Posting> {
    let leg = |rule, credit, minor| Posting {
        rule,
        debit: Holder::Escrow(order),
        credit,
        amount: Money::new(minor, total.currency),
        order: Some(order),
        payment: None,
    };
    [
        leg(
            Rule::OrderReleased,
            Holder::ShopBalance(shop),
            total.minor - commission_minor,
        ),
        leg(Rule::CommissionEarned, Holder::Commission, commission_minor),
    ]
    .into_iter()
    .filter(|posting| posting.amount.minor > 0)
    .collect()
}

/// A paid order is cancelled before dispatch: what its buyer paid back to their wallet, and the
/// platform's part to the platform. A leg of nothing is left out.
pub fn order_returned(
    order: OrderId,
    buyer: AccountId,
    to_buyer: Money,
    promoted_minor: i64,
) -> Vec<Posting> {
    let rules = (Rule::OrderReturned, Rule::PromotionReturned);
    out_of_escrow(order, buyer, to_buyer, promoted_minor, rules)
}

/// Part of an order is paid back while its money is held.
pub fn order_refunded(
    order: OrderId,
    buyer: AccountId,
    to_buyer: Money,
    promoted_minor: i64,
) -> Vec<Posting> {
    let rules = (Rule::OrderRefunded, Rule::PromotionRefunded);
    out_of_escrow(order, buyer, to_buyer, promoted_minor, rules)
}

fn out_of_escrow(
    order: OrderId,
    buyer: AccountId,
    to_buyer: Money,
    promoted_minor: i64,
    (to_wallet, to_platform): (Rule, Rule),
) -> Vec<Posting> {
    let leg = |rule, credit, minor| Posting {
        rule,
        debit: Holder::Escrow(order),
        credit,
        amount: Money::new(minor, to_buyer.currency),
        order: Some(order),
        payment: None,
    };
    [
        leg(to_wallet, Holder::Wallet(buyer), to_buyer.minor),
        leg(to_platform, Holder::Promotion, promoted_minor),
    ]
    .into_iter()
    .filter(|posting| posting.amount.minor > 0)
    .collect()
}

/// Part of an order is paid back after release: the commission's part out of the commission, the
/// rest by the shop; to the buyer what the buyer paid, and to the platform what it paid. A leg of
/// nothing is left out.
pub fn sale_refunded(
    order: OrderId,
    shop: ShopId,
    buyer: AccountId,
    to_buyer: Money,
    promoted_minor: i64,
    commission_minor: i64,
) -> Vec<Posting> {
    // The commission goes to the buyer, as far as the buyer gets so much.
    let commission = commission_minor.min(to_buyer.minor);
    let commission_left = commission_minor - commission;
    let leg = |rule, debit, credit, minor| Posting {
        rule,
        debit,
        credit,
        amount: Money::new(minor, to_buyer.currency),
        order: Some(order),
        payment: None,
    };
    let (shop, wallet) = (Holder::ShopBalance(shop), Holder::Wallet(buyer));
    [
        leg(
            Rule::SaleRefunded,
            shop,
            wallet,
            to_buyer.minor - commission,
        ),
        leg(
            Rule::CommissionRefunded,
            Holder::Commission,
            wallet,
            commission,
        ),
        leg(
            Rule::SalePromotionRefunded,
            shop,
            Holder::Promotion,
            promoted_minor - commission_left,
        ),
        leg(
            Rule::CommissionPromotionRefunded,
            Holder::Commission,
            Holder::Promotion,
            commission_left,
        ),
    ]
    .into_iter()
    .filter(|posting| posting.amount.minor > 0)
    .collect()
}

/// A gateway payment goes into a wallet.
pub fn wallet_funded(payment: PaymentId, account: AccountId, amount: Money) -> Posting {
    Posting {
        rule: Rule::WalletFunded,
        debit: Holder::Gateway,
        credit: Holder::Wallet(account),
        amount,
        order: None,
        payment: Some(payment),
    }
}
