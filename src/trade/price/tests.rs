use super::*;
use crate::{
    id::{AccountId, CampaignId, CouponId, ListingId, ShopId},
    money::{Currency::Cny, Money},
    text::{Bilingual, FieldIssue, FieldIssues},
};
use chrono::{Duration, TimeZone};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const LIN: AccountId = AccountId(Uuid::from_u128(1));

fn shop(n: u8) -> ShopId {
    ShopId(Uuid::from_u128(100 + u128::from(n)))
}

fn listing(n: u8) -> ListingId {
    ListingId(Uuid::from_u128(200 + u128::from(n)))
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 12, 0, 0)
        .single()
        .expect("a moment")
}

fn days(from: i64, until: i64) -> Span {
    Span {
        from: now() + Duration::days(from),
        until: now() + Duration::days(until),
    }
}

fn share(bp: u16) -> Off {
    Off::Share {
        bp: BasisPoints(bp),
    }
}

fn offer(n: u8, of: u8, off: Off) -> Offer {
    Offer {
        id: OfferId(Uuid::from_u128(n.into())),
        shop: shop(of),
        name: Bilingual::new(format!("Offer {n}"), ""),
        off,
        listings: None,
        span: days(-1, 1),
    }
}

fn coupon(n: u8, of: Option<u8>, off: Off) -> Coupon {
    Coupon {
        id: CouponId(Uuid::from_u128(n.into())),
        code: format!("CODE{n}"),
        shop: of.map(shop),
        off,
        cap_minor: None,
        least_minor: 0,
        span: days(-1, 1),
        limit: None,
        per_person: 1,
        used: 0,
    }
}

fn campaign(every_minor: i64, save_minor: i64, shop_share: u16) -> Campaign {
    Campaign {
        id: CampaignId(Uuid::nil()),
        name: Bilingual::new("Summer", "夏季"),
        every_minor,
        save_minor,
        cap_minor: None,
        shop_share: BasisPoints(shop_share),
        joined: BTreeSet::from([shop(0), shop(1)]),
        span: days(-1, 1),
    }
}

/// A line of a shop: listing, price of a piece, pieces.
fn line(of: u8, n: u8, unit_minor: i64, quantity: u32) -> Goods {
    Goods {
        shop: shop(of),
        listing: listing(n),
        unit_minor,
        quantity,
    }
}

fn deals(offers: Vec<Offer>, coupons: Vec<Coupon>, campaign: Option<Campaign>) -> Deals {
    let mut deals = Deals::none(now(), Cny);
    deals.offers = offers;
    deals
        .held
        .insert(LIN, coupons.iter().map(|c| c.id).collect());
    deals.coupons = coupons.into_iter().map(|c| (c.id, c)).collect();
    deals.campaign = campaign;
    deals
}

fn priced(deals: &Deals, goods: &[Goods]) -> Prices {
    deals.price(Some(LIN), goods).expect("small amounts")
}

#[test]
fn each_step_works_on_what_the_one_before_left() {
    let deals = deals(
        vec![
            offer(1, 0, share(2_000)),
            offer(2, 0, Off::Amount { minor: 500 }),
        ],
        vec![
            coupon(3, None, Off::Amount { minor: 1_000 }),
            coupon(4, Some(0), share(1_000)),
        ],
        Some(campaign(10_000, 1_000, 4_000)),
    );
    let goods = [line(0, 1, 10_000, 1), line(1, 2, 6_000, 1)];
    let prices = priced(&deals, &goods);
    // ¥100 less a fifth, less a tenth at its shop; ¥10 off ¥132; and ¥122 saves ¥10 once.
    let [tea, cup] = prices.lines[..] else {
        panic!("two lines");
    };
    assert_eq!((tea.steps.offer, tea.steps.coupon), (2_000, 800));
    assert_eq!((cup.steps.offer, cup.steps.coupon), (0, 0));
    let by_coupon = (tea.steps.platform_coupon, cup.steps.platform_coupon);
    assert_eq!(by_coupon, (545, 455));
    let saved = |l: LinePrice| l.steps.campaign_shop + l.steps.campaign_platform;
    assert_eq!(saved(tea) + saved(cup), 1_000);
    let by_shops = tea.steps.campaign_shop + cup.steps.campaign_shop;
    assert_eq!(by_shops, 400);
    assert_eq!(tea.to_pay() + cup.to_pay(), 7_200 + 6_000 - 1_000 - 1_000);
    assert_eq!(prices.campaign, Some(CampaignId(Uuid::nil())));
    assert_eq!(tea.offer, Some(OfferId(Uuid::from_u128(1))));
}

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

#[test]
fn a_code_tells_why_it_does_not_count() {
    let goods = [line(0, 1, 1_000, 2)];
    let why = |change: fn(&mut Coupon)| {
        let mut coupon = coupon(1, Some(0), Off::Amount { minor: 300 });
        change(&mut coupon);
        let prices = priced(&deals(Vec::new(), vec![coupon], None), &goods);
        prices.coupons[0].outcome.clone()
    };
    let yuan = |minor| Money::new(minor, Cny);
    assert_eq!(why(|_| {}), Ok(yuan(300)));
    assert_eq!(why(|c| c.span = days(-3, -1)), Err(CouponTrouble::Over));
    let from = days(1, 3).from;
    assert_eq!(
        why(|c| c.span = days(1, 3)),
        Err(CouponTrouble::NotYet { from })
    );
    let used_up = |c: &mut Coupon| (c.limit, c.used) = (Some(5), 5);
    assert_eq!(why(used_up), Err(CouponTrouble::UsedUp));
    let missing = yuan(500);
    assert_eq!(
        why(|c| c.least_minor = 2_500),
        Err(CouponTrouble::LeastNotReached { missing })
    );
    assert_eq!(
        why(|c| c.shop = Some(shop(1))),
        Err(CouponTrouble::NothingOfShop)
    );
    let capped = |c: &mut Coupon| (c.off, c.cap_minor) = (share(5_000), Some(700));
    assert_eq!(why(capped), Ok(yuan(700)));

    let mut deals = deals(Vec::new(), vec![coupon(1, Some(0), share(1_000))], None);
    deals.take(LIN, [CouponId(Uuid::from_u128(1))]);
    let outcome = &priced(&deals, &goods).coupons[0].outcome;
    assert_eq!(outcome, &Err(CouponTrouble::UsedByYou));
    assert_eq!(read_code(" tea 10 "), "TEA10");
}

#[test]
fn a_shop_that_did_not_agree_pays_nothing_for_a_campaign() {
    let mut shared = campaign(1_000, 100, 5_000);
    shared.joined = BTreeSet::from([shop(1)]);
    let goods = [line(0, 1, 5_000, 1), line(1, 2, 1_500, 1)];
    let prices = priced(&deals(Vec::new(), Vec::new(), Some(shared.clone())), &goods);
    assert_eq!(prices.lines[0].steps, Steps::default());
    let by = prices.lines[1].steps;
    assert_eq!((by.campaign_shop, by.campaign_platform), (50, 50));
    assert_eq!(
        prices.saving.and_then(|s| s.missing).map(|m| m.minor),
        Some(500)
    );
    shared.shop_share = BasisPoints(0);
    shared.cap_minor = Some(300);
    let prices = priced(&deals(Vec::new(), Vec::new(), Some(shared)), &goods);
    let saved: i64 = prices.lines.iter().map(|l| l.steps.by_platform()).sum();
    assert_eq!(saved, 300);
    assert_eq!(
        prices.saving.and_then(|s| s.missing),
        None,
        "no more can be saved"
    );
}

#[test]
fn the_platform_pays_nothing_for_what_a_shop_buys_from_itself() {
    let coupons = vec![
        coupon(1, None, Off::Amount { minor: 1_000 }),
        coupon(2, Some(0), Off::Amount { minor: 500 }),
    ];
    let mut deals = deals(Vec::new(), coupons, Some(campaign(1_000, 100, 4_000)));
    deals.seats.insert(LIN, BTreeSet::from([shop(0)]));
    let prices = priced(&deals, &[line(0, 1, 9_000, 1), line(1, 2, 3_000, 1)]);
    let own = Steps {
        coupon: 500,
        ..Steps::default()
    };
    assert_eq!(prices.lines[0].steps, own, "its own coupon counts");
    let other = prices.lines[1].steps;
    assert_eq!(other.platform_coupon, 1_000);
    assert_eq!((other.campaign_shop, other.campaign_platform), (80, 120));

    let prices = priced(&deals, &[line(0, 1, 9_000, 1)]);
    assert_eq!(prices.lines[0].steps, own);
    let outcomes: Vec<_> = prices.coupons.iter().map(|c| c.outcome.clone()).collect();
    let taken = Money::new(500, Cny);
    assert_eq!(outcomes, [Ok(taken), Err(CouponTrouble::OwnShop)]);
    assert_eq!((prices.saving, prices.campaign), (None, None));
}

#[test]
fn the_steps_are_told_with_who_pays() {
    let deals = deals(
        vec![offer(1, 0, share(1_000))],
        vec![coupon(2, None, Off::Amount { minor: 100 })],
        None,
    );
    let prices = priced(&deals, &[line(0, 1, 1_000, 2)]);
    let names = Names {
        offers: [(OfferId(Uuid::from_u128(1)), Bilingual::new("Spring", "春"))].into(),
        platform_coupon: "CODE2".into(),
        ..Names::default()
    };
    let told = explain(Cny, &prices.lines, &names);
    assert_eq!((told.list.minor, told.to_pay.minor), (2_000, 1_700));
    let steps: Vec<_> = told
        .steps
        .iter()
        .map(|step| {
            (
                step.what,
                step.funder,
                step.name.en.as_str(),
                step.off.minor,
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            (What::Offer, Funder::Shop, "Spring", 200),
            (What::Coupon, Funder::Platform, "CODE2", 100),
        ]
    );
}

#[test]
fn forms_name_what_they_cannot_take() {
    let form = CouponForm {
        code: "tea 10".into(),
        kind: "share".into(),
        value: "12.5 %".into(),
        cap: "20".into(),
        per_person: "1".into(),
        until: "2026-07-01T00:00".into(),
        ..CouponForm::default()
    };
    let coupon = form.checked(Funder::Shop, Cny, now()).expect("a coupon");
    assert_eq!((coupon.code.as_str(), coupon.off), ("TEA10", share(1_250)));
    assert_eq!((coupon.cap_minor, coupon.limit), (Some(2_000), None));
    assert_eq!(coupon.span.from, now());
    let fields = |issues: FieldIssues| issues.0.into_keys().collect::<Vec<_>>();
    let unlimited = CouponForm {
        cap: String::new(),
        ..form.clone()
    };
    assert!(unlimited.checked(Funder::Shop, Cny, now()).is_ok());
    let issues = unlimited.checked(Funder::Platform, Cny, now());
    assert_eq!(
        issues.map_err(fields),
        Err(vec!["cap".into(), "limit".into()])
    );
    let limited = CouponForm {
        limit: "500".into(),
        ..form.clone()
    };
    assert!(limited.checked(Funder::Platform, Cny, now()).is_ok());
    let faulty = CouponForm {
        code: "茶".into(),
        kind: "amount".into(),
        value: "-1".into(),
        limit: "none".into(),
        until: "2026-05-01T00:00".into(),
        ..form
    };
    let issues = faulty
        .checked(Funder::Shop, Cny, now())
        .expect_err("faulty");
    let fields: Vec<_> = issues.0.keys().map(String::as_str).collect();
    assert_eq!(fields, ["cap", "code", "limit", "until", "value"]);

    let form = CampaignForm {
        name_en: "Summer".into(),
        every: "200".into(),
        save: "200".into(),
        shop_share: "40".into(),
        until: "2026-07-01T00:00".into(),
        ..CampaignForm::default()
    };
    let issues = form
        .checked(Cny, now())
        .expect_err("it gives everything away");
    let most = Money::new(19_999, Cny);
    assert_eq!(issues.get("save"), Some(&FieldIssue::TooMuch { most }));
    assert!(issues.get("cap").is_some(), "the market pays for it");

    let form = OfferForm {
        name_zh: "春".into(),
        kind: "share".into(),
        value: "100".into(),
        until: "soon".into(),
        ..OfferForm::default()
    };
    let issues = form.checked(Cny, now()).expect_err("faulty");
    assert_eq!(issues.get("until"), Some(&FieldIssue::NotAMoment));
    let range = FieldIssue::OutOfRange { least: 1, most: 95 };
    assert_eq!(issues.get("value"), Some(&range));
    let form = OfferForm {
        value: "10".into(),
        until: "2026-07-01T00:00".into(),
        listings: vec!["the tea".into()],
        ..form
    };
    let issues = form.checked(Cny, now()).expect_err("no such thing");
    assert_eq!(issues.get("listings"), Some(&FieldIssue::NotAChoice));
    let chosen = OfferForm {
        listings: vec![listing(1).to_string()],
        ..form
    };
    let offer = chosen.checked(Cny, now()).expect("an offer");
    assert_eq!(offer.listings, Some(BTreeSet::from([listing(1)])));
}

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
