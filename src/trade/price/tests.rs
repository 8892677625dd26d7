mod forms;
mod offers;
mod sums;

use super::*;
use crate::{
    id::{AccountId, CampaignId, CouponId, ListingId, ShopId},
    money::{Currency::Cny, Money},
    text::Bilingual,
};
use chrono::{Duration, TimeZone};
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
