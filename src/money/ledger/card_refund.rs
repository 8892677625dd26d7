//! The posting rules of money that goes back to the card or bank that paid it.

use super::{Holder, Posting, Rule, between};
use crate::{
    id::{AccountId, CardRefundId, PayoutId},
    money::Money,
};

/// What is on its way back lies in an account of its own, as a payout does. It names the refund, so
/// that one payment can be given back in parts.
pub fn on_the_way_back(refund: CardRefundId) -> Holder {
    Holder::Payout(PayoutId(refund.0))
}

/// It is begun: set aside before the gateway is asked.
pub fn card_refund_begun(refund: CardRefundId, account: AccountId, amount: Money) -> Posting {
    let (from, to) = (Holder::Wallet(account), on_the_way_back(refund));
    between(Rule::CardRefundBegun, from, to, amount)
}

/// The gateway has given it back.
pub fn card_refund_settled(refund: CardRefundId, amount: Money) -> Posting {
    let from = on_the_way_back(refund);
    between(Rule::CardRefundSettled, from, Holder::Gateway, amount)
}

/// The gateway could not give it back.
pub fn card_refund_returned(refund: CardRefundId, account: AccountId, amount: Money) -> Posting {
    let (from, to) = (on_the_way_back(refund), Holder::Wallet(account));
    between(Rule::CardRefundReturned, from, to, amount)
}
