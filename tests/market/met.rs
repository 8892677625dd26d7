//! How often a life met what the laws are about.

use crate::model::{Checkout, GUEST, Market, Order, Parcel, buyer_id};
use longtail::{
    money::{
        card_refund::CardRefundStage,
        ledger::Rule,
        refund::{Phase, Quote},
    },
    trade::{
        price::Steps,
        shipping::parcel::{ScanKind, Standing},
    },
};
use strum::VariantArray;

/// What was met, and how often.
type Met = Vec<(&'static str, usize)>;

pub fn all(market: &Market) -> Met {
    let of: [fn(&Market) -> Met; 5] = [posted, bought, taxed, sent, sent_back];
    of.into_iter().flat_map(|of| of(market)).collect()
}

/// How often each rule was posted.
fn posted(market: &Market) -> Met {
    let often = |rule: &Rule| {
        let legs = market.books.iter().filter(|leg| leg.rule == *rule);
        legs.count()
    };
    let rules = Rule::VARIANTS.iter();
    rules.map(|rule| (rule.into(), often(rule))).collect()
}

/// How often something was bought of two shops at once in each of these ways, and what was charged.
fn bought(market: &Market) -> Met {
    type Way = fn(&Lowered) -> bool;
    let ways: [(&str, Way); 5] = [
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
    let often = |way: Way| of_two.iter().filter(|by| way(by)).count();
    let mut bought: Vec<_> = ways.map(|(what, way)| (what, often(way))).into();
    let fees = market.charged.iter();
    let fees = fees.filter(|fee| fee.to_platform > 0 && fee.to_buyer > 0);
    bought.push(("a fee to platform and buyer", fees.count()));
    bought
}

/// How often an order was paid with tax on top in each of these ways.
fn taxed(market: &Market) -> Met {
    type Way = fn(&Order) -> bool;
    let ways: [(&str, Way); 6] = [
        ("tax on top at two rates", |order| {
            let taxes = order.lines.iter().filter_map(|line| line.price.tax);
            let rates: Vec<_> = taxes.filter(|tax| tax.goods > 0).map(|t| t.rate).collect();
            rates.windows(2).any(|two| two[0] != two[1])
        }),
        ("tax on top of what the platform lowered", |order| {
            let promoted: i64 = order.lines.iter().map(|line| line.promoted).sum();
            order.added_tax() > 0 && promoted > 0
        }),
        ("no tax on top, for who is not registered", |order| {
            order.added_tax() == 0 && order.lines.iter().any(|line| line.price.tax.is_some())
        }),
        ("a part of tax on top given back", |order| {
            let left: i64 = order.kept().iter().map(|row| row.tax_minor).sum();
            order.added_tax() > 0 && (1..order.added_tax()).contains(&left)
        }),
        ("all of tax on top given back", |order| {
            order.added_tax() > 0 && !order.stands()
        }),
        ("tax that was in the price given back", |order| {
            let untaxed = order.lines.iter().all(|line| line.price.tax.is_none());
            untaxed
                && order
                    .notes
                    .iter()
                    .flatten()
                    .any(|(_, row)| row.tax_minor > 0)
        }),
    ];
    let paid: Vec<_> = market.orders.iter().filter(|o| o.is_paid()).collect();
    let often = |way: Way| paid.iter().filter(|order| way(order)).count();
    ways.map(|(what, way)| (what, often(way))).into()
}

/// How often parcels were lost, and what was done then.
fn sent(market: &Market) -> Met {
    let lost = |parcel: &&Parcel| parcel.scans.iter().any(|scan| scan.kind == ScanKind::Lost);
    let lost: Vec<_> = market.parcels.iter().filter(lost).collect();
    let stand = |wanted: fn(Standing) -> bool| {
        let those = lost.iter().filter(|parcel| wanted(parcel.standing()));
        those.count()
    };
    let orders = |wanted: fn(&Order) -> bool| {
        let those = market.orders.iter().filter(|order| wanted(order));
        those.count()
    };
    let refunds = |wanted: fn(&Order, &Quote) -> bool| {
        let refunds = market.orders.iter();
        let refunds = refunds.flat_map(|order| order.refunds.iter().map(move |one| (order, one)));
        refunds.filter(|(order, one)| wanted(order, one)).count()
    };
    // Of what is paid back before the rest is sent, only lost pieces do not go to the shelf.
    let early = refunds(|_, one| {
        let mut parts = one.lines.iter();
        one.phase == Phase::BeforeDispatch && parts.any(|part| part.unsent < part.pieces)
    });
    let later = refunds(|order, one| {
        let mut parts = one.lines.iter();
        one.phase == Phase::OnTheWay
            && !order.put_off.is_empty()
            && parts.any(|part| part.pieces > 0)
    });
    vec![
        ("a lost parcel", stand(|it| it == Standing::Lost)),
        (
            "a lost parcel that was found",
            stand(|it| it != Standing::Lost),
        ),
        ("lost pieces paid back before the rest was sent", early),
        ("pieces paid back on the way, after a loss", later),
        (
            "the clock put off by a loss",
            orders(|order| order.put_off.len() > order.reminders),
        ),
        (
            "the clock come for what is lost",
            orders(|order| order.reminders > 0),
        ),
        (
            "confirmed by the clock after a loss",
            orders(|order| order.confirmed_by_clock && !order.put_off.is_empty()),
        ),
    ]
}

/// How money went back to cards, and whose.
fn sent_back(market: &Market) -> Met {
    let ended = |is_guest: bool, stage: CardRefundStage| {
        let refunds = market.card_refunds.iter();
        let theirs = refunds.filter(|refund| {
            let payer = market.payments[refund.payment].payer;
            (payer == buyer_id(GUEST)) == is_guest
        });
        theirs.filter(|refund| refund.stage == stage).count()
    };
    let in_parts = market.payments.iter().enumerate().filter(|(number, _)| {
        let refunds = market.card_refunds.iter();
        let of_payment = refunds.filter(|refund| refund.payment == *number);
        let gone = of_payment.filter(|refund| refund.stage != CardRefundStage::Failed);
        gone.count() > 1
    });
    let (settled, failed) = (CardRefundStage::Settled, CardRefundStage::Failed);
    vec![
        ("back to a guest's card", ended(true, settled)),
        ("not back to a guest's card", ended(true, failed)),
        ("back to a member's card", ended(false, settled)),
        ("not back to a member's card", ended(false, failed)),
        ("back to a card in parts", in_parts.count()),
    ]
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
