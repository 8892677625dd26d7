//! Stock is what was counted and came back, less what was sold; what is reserved waits for payment.

use crate::model::{Market, Order};
use longtail::trade::order::OrderStage;

pub fn broken(market: &Market) -> Option<String> {
    for (thing, level) in market.shelf.iter().enumerate() {
        let pieces = |wanted: fn(&Order) -> bool| -> i64 {
            let orders = market.orders.iter().filter(|order| wanted(order));
            let lines = orders.flat_map(|order| &order.lines);
            let lines = lines.filter(|line| line.thing == thing);
            lines.map(|line| i64::from(line.quantity)).sum()
        };
        let reserved = pieces(|order| order.stage == OrderStage::AwaitingPayment);
        let sold = pieces(Order::is_paid);
        let on_hand = market.counted[thing] - sold + market.put_back[thing];
        let is = (i64::from(level.on_hand), i64::from(level.reserved));
        if is != (on_hand, reserved) || level.reserved > level.on_hand {
            let should = (on_hand, reserved);
            return Some(format!("thing {thing} is {is:?}, not {should:?}"));
        }
    }
    None
}
