//! Stock is what was counted, less what was sold and not given back before it was sent; what is
//! reserved waits for payment.

use crate::model::{Line, Market, Order};
use longtail::trade::order::OrderStage;

pub fn broken(market: &Market) -> Option<String> {
    for (thing, level) in market.shelf.iter().enumerate() {
        let pieces = |wanted: fn(&Order) -> bool, of: fn(&Line) -> u32| -> i64 {
            let orders = market.orders.iter().filter(|order| wanted(order));
            let lines = orders.flat_map(|order| &order.lines);
            let lines = lines.filter(|line| line.thing == thing);
            lines.map(|line| i64::from(of(line))).sum()
        };
        let waits = |order: &Order| order.stage == OrderStage::AwaitingPayment;
        let reserved = pieces(waits, |line| line.quantity);
        let sold = pieces(Order::stands, |line| line.quantity - line.unsent);
        let on_hand = market.counted[thing] - sold;
        let is = (i64::from(level.on_hand), i64::from(level.reserved));
        if is != (on_hand, reserved) || level.reserved > level.on_hand {
            let should = (on_hand, reserved);
            return Some(format!("thing {thing} is {is:?}, not {should:?}"));
        }
    }
    None
}
