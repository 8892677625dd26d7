//! What the forms of offers, coupons and campaigns take.

use super::*;
use crate::text::{FieldIssue, FieldIssues};

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
