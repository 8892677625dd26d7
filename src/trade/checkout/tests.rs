use super::*;
use crate::{
    id::OrderLineId,
    money::{
        Currency::Cny,
        invoice::{Bought, rows_of},
    },
    trade::{
        price::{Steps, added_taxes},
        shop::Postage,
    },
};
use proptest::prelude::*;
use uuid::Uuid;

fn yuan(minor: i64) -> Money {
    Money::new(minor, Cny)
}

/// So many pieces, with what shop and platform take off; and the tax on top.
fn sold(price: i64, quantity: u32, off: (i64, i64), on_top: Option<u16>) -> Sold {
    let list = price * i64::from(quantity);
    let offer = (list - 1).min(off.0);
    let platform_coupon = (list - 1 - offer).min(off.1);
    let steps = Steps {
        offer,
        platform_coupon,
        ..Steps::default()
    };
    Sold {
        listing: ListingId(Uuid::nil()),
        variant: VariantId(Uuid::nil()),
        unit_price: yuan(price),
        quantity,
        price: LinePrice {
            list,
            steps,
            ..LinePrice::default()
        },
        on_top: on_top.map(BasisPoints),
        measure: Measure::default(),
    }
}

fn priced(sold: Vec<Sold>, postage: (i64, i64, Option<i64>), commission: u16) -> PricedOrder {
    let (base, extra, free_over) = postage;
    let tariff = Tariff::plain(Postage {
        base: yuan(base),
        extra_item: yuan(extra),
        free_over: free_over.map(yuan),
    });
    price_order(sold, &tariff, &Place::default(), BasisPoints(commission)).expect("small amounts")
}

#[test]
fn tax_is_the_shops_to_hand_on_and_no_commission_is_taken_of_it() {
    let without = priced(vec![sold(11_300, 2, (0, 0), None)], (800, 200, None), 100);
    let with = priced(
        vec![sold(11_300, 2, (0, 0), Some(1_000))],
        (800, 200, None),
        100,
    );
    assert_eq!(
        (without.goods.minor, without.postage.minor),
        (22_600, 1_000)
    );
    assert_eq!((with.goods.minor, with.postage.minor), (24_860, 1_100));
    assert_eq!(with.total.minor, 25_960);
    assert_eq!(with.commission, without.commission);
}

#[test]
fn tax_does_not_make_sums_too_large_unseen() {
    let half = sold(i64::MAX / 2 + 1, 1, (0, 0), Some(10_000));
    let tariff = Tariff::plain(Postage {
        base: yuan(0),
        extra_item: yuan(0),
        free_over: None,
    });
    let refused = price_order(vec![half], &tariff, &Place::default(), BasisPoints(0));
    assert_eq!(refused, Err(MoneyError::Overflow));
}

proptest! {
    #[test]
    fn lines_sum_to_their_order(
        lines in prop::collection::vec(
            (1_i64..100_000, 1_u32..=99, (0_i64..500, 0_i64..500), prop::option::of(0_u16..=10_000)),
            1..20,
        ),
        postage in (0_i64..5_000, 0_i64..500, prop::option::of(0_i64..500_000)),
        bp in 0_u16..=1_000,
    ) {
        let goods = lines.into_iter().map(|(price, quantity, off, on_top)| sold(price, quantity, off, on_top));
        let order = priced(goods.collect(), postage, bp);
        let sum = |f: fn(&PricedLine) -> i64| order.lines.iter().map(f).sum::<i64>();
        prop_assert_eq!(sum(|l| l.goods.minor), order.goods.minor);
        prop_assert_eq!(sum(|l| l.postage.minor), order.postage.minor);
        prop_assert_eq!(sum(|l| l.commission.minor), order.commission.minor);
        prop_assert_eq!(sum(|l| l.sold.price.steps.by_platform()), order.promoted.minor);
        prop_assert_eq!(order.goods.minor + order.postage.minor - order.promoted.minor, order.total.minor);
        for line in &order.lines {
            let price = line.sold.price;
            prop_assert_eq!(line.goods.minor, price.to_shop() + price.goods_tax());
            prop_assert!(line.commission.minor <= price.to_shop());
            prop_assert_eq!(price.tax.map(|tax| tax.rate), line.sold.on_top);
        }
    }

    /// What the invoice of an order states at each rate is what was added to it.
    #[test]
    fn an_invoice_states_the_tax_that_was_added(
        lines in prop::collection::vec(
            (1_i64..100_000, 1_u32..=9, (0_i64..500, 0_i64..500), prop::sample::select(vec![0_u16, 500, 825, 2_550])),
            1..12,
        ),
        postage in (0_i64..5_000, 0_i64..500, prop::option::of(0_i64..500_000)),
    ) {
        let goods = lines.into_iter().map(|(price, quantity, off, rate)| sold(price, quantity, off, Some(rate)));
        let order = priced(goods.collect(), postage, 100);
        let bought: Vec<Bought> = (1..).zip(&order.lines).map(|(n, line)| Bought {
            line: OrderLineId(Uuid::from_u128(n)),
            quantity: line.sold.quantity,
            goods_minor: line.goods.minor - line.sold.price.steps.by_platform(),
            postage_minor: line.postage.minor,
            rate: line.sold.on_top.unwrap_or_default(),
        }).collect();
        let rows = rows_of(&bought);
        prop_assert_eq!(rows.iter().map(|row| row.gross_minor).sum::<i64>(), order.total.minor);
        let prices: Vec<LinePrice> = order.lines.iter().map(|line| line.sold.price).collect();
        let added = added_taxes(Cny, &prices);
        prop_assert_eq!(
            rows.iter().map(|row| row.tax_minor).sum::<i64>(),
            added.iter().map(|added| added.tax.minor).sum::<i64>()
        );
        for added in added {
            let of_rate = rows.iter().filter(|row| row.rate == added.rate);
            prop_assert_eq!(of_rate.map(|row| row.tax_minor).sum::<i64>(), added.tax.minor);
        }
    }
}
