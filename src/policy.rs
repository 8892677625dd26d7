//! Who may do what: one exhaustive function.
//!
//! The backend enforces it, the pages call it to hide what would be refused.
//! What a person may not even see is answered as *not found* by the use case.

use crate::{
    actor::{Actor, ShopRole},
    id::{AccountId, ShopId},
};

/// Everything that can be asked of the market and is not open to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Fill a cart, place and pay a checkout: guests too.
    Shop,
    /// What belongs to one account: its orders, addresses, sessions, notices, wallet.
    UseAccount(AccountId),
    /// What only a person who signed in can do for themselves, such as opening a shop.
    UseMembership,
    /// Take money out of one's own wallet, to a bank account or back to a card: whoever has signed in.
    TakeMoneyOut,
    /// See a shop's back office: orders, goods, stock.
    SeeBackOffice(ShopId),
    /// Pack and ship a shop's orders.
    ShipOrders(ShopId),
    /// Pay back part of an order while its money is held: whoever may call it off may do less.
    RefundHeld(ShopId),
    /// Pay back part of an order out of the shop's balance. Its owners only: clerks do not see it.
    RefundFromBalance(ShopId),
    /// Write listings, pictures, stock, imports.
    EditGoods(ShopId),
    /// Answer buyers' questions in a shop's name.
    AnswerQuestions(ShopId),
    /// Lay out a shop's page and publish it. Its owners only: what hangs there speaks for the
    /// shop, at once and to everybody, and a clerk's draft would be one slip from being seen.
    DecorateShop(ShopId),
    /// See a shop's balance and its entries.
    SeeBalance(ShopId),
    /// Say to which bank account a shop's money goes.
    KeepBankAccount(ShopId),
    /// Pay into a shop's deposit, and take out what is more than it needs.
    KeepDeposit(ShopId),
    /// Change the shop itself: its words, postage, people; open and pause it.
    RunShop(ShopId),
    /// Make and end a shop's offers and coupons. Its owners only: they spend its money.
    KeepOffers(ShopId),
    /// Look at the platform's own desk.
    SeePlatform,
    /// Make and end what the platform pays for: its coupons and its spend-and-save.
    KeepPromotions,
    /// Set tax rates, and say which goods are taxed at which.
    ManageTaxes,
    /// Say what categories ask of their goods.
    ManageSpecifications,
    /// Keep the exchange rates that prices are read at in other currencies.
    ManageRates,
    /// Charge a shop a fee, out of its deposit.
    ChargeFee,
    /// What only the market itself does: deadlines, gateway messages, the command line.
    ActForMarket,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Signing in may help.
    #[error("sign in first")]
    SignIn,
    /// It is somebody else's, and so is not shown to exist.
    #[error("not found")]
    NotYours,
}

/// # Errors
/// [`Denied::SignIn`] to those who have no account yet, [`Denied::NotYours`] to all others.
pub fn permit(actor: &Actor, action: Action) -> Result<(), Denied> {
    if matches!(actor, Actor::System) {
        return Ok(());
    }
    let allowed = match action {
        Action::Shop => matches!(
            actor,
            Actor::Guest { .. } | Actor::Member { .. } | Actor::Staff { .. }
        ),
        Action::UseAccount(owner) => actor.account() == Some(owner),
        Action::UseMembership => matches!(actor, Actor::Member { .. }),
        Action::TakeMoneyOut => matches!(actor, Actor::Member { .. } | Actor::Staff { .. }),
        Action::SeeBackOffice(shop)
        | Action::ShipOrders(shop)
        | Action::RefundHeld(shop)
        | Action::EditGoods(shop)
        | Action::AnswerQuestions(shop) => actor.role_in(shop).is_some(),
        Action::SeeBalance(shop)
        | Action::RefundFromBalance(shop)
        | Action::KeepBankAccount(shop)
        | Action::KeepDeposit(shop)
        | Action::RunShop(shop)
        | Action::KeepOffers(shop)
        | Action::DecorateShop(shop) => actor.role_in(shop) == Some(ShopRole::Owner),
        Action::SeePlatform
        | Action::KeepPromotions
        | Action::ManageTaxes
        | Action::ManageSpecifications
        | Action::ManageRates
        | Action::ChargeFee => matches!(actor, Actor::Staff { .. }),
        Action::ActForMarket => false,
    };
    match (allowed, actor) {
        (true, _) => Ok(()),
        (false, Actor::Stranger | Actor::Guest { .. }) => Err(Denied::SignIn),
        (false, _) => Err(Denied::NotYours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Seat;
    use uuid::Uuid;

    #[test]
    fn every_kind_of_actor_against_every_action() {
        let (me, other) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        let (mine, theirs) = (ShopId(Uuid::from_u128(3)), ShopId(Uuid::from_u128(4)));
        let seat = |role| Actor::Member {
            account: me,
            seats: vec![Seat { shop: mine, role }],
        };
        let actors = [
            ("stranger", Actor::Stranger),
            ("guest", Actor::Guest { account: me }),
            ("clerk", seat(ShopRole::Clerk)),
            ("owner", seat(ShopRole::Owner)),
            ("staff", Actor::Staff { account: me }),
        ];
        // one letter an actor, in the order above: y yes, s sign in, n not found
        let table = [
            (Action::Shop, "syyyy"),
            (Action::UseAccount(me), "syyyy"),
            (Action::UseAccount(other), "ssnnn"),
            (Action::UseMembership, "ssyyn"),
            (Action::TakeMoneyOut, "ssyyy"),
            (Action::SeeBackOffice(mine), "ssyyn"),
            (Action::SeeBackOffice(theirs), "ssnnn"),
            (Action::ShipOrders(mine), "ssyyn"),
            (Action::ShipOrders(theirs), "ssnnn"),
            (Action::RefundHeld(mine), "ssyyn"),
            (Action::RefundHeld(theirs), "ssnnn"),
            (Action::RefundFromBalance(mine), "ssnyn"),
            (Action::RefundFromBalance(theirs), "ssnnn"),
            (Action::EditGoods(mine), "ssyyn"),
            (Action::EditGoods(theirs), "ssnnn"),
            (Action::AnswerQuestions(mine), "ssyyn"),
            (Action::AnswerQuestions(theirs), "ssnnn"),
            (Action::DecorateShop(mine), "ssnyn"),
            (Action::DecorateShop(theirs), "ssnnn"),
            (Action::SeeBalance(mine), "ssnyn"),
            (Action::SeeBalance(theirs), "ssnnn"),
            (Action::KeepBankAccount(mine), "ssnyn"),
            (Action::KeepBankAccount(theirs), "ssnnn"),
            (Action::KeepDeposit(mine), "ssnyn"),
            (Action::KeepDeposit(theirs), "ssnnn"),
            (Action::RunShop(mine), "ssnyn"),
            (Action::RunShop(theirs), "ssnnn"),
            (Action::KeepOffers(mine), "ssnyn"),
            (Action::KeepOffers(theirs), "ssnnn"),
            (Action::SeePlatform, "ssnny"),
            (Action::KeepPromotions, "ssnny"),
            (Action::ManageTaxes, "ssnny"),
            (Action::ManageSpecifications, "ssnny"),
            (Action::ManageRates, "ssnny"),
            (Action::ChargeFee, "ssnny"),
            (Action::ActForMarket, "ssnnn"),
        ];
        for (action, row) in table {
            for ((name, actor), expected) in actors.iter().zip(row.chars()) {
                let answer = match permit(actor, action) {
                    Ok(()) => 'y',
                    Err(Denied::SignIn) => 's',
                    Err(Denied::NotYours) => 'n',
                };
                assert_eq!(answer, expected, "{name} asks for {action:?}");
            }
            assert_eq!(permit(&Actor::System, action), Ok(()));
        }
    }
}
