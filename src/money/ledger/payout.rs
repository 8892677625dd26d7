//! The posting rules of payouts and withdrawals. The account of the payout names it.

use super::{Holder, Posting, Rule, between};
use crate::{
    id::PayoutId,
    money::{Money, payout::Payee},
};

/// A payout is begun: its money is set aside before the bank is asked.
pub fn payout_begun(payout: PayoutId, payee: Payee, amount: Money) -> Posting {
    let rule = payee.either(|_| Rule::PayoutBegun, |_| Rule::WithdrawalBegun);
    between(rule, payee.holder(), Holder::Payout(payout), amount)
}

/// The bank has paid it out.
pub fn payout_settled(payout: PayoutId, payee: Payee, amount: Money) -> Posting {
    let rule = payee.either(|_| Rule::PayoutSettled, |_| Rule::WithdrawalSettled);
    between(rule, Holder::Payout(payout), Holder::Bank, amount)
}

/// The bank sent it back.
pub fn payout_returned(payout: PayoutId, payee: Payee, amount: Money) -> Posting {
    let rule = payee.either(|_| Rule::PayoutReturned, |_| Rule::WithdrawalReturned);
    between(rule, Holder::Payout(payout), payee.holder(), amount)
}
