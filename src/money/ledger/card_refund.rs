//! The posting rules of money that goes back to the card or bank that paid it.

use super::{Holder, Posting, Rule};
use crate::{
    id::{AccountId, CardRefundId, PayoutId},
    money::Money,
};

/// What is on its way back lies in an account of its own, as a payout does.
pub fn on_the_way_back(refund: CardRefundId) -> Holder {
    Holder::Payout(PayoutId(refund.0))
}

/// The account of the refund names it, so that one payment can be given back in parts.
fn leg(rule: Rule, debit: Holder, credit: Holder, amount: Money) -> Posting {
    Posting {
        rule,
        debit,
        credit,
        amount,
        order: None,
        payment: None,
    }
}

/// It is begun: set aside before the gateway is asked.
pub fn card_refund_begun(refund: CardRefundId, account: AccountId, amount: Money) -> Posting {
    let (from, to) = (Holder::Wallet(account), on_the_way_back(refund));
    leg(Rule::CardRefundBegun, from, to, amount)
}

/// The gateway has given it back.
pub fn card_refund_settled(refund: CardRefundId, amount: Money) -> Posting {
    let from = on_the_way_back(refund);
    leg(Rule::CardRefundSettled, from, Holder::Gateway, amount)
}

/// The gateway could not give it back.
pub fn card_refund_returned(refund: CardRefundId, account: AccountId, amount: Money) -> Posting {
    let (from, to) = (on_the_way_back(refund), Holder::Wallet(account));
    leg(Rule::CardRefundReturned, from, to, amount)
}
