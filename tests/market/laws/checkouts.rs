//! A checkout: one order for each shop in it, paid together and once, for what its buyer agreed
//! to; and coupons, used no more often than they may be.

use crate::model::{Checkout, Market, THINGS};
use longtail::{
    id::{CouponId, PaymentId},
    money::ledger::Rule,
    trade::order::OrderStage,
};
use std::collections::BTreeSet;

pub fn broken(market: &Market) -> Option<String> {
    let checkouts = market.checkouts.iter();
    let broken = checkouts.enumerate().find_map(|(number, checkout)| {
        let broken = parts(market, checkout).or_else(|| payment(market, number, checkout));
        broken.map(|words| format!("{words}: checkout {number}"))
    });
    broken.or_else(|| coupons(market))
}

fn parts(market: &Market, checkout: &Checkout) -> Option<&'static str> {
    let shops: BTreeSet<_> = market.orders_of(checkout).map(|order| order.shop).collect();
    if shops.is_empty() || shops.len() != checkout.orders.len() {
        return Some("not one order for each shop");
    }
    let mut bought = [0; THINGS];
    for order in market.orders_of(checkout) {
        for line in &order.lines {
            bought[line.thing] += line.quantity;
        }
    }
    if bought != checkout.asked {
        return Some("something else was bought than was asked for");
    }
    let total: i64 = market.orders_of(checkout).map(|o| o.total.minor).sum();
    (total != checkout.agreed).then_some("it costs something else than its buyer agreed to")
}

/// All of its orders are paid by the same payment, or none is.
fn payment(market: &Market, number: usize, checkout: &Checkout) -> Option<&'static str> {
    let all = |wanted: fn(&OrderStage) -> bool| {
        market.orders_of(checkout).all(|order| wanted(&order.stage))
    };
    let is_paid = market.orders_of(checkout).all(|order| order.is_paid());
    let is_unpaid = all(|stage| *stage == OrderStage::AwaitingPayment)
        || all(|stage| matches!(stage, OrderStage::Cancelled { paid_at: None, .. }));
    if is_paid == is_unpaid {
        return Some("a part of it is paid");
    }
    let legs = market.books.iter().filter(|posting| {
        let is_paying = matches!(
            posting.rule,
            Rule::OrderPaidByGateway | Rule::OrderPaidByWallet
        );
        is_paying
            && market
                .orders_of(checkout)
                .any(|order| posting.order == Some(order.id))
    });
    let paid_by: BTreeSet<Option<PaymentId>> = legs.map(|posting| posting.payment).collect();
    let by_one = paid_by.len() == usize::from(is_paid);
    let known = paid_by.iter().all(|paid_by| {
        let mut payments = market.payments.iter();
        let payment = payments.find(|payment| Some(payment.id) == *paid_by);
        payment.is_some_and(|payment| {
            let whole = payment.amount == 0 || payment.amount == checkout.agreed;
            payment.checkout == Some(number) && payment.is_captured() && whole
        })
    });
    (!by_one || !known).then_some("not paid by one payment of its own")
}

/// A use counts while its checkout waits for payment, and for good once that is paid.
fn coupons(market: &Market) -> Option<String> {
    let uses = |coupon: CouponId| {
        let stand = market.checkouts.iter().filter(|checkout| {
            market.awaits_payment(checkout) || market.orders_of(checkout).all(|o| o.is_paid())
        });
        stand.filter(move |checkout| checkout.coupons.iter().any(|used| used.coupon == coupon))
    };
    let wrong = market.deals.coupons.values().find(|coupon| {
        let all = uses(coupon.id).count();
        let limit = coupon.limit.unwrap_or(u32::MAX) as usize;
        let too_often = uses(coupon.id).any(|one| {
            let theirs = uses(coupon.id).filter(|other| other.buyer == one.buyer);
            theirs.count() > coupon.per_person as usize
        });
        all != coupon.used as usize || all > limit || too_often
    });
    wrong.map(|coupon| format!("used too often, or counted wrong: {coupon:?}"))
}
