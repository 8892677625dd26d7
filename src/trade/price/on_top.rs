//! The last step: tax on goods and their postage, where prices are without it.

use super::LinePrice;
use crate::money::{BasisPoints, Currency, Money, tax::added_to_rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Tax that was added to a line whose price is without it, in the smallest unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTax {
    /// Frozen with the line: an invoice states it, whatever holds by then.
    pub rate: BasisPoints,
    pub goods: i64,
    /// On its part of the postage.
    pub postage: i64,
}

/// What was added at one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedTax {
    pub rate: BasisPoints,
    /// Above zero.
    pub tax: Money,
}

/// Adds tax to one shop's lines, each with its part of the postage and its rate: reckoned once for
/// each rate over what the buyer pays for goods and postage, and spread over them (largest
/// remainder). Lines without a rate include their tax.
pub fn add_tax<'a>(lines: impl IntoIterator<Item = (&'a mut LinePrice, i64, Option<BasisPoints>)>) {
    let taxed: Vec<(&mut LinePrice, i64, BasisPoints)> = lines
        .into_iter()
        .filter_map(|(price, postage, rate)| Some((price, postage, rate?)))
        .collect();
    let goods = taxed.iter().map(|(price, _, rate)| (price.to_pay(), *rate));
    let postage = taxed.iter().map(|(_, postage, rate)| (*postage, *rate));
    let rows: Vec<(i64, BasisPoints)> = goods.chain(postage).collect();
    let taxes = added_to_rows(&rows);
    let (of_goods, of_postage) = taxes.split_at(taxed.len());
    for (((price, _, rate), goods), postage) in taxed.into_iter().zip(of_goods).zip(of_postage) {
        price.tax = Some(LineTax {
            rate,
            goods: *goods,
            postage: *postage,
        });
    }
}

/// What was added to lines, the highest rate first.
pub fn added_taxes<'a>(
    currency: Currency,
    lines: impl IntoIterator<Item = &'a LinePrice>,
) -> Vec<AddedTax> {
    let mut by_rate: BTreeMap<BasisPoints, i64> = BTreeMap::new();
    for tax in lines.into_iter().filter_map(|line| line.tax) {
        *by_rate.entry(tax.rate).or_default() += tax.goods + tax.postage;
    }
    by_rate
        .into_iter()
        .rev()
        .filter(|(_, minor)| *minor > 0)
        .map(|(rate, minor)| AddedTax {
            rate,
            tax: Money::new(minor, currency),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{money::Currency::Cny, trade::price::Steps};

    #[test]
    fn tax_comes_on_what_is_left_after_everything_was_taken_off() {
        let (low, high) = (BasisPoints(500), BasisPoints(825));
        let steps = |offer, platform_coupon| Steps {
            offer,
            platform_coupon,
            ..Steps::default()
        };
        let line = |list, steps| LinePrice {
            list,
            steps,
            ..LinePrice::default()
        };
        let mut lines = [
            line(10_000, steps(1_000, 500)),
            line(3_000, steps(0, 0)),
            line(333, steps(0, 0)),
            line(5_000, steps(0, 0)),
        ];
        let rates = [Some(high), Some(low), Some(high), None];
        let postage = [600, 200, 7, 300];
        let parts = lines.iter_mut().zip(postage).zip(rates);
        add_tax(parts.map(|((line, postage), rate)| (line, postage, rate)));

        // 8.25 % of 8 500 + 333 + 600 + 7 is 778.8; 5 % of 3 200 is 160.
        let tax = |rate, goods, postage| {
            Some(LineTax {
                rate,
                goods,
                postage,
            })
        };
        assert_eq!(lines[0].tax, tax(high, 701, 50));
        assert_eq!(lines[1].tax, tax(low, 150, 10));
        assert_eq!(lines[2].tax, tax(high, 27, 1));
        assert_eq!(lines[3].tax, None);
        let added: Vec<_> = added_taxes(Cny, &lines)
            .into_iter()
            .map(|added| (added.rate, added.tax.minor))
            .collect();
        assert_eq!(added, [(high, 779), (low, 160)]);
        assert_eq!(lines[0].to_pay(), 8_500, "prices stay without it");
        assert_eq!((lines[0].goods_tax(), lines[3].goods_tax()), (701, 0));
    }

    #[test]
    fn a_rate_of_nothing_is_not_told() {
        let mut line = LinePrice {
            list: 100,
            ..LinePrice::default()
        };
        add_tax([(&mut line, 0, Some(BasisPoints(0)))]);
        assert!(line.tax.is_some());
        assert!(added_taxes(Cny, [&line]).is_empty());
    }
}
