//! Which offer counts, and what its price is compared with.

use super::*;

#[test]
fn the_best_offer_counts_alone_and_only_for_its_goods_and_time() {
    let mut chosen = offer(1, 0, share(5_000));
    chosen.listings = Some(BTreeSet::from([listing(1)]));
    let mut over = offer(2, 0, share(9_000));
    over.span = days(-3, -1);
    let mut ahead = offer(3, 0, share(9_000));
    ahead.span = days(1, 3);
    let all = [
        chosen,
        over,
        ahead,
        offer(4, 0, share(1_000)),
        offer(5, 1, share(9_000)),
    ];
    let unit = |of, n| best(&all, (shop(of), listing(n)), 1_000, now()).map(|(_, unit)| unit);
    assert_eq!(unit(0, 1), Some(500));
    assert_eq!(unit(0, 2), Some(900));
    assert_eq!(unit(1, 2), Some(100));
    assert_eq!(unit(2, 1), None);
    let free = offer(6, 0, Off::Amount { minor: 5_000 });
    assert_eq!(free.unit(1_000), 50, "no amount takes off more than 95 %");
    assert_eq!(free.unit(10), 1, "the smallest unit is left");
    assert_eq!(free.unit(100_000), 95_000);
}

#[test]
fn what_costs_less_than_something_is_found_by_its_list_price() {
    let amount = |minor| Off::Amount { minor };
    for off in [
        share(1),
        share(1_000),
        share(9_500),
        amount(1),
        amount(700),
        amount(50_000),
    ] {
        let offer = offer(1, 0, off);
        for below in [1, 2, 50, 999] {
            let dearest = offer.dearest_below(below);
            for list in 0..60_000 {
                let costs_less = offer.unit(list) < below;
                assert_eq!(costs_less, list <= dearest, "{list} with {off:?}");
            }
        }
    }
    assert_eq!(offer(1, 0, amount(700)).dearest_below(1_000), 1_699);
}

#[test]
fn an_offer_is_compared_with_the_lowest_of_thirty_days_and_offers_before_it() {
    let this = offer(1, 0, share(2_000));
    let mut before = offer(2, 0, share(1_000));
    before.span = days(-20, -10);
    let long_ago = Offer {
        span: days(-60, -40),
        ..offer(3, 0, share(5_000))
    };
    let compared = |all: &[Offer]| price_before(all, &this, listing(1), 1_000);
    assert_eq!(compared(&[this.clone(), long_ago.clone()]), 1_000);
    assert_eq!(compared(&[this.clone(), before, long_ago]), 900);
}

#[test]
fn an_offer_that_runs_for_long_is_compared_with_the_days_before_it_began() {
    let this = Offer {
        span: days(-40, 10),
        ..offer(1, 0, share(2_000))
    };
    assert_eq!(this.compared_from(), now() - Duration::days(70));
    let ran = |from, until| Offer {
        span: days(from, until),
        ..offer(2, 0, share(1_000))
    };
    let compared = |other: Offer| price_before(&[this.clone(), other], &this, listing(1), 1_000);
    assert_eq!(compared(ran(-60, -50)), 900);
    assert_eq!(compared(ran(-90, -71)), 1_000, "over by then");
    assert_eq!(compared(ran(-20, -10)), 1_000, "begun after it");
}
