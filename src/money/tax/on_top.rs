//! Tax on top: countries whose prices are without it, so that it is added at the checkout.

use super::{Rate, TaxClass, once_a_rate, rate_on};
use crate::{
    id::{ListingId, ShopId},
    money::BasisPoints,
    trade::shipping::region::Place,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is told of tax beside a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceTax {
    Included,
    /// Added at the checkout.
    OnTop,
}

/// Where tax is added to prices, and at which rates, as it stands on one day. By default nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnTop {
    pub day: NaiveDate,
    /// Those whose prices are without tax.
    pub countries: BTreeSet<String>,
    pub rates: Vec<Rate>,
    /// The shops that are registered for tax: nobody else may ask for any.
    pub registered: BTreeSet<ShopId>,
    /// How goods are taxed; what is not in it, at the standard rate.
    pub classes: BTreeMap<ListingId, TaxClass>,
}

impl OnTop {
    /// What is added to the price of goods of a shop that go to a place; none where prices include
    /// tax. Where the shop may not ask for it, a rate of nothing, which is frozen as others are:
    /// registered before it is paid, the shop owes no tax that nobody was asked for.
    pub fn rate(&self, place: &Place, shop: ShopId, listing: ListingId) -> Option<BasisPoints> {
        if !self.countries.contains(&place.country) {
            return None;
        }
        if !self.registered.contains(&shop) {
            return Some(BasisPoints(0));
        }
        Some(self.rate_there(place, listing))
    }

    fn rate_there(&self, place: &Place, listing: ListingId) -> BasisPoints {
        let class = self.classes.get(&listing).copied().unwrap_or_default();
        rate_on(&self.rates, place, class, self.day)
    }

    /// What is told of the prices of goods that go to a place, by the rates of that place. Nothing
    /// where no shop of them may ask for tax, or where there is none that is known.
    pub fn told(&self, place: &Place, goods: &[(ShopId, ListingId)]) -> Option<PriceTax> {
        let is_taxed = |(shop, listing): &(ShopId, ListingId)| {
            self.registered.contains(shop) && self.rate_there(place, *listing) > BasisPoints(0)
        };
        if !goods.iter().any(is_taxed) {
            return None;
        }
        Some(match self.countries.contains(&place.country) {
            true => PriceTax::OnTop,
            false => PriceTax::Included,
        })
    }
}

/// The tax that is added to each row, of amounts without it. Rows of one rate sum to that rate of
/// their sum, rounded half up. [`of_rows`](super::of_rows) finds the same tax in the sum of both.
pub fn added_to_rows(rows: &[(i64, BasisPoints)]) -> Vec<i64> {
    once_a_rate(rows, |net, rate| rate.of(net))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::tax::included;
    use proptest::prelude::*;
    use uuid::Uuid;

    #[test]
    fn only_registered_shops_add_tax_and_only_where_prices_are_without() {
        let (shop, other) = (ShopId(Uuid::from_u128(1)), ShopId(Uuid::from_u128(2)));
        let (tea, book) = (ListingId(Uuid::from_u128(3)), ListingId(Uuid::from_u128(4)));
        let from: NaiveDate = "2026-01-01".parse().expect("a day");
        let rate = |country: &str, class, bp| Rate {
            country: country.into(),
            region: String::new(),
            class,
            from,
            rate: BasisPoints(bp),
        };
        let on_top = OnTop {
            day: from,
            countries: BTreeSet::from(["CA".into(), "US".into()]),
            rates: vec![
                rate("CA", TaxClass::Standard, 500),
                rate("CA", TaxClass::Reduced, 0),
                Rate {
                    region: "Ontario".into(),
                    ..rate("CA", TaxClass::Standard, 1_300)
                },
                rate("DE", TaxClass::Standard, 1_900),
            ],
            registered: BTreeSet::from([shop]),
            classes: BTreeMap::from([(book, TaxClass::Reduced)]),
        };
        let to = |country: &str, region: &str| Place {
            country: country.into(),
            region: region.into(),
        };
        let of = |country, shop, listing| {
            let added = on_top.rate(&to(country, ""), shop, listing);
            added.map(|rate| rate.0)
        };
        assert_eq!(of("CA", shop, tea), Some(500));
        assert_eq!(of("CA", shop, book), Some(0), "told, and nothing");
        assert_eq!(of("US", shop, tea), Some(0), "no rate is set");
        assert_eq!(of("DE", shop, tea), None, "its prices include tax");
        assert_eq!(of("CA", other, tea), Some(0), "not registered");
        assert_eq!(of("DE", other, tea), None);
        let ontario = to("CA", "Ontario");
        assert_eq!(on_top.rate(&ontario, shop, tea), Some(BasisPoints(1_300)));
        assert_eq!(OnTop::default().rate(&ontario, shop, tea), None);

        let told = |country, goods: &[_]| on_top.told(&to(country, ""), goods);
        assert_eq!(told("CA", &[(shop, tea)]), Some(PriceTax::OnTop));
        assert_eq!(told("CA", &[(shop, book)]), None, "nothing is added");
        assert_eq!(told("US", &[(shop, tea)]), None, "no rate is set");
        assert_eq!(told("DE", &[(shop, tea)]), Some(PriceTax::Included));
        assert_eq!(told("DE", &[(other, tea)]), None, "not registered");
        let both = [(other, tea), (shop, tea)];
        assert_eq!(told("DE", &both), Some(PriceTax::Included));
        assert_eq!(told("JP", &both), None, "nothing is known");
        assert_eq!(told("DE", &[]), None);
    }

    #[test]
    fn each_rate_is_reckoned_once() {
        let (low, high) = (BasisPoints(500), BasisPoints(1_000));
        // 5 % of 30 is 1.5, rounded up once, and not 0.5 three times.
        assert_eq!(
            added_to_rows(&[(10, low), (10, low), (5, high), (10, low)]),
            [1, 1, 1, 0]
        );
        assert_eq!(added_to_rows(&[(100, BasisPoints(0))]), [0]);
        assert!(added_to_rows(&[]).is_empty());
    }

    proptest! {
        /// With T the rate r of N, rounded by e (at most a half): r / (1 + r) of N + T is
        /// T - e / (1 + r), which is less than a half from T. So what an invoice finds included
        /// in the sum is what was added to it, always.
        #[test]
        fn what_was_added_is_what_is_included(
            net in prop_oneof![0_i64..20_000, 0_i64..1_000_000_000_000_000],
            rate in 0_u16..=10_000,
        ) {
            let rate = BasisPoints(rate);
            let tax = rate.of(net);
            prop_assert_eq!(included(net + tax, rate), tax);
        }

        #[test]
        fn rows_sum_to_the_rate_of_their_sum(
            rows in prop::collection::vec((0_i64..1_000_000, 0_usize..4), 1..40),
        ) {
            let rates = [0, 1, 825, 10_000].map(BasisPoints);
            let rows: Vec<_> = rows.into_iter().map(|(net, n)| (net, rates[n])).collect();
            let taxes = added_to_rows(&rows);
            for rate in rates {
                let of_rate = || rows.iter().zip(&taxes).filter(|((_, of), _)| *of == rate);
                let net: i64 = of_rate().map(|((net, _), _)| net).sum();
                let tax: i64 = of_rate().map(|(_, tax)| tax).sum();
                prop_assert_eq!(tax, rate.of(net));
                for ((net, _), tax) in of_rate() {
                    prop_assert!(*tax >= 0 && *tax <= *net);
                    // What the schema demands of each line.
                    prop_assert!((tax * 10_000 - net * i64::from(rate.0)).abs() < 15_000);
                }
            }
        }
    }
}
