//! What holds after every step, in other words than the rules'.

mod checkouts;
mod orders;
mod prices;
mod purses;
mod stock;
mod taxes;

use crate::model::Market;

/// The first law that does not hold.
pub fn broken(market: &Market) -> Option<String> {
    market
        .disagreed
        .clone()
        .or_else(|| books(market))
        .or_else(|| orders::broken(market))
        .or_else(|| checkouts::broken(market))
        .or_else(|| prices::broken(market))
        .or_else(|| taxes::broken(market))
        .or_else(|| stock::broken(market))
        .or_else(|| purses::broken(market))
}

fn books(market: &Market) -> Option<String> {
    let sum: i64 = market.balances.values().sum();
    if sum != 0 {
        return Some(format!("money was made or lost: {sum}"));
    }
    let below = market
        .balances
        .iter()
        .find(|(holder, balance)| holder.floor().is_some_and(|floor| **balance < floor));
    if let Some((holder, balance)) = below {
        return Some(format!("{holder:?} stands at {balance}"));
    }
    let wrong = market.books.iter().find(|posting| {
        posting.amount.minor <= 0
            || posting.amount.currency != market.currency
            || posting.debit == posting.credit
    });
    wrong.map(|posting| format!("a transfer of nothing, or of other money: {posting:?}"))
}
