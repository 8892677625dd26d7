//! The posting rules of payouts and withdrawals.

use super::{Holder, Posting, Rule};
use crate::{
    id::PayoutId,
    money::{Money, payout::Payee},
};

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
