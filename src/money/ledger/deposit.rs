//! The posting rules of deposits, and of the fees that are paid from them.

use super::{Holder, Posting, Rule, between};
use crate::{
    id::{AccountId, OrderId, ShopId},
    money::Money,
};

/// A shop pays into its deposit, from its balance.
pub fn deposit_paid(shop: ShopId, amount: Money) -> Posting {
    let (from, to) = (Holder::ShopBalance(shop), Holder::Deposit(shop));
    between(Rule::DepositPaid, from, to, amount)
}

/// A shop takes out of its deposit, into its balance.
pub fn deposit_returned(shop: ShopId, amount: Money) -> Posting {
    let (from, to) = (Holder::Deposit(shop), Holder::ShopBalance(shop));
    between(Rule::DepositReturned, from, to, amount)
}

/// A fee is paid from a shop's deposit: to the platform, and to the buyer whom it wronged.
/// A leg of nothing is left out.
pub fn violation_fee(
    shop: ShopId,
    order: Option<OrderId>,
    to_platform: Money,
    to_buyer: Option<(AccountId, Money)>,
) -> Vec<Posting> {
    let leg = |rule, credit, amount| Posting {
        rule,
        debit: Holder::Deposit(shop),
        credit,
        amount,
        order,
        payment: None,
    };
    let platform = leg(Rule::ViolationFeePlatform, Holder::Fees, to_platform);
    let buyer =
        to_buyer.map(|(buyer, amount)| leg(Rule::ViolationFeeBuyer, Holder::Wallet(buyer), amount));
    [Some(platform), buyer]
        .into_iter()
        .flatten()
        .filter(|posting| posting.amount.minor > 0)
        .collect()
}
