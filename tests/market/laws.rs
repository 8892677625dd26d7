//! What holds after every step.

use crate::{
    model::{Line, Market, Order, SHOPS, shop_id},
    steps::CONFIRM_AFTER_DAYS,
};
use chrono::Duration;
use longtail::{
    money::{
        ledger::{Holder, Rule},
        payout::PayoutStage,
    },
    trade::order::{EXTENSION, OrderStage},
};

/// The first law that does not hold.
pub fn broken(market: &Market) -> Option<String> {
    books(market)
        .or_else(|| {
            market
                .orders
                .iter()
                .find_map(|order| order_law(market, order))
        })
        .or_else(|| stock(market))
        .or_else(|| outside(market))
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
    let empty = market
        .books
        .iter()
        .find(|posting| posting.amount.minor <= 0);
    empty.map(|posting| format!("a transfer of nothing: {posting:?}"))
}

/// How often a rule was posted for an order, and the sum.
fn posted(market: &Market, order: &Order, rules: &[Rule]) -> (usize, i64) {
    let of_order = market
        .books
        .iter()
        .filter(|posting| posting.order == Some(order.id));
    let amounts: Vec<i64> = of_order
        .filter(|posting| rules.contains(&posting.rule))
        .map(|posting| posting.amount.minor)
        .collect();
    (amounts.len(), amounts.iter().sum())
}

fn order_law(market: &Market, order: &Order) -> Option<String> {
    let told = |words: &str| Some(format!("{words}: {} {:?}", order.id, order.stage));
    let sum = |rules: &[Rule]| posted(market, order, rules).1;
    let times = |rules: &[Rule]| posted(market, order, rules).0;
    let paid = [Rule::OrderPaidByGateway, Rule::OrderPaidByWallet];
    let is_paid = !matches!(
        order.stage,
        OrderStage::AwaitingPayment | OrderStage::Cancelled { paid_at: None, .. }
    );
    if times(&paid) != usize::from(is_paid) {
        return told("not paid once");
    }
    let returned = [Rule::OrderReturned, Rule::PromotionReturned].map(|rule| times(&[rule]));
    let released = times(&[Rule::OrderReleased]) + returned[0].max(returned[1]);
    if released > 1 {
        return told("settled more than once");
    }
    let (back, kept) = (
        sum(&[
            Rule::OrderReturned,
            Rule::OrderRefunded,
            Rule::SaleRefunded,
            Rule::CommissionRefunded,
        ]),
        order.money_left(),
    );
    if back > sum(&paid) {
        return told("more was paid back than was paid");
    }
    let promoted = sum(&[Rule::OrderPromoted])
        - sum(&[
            Rule::PromotionReturned,
            Rule::PromotionRefunded,
            Rule::SalePromotionRefunded,
            Rule::CommissionPromotionRefunded,
        ]);
    let is_open = is_paid && !matches!(order.stage, OrderStage::Cancelled { .. });
    let promoted_left = if is_open { order.promoted_left() } else { 0 };
    if promoted != promoted_left {
        return told("the platform's part is not what is left of it");
    }
    let is_held = matches!(
        order.stage,
        OrderStage::ToShip { .. } | OrderStage::Shipped { .. }
    );
    let held = market.balance(Holder::Escrow(order.id));
    if held != if is_held { kept } else { 0 } {
        return told("held is not what is left");
    }
    if matches!(order.stage, OrderStage::Completed { .. }) {
        let given_back = [Rule::CommissionRefunded, Rule::CommissionPromotionRefunded];
        let commission = sum(&[Rule::CommissionEarned]) - sum(&given_back);
        let kept_of_buyer = kept - order.promoted_left();
        if commission != order.commission_left() || back != order.total - kept_of_buyer {
            return told("shop, platform and buyer do not share what was paid");
        }
    }
    let all_back = order.lines.iter().any(|line| {
        let left = &line.left;
        (left.pieces == 0 && left.goods_minor + left.commission_minor != 0)
            || !(0..=line.goods).contains(&left.goods_minor)
            || !(0..=line.promoted).contains(&left.promoted_minor)
            || left.promoted_minor > left.goods_minor
            || !(0..=line.commission).contains(&left.commission_minor)
            || left.commission_minor > left.goods_minor
    });
    if all_back || order.postage_left < 0 {
        return told("a line was not drawn down to nothing");
    }
    parcels(order).or_else(|| clock(order))
}

/// The clock waits ten days, and three more where somebody asked for them while it ran.
fn clock(order: &Order) -> Option<String> {
    let OrderStage::Shipped {
        shipped_at,
        confirm_by,
        extended,
        ..
    } = order.stage
    else {
        return None;
    };
    let first = shipped_at + Duration::days(CONFIRM_AFTER_DAYS);
    let longer = extended.map_or(Duration::zero(), |_| EXTENSION);
    let in_time = extended.is_none_or(|extension| (shipped_at..first).contains(&extension.at));
    (confirm_by != first + longer || !in_time)
        .then(|| format!("the clock goes wrong: {} {:?}", order.id, order.stage))
}

fn parcels(order: &Order) -> Option<String> {
    let told = |words: &str| Some(format!("{words}: {} {:?}", order.id, order.stage));
    let unpacked: u32 = order.lines.iter().map(Line::unpacked).sum();
    let packed: u32 = order.lines.iter().map(|line| line.left.packed).sum();
    let has_begun = match order.stage {
        OrderStage::AwaitingPayment | OrderStage::Cancelled { .. } => false,
        OrderStage::ToShip { .. } => order.stage.is_partly_shipped(),
        OrderStage::Shipped { .. } | OrderStage::Completed { .. } => true,
    };
    if has_begun != (packed > 0) {
        return told("parcels and stage do not agree");
    }
    match order.stage {
        OrderStage::ToShip { .. } if unpacked == 0 => told("nothing is left to send"),
        OrderStage::Shipped { .. } | OrderStage::Completed { .. } if unpacked > 0 => {
            told("something was left behind")
        }
        _ => None,
    }
}

fn stock(market: &Market) -> Option<String> {
    for (thing, level) in market.shelf.iter().enumerate() {
        let pieces = |wanted: fn(&Order) -> bool| -> i64 {
            let orders = market.orders.iter().filter(|order| wanted(order));
            let lines = orders.flat_map(|order| &order.lines);
            let lines = lines.filter(|line| line.thing == thing);
            lines.map(|line| i64::from(line.quantity)).sum()
        };
        let reserved = pieces(|order| order.stage == OrderStage::AwaitingPayment);
        let sold = pieces(|order| {
            !matches!(
                order.stage,
                OrderStage::AwaitingPayment | OrderStage::Cancelled { paid_at: None, .. }
            )
        });
        let on_hand = market.counted[thing] - sold + market.put_back[thing];
        let is = (i64::from(level.on_hand), i64::from(level.reserved));
        if is != (on_hand, reserved) || level.reserved > level.on_hand {
            return Some(format!(
                "thing {thing} is {is:?}, not {:?}",
                (on_hand, reserved)
            ));
        }
    }
    None
}

/// What the gateway took and the bank paid is what the books say of them.
fn outside(market: &Market) -> Option<String> {
    let taken = market.payments.iter().filter(|payment| payment.captured);
    let taken: i64 = taken.map(|payment| payment.amount).sum();
    if market.balance(Holder::Gateway) != -taken {
        return Some(format!("the gateway took {taken}"));
    }
    let settled = market
        .payouts
        .iter()
        .filter(|payout| payout.stage == PayoutStage::Settled);
    let settled: i64 = settled.map(|payout| payout.amount).sum();
    if market.balance(Holder::Bank) != settled {
        return Some(format!("the bank paid {settled}"));
    }
    for payout in &market.payouts {
        let due = if payout.stage.under_way() {
            payout.amount
        } else {
            0
        };
        if market.balance(Holder::Payout(payout.id)) != due {
            return Some(format!("payout {} holds something else", payout.id));
        }
    }
    let twice = (0..SHOPS).map(shop_id).find(|shop| {
        let of_shop = market.payouts.iter().filter(|payout| payout.shop == *shop);
        of_shop.filter(|payout| payout.stage.under_way()).count() > 1
    });
    twice.map(|shop| format!("{shop} has two payouts under way"))
}
