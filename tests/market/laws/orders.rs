//! An order: paid once, settled once, held in full while it is open, drawn down to nothing; and
//! not confirmed by the clock while some of it is lost and owed.

use crate::{
    model::{Line, Market, Order, Parcel},
    steps::CONFIRM_AFTER_DAYS,
};
use chrono::Duration;
use longtail::{
    money::ledger::{Holder, Rule},
    trade::{
        order::{EXTENSION, OrderStage},
        shipping::parcel::ScanKind,
    },
};

const PAID: [Rule; 2] = [Rule::OrderPaidByGateway, Rule::OrderPaidByWallet];
const BACK: [Rule; 4] = [
    Rule::OrderReturned,
    Rule::OrderRefunded,
    Rule::SaleRefunded,
    Rule::CommissionRefunded,
];
const PROMOTION_BACK: [Rule; 4] = [
    Rule::PromotionReturned,
    Rule::PromotionRefunded,
    Rule::SalePromotionRefunded,
    Rule::CommissionPromotionRefunded,
];

pub fn broken(market: &Market) -> Option<String> {
    market.orders.iter().find_map(|order| {
        let broken = money(market, order)
            .or_else(|| draw_down(order))
            .or_else(|| parcels(market, order))
            .or_else(|| lost(market, order))
            .or_else(|| clock(order));
        broken.map(|words| format!("{words}: {} {:?}", order.id, order.stage))
    })
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

fn money(market: &Market, order: &Order) -> Option<&'static str> {
    let sum = |rules: &[Rule]| posted(market, order, rules).1;
    let times = |rules: &[Rule]| posted(market, order, rules).0;
    let (paid, back) = (sum(&PAID), sum(&BACK));
    if times(&PAID) != usize::from(order.is_paid()) {
        return Some("not paid once");
    }
    if order.is_paid() && paid != order.total.minor {
        return Some("paid is not the total");
    }
    let returned = [Rule::OrderReturned, Rule::PromotionReturned].map(|rule| times(&[rule]));
    if times(&[Rule::OrderReleased]) + returned[0].max(returned[1]) > 1 {
        return Some("settled more than once");
    }
    if back > paid {
        return Some("more was paid back than was paid");
    }
    let promoted = sum(&[Rule::OrderPromoted]) - sum(&PROMOTION_BACK);
    let promoted_left = if order.stands() {
        order.promoted_left()
    } else {
        0
    };
    if promoted != promoted_left {
        return Some("the platform's part is not what is left of it");
    }
    let kept = order.money_left();
    let is_held = order.stands() && !order.is_completed();
    if market.balance(Holder::Escrow(order.id)) != if is_held { kept } else { 0 } {
        return Some("held is not what is left");
    }
    if order.is_completed() {
        let given_back = [Rule::CommissionRefunded, Rule::CommissionPromotionRefunded];
        let commission = sum(&[Rule::CommissionEarned]) - sum(&given_back);
        let kept_of_buyer = kept - order.promoted_left();
        if commission != order.commission_left() || back != paid - kept_of_buyer {
            return Some("shop, platform and buyer do not share what was paid");
        }
    }
    None
}

fn draw_down(order: &Order) -> Option<&'static str> {
    let wrong = order.lines.iter().any(|line| {
        let left = &line.left;
        (left.pieces == 0 && left.goods_minor + left.commission_minor != 0)
            || !(0..=line.goods).contains(&left.goods_minor)
            || !(0..=line.promoted).contains(&left.promoted_minor)
            || left.promoted_minor > left.goods_minor
            || !(0..=line.commission).contains(&left.commission_minor)
            || left.commission_minor > left.goods_minor
    });
    let postage = (0..=order.postage).contains(&order.postage_left);
    (wrong || !postage).then_some("a line was not drawn down to nothing")
}

/// The clock waits ten days from dispatch, or from when it last heard of something lost, and three
/// more where somebody asked for them while it ran.
fn clock(order: &Order) -> Option<&'static str> {
    let OrderStage::Shipped {
        shipped_at,
        confirm_by,
        extended,
        ..
    } = order.stage
    else {
        return None;
    };
    let turn = Duration::days(CONFIRM_AFTER_DAYS);
    let put_off = order.put_off.iter().copied();
    let (before, after): (Vec<_>, Vec<_>) =
        put_off.partition(|at| extended.is_none_or(|extension| *at < extension.at));
    let first = before.into_iter().fold(shipped_at, Ord::max) + turn;
    let longer = extended.map_or(Duration::zero(), |_| EXTENSION);
    let turns = after.into_iter().map(|at| at + turn);
    let due = turns.fold(first + longer, Ord::max);
    let in_time = extended.is_none_or(|extension| (shipped_at..first).contains(&extension.at));
    (confirm_by != due || !in_time).then_some("the clock goes wrong")
}

/// The last word of it is that it is lost, and it did not arrive before.
fn is_lost(parcel: &Parcel) -> bool {
    let last = parcel.scans.iter().max_by_key(|scan| (scan.at, scan.kind));
    let mut scans = parcel.scans.iter();
    last.is_some_and(|scan| scan.kind == ScanKind::Lost)
        && scans.all(|scan| scan.kind != ScanKind::Delivered)
}

/// What is lost is owed until so many sent pieces were paid back, or all of the line's price; and
/// what is owed is not confirmed by the clock.
fn lost(market: &Market, order: &Order) -> Option<&'static str> {
    let owed = |line: &Line| {
        let lost = market.parcels_of(order).filter(|parcel| is_lost(parcel));
        let lost: u32 = lost.map(|parcel| parcel.pieces_of(line.left.line)).sum();
        let back = line.quantity - line.left.pieces - line.unsent;
        match line.left.goods_minor {
            0 => 0,
            _ => lost.saturating_sub(back),
        }
    };
    if order.lines.iter().any(|line| line.left.lost != owed(line)) {
        return Some("what is lost is not what is owed");
    }
    let confirmed_now = order.confirmed_by_clock && order.ended_at() == Some(market.now);
    let is_owed = order.lines.iter().any(|line| owed(line) > 0);
    (confirmed_now && is_owed).then_some("the clock confirmed what is lost and owed")
}

/// Nothing is sent that was paid back before, and nothing is left behind.
fn parcels(market: &Market, order: &Order) -> Option<&'static str> {
    let sent = |line: &Line| -> u32 {
        let parcels = market.parcels_of(order);
        parcels.map(|parcel| parcel.pieces_of(line.left.line)).sum()
    };
    let mut unpacked = 0;
    for line in &order.lines {
        let Some(left) = line.quantity.checked_sub(line.unsent + sent(line)) else {
            return Some("more was sent than there was to send");
        };
        unpacked += left;
    }
    let has_begun = match order.stage {
        OrderStage::AwaitingPayment | OrderStage::Cancelled { .. } => false,
        OrderStage::ToShip { .. } => order.stage.is_partly_shipped(),
        OrderStage::Shipped { .. } | OrderStage::Completed { .. } => true,
    };
    if has_begun != market.parcels_of(order).next().is_some() {
        return Some("parcels and stage do not agree");
    }
    match order.stage {
        OrderStage::ToShip { .. } if unpacked == 0 => Some("nothing is left to send"),
        OrderStage::Shipped { .. } | OrderStage::Completed { .. } if unpacked > 0 => {
            Some("something was left behind")
        }
        _ => None,
    }
}
