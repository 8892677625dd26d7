//! How often a life met what the laws are about.

use crate::model::{Checkout, Market};
use longtail::{money::ledger::Rule, trade::price::Steps};
use strum::VariantArray;

/// What goes back to cards has a test of its own, `src/money/card_refund/tests.rs`.
const ELSEWHERE: [Rule; 3] = [
    Rule::CardRefundBegun,
    Rule::CardRefundSettled,
    Rule::CardRefundReturned,
];

/// How often each rule was posted.
pub fn posted(market: &Market) -> Vec<(&'static str, usize)> {
    let rules = Rule::VARIANTS.iter();
    let rules = rules.filter(|rule| !ELSEWHERE.contains(rule));
    let often = |rule: &Rule| {
        let legs = market.books.iter().filter(|leg| leg.rule == *rule);
        legs.count()
    };
    rules.map(|rule| (rule.into(), often(rule))).collect()
}

/// How often something was bought of two shops at once in each of these ways, and what was charged.
pub fn bought(market: &Market) -> Vec<(&'static str, usize)> {
    type Met = fn(&Lowered) -> bool;
    let ways: [(&str, Met); 5] = [
        ("a platform's coupon over both", |by| {
            by.both(|steps| steps.platform_coupon)
        }),
        ("coupons of both and of the platform", |by| {
            by.both(|steps| steps.coupon) && by.any(|steps| steps.platform_coupon)
        }),
        ("spend-and-save, paid by shop and platform", |by| {
            by.any(|steps| steps.campaign_shop) && by.any(|steps| steps.campaign_platform)
        }),
        ("an offer of one of both", |by| {
            by.any(|steps| steps.offer) && !by.both(|steps| steps.offer)
        }),
        ("paid and lowered by the platform", |by| {
            by.is_paid && by.any(|steps| steps.by_platform())
        }),
    ];
    let of_two = market.checkouts.iter().filter(|one| one.orders.len() == 2);
    let of_two: Vec<_> = of_two.map(|one| Lowered::of(market, one)).collect();
    let often = |met: Met| of_two.iter().filter(|by| met(by)).count();
    let mut bought: Vec<_> = ways.map(|(what, met)| (what, often(met))).into();
    let fees = market.charged.iter();
    let fees = fees.filter(|fee| fee.to_platform > 0 && fee.to_buyer > 0);
    bought.push(("a fee to platform and buyer", fees.count()));
    bought
}

/// A checkout and what lowered it, order by order.
struct Lowered {
    is_paid: bool,
    orders: Vec<Vec<Steps>>,
}

impl Lowered {
    fn of(market: &Market, checkout: &Checkout) -> Self {
        let orders = market.orders_of(checkout);
        let orders = orders.map(|order| order.lines.iter().map(|line| line.price.steps));
        Self {
            is_paid: market.orders_of(checkout).all(|order| order.is_paid()),
            orders: orders.map(Iterator::collect).collect(),
        }
    }

    fn any(&self, of: fn(&Steps) -> i64) -> bool {
        self.orders.iter().flatten().any(|steps| of(steps) > 0)
    }

    fn both(&self, of: fn(&Steps) -> i64) -> bool {
        let mut orders = self.orders.iter();
        orders.all(|lines| lines.iter().any(|steps| of(steps) > 0))
    }
}
