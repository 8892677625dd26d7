//! Double entry: accounts, transfers, and the one posting rule of each business event.
//!
//! A balance is credits less debits. What the platform owes to people (wallets, escrow,
//! shop balances, its own commission) stands positive; what the gateway owes to the
//! platform stands negative. The sum over all accounts is zero at all times.

mod deposit;

pub use deposit::{deposit_paid, deposit_returned, violation_fee};

use crate::{
    id::{AccountId, LedgerAccountId, OrderId, PaymentId, PayoutId, ShopId, TransferId},
    money::{BasisPoints, Money, payout::Payee},
    trade::shop::ShopCard,
};
use chrono::{DateTime, Utc};
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
    /// Money on its way to a bank, one account for each payout: its floor alone keeps
    /// a payout from ending twice.
    Payout(PayoutId),
    /// What has left the market through the bank.
    Bank,
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
            Self::Gateway | Self::Commission | Self::Bank | Self::Fees => Uuid::nil(),
        }
    }

    /// The least its balance may be. The gateway's is as negative as what it took in, and the
    /// bank's is the world outside as well; a shop's is where it owes for refunds of what it was
    /// paid, until later sales make it good.
    pub fn floor(self) -> Option<i64> {
        match self {
            Self::Gateway | Self::Bank | Self::ShopBalance(_) => None,
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
    /// A withdrawal was begun: set aside from the wallet.
    WithdrawalBegun,
    /// The member's bank has it.
    WithdrawalSettled,
    /// The bank sent it back: into the wallet again.
    WithdrawalReturned,
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

/// A paid order is cancelled before dispatch: everything back to the buyer's wallet.
pub fn order_returned(order: OrderId, buyer: AccountId, total: Money) -> Posting {
    Posting {
        rule: Rule::OrderReturned,
        debit: Holder::Escrow(order),
        credit: Holder::Wallet(buyer),
        amount: total,
        order: Some(order),
        payment: None,
    }
}

/// Part of an order is paid back while its money is held.
pub fn order_refunded(order: OrderId, buyer: AccountId, amount: Money) -> Posting {
    Posting {
        rule: Rule::OrderRefunded,
        ..order_returned(order, buyer, amount)
    }
}

/// Part of an order is paid back after release: the commission's part by the platform, the
/// rest by the shop. A leg of nothing is left out.
pub fn sale_refunded(
    order: OrderId,
    shop: ShopId,
    buyer: AccountId,
    amount: Money,
    commission_minor: i64,
) -> Vec<Posting> {
    let leg = |rule, debit, minor| Posting {
        rule,
        debit,
        amount: Money::new(minor, amount.currency),
        ..order_returned(order, buyer, amount)
    };
    [
        leg(
            Rule::SaleRefunded,
            Holder::ShopBalance(shop),
            amount.minor - commission_minor,
        ),
        leg(
            Rule::CommissionRefunded,
            Holder::Commission,
            commission_minor,
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

/// A payout moves money between these two; the account of the payout names it.
fn payout_leg(rule: Rule, debit: Holder, credit: Holder, amount: Money) -> Posting {
    Posting {
        rule,
        debit,
        credit,
        amount,
        order: None,
        payment: None,
    }
}

/// A payout is begun: its money is set aside before the bank is asked.
pub fn payout_begun(payout: PayoutId, payee: Payee, amount: Money) -> Posting {
    let rule = payee.either(|_| Rule::PayoutBegun, |_| Rule::WithdrawalBegun);
    payout_leg(rule, payee.holder(), Holder::Payout(payout), amount)
}

/// The bank has paid it out.
pub fn payout_settled(payout: PayoutId, payee: Payee, amount: Money) -> Posting {
    let rule = payee.either(|_| Rule::PayoutSettled, |_| Rule::WithdrawalSettled);
    payout_leg(rule, Holder::Payout(payout), Holder::Bank, amount)
}

/// The bank sent it back.
pub fn payout_returned(payout: PayoutId, payee: Payee, amount: Money) -> Posting {
    let rule = payee.either(|_| Rule::PayoutReturned, |_| Rule::WithdrawalReturned);
    payout_leg(rule, Holder::Payout(payout), payee.holder(), amount)
}

/// One line of an account's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    pub transfer: TransferId,
    pub rule: Rule,
    /// Positive where the account was credited.
    pub change: Money,
    /// The balance after it.
    pub balance: Money,
    pub order: Option<OrderId>,
    /// The order's number, where there is one.
    pub order_number: Option<String>,
    pub at: DateTime<Utc>,
}

/// An account with its latest entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub account: Option<LedgerAccountId>,
    pub balance: Money,
    pub lines: Vec<StatementLine>,
    /// Whether older ones exist.
    pub more: bool,
}

/// A shop's money, as its owner reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopBalanceView {
    pub shop: ShopCard,
    pub statement: Statement,
    pub page: u32,
    /// Paid by buyers and held until they confirm receipt, before commission.
    pub held: Money,
    /// Orders that this is held for.
    pub open_orders: u32,
    /// What the platform keeps of the goods' price on new orders.
    pub commission: BasisPoints,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency::Cny;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn apply(balances: &mut BTreeMap<Holder, i64>, posting: &Posting) {
        *balances.entry(posting.debit).or_default() -= posting.amount.minor;
        *balances.entry(posting.credit).or_default() += posting.amount.minor;
    }

    proptest! {
        /// Orders are paid by either source, then released or returned: nothing is created
        /// or lost, escrow ends empty, and no account but the gateway's falls below its floor.
        #[test]
        fn money_is_conserved(orders in prop::collection::vec((1_i64..1_000_000, 0_i64..=100, any::<bool>(), any::<bool>()), 1..40)) {
            let mut balances = BTreeMap::new();
            let (buyer, shop) = (AccountId(Uuid::from_u128(1)), ShopId(Uuid::from_u128(2)));
            for (n, (total, commission_percent, by_wallet, released)) in orders.into_iter().enumerate() {
                let order = OrderId(Uuid::from_u128(100 + n as u128));
                let payment = PaymentId(Uuid::from_u128(10_000 + n as u128));
                let money = Money::new(total, Cny);
                let source = if by_wallet {
                    apply(&mut balances, &wallet_funded(payment, buyer, money));
                    Source::Wallet(buyer)
                } else {
                    Source::Gateway
                };
                apply(&mut balances, &order_paid(source, payment, order, money));
                prop_assert_eq!(balances[&Holder::Escrow(order)], total);
                if released {
                    for posting in order_released(order, shop, money, total * commission_percent / 100) {
                        prop_assert!(posting.amount.minor > 0);
                        apply(&mut balances, &posting);
                    }
                } else {
                    apply(&mut balances, &order_returned(order, buyer, money));
                }
                prop_assert_eq!(balances[&Holder::Escrow(order)], 0);
                prop_assert_eq!(balances.values().sum::<i64>(), 0);
                for (holder, balance) in &balances {
                    prop_assert!(holder.floor().is_none_or(|floor| *balance >= floor));
                }
            }
        }
    }
}
