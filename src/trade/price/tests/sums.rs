//! Whatever is offered and redeemed, the steps sum up.

use super::*;
use proptest::prelude::*;

fn any_off() -> impl Strategy<Value = Off> {
    prop_oneof![
        (0_u16..=10_000).prop_map(share),
        (0_i64..30_000).prop_map(|minor| Off::Amount { minor }),
    ]
}

proptest! {
    /// Whatever is offered and redeemed: each line's steps lead from its list price to what is
    /// paid, none is below nothing, no line costs less than the smallest unit, no shop pays for
    /// another's coupon, and what is spread over the lines is exactly what was taken off.
    #[test]
    fn nothing_is_lost_between_list_price_and_price(
        lines in prop::collection::vec((0_u8..3, 0_u8..4, 1_i64..20_000, 1_u32..6), 1..8),
        offers in prop::collection::vec((0_u8..3, any_off()), 0..5),
        coupons in prop::collection::vec((prop::option::of(0_u8..3), any_off(), prop::option::of(1_i64..5_000)), 0..4),
        saving in prop::option::of((1_i64..9_000, 1_i64..9_000, 0_u16..=10_000, prop::option::of(1_i64..4_000))),
    ) {
        let goods: Vec<Goods> = lines.iter().map(|(of, n, unit, pieces)| line(*of, *n, *unit, *pieces)).collect();
        let offers = (1..).zip(offers).map(|(n, (of, off))| offer(n, of, off)).collect();
        let coupons = (1..).zip(coupons).map(|(n, (of, off, cap_minor))| Coupon { cap_minor, ..coupon(n, of, off) });
        let coupons: Vec<Coupon> = coupons.collect();
        let campaign = saving.map(|(every, save, bp, cap_minor)| Campaign {
            cap_minor,
            ..campaign(every, save, bp)
        });
        let deals = deals(offers, coupons, campaign);
        let prices = priced(&deals, &goods);
        let sum = |of: fn(&LinePrice) -> i64| prices.lines.iter().map(of).sum::<i64>();
        for (of, price) in goods.iter().zip(&prices.lines) {
            let steps = price.steps;
            prop_assert_eq!(price.list, of.unit_minor * i64::from(of.quantity));
            prop_assert!(price.to_pay() >= 1);
            let parts = [steps.offer, steps.coupon, steps.platform_coupon, steps.campaign_shop, steps.campaign_platform];
            prop_assert!(parts.iter().all(|part| *part >= 0));
            prop_assert_eq!(price.list - parts.iter().sum::<i64>(), price.to_pay());
            prop_assert_eq!(price.to_shop() - steps.by_platform(), price.to_pay());
            prop_assert_eq!(price.offer.is_some(), steps.offer > 0);
        }
        for coupon in &prices.coupons {
            if let Some(of) = coupon.shop {
                let own = deals.coupons.values().filter(|c| c.shop == Some(of)).count();
                let taken: i64 = goods.iter().zip(&prices.lines)
                    .filter(|(line, _)| line.shop == of)
                    .map(|(_, price)| price.steps.coupon)
                    .sum();
                if own == 1 {
                    prop_assert_eq!(taken, coupon.outcome.as_ref().map_or(0, |off| off.minor));
                }
            }
        }
        let by = |of_shop: bool| prices.used().filter(|(c, _)| c.shop.is_some() == of_shop).map(|(_, off)| off.minor).sum::<i64>();
        prop_assert_eq!(sum(|l| l.steps.coupon), by(true));
        prop_assert_eq!(sum(|l| l.steps.platform_coupon), by(false));
        if let Some(campaign) = &deals.campaign {
            let saved = sum(|l| l.steps.campaign_shop + l.steps.campaign_platform);
            prop_assert!(campaign.cap_minor.is_none_or(|cap| saved <= cap));
            prop_assert_eq!(sum(|l| l.steps.campaign_shop), campaign.shop_share.of(saved));
        }
        let told = explain(Cny, &prices.lines, &Names::default());
        let off: i64 = told.steps.iter().map(|step| step.off.minor).sum();
        prop_assert_eq!(told.list.minor - off, told.to_pay.minor);
    }
}
